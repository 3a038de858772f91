/** Stand-ins for a person's terminal: what a command writes to it, and what is typed. */
import { PassThrough } from "node:stream";

/** Keeps what is written, in `text`. It has the parts of a stream that the command line uses. */
export function screen(isTTY = false): NodeJS.WriteStream & { text: string } {
  const made = { text: "", isTTY, write: (text: string) => (made.text += text) };
  return made as unknown as NodeJS.WriteStream & { text: string };
}

/** What is written to it is typed. */
export function keyboard(isTTY = true): PassThrough & NodeJS.ReadStream {
  return Object.assign(new PassThrough(), { isTTY }) as unknown as PassThrough & NodeJS.ReadStream;
}
