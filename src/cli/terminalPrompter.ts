import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { noPrompter, type Prompter } from "../core/hosts/prompter";

/** Asks on the terminal, one question at a time, secrets unseen; gives up every question where there is no terminal. */
export function terminalPrompter(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Prompter {
  if (!input.isTTY || !output.isTTY) return noPrompter;
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask: (prompt, signal) => {
      const answer = last.then(() => question(input, output, prompt.kind === "secret", text(prompt), signal));
      last = answer.catch(() => undefined);
      return answer.then((said) =>
        prompt.kind === "host-key" ? (/^y(es)?$/i.test(said?.trim() ?? "") ? "yes" : "no") : said,
      );
    },
  };
}

function text(prompt: Parameters<Prompter["ask"]>[0]): string {
  if (prompt.kind !== "host-key") return `${prompt.message} `;
  return `${prompt.message}\n${prompt.keyType} ${prompt.fingerprint}\nTrust it? (yes/no) `;
}

async function question(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  secret: boolean,
  asked: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  let muted = false;
  const screen = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!muted) output.write(chunk);
      done();
    },
  });
  const terminal = createInterface({ input, output: screen, terminal: true });
  try {
    const answer = terminal.question(asked, signal ? { signal } : {});
    muted = secret;
    return await answer;
  } catch {
    return undefined;
  } finally {
    if (secret) output.write("\n");
    terminal.close();
  }
}
