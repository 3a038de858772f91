import * as fs from "node:fs";
import { open, stat } from "node:fs/promises";
import { delay } from "../base/abort";
import { ZfsrError } from "../base/errors";
import type { RunEvent } from "./events";
import { createRunFolder, type RunFiles } from "./runDirectory";

/** Events that must survive a power cut at once; the others follow with the next of them. */
const durable: ReadonlySet<RunEvent["type"]> = new Set(["run-started", "planned", "finding", "run-ended"]);

/** What the writer needs of node:fs. */
export interface JournalDisk extends Pick<
  typeof fs,
  "openSync" | "fsyncSync" | "fstatSync" | "ftruncateSync" | "closeSync"
> {
  readonly writeSync: (file: number, bytes: Uint8Array, from: number, length: number) => number;
}

/** What a disk says that is full, or does not take anything any more: nothing about the run itself. */
const fullDisk: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EROFS", "EIO"]);

/**
 * Writes a run's events, one JSON line each, at once: what is in the file survives the end of the process. A disk that takes
 * nothing ends no run: what could not be written is missing, and `failure` says so.
 */
export class JournalWriter {
  /** Undefined: it could not be opened, or holds a torn line that could not be taken back. */
  private file: number | undefined;
  /** The process before this one ended in the middle of a line: the next begins with a line break. */
  private isTorn = false;
  /** Why something is missing in the journal, the first reason. */
  failure: ZfsrError | undefined;

  /** @throws ZfsrError where it cannot be written for another reason than a disk that is full */
  constructor(
    private readonly files: RunFiles,
    private readonly disk: JournalDisk = fs,
  ) {
    try {
      createRunFolder(files);
      this.isTorn = endsTorn(files.journal);
      this.file = disk.openSync(files.journal, "a", 0o600);
    } catch (error) {
      this.failure = unwritable(files, error);
      if (!isFullDisk(error)) throw this.failure;
    }
  }

  write(event: RunEvent): void {
    if (this.file === undefined) return;
    const line = Buffer.from(`${this.isTorn ? "\n" : ""}${JSON.stringify(event)}\n`);
    let written = 0;
    try {
      // a disk that is nearly full takes a part
      while (written < line.length) {
        const taken = this.disk.writeSync(this.file, line, written, line.length - written);
        if (taken === 0) throw new Error("the disk takes nothing");
        written += taken;
      }
      this.isTorn = false;
      if (durable.has(event.type)) this.disk.fsyncSync(this.file);
    } catch (error) {
      this.failure ??= unwritable(this.files, error);
      if (written > 0 && written < line.length) this.takeBack(written);
    }
  }

  /** What is written afterwards goes nowhere: the number of a closed file may be that of another one by then. */
  close(): void {
    const { file } = this;
    this.file = undefined;
    try {
      if (file !== undefined) this.disk.closeSync(file);
    } catch (error) {
      this.failure ??= unwritable(this.files, error);
    }
  }

  /** Takes a part of a line away again: the next one would go on behind it, and neither could be read. */
  private takeBack(bytes: number): void {
    if (this.file === undefined) return;
    try {
      this.disk.ftruncateSync(this.file, this.disk.fstatSync(this.file).size - bytes);
    } catch {
      this.close();
    }
  }
}

/** Whether a file ends in the middle of a line, after a power cut or a full disk. */
function endsTorn(path: string): boolean {
  const file = fs.openSync(path, "a+", 0o600);
  try {
    const stats = fs.fstatSync(file);
    if (!stats.isFile() || stats.size === 0) return false;
    const last = Buffer.alloc(1);
    return fs.readSync(file, last, 0, 1, stats.size - 1) === 1 && last.toString() !== "\n";
  } finally {
    fs.closeSync(file);
  }
}

function isFullDisk(error: unknown): boolean {
  return error instanceof Error && "code" in error && fullDisk.has(error.code);
}

function unwritable(files: RunFiles, error: unknown): ZfsrError {
  return new ZfsrError({
    reason: "failed",
    object: files.journal,
    because: `the journal of the run could not be written: ${error instanceof Error ? error.message : String(error)}`,
    nextStep: isFullDisk(error)
      ? "make room on the disk of that folder, or choose another one by ZFSR_STATE_DIR; zfsr runs and zfsr report lack what was not written"
      : "make that folder writable, or choose another one by ZFSR_STATE_DIR",
    cause: error,
  });
}

/** All events of a journal. A line that is not whole (a crash) is left out. @throws ZfsrError usage without a journal */
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

/**
 * The event of a line; undefined for one that a crash has torn, also where a later process went on behind it, or that a power
 * cut has left as zeros.
 */
export function eventIn(line: string): RunEvent | undefined {
  try {
    const event: unknown = line === "" ? undefined : JSON.parse(line);
    return typeof event === "object" && event !== null && "type" in event ? (event as RunEvent) : undefined;
  } catch {
    return undefined;
  }
}

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
    for (const line of buffer.subarray(0, end).toString("utf8").split("\n")) {
      const event = eventIn(line);
      if (event) onEvent(event);
    }
    return offset + end;
  } finally {
    await file.close();
  }
}
