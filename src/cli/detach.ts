import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { delay } from "../core/base/abort";
import { isAlive } from "../core/runs/control";
import { readFirst } from "../core/runs/readEnds";
import { createRunFolder, type RunFiles, type RunId } from "../core/runs/runDirectory";
import { ZfsrError } from "../core/base/errors";
import type { Environment } from "./environment";
import { exitCode } from "./exitCodes";
import { globalWords } from "./globalWords";
import { printJson, writeText } from "./output";

/**
 * Starts this very command again as a process of its own that outlives the terminal, and says how to find it.
 * Returns once the run has written its first event, so that whoever asks for it next finds it.
 * What it prints goes to `output.log` beside its journal.
 */
export async function detach(
  files: RunFiles,
  environment: Pick<Environment, "self" | "words" | "env" | "options" | "stdout">,
): Promise<number> {
  const begun = async (): Promise<boolean> => (await readFirst(files)) !== undefined;
  const child = await begin(files, detachedWords(environment.words, files.id), environment, begun);
  if (environment.options.json)
    printJson(environment, { run: files.id, pid: child.pid ?? null, journal: files.journal });
  else writeText(environment.stdout, `Started ${files.id}. Follow it: zfsr attach ${files.id}\n`);
  return exitCode.done;
}

/**
 * Lets a run go on whose process has gone, in a process of its own that outlives the terminal and writes on in the same
 * journal. Returns once that process can be heard.
 */
export async function goOn(files: RunFiles, environment: Pick<Environment, "self" | "env" | "options">): Promise<void> {
  const words = ["retry", "--run", files.id, files.id, ...globalWords(environment.options)];
  await begin(files, words, environment, () => isAlive(files));
}

/** Starts this program with `words` as a process of its own, and waits until it has begun. */
async function begin(
  files: RunFiles,
  words: readonly string[],
  { self, env }: Pick<Environment, "self" | "env">,
  begun: () => Promise<boolean>,
): Promise<ChildProcess> {
  createRunFolder(files);
  const [program = process.execPath, ...before] = self;
  const output = openSync(join(files.folder, "output.log"), "a", 0o600);
  let child: ChildProcess;
  try {
    child = spawn(program, [...before, ...words], { detached: true, stdio: ["ignore", output, output], env });
  } finally {
    closeSync(output);
  }
  await started(files, child, begun);
  child.unref();
  return child;
}

/** The words of the command for its detached process. `--run` comes first: behind a `--` it would be one more place. */
export function detachedWords(words: readonly string[], run: RunId): string[] {
  const [command = "", ...rest] = words;
  const end = rest.indexOf("--");
  return [command, "--run", run, ...rest.filter((word, i) => word !== "--detach" || (end >= 0 && i > end))];
}

/** Ends a child that has not begun: a cancel first, then without asking. */
async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill();
  await Promise.race([ended, delay(5000)]);
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  child.unref();
}

/** Milliseconds for a process to begin, also where it looks through the journals of thousands of runs first. */
const patience = 60_000;

/**
 * Waits for the beginning of a run. @throws ZfsrError failed when the process ends before, or takes too long: it is ended
 * then, so that nothing runs that was said not to
 */
async function started(files: RunFiles, child: ChildProcess, begun: () => Promise<boolean>): Promise<void> {
  const seen: { error?: Error } = {};
  child.once("error", (error) => (seen.error = error));
  const deadline = performance.now() + patience;
  while (!(await begun())) {
    const ended = child.exitCode !== null || child.signalCode !== null;
    const isLate = !ended && performance.now() > deadline;
    if (isLate) await end(child);
    if (seen.error || ended || isLate) {
      throw new ZfsrError({
        reason: "failed",
        object: files.id,
        because: seen.error
          ? `the detached run could not be started: ${seen.error.message}`
          : isLate
            ? `the detached run did not start within ${patience / 1000} s, and was ended`
            : "the detached run did not start",
        nextStep: `read what it said: ${join(files.folder, "output.log")}`,
        cause: seen.error,
      });
    }
    await delay(50);
  }
}
