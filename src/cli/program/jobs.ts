import { defaultJobFile } from "../defaultJobFile";
import type { Definer } from "./definer";
import { fileOption, type RawFile, type RawRun, running, runOptions, windowOption } from "./options";

/** `check`, `run`, `status`: jobs of a file. */
export function defineJobs({ define, acts }: Definer): void {
  acts(
    define("check <file>", "look for mistakes in a job file"),
    (file: string) => async (environment) => (await import("../commands/jobs")).check(file, environment),
  );
  acts(
    windowOption(runOptions(fileOption(define("run [jobs...]", "run jobs of a file, all where none is named"))))
      .option("--due", "only what is due by its schedule: for cron and timers", false)
      .option("--yes", "agree to what the plans destroy or rename", false),
    (jobs: string[], options: RawRun & RawFile & { due: boolean; yes: boolean }) => async (environment) =>
      (await import("../commands/jobs")).runJobs(
        options.file ?? defaultJobFile,
        jobs,
        { ...running(options), due: options.due, yes: options.yes },
        environment,
      ),
  );
  acts(
    fileOption(define("status [jobs...]", "how the targets of a file's jobs stand")),
    (jobs: string[], options: RawFile) => async (environment) =>
      (await import("../commands/status")).status(options.file ?? defaultJobFile, jobs, environment),
  );
}
