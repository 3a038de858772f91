import { type Command, InvalidArgumentError, Option } from "commander";
import { parseDuration } from "../../core/base/duration";
import type { KeepRules, OnDiverged } from "../../core/jobs/job";
import { defaultReceive, defaultRequest, defaultSend } from "../../core/replication/request";
import type { PairWords } from "../commands/replicate";
import { type RawTransfer, transferFlagNames, transferFlags, transferWords } from "./transferFlags";

/** What commander gives for a pair. */
export interface RawPair extends RawTransfer {
  recursive: boolean;
  include: string[];
  exclude: string[];
  use: string[];
  raw?: boolean;
  compressed: boolean;
  largeBlocks: boolean;
  embedded: boolean;
  intermediates: boolean;
  properties: boolean;
  backup: boolean;
  replicate: boolean;
  discardPool: boolean;
  lastElement: boolean;
  resumable: boolean;
  readonly: boolean;
  createParents: boolean;
  set: Record<string, string>;
  inherit: string[];
  hold: boolean;
  bookmark: boolean;
  onDiverged: OnDiverged;
  keep: RawKeep;
  keepMatch: string[];
  accept: string[];
}

interface RawKeep {
  source?: KeepRules;
  target?: KeepRules;
}

/** As commander names them: `--no-hold` is `hold`. */
export const pairFlags = [
  ...["recursive", "include", "exclude", "use", "raw", "compressed", "largeBlocks", "embedded", "intermediates"],
  ...[
    "properties",
    "backup",
    "replicate",
    "discardPool",
    "lastElement",
    "resumable",
    "readonly",
    "createParents",
    "set",
  ],
  ...["inherit", "hold", "bookmark", "onDiverged", "keep", "keepMatch", "accept"],
  ...transferFlagNames,
];

/** How a pair is replicated. */
export function pairOptions(command: Command): Command {
  const listed = (flags: string, description: string): Option =>
    new Option(flags, description).argParser((value: string, before: string[]) => [...before, value]).default([], "");
  return transferFlags(command)
    .option("-r, --recursive", "everything below, too", false)
    .addOption(listed("--include <glob>", "only datasets of the source that match: tank/db/**; may be repeated"))
    .addOption(listed("--exclude <glob>", "leave out what matches, with all below it; may be repeated"))
    .addOption(listed("--use <glob>", "only snapshots whose names match: autosnap_*; may be repeated"))
    .option("--raw", "send raw, as stored; without it, encrypted datasets go raw and others do not")
    .option("--no-raw", "never send raw")
    .option("--no-compressed", "do not send blocks compressed as they are stored (send -c)")
    .option("--no-large-blocks", "do not send blocks larger than 128K as they are (send -L)")
    .option("--no-embedded", "do not send small blocks embedded (send -e)")
    .option("--no-intermediates", "send the newest snapshot alone, not those between")
    .option("-p, --properties", "send properties, too, less those that change the target machine (send -p)", false)
    .option("-b, --backup", "send properties as they were received before, for the way back (send -b)", false)
    .option("-R, --replicate", "the whole tree in one stream where that fits (send -R)", false)
    .option("-d, --discard-pool", "receive below the target, by the source's name less its pool", false)
    .option("-e, --last-element", "receive below the target, by the last part of the source's name", false)
    .option("--create-parents", "make the datasets above the target that are missing", false)
    .option("--no-resumable", "do not keep what was received of a broken stream (receive -s)")
    .option("--no-readonly", "do not set readonly=on on what is received for the first time")
    .addOption(
      new Option("--set <name=value>", "a property of what is received for the first time (receive -o)")
        .argParser(readProperty)
        .default({}, ""),
    )
    .addOption(
      listed("--inherit <property>", "a property that is kept out of the target (receive -x); may be repeated"),
    )
    .option("--no-hold", "do not hold the newest snapshot on the source")
    .option("--bookmark", "bookmark the newest snapshot on the source, too", false)
    .addOption(
      new Option("--on-diverged <what>", "a target that went its own way: leave it, roll it back, or keep it renamed")
        .choices(["stop", "rollback", "rename"])
        .default("stop"),
    )
    .addOption(
      new Option(
        "--keep <side:rules>",
        "what a side keeps, the rest is destroyed: source:last=2,daily=7 or target:monthly=12",
      )
        .argParser(readKeep)
        .default({}, ""),
    )
    .addOption(listed("--keep-match <glob>", "the only snapshots that --keep may destroy; rep_* when left out"))
    .addOption(listed("--accept <id>", "go on though this hazard of the plan stands in the way; may be repeated"));
}

/** The options of a pair, read. */
export function pair(options: RawPair): PairWords {
  const match = options.keepMatch.length > 0 ? options.keepMatch : options.use;
  return {
    ...defaultRequest,
    recursive: options.recursive || options.replicate,
    select: { include: options.include, exclude: options.exclude, snapshots: options.use },
    send: {
      ...defaultSend,
      raw: options.raw ?? "auto",
      compressed: options.compressed,
      largeBlocks: options.largeBlocks,
      embedded: options.embedded,
      intermediates: options.intermediates,
      properties: options.properties,
      backup: options.backup,
      replicate: options.replicate,
    },
    receive: {
      ...defaultReceive,
      resumable: options.resumable,
      readonly: options.readonly,
      createParents: options.createParents,
      set: options.set,
      inherit: options.inherit,
    },
    hold: options.hold,
    bookmark: options.bookmark,
    onDiverged: options.onDiverged,
    keep: {
      source: options.keep.source,
      target: options.keep.target,
      match: match.length > 0 ? match : ["rep_*"],
    },
    accept: options.accept,
    under: options.discardPool ? "discard-pool" : options.lastElement ? "last-element" : undefined,
    transfer: transferWords(options),
  };
}

function readProperty(text: string, before: Record<string, string>): Record<string, string> {
  const match = /^([a-z0-9][a-z0-9:._@-]*)=(.*)$/s.exec(text);
  if (!match?.[1]) throw new InvalidArgumentError("Write NAME=VALUE, such as compression=lz4.");
  return { ...before, [match[1]]: match[2] ?? "" };
}

const ruleNames = ["last", "hourly", "daily", "weekly", "monthly", "yearly"] as const;

/** `source:last=2,hourly=24,within=30d` */
function readKeep(text: string, before: RawKeep): RawKeep {
  const match = /^(source|target):(.+)$/.exec(text);
  const side = match?.[1] as "source" | "target" | undefined;
  const rules: Partial<Record<(typeof ruleNames)[number] | "within", number>> = {};
  for (const part of (match?.[2] ?? "").split(",")) {
    const [name = "", value = ""] = part.split("=");
    const rule = ruleNames.find((known) => known === name);
    const within = name === "within" ? parseDuration(value) : undefined;
    if (rule && /^[1-9]\d*$/.test(value)) rules[rule] = Number(value);
    else if (within !== undefined) rules.within = within;
    else throw new InvalidArgumentError("Write source:last=2,hourly=24,daily=7 or target:daily=30,within=90d.");
  }
  if (!side) throw new InvalidArgumentError("Write source:RULES or target:RULES.");
  return { ...before, [side]: rules };
}
