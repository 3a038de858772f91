import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { safeText, type TextStream, writeText } from "./output";

export interface LineQuestion {
  /** What is asked, with line breaks as they are; the last line stands before the answer. */
  readonly text: string;
  /** What is typed is not shown. */
  readonly secret?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Ctrl-C: readline takes it from the terminal, so the process gets no signal. */
  readonly onInterrupt: () => void;
}

/** Asks for one line on the terminal. @returns undefined when `signal` is aborted, and at Ctrl-C and Ctrl-D */
export function askLine(
  input: NodeJS.ReadableStream,
  output: TextStream,
  question: LineQuestion,
): Promise<string | undefined> {
  const { signal } = question;
  if (signal?.aborted) return Promise.resolve(undefined);
  const cut = question.text.lastIndexOf("\n") + 1;
  writeText(output, question.text.slice(0, cut));
  return new Promise((resolve) => {
    let muted = false;
    const screen = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        if (!muted) output.write(chunk.toString("utf8"));
        done();
      },
    });
    const terminal = createInterface({ input, output: screen, terminal: true });
    let answer: string | undefined;
    const giveUp = (): void => terminal.close();
    signal?.addEventListener("abort", giveUp, { once: true });
    terminal.on("SIGINT", () => {
      question.onInterrupt();
      terminal.close();
    });
    // also at the end of the input, when no answer ever comes
    terminal.once("close", () => {
      signal?.removeEventListener("abort", giveUp);
      if (muted || answer === undefined) output.write("\n");
      resolve(answer);
    });
    terminal.question(safeText(question.text.slice(cut)), (line) => {
      answer = line;
      terminal.close();
    });
    muted = question.secret ?? false;
  });
}
