import { noPrompter, type Prompt, type Prompter } from "../core/hosts/prompter";
import { askLine } from "./askLine";
import type { TextStream } from "./output";

/**
 * Asks on the terminal, one question at a time, secrets unseen; gives up every question where there is no terminal.
 * @param onInterrupt Ctrl-C at a question
 */
export function terminalPrompter(
  input: NodeJS.ReadableStream & { readonly isTTY?: boolean },
  output: TextStream & { readonly isTTY?: boolean },
  onInterrupt: () => void,
): Prompter {
  if (!input.isTTY || !output.isTTY) return noPrompter;
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask: (prompt, signal) => {
      const secret = prompt.kind === "secret";
      const answer = last.then(() => askLine(input, output, { text: textOf(prompt), secret, signal, onInterrupt }));
      last = answer.catch(() => undefined);
      return answer.then((said) =>
        prompt.kind === "host-key" ? (/^y(es)?$/i.test(said?.trim() ?? "") ? "yes" : "no") : said,
      );
    },
  };
}

/** What is asked for, by whom and why: title and message are made to be shown together. */
function textOf(prompt: Prompt): string {
  if (prompt.kind === "host-key")
    return `${prompt.title}\n${prompt.message}\n${prompt.keyType} ${prompt.fingerprint}\nTrust it? (yes/no) `;
  return `${prompt.title}\n${prompt.message.replace(/[:\s]+$/, "")}: `;
}
