import { Command, InvalidArgumentError, Option } from "commander";
import { ZfsrError } from "../core/base/errors";
import { runId } from "../core/runs/runDirectory";
import { transports } from "../core/runs/transport";
import type { Environment, GlobalOptions } from "./environment";
import { defaultJobFile } from "./defaultJobFile";

/** Runs one command: gives its exit code. */
type Act = (environment: Environment) => Promise<number>;

/**
 * The command line as commander sees it. Parsing only chooses: the action that was chosen is handed to `act`, with the
 * global options. Each command's code is loaded when it is chosen.
 */
export function createProgram(version: string, act: (options: GlobalOptions, action: Act) => void): Command {
  const program = new Command("zfsr")
    .description(
      "Replicates ZFS snapshots between machines: planned before it runs, resumed when it breaks, proven on the target.",
    )
    .version(version)
    .showHelpAfterError("(zfsr --help shows what there is)")
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      "after",
      "\nA place is host:dataset, host:dataset@snapshot, host:pool or host:, where host is an alias of your ssh config,\nuser@name, or local.\n\nExit codes: 0 done; 1 failed; 2 wrong use; 3 done, something is left for you; 4 interrupted, what was received is\nkept; 5 consent is needed.",
    );
  const global = (command: Command): Command =>
    command
      .option("--json", "print JSON: one value, or a line for each event", false)
      .option("--ssh-config <file>", "use this file instead of ~/.ssh/config, as ssh -F")
      .addOption(
        new Option("--connector <name>", "how hosts are reached").choices(["auto", "ssh2", "openssh"]).default("auto"),
      )
      .option("--verbose", "say more on standard error", false);
  const define = (usage: string, description: string): Command =>
    global(program.command(usage).description(description));
  const acts = (command: Command, action: (...args: never[]) => Act): Command =>
    command.action((...args: unknown[]) => {
      const self = args.at(-1) as Command;
      act(globalOptions(self), (action as (...given: unknown[]) => Act)(...args));
    });

  acts(
    define("ls <place>", "list what is there")
      .option("-r, --recursive", "everything below, too", false)
      .option("-t, --type <types>", "filesystem,volume,snapshot,bookmark"),
    (place: string, options: { recursive: boolean; type?: string }) => async (environment) =>
      (await import("./commands/ls")).ls(place, { recursive: options.recursive, types: options.type }, environment),
  );
  acts(
    define("snapshot <place@name>", "take a snapshot").option(
      "-r, --recursive",
      "of everything below, too, in one moment",
      false,
    ),
    (place: string, options: { recursive: boolean }) => async (environment) =>
      (await import("./commands/snapshot")).snapshot(place, options, environment),
  );
  acts(
    pairOptions(
      define("plan [places-or-jobs...]", "show what would be done, and do nothing: SRC DST, or jobs of a file"),
    )
      .option("-f, --file <file>", "a job file; without SRC DST, replication.yaml")
      .option("--script", "as a script for sh", false),
    (words: string[], options: Raw & RawFile & { script: boolean }, self: Command) => async (environment) => {
      const [source = "", target = ""] = words;
      if (isPair(words, options.file, self))
        return (await import("./commands/replicate")).plan(
          source,
          target,
          { ...pair(options), script: options.script },
          environment,
        );
      return (await import("./commands/jobs")).planJobs(options.file ?? defaultJobFile, words, options, environment);
    },
  );
  acts(
    runOptions(pairOptions(define("replicate <source> <target>", "plan and run one pair")))
      .option("--snapshot [prefix]", "take a snapshot first, named by the prefix and the time")
      .option("--yes", "agree to what the plan destroys; today's plans destroy nothing", false),
    (source: string, target: string, options: Raw & RawRun & { snapshot?: string | true }) => async (environment) =>
      (await import("./commands/replicate")).replicate(
        source,
        target,
        { ...pair(options), ...running(options), snapshot: options.snapshot },
        environment,
      ),
  );
  acts(
    runOptions(transportOption(define("resume <place>", "go on with what was partially received there"))).option(
      "--from <source>",
      "where it comes from; found in the journals when left out",
    ),
    (place: string, options: RawRun & { from?: string; transport: Raw["transport"] }) => async (environment) =>
      (await import("./commands/resume")).resume(
        place,
        { ...running(options), from: options.from, transport: options.transport },
        environment,
      ),
  );
  acts(
    runOptions(
      transportOption(define("retry <run>", "run again what that run was asked for, from what is there by now")),
    ),
    (run: string, options: RawRun & { transport: Raw["transport"] }) => async (environment) =>
      (await import("./commands/retry")).retry(run, { ...running(options), transport: options.transport }, environment),
  );
  acts(
    define("abort <place>", "give up what was partially received there").option("--yes", "agree to losing it", false),
    (place: string, options: { yes: boolean }) => async (environment) =>
      (await import("./commands/abort")).abort(place, options, environment),
  );
  acts(
    define("verify <source> <target>", "compare every snapshot by guid"),
    (source: string, target: string) => async (environment) =>
      (await import("./commands/verify")).verify(source, target, environment),
  );
  acts(
    define("check <file>", "look for mistakes in a job file"),
    (file: string) => async (environment) => (await import("./commands/jobs")).check(file, environment),
  );
  acts(
    runOptions(fileOption(define("run [jobs...]", "run jobs of a file, all where none is named"))),
    (jobs: string[], options: RawRun & RawFile) => async (environment) =>
      (await import("./commands/jobs")).runJobs(options.file ?? defaultJobFile, jobs, running(options), environment),
  );
  acts(
    fileOption(define("status [jobs...]", "how the targets of a file's jobs stand")),
    (jobs: string[], options: RawFile) => async (environment) =>
      (await import("./commands/jobs")).status(options.file ?? defaultJobFile, jobs, environment),
  );
  acts(
    define("runs", "list the runs, newest first"),
    () => async (environment) => (await import("./commands/runs")).runs(environment),
  );
  acts(
    define("attach <run>", "follow a run"),
    (run: string) => async (environment) => (await import("./commands/runs")).attach(run, environment),
  );
  acts(
    define("cancel <run>", "end a run; what was received is kept"),
    (run: string) => async (environment) => (await import("./commands/runs")).cancel(run, environment),
  );
  return program;
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
    throw refuse(
      command.getOptionValue(flag) === false ? `--no-${flag}` : `--${flag}`,
      "how the jobs of a file are sent stands in the file",
      "write it there, or name SRC DST in place of -f",
    );
  }
  return false;
}

