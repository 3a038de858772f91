/** Runs the command line as a person would: the built dist/cli.js, as a process of its own, against the lab. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunEvent } from "../../src/core/runs/events";
import { files, labNumber } from "./lab/places";

const program = join(__dirname, "..", "..", "dist", "cli.js");

/** Where this process's runs keep their journals; not the user's. */
const stateFolder = mkdtempSync(join(tmpdir(), "zfsr-test-"));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningZfsr {
  readonly process: ChildProcess;
  readonly ended: Promise<Ran>;
  /** The events that it has printed so far; with `--json`. */
  readonly events: RunEvent[];
  /** Resolves with the first event, past or future, for which `wanted` is true; rejects when it ends without one. */
  seen(wanted: (event: RunEvent) => boolean): Promise<RunEvent>;
}

/** The first lab's hosts are reached by connections of each run's own, those of others by connections that ssh shares. */
const usualConfig = labNumber === 1 ? files.sshConfig : files.sharedConfig;

/** Starts `zfsr WORDS`. `--ssh-config` is the lab's, unless the words have one. */
export function startZfsr(...words: string[]): RunningZfsr {
  return startZfsrIn(stateFolder, ...words);
}

/** The same, as if from another machine: with runs of its own in `state`. */
export function startZfsrIn(state: string, ...words: string[]): RunningZfsr {
  const config = words.includes("--ssh-config") ? [] : ["--ssh-config", usualConfig];
  const child = spawn(process.execPath, [program, ...words, ...config], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ZFSR_STATE_DIR: state },
  });
  const events: RunEvent[] = [];
  const waiting = new Set<() => void>();
  const text = { stdout: "", stderr: "", read: 0 };
  child.stderr.setEncoding("utf8").on("data", (data: string) => (text.stderr += data));
  child.stdout.setEncoding("utf8").on("data", (data: string) => {
    text.stdout += data;
    for (let end = text.stdout.indexOf("\n", text.read); end >= 0; end = text.stdout.indexOf("\n", text.read)) {
      const line = text.stdout.slice(text.read, end);
      text.read = end + 1;
      if (line.startsWith('{"type"') || line.includes('"at":')) events.push(JSON.parse(line) as RunEvent);
    }
    for (const look of [...waiting]) look();
  });
  const ended = new Promise<Ran>((resolve) => {
    child.once("close", (code) => {
      resolve({ code, stdout: text.stdout, stderr: text.stderr });
      for (const look of [...waiting]) look();
    });
  });
  const seen = (wanted: (event: RunEvent) => boolean): Promise<RunEvent> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = events.find(wanted);
        if (!found && child.exitCode === null && child.signalCode === null) return;
        waiting.delete(look);
        if (found) resolve(found);
        else reject(new Error(`zfsr ${words.join(" ")} ended without the event: ${text.stdout}${text.stderr}`));
      };
      waiting.add(look);
      look();
    });
  return { process: child, ended, events, seen };
}

/** Runs `zfsr WORDS` to its end. */
export async function zfsr(...words: string[]): Promise<Ran & { readonly events: readonly RunEvent[] }> {
  const running = startZfsr(...words);
  return { ...(await running.ended), events: running.events };
}

/** The last event of a run. */
export function endOf(events: readonly RunEvent[]): Extract<RunEvent, { type: "run-ended" }> {
  const last = events.at(-1);
  if (last?.type !== "run-ended") throw new Error(`The run did not end: ${JSON.stringify(last)}`);
  return last;
}
