import { type FileHandle, open } from "node:fs/promises";
import type { RunEvent } from "./events";
import { eventIn } from "./journal";
import type { RunFiles } from "./runDirectory";
import { emptyRunState, type RunState, withEvent } from "./runState";

/** Bytes read at once: more than any first line, and most last ones. */
const chunk = 64 * 1024;

/**
 * A run by the first and the last line of its journal alone: what it was, and how it ended. Journals of many datasets are
 * long, and a list of runs needs no more. @returns undefined when there is no whole line yet
 */
export async function readEnds(files: RunFiles): Promise<RunState | undefined> {
  const file = await open(files.journal, "r").catch(() => undefined);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    const first = await firstLine(file, size);
    if (first === undefined) return undefined;
    return [eventIn(first), await lastEvent(file, size)]
      .filter((event) => event !== undefined)
      .filter(({ type }) => type === "run-started" || type === "run-ended")
      .reduce(withEvent, emptyRunState(files.id));
  } finally {
    await file.close();
  }
}

/** How a journal begins; undefined where it does not tell, whatever the reason. */
export async function readFirst(files: RunFiles): Promise<RunEvent | undefined> {
  const file = await open(files.journal, "r").catch(() => undefined);
  if (!file) return undefined;
  try {
    const first = await firstLine(file, (await file.stat()).size);
    return first === undefined ? undefined : eventIn(first);
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

async function firstLine(file: FileHandle, size: number): Promise<string | undefined> {
  for (let length = chunk; ; length *= 2) {
    const text = await part(file, 0, Math.min(length, size));
    const end = text.indexOf(10);
    if (end >= 0) return text.toString("utf8", 0, end);
    if (length >= size) return undefined;
  }
}

/** What the last line tells that is an event: what a crash has left behind or before it is none. */
async function lastEvent(file: FileHandle, size: number): Promise<RunEvent | undefined> {
  for (let length = chunk; ; length *= 2) {
    const start = Math.max(0, size - length);
    const text = await part(file, start, size - start);
    // the first of these lines may be the end of a longer one
    const lines = text
      .toString("utf8")
      .split("\n")
      .slice(start === 0 ? 0 : 1, -1);
    for (const line of lines.toReversed()) {
      const event = eventIn(line);
      if (event) return event;
    }
    if (start === 0) return undefined;
  }
}

async function part(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
  return buffer.subarray(0, bytesRead);
}