/** As commander names them: `--no-hold` is `hold`. */
const pairFlags = ["recursive", "raw", "intermediates", "hold", "transport"];

interface Raw {
  recursive: boolean;
  raw?: boolean;
  intermediates: boolean;
  hold: boolean;
  transport: (typeof transports)[number];
}

interface RawFile {
  file?: string;
}

function fileOption(command: Command): Command {
  return command.option("-f, --file <file>", `the job file; ${defaultJobFile} when left out`);
}

interface RawRun {
  detach: boolean;
  run?: ReturnType<typeof runId>;
}

function transportOption(command: Command): Command {
  return command.addOption(
    new Option("--transport <way>", "the way of the stream").choices(transports).default("auto"),
  );
}

function pairOptions(command: Command): Command {
  return transportOption(command)
    .option("-r, --recursive", "everything below, too", false)
    .option("--raw", "send raw, as stored; without it, encrypted datasets go raw and others do not")
    .option("--no-raw", "never send raw")
    .option("--no-intermediates", "send the newest snapshot alone, not those between")
    .option("--no-hold", "do not hold the newest snapshot on the source");
}

function runOptions(command: Command): Command {
  return command
    .option("--detach", "go on after this terminal is closed", false)
    .addOption(new Option("--run <id>", "the name of a detached run").argParser(readRunId).hideHelp());
}

function readRunId(text: string): ReturnType<typeof runId> {
  try {
    return runId(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function pair(options: Raw): {
  recursive: boolean;
  raw: boolean | undefined;
  intermediates: boolean;
  hold: boolean;
  transport: Raw["transport"];
} {
  return {
    recursive: options.recursive,
    raw: options.raw,
    intermediates: options.intermediates,
    hold: options.hold,
    transport: options.transport,
  };
}

function running(options: RawRun): { detach: boolean; run: ReturnType<typeof runId> | undefined } {
  return { detach: options.detach, run: options.run };
}

function globalOptions(command: Command): GlobalOptions {
  const { json, sshConfig, connector, verbose } = command.opts<{
    json: boolean;
    sshConfig?: string;
    connector: GlobalOptions["connector"];
    verbose: boolean;
  }>();
  return { json, sshConfig, connector, verbose };
}
