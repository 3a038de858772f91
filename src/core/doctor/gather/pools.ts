import type { Command } from "../../zfs/command";
import { poolOf, type PoolName } from "../../zfs/names";
import { listedName } from "../../zfs/rows";
import type { HostFacts, PoolStatus } from "../facts";
import { linesIn, question } from "../../hosts/question";

/** Whether the module is loaded, and which version is installed for the running kernel. */
export function readModule(): Command<HostFacts["module"]> {
  return question(
    "the zfs module",
    `{ [ -e /sys/module/zfs ] || kldstat -q -m zfs 2>/dev/null ; } && echo loaded || echo missing ;
     modinfo -F version zfs 2>/dev/null || cat /sys/module/zfs/version 2>/dev/null ; true`,
    (stdout) => {
      const [state, installed] = linesIn(stdout);
      return { loaded: state === "loaded", installed };
    },
  );
}

/** How every pool does. `zpool status` has no form for programs before 2.3, so its text is read. */
export function readPoolStatus(): Command<ReadonlyMap<PoolName, PoolStatus>> {
  return question("the state of pools", "zpool status", (stdout) => {
    const found = new Map<PoolName, PoolStatus>();
    for (const part of stdout.split(/^ {2}pool: /m).slice(1)) {
      const name = poolOf(listedName(part.slice(0, part.indexOf("\n"))));
      found.set(name, poolStatus(part));
    }
    return found;
  });
}

/** The ashifts of each pool's vdevs, from the pool's own configuration; only root may read that. */
export function readAshifts(): Command<ReadonlyMap<PoolName, readonly number[]>> {
  return question("ashift", "zdb -C | grep -E '^[A-Za-z]|ashift:'", (stdout) => {
    const found = new Map<PoolName, number[]>();
    let pool: number[] = [];
    for (const line of linesIn(stdout)) {
      const ashift = /ashift: (\d+)/.exec(line)?.[1];
      if (ashift !== undefined) pool.push(Number(ashift));
      else if (/^\S+:$/.test(line)) found.set(poolOf(listedName(line.slice(0, -1))), (pool = []));
    }
    return found;
  });
}

function poolStatus(text: string): PoolStatus {
  const field = (name: string): string | undefined => {
    const value = new RegExp(`^ *${name}: (.*(?:\\n\\t.*)*)`, "m").exec(text)?.[1];
    return value?.replace(/\s*\n\s*/g, " ").trim();
  };
  const scan = field("scan") ?? "";
  const ended = /^scrub repaired .* with (\d+) errors? on (.*)$/.exec(scan);
  const config = /^config:\n\n([\s\S]*?)\n\n/m.exec(text)?.[1] ?? "";
  const faults = config.split("\n").flatMap((line) => {
    const [name, state] = line.trim().split(/\s+/);
    const bad = state !== undefined && /^(DEGRADED|FAULTED|OFFLINE|UNAVAIL|REMOVED|SUSPENDED)$/.test(state);
    return bad ? [`${name ?? ""} ${state}`] : [];
  });
  return {
    state: field("state") ?? "UNKNOWN",
    status: field("status"),
    scrubbed: ended ? timeOf(ended[2] ?? "") : undefined,
    scanning: /^(scrub|resilver) in progress/.exec(scan)?.[1] as "scrub" | "resilver" | undefined,
    scrubErrors: Number(ended?.[1] ?? 0),
    errors: field("errors") ?? "",
    faults,
  };
}

/** `Sun Nov  8 00:24:02 2026`, by the host's zone, which is near enough for the age of a scrub. */
function timeOf(text: string): number | undefined {
  const time = Date.parse(`${text} UTC`);
  return Number.isNaN(time) ? undefined : time;
}
