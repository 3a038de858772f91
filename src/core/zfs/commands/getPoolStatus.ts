import type { Command } from "../command";
import type { PoolDevice, PoolScan, PoolStatus } from "../model";
import type { PoolName } from "../names";
import { listedName, unreadable } from "../rows";

/**
 * What `zpool status` says of each pool beyond its health: the scrub or resilver, errors of data, and the devices that are
 * not well. It has no `-H`: the keys at the beginnings of its lines are what is gone by, and those have stayed the same
 * from 0.8 to 2.3 (OpenZFS cmd/zpool/zpool_main.c, status_callback). Asks nothing of a disk, so a pool with suspended
 * input and output answers, too.
 */
export function getPoolStatus(): Command<PoolStatus[]> {
  return { argv: ["zpool", "status", "-p"], object: "pools", parse: parsePoolStatus };
}

function parsePoolStatus(stdout: string): PoolStatus[] {
  const pools: Map<string, string[]>[] = [];
  let lines: string[] = [];
  for (const line of stdout.split("\n")) {
    const [, key, value = ""] = /^ {0,5}([a-z]+):(?: (.*))?$/.exec(line) ?? [];
    if (key === undefined) {
      lines.push(line);
      continue;
    }
    lines = [value];
    if (key === "pool") pools.push(new Map());
    const pool = pools.at(-1);
    if (!pool) throw unreadable(line, "it stands before the name of a pool");
    pool.set(key, lines);
  }
  return pools.map(poolStatus);
}

function poolStatus(parts: ReadonlyMap<string, readonly string[]>): PoolStatus {
  const sentence = (key: string): string | undefined =>
    parts
      .get(key)
      ?.map((line) => line.trim())
      .join(" ")
      .trim();
  return {
    name: listedName(sentence("pool")) as PoolName,
    state: sentence("state") ?? "UNKNOWN",
    status: sentence("status"),
    action: sentence("action"),
    scan: scanOf(sentence("scan")),
    dataErrors: errorsOf(parts.get("errors")?.[0]),
    devices: (parts.get("config") ?? []).flatMap(deviceOf).filter(isTroubled),
  };
}

/** `scrub in progress since …`, `scrub paused since …`, `scrub repaired 0B in …`, `resilvered 17K in …`, `scrub canceled on …` */
function scanOf(text: string | undefined): PoolScan | undefined {
  if (text === undefined || text === "" || text === "none requested") return undefined;
  const kind = text.startsWith("resilver") ? "resilver" : "scrub";
  const percent = /(\d+(?:\.\d+)?)% done/.exec(text)?.[1];
  const state = /^\S+ in progress/.test(text)
    ? "running"
    : /^\S+ paused/.test(text)
      ? "paused"
      : /^\S+ cancell?ed/.test(text)
        ? "canceled"
        : "finished";
  return { kind, state, percent: percent === undefined ? undefined : Number(percent), text };
}

/** `No known data errors`; `3 data errors, use '-v' for a list`; with `-v` a sentence before the list. */
function errorsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text.startsWith("No known data errors")) return 0;
  const number = /^(\d+) data errors?/.exec(text)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** `\t  mirror-0   DEGRADED     0     0     0  some words` */
function deviceOf(line: string): PoolDevice[] {
  const [, name = "", state = "", read, write, checksum, note = ""] =
    /^\t *(\S+)\s+([A-Z]+)\s+(\d+|-)\s+(\d+|-)\s+(\d+|-)(?:\s+(.*))?$/.exec(line) ?? [];
  if (read === undefined) return [];
  const number = (text: string | undefined): number => (text === undefined || text === "-" ? 0 : Number(text));
  return [{ name, state, read: number(read), write: number(write), checksum: number(checksum), note }];
}

function isTroubled({ state, read, write, checksum }: PoolDevice): boolean {
  return !["ONLINE", "AVAIL", "INUSE"].includes(state) || read + write + checksum > 0;
}
