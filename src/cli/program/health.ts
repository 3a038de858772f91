import { type Command, InvalidArgumentError } from "commander";
import type { Definer } from "./definer";

/** `doctor`, `logs`: looking for what is wrong on a host. */
export function defineHealth({ define, acts }: Definer): void {
  acts(
    define("doctor <source> [target]", "checks before the first run; changes nothing").option(
      "--all",
      "show what is well, too",
      false,
    ),
    (source: string, target: string | undefined, options: { all: boolean }) => async (environment) =>
      (await import("../commands/doctor")).doctor(source, target, options, environment),
  );
  acts(
    linesOption(
      define(
        "logs <places...>",
        "what hosts' logs say of ZFS, its disks, ssh and the tools that replicate, and what it means",
      )
        .option("--since <when>", "a duration (1h, 2d) or a moment (2026-11-24T03:00)")
        .option("--follow", "go on with what is written from now on", false)
        .option("--findings", "only what is found in it", false),
    ),
    (places: string[], options: { since?: string; follow: boolean; findings: boolean; lines: number }) =>
      async (environment) =>
        (await import("../commands/logs")).logs(places, { ...options, since: options.since }, environment),
  );
}

function linesOption(command: Command): Command {
  return command.option("--lines <n>", "the newest lines of each source", readLines, 200);
}

function readLines(text: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError("it is a number from 1 to 999999");
}
