import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import { delay } from "../base/abort";
import { ZfsrError } from "../base/errors";
import type { RunEvent } from "./events";
import { createRunFolder, type RunFiles } from "./runDirectory";

/** Events that must survive a power cut at once; the others follow with the next of them. */
const durable: ReadonlySet<RunEvent["type"]> = new Set(["run-started", "planned", "finding", "run-ended"]);

/** Writes a run's events, one JSON line each, at once: what is in the file survives the end of the process. */
export class JournalWriter {
  private readonly file: number;

  constructor(files: RunFiles) {
    createRunFolder(files);
    this.file = openSync(files.journal, "a", 0o600);
  }

  write(event: RunEvent): void {
    writeSync(this.file, `${JSON.stringify(event)}\n`);
    if (durable.has(event.type)) fsyncSync(this.file);
  }

  close(): void {
    closeSync(this.file);
  }
}

/** All events of a journal. A last line that is not whole (a crash) is left out. @throws ZfsrError usage without a journal */
export async function readJournal(files: RunFiles): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  await readFrom(files, 0, (event) => events.push(event));
  return events;
}

/**
 * Hands over every event of a journal, those that are there and those that come, until the run has ended, its process is
 * gone, or `signal` is aborted.
 * @param alive tells whether the run's process still lives; asked only while nothing new comes.
 */
export async function followJournal(
  files: RunFiles,
  onEvent: (event: RunEvent) => void,
  alive: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  const seen = { ended: false };
  const hear = (event: RunEvent): void => {
    seen.ended = event.type === "run-ended";
    onEvent(event);
  };
  let offset = 0;
  let dead = false;
  while (!signal.aborted) {
    const next = await readFrom(files, offset, hear);
    if (seen.ended) return;
    if (next === offset) {
      // one more look after the process has gone: its last words may have come meanwhile
      if (dead) return;
      dead = !(await alive());
      if (!dead) await delay(pollInterval, signal).catch(() => undefined);
    }
    offset = next;
  }
}

/** Milliseconds; progress comes once a second, so this is how late it is shown at most. */
const pollInterval = 150;

/** @returns the offset behind the last whole line */
async function readFrom(files: RunFiles, offset: number, onEvent: (event: RunEvent) => void): Promise<number> {
  const size = await stat(files.journal).then(
    (found) => found.size,
    () => undefined,
  );
  if (size === undefined) {
    throw new ZfsrError({
      reason: "usage",
      object: files.id,
      because: "there is no journal of that run",
      nextStep: "list the runs: zfsr runs",
    });
  }
  if (size <= offset) return offset;
  const file = await open(files.journal, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - offset), 0, size - offset, offset);
    const end = buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
    for (const line of buffer.subarray(0, end).toString("utf8").split("\n"))
      if (line !== "") onEvent(JSON.parse(line) as RunEvent);
    return offset + end;
  } finally {
    await file.close();
  }
}
