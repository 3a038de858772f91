import { type ChildProcess, spawn } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import { delay } from "../core/base/abort";
import { readJournal } from "../core/runs/journal";
import { createRunFolder, type RunFiles } from "../core/runs/runDirectory";
import { ZfsrError } from "../core/base/errors";
import type { Environment } from "./environment";
import { exitCode } from "./exitCodes";
import { printJson } from "./output";

/**
 * Starts this very command again as a process of its own that outlives the terminal, and says how to find it.
 * Returns once the run has written its first event, so that whoever asks for it next finds it.
 * What it prints goes to `output.log` beside its journal.
 */
export async function detach(files: RunFiles, environment: Environment): Promise<number> {
  createRunFolder(files);
  const output = openSync(join(files.folder, "output.log"), "a", 0o600);
  const [program = process.execPath, ...before] = environment.self;
  const child = spawn(
    program,
    [...before, ...environment.words.filter((word) => word !== "--detach"), "--run", files.id],
    {
      detached: true,
      stdio: ["ignore", output, output],
      env: environment.env,
    },
  );
  await started(files, child);
  child.unref();
  if (environment.options.json)
    printJson(environment, { run: files.id, pid: child.pid ?? null, journal: files.journal });
  else environment.stdout.write(`Started ${files.id}. Follow it: zfsr attach ${files.id}\n`);
  return exitCode.done;
}

/** Resolves with the first event in the journal. @throws ZfsrError failed when the process ends, or takes too long, before */
async function started(files: RunFiles, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 15_000;
  while ((await readJournal(files).catch(() => [])).length === 0) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      throw new ZfsrError({
        reason: "failed",
        object: files.id,
        because: "the detached run did not start",
        nextStep: `read what it said: ${join(files.folder, "output.log")}`,
      });
    }
    await delay(50);
  }
}
