import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { delay } from "../core/base/abort";
import { readJournal } from "../core/runs/journal";
import { createRunFolder, type RunFiles, type RunId } from "../core/runs/runDirectory";
import { ZfsrError } from "../core/base/errors";
import type { Environment } from "./environment";
import { exitCode } from "./exitCodes";
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
  createRunFolder(files);
  const [program = process.execPath, ...before] = environment.self;
  const output = openSync(join(files.folder, "output.log"), "a", 0o600);
  let child: ChildProcess;
  try {
    child = spawn(program, [...before, ...detachedWords(environment.words, files.id)], {
      detached: true,
      stdio: ["ignore", output, output],
      env: environment.env,
    });
  } finally {
    closeSync(output);
  }
  await started(files, child);
  child.unref();
  if (environment.options.json)
    printJson(environment, { run: files.id, pid: child.pid ?? null, journal: files.journal });
  else writeText(environment.stdout, `Started ${files.id}. Follow it: zfsr attach ${files.id}\n`);
  return exitCode.done;
}

/** The words of the command for its detached process. `--run` comes first: behind a `--` it would be one more place. */
export function detachedWords(words: readonly string[], run: RunId): string[] {
  const [command = "", ...rest] = words;
  const end = rest.indexOf("--");
  return [command, "--run", run, ...rest.filter((word, i) => word !== "--detach" || (end >= 0 && i > end))];
}

/** Resolves with the first event in the journal. @throws ZfsrError failed when the process ends, or takes too long, before */
async function started(files: RunFiles, child: ChildProcess): Promise<void> {
  const seen: { error?: Error } = {};
  child.once("error", (error) => (seen.error = error));
  const deadline = Date.now() + 15_000;
  while ((await readJournal(files).catch(() => [])).length === 0) {
    const ended = child.exitCode !== null || child.signalCode !== null;
    if (seen.error || ended || Date.now() > deadline) {
      throw new ZfsrError({
        reason: "failed",
        object: files.id,
        because: seen.error
          ? `the detached run could not be started: ${seen.error.message}`
          : "the detached run did not start",
        nextStep: `read what it said: ${join(files.folder, "output.log")}`,
        cause: seen.error,
      });
    }
    await delay(50);
  }
}
