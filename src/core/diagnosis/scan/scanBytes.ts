import { Decoder } from "./decode";
import type { LogFinding } from "./logFinding";
import { Scanner } from "./scanner";

/**
 * Tells what a text tells of, from its bytes as they come: UTF-8 or UTF-16, cut anywhere, of any length.
 * @param tell hears each finding as soon as nothing more can belong to it
 * @returns the number of lines
 */
export async function scanBytes(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  tell: (finding: LogFinding) => void,
): Promise<number> {
  const decoder = new Decoder();
  const scanner = new Scanner(tell);
  for await (const bytes of pieces) scanner.push(decoder.push(bytes));
  scanner.push(decoder.end());
  return scanner.end();
}
