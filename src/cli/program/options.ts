import { type Command, InvalidArgumentError, Option } from "commander";
import { parseTimeWindow } from "../../core/plan/timeWindow";
import { runId } from "../../core/runs/runDirectory";
import { defaultJobFile } from "../defaultJobFile";
import type { WindowWord } from "../outsideWindow";

/** What commander gives for a job file. */
export interface RawFile {
  file?: string;
}

/** `-f FILE` */
export function fileOption(command: Command): Command {
  return command.option("-f, --file <file>", `the job file; ${defaultJobFile} when left out`);
}

/** What commander gives for a run. */
export interface RawRun {
  detach: boolean;
  run?: ReturnType<typeof runId>;
  window?: WindowWord;
}

/** How a run is begun. */
export function runOptions(command: Command): Command {
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

/** The options of a run, read. */
export function running(options: RawRun): {
  detach: boolean;
  run: ReturnType<typeof runId> | undefined;
  window: WindowWord | undefined;
} {
  return { detach: options.detach, run: options.run, window: options.window };
}

/** `--window`, of what replicates. */
export function windowOption(command: Command): Command {
  return command.addOption(
    new Option("--window <times>", "work between these times only, 22:00-06:00; always: at any time").argParser(
      readWindow,
    ),
  );
}

function readWindow(text: string): WindowWord {
  const window = text === "always" ? text : parseTimeWindow(text);
  if (window !== undefined) return window;
  throw new InvalidArgumentError("write 22:00-06:00, mon,tue 22:00-06:00, or always");
}
