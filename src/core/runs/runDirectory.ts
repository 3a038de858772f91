import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { ZfsrError } from "../base/errors";
import { printable } from "../zfs/names";

/** The name of a run: when it began and six random digits, `20261123T205124Z-3fa9c1`. Sorted by name is sorted by time. */
export type RunId = string & { readonly __brand: "RunId" };

/** A name for a run that begins at `now` (milliseconds since 1970). */
export function newRunId(now: number): RunId {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, "");
  return `${time}-${randomBytes(3).toString("hex")}` as RunId;
}

/** When a run began, by its name. @returns milliseconds since 1970 */
export function beganAt(id: RunId): number {
  return Date.parse(id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*$/, "$1-$2-$3T$4:$5:$6Z"));
}

/** @throws ZfsrError usage when the text is no run's name: it becomes part of a path. */
export function runId(text: string): RunId {
  if (/^\d{8}T\d{6}Z-[0-9a-f]{6}$/.test(text)) return text as RunId;
  throw new ZfsrError({
    reason: "usage",
    object: `'${printable(text)}'`,
    because: "it is not the name of a run",
    nextStep: "list the runs: zfsr runs",
  });
}

/**
 * Where runs are kept: `$ZFSR_STATE_DIR/runs`, else `$XDG_STATE_HOME/zfsr/runs`, else `~/.local/state/zfsr/runs`.
 */
export function runsFolder(env: NodeJS.ProcessEnv): string {
  return join(stateFolder(env), "runs");
}

/** Where proofs of earlier runs are kept, beside the runs. */
export function proofsFolder(env: NodeJS.ProcessEnv): string {
  return join(stateFolder(env), "proofs");
}

function stateFolder(env: NodeJS.ProcessEnv): string {
  return env["ZFSR_STATE_DIR"] ?? join(env["XDG_STATE_HOME"] ?? join(homedir(), ".local", "state"), "zfsr");
}

/** The files of one run. */
export interface RunFiles {
  readonly id: RunId;
  readonly folder: string;
  /** One event a line, in order. */
  readonly journal: string;
  /** A socket on which the run listens while it lives. */
  readonly control: string;
}

/** Where the files of run `id` are, or will be; on Windows its socket is a named pipe. Makes nothing. */
export function runFiles(runs: string, id: RunId, platform: NodeJS.Platform = process.platform): RunFiles {
  const folder = join(runs, id);
  const socket = join(folder, "control");
  const control =
    platform === "win32"
      ? `\\\\.\\pipe\\zfsr-${id}`
      : socket.length < longestSocketPath
        ? socket
        : join(tmpdir(), `zfsr-${id}`);
  return { id, folder, journal: join(folder, "events.jsonl"), control };
}

/** Makes the folder of a run, for its owner alone. */
export function createRunFolder(files: RunFiles): void {
  mkdirSync(files.folder, { recursive: true, mode: 0o700 });
}

/** All runs that are kept, newest first. */
export async function listRuns(runs: string): Promise<RunFiles[]> {
  const names = await readdir(runs).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .filter((name) => /^\d{8}T\d{6}Z-[0-9a-f]{6}$/.test(name))
    .sort()
    .reverse()
    .map((name) => runFiles(runs, name as RunId));
}

/** sun_path holds 104 bytes on macOS, 108 on Linux. */
const longestSocketPath = 100;
