import type { Command } from "commander";
import type { SnapshotPolicy } from "../../core/jobs/job";
import { ZfsrError } from "../../core/base/errors";
import { defaultJobFile } from "../defaultJobFile";
import type { Definer } from "./definer";
import { type RawFile, type RawRun, running, runOptions, windowOption } from "./options";
import { pair, pairFlags, pairOptions, type RawPair } from "./pairFlags";
import { type RawTransfer, transferFlags, transferWords } from "./transferFlags";

/** `plan`, `replicate`, `resume`, `retry`, `verify`: one pair of places. */
export function defineReplication({ define, acts }: Definer): void {
  acts(
    pairOptions(
      define("plan [places-or-jobs...]", "show what would be done, and do nothing: SRC DST, or jobs of a file"),
    )
      .option("-f, --file <file>", "a job file; without SRC DST, replication.yaml")
      .option("--script", "as a script for sh", false)
      .option("--out <file>", "keep the plan in a file, for zfsr apply"),
    (words: string[], options: RawPair & RawFile & { script: boolean; out?: string }, self: Command) =>
      async (environment) => {
        const [source = "", target = ""] = words;
        if (isPair(words, options.file, self))
          return (await import("../commands/replicate")).plan(
            source,
            target,
            { ...pair(options), script: options.script, out: options.out },
            environment,
          );
        return (await import("../commands/jobs")).planJobs(
          options.file ?? defaultJobFile,
          words,
          { script: options.script, out: options.out },
          environment,
        );
      },
  );
  acts(
    windowOption(
      runOptions(define("apply <file>", "run plans that zfsr plan --out kept, as they were approved")),
    ).option("--yes", "agree to what the plans destroy or rename", false),
    (file: string, options: RawRun & { yes: boolean }) => async (environment) =>
      (await import("../commands/apply")).apply(file, { ...running(options), yes: options.yes }, environment),
  );
  acts(
    define("diff-plans <before> <after>", "what plans that zfsr plan --out kept would do otherwise"),
    (before: string, after: string) => async (environment) =>
      (await import("../commands/diffPlans")).diffPlans(before, after, environment),
  );
  acts(
    windowOption(runOptions(pairOptions(define("replicate <source> <target>", "plan and run one pair"))))
      .option("--snapshot [prefix]", "take a snapshot first, named by the prefix and the time")
      .option("--yes", "agree to what the plan destroys or renames", false),
    (source: string, target: string, options: RawPair & RawRun & { snapshot?: string | true; yes: boolean }) =>
      async (environment) =>
        (await import("../commands/replicate")).replicate(
          source,
          target,
          { ...pair(options), ...running(options), snapshot: snapshotPolicy(options.snapshot), yes: options.yes },
          environment,
        ),
  );
  acts(
    windowOption(
      runOptions(transferFlags(define("resume <place>", "go on with what was partially received there"))),
    ).option("--from <source>", "where it comes from; found in the journals when left out"),
    (place: string, options: RawRun & RawTransfer & { from?: string }) => async (environment) =>
      (await import("../commands/resume")).resume(
        place,
        { ...running(options), from: options.from, transfer: transferWords(options) },
        environment,
      ),
  );
  acts(
    windowOption(
      runOptions(
        transferFlags(define("retry <run>", "run again what that run was asked for, from what is there by now")),
      ),
    ).option("--yes", "agree to what the plan destroys or renames", false),
    (run: string, options: RawRun & RawTransfer & { yes: boolean }) => async (environment) =>
      (await import("../commands/retry")).retry(
        run,
        { ...running(options), transfer: transferWords(options), yes: options.yes },
        environment,
      ),
  );
  acts(
    define("verify <source> <target>", "compare every snapshot by guid, or what is in them").option(
      "--data",
      "compare the contents of the newest common snapshots, or of those that are named",
      false,
    ),
    (source: string, target: string, options: { data: boolean }) => async (environment) =>
      (await import("../commands/verify")).verify(source, target, options, environment),
  );
}

/** `true` is `--snapshot` without a prefix. */
function snapshotPolicy(prefix: string | true | undefined): SnapshotPolicy | undefined {
  return prefix === undefined
    ? undefined
    : { prefix: prefix === true ? "rep_" : prefix, format: undefined, properties: {} };
}

/**
 * Tells the two forms of `plan` apart: `SRC DST`, or jobs of a file.
 * @throws ZfsrError usage for what is neither, or both
 */
function isPair(words: readonly string[], file: string | undefined, command: Command): boolean {
  // a job's name has no colon
  const places = words.filter((word) => word.includes(":"));
  const refuse = (object: string, because: string, nextStep: string): ZfsrError =>
    new ZfsrError({ reason: "usage", object, because, nextStep });
  if (file === undefined && places.length > 0) {
    if (places.length === 2 && words.length === 2) return true;
    throw refuse(
      words.join(" "),
      "a pair is two places, a source and a target",
      "write zfsr plan HOST:DATASET HOST:DATASET, or zfsr plan -f FILE JOB",
    );
  }
  const [place] = places;
  if (place !== undefined)
    throw refuse(place, "with -f FILE, jobs are named, not places", "leave out -f, or name a job of the file");
  const flag = pairFlags.find((name) => command.getOptionValueSource(name) === "cli");
  if (flag !== undefined) {
    const written = flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw refuse(
      command.getOptionValue(flag) === false ? `--no-${written}` : `--${written}`,
      "how the jobs of a file are sent stands in the file",
      "write it there, or name SRC DST in place of -f",
    );
  }
  return false;
}
