import * as z from "zod/mini";
import { type Argument, filled } from "../../core/base/filled";

const bundle = z.record(z.string(), z.string());

/** The page was made with them: the window's own translations, by the English texts. What is none leaves it English. */
function translations(): Readonly<Record<string, string>> {
  const given = document.getElementById("root")?.dataset["words"];
  if (given === undefined) return {};
  return bundle.safeParse(JSON.parse(given)).data ?? {};
}

let words: Readonly<Record<string, string>> | undefined;

/**
 * What is said to a person, in the language of the window; English where nothing translates it. `npm run l10n` collects
 * the texts.
 * @param message with `{0}`, `{1}` for the arguments; written out where it is used, so that it is found
 */
export function t(message: string, ...args: Argument[]): string {
  words ??= translations();
  return filled(words[message] ?? message, args);
}
