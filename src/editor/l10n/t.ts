import { type Argument, filled, type Translate } from "../../core/base/filled";

/** The text as it is in the source, with its arguments. */
export const english: Translate = (message, ...args) => filled(message, args);

let translate = english;

/**
 * What is said to a person, in the language of the window. Where nothing translates (in unit tests, which have no VS Code),
 * it is what stands there. `npm run l10n` collects the texts.
 * @param message with `{0}`, `{1}` for the arguments; written out where it is used, so that it is found
 */
export function t(message: string, ...args: Argument[]): string {
  return translate(message, ...args);
}

/** From now on texts are said by `by`. */
export function speakBy(by: Translate): void {
  translate = by;
}
