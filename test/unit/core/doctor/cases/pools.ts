import { poolOf } from "../../../../../src/core/zfs/names";
import { type Case, dataset, day, pool, status } from "../support/changes";

const tank = poolOf("tank");

export const poolCases: readonly Case[] = [
  {
    id: "pool-health",
    of: "target",
    change: pool({ health: "DEGRADED" }),
    state: "warn",
    title: /backup is DEGRADED/,
    remedy: /zpool status -v backup/,
  },
  { id: "pool-health", of: "target", change: pool({ health: "SUSPENDED" }), state: "fail", title: /SUSPENDED/ },
  {
    id: "pool-health",
    of: "source",
    change: status({ errors: "3 data errors, use '-v' for a list" }),
    state: "fail",
    title: /data errors/,
  },
  { id: "pool-health", of: "target", change: pool({ readonly: true }), state: "fail", title: /read-only/ },
  {
    id: "scrub",
    of: "source",
    change: ({ now = 0, ...facts }, side) => status({ scrubbed: now - 60 * day })({ ...facts, now }, side),
    state: "warn",
    title: /not been scrubbed for long/,
    remedy: /^zpool scrub tank$/,
  },
  { id: "scrub", of: "source", change: status({ scrubErrors: 60 }), state: "fail", title: /60 errors/ },
  { id: "scrub", of: "source", change: status({ scanning: "resilver" }), state: "warn", title: /resilvering/ },
  { id: "space", of: "target", change: pool({ capacity: 85 }), state: "warn", title: /nearly full/ },
  { id: "space", of: "target", change: pool({ capacity: 97 }), state: "fail", title: /is full/ },
  { id: "space", of: "target", change: dataset("backup", { available: 1000 }), state: "fail", title: /would not fit/ },
  { id: "fragmentation", of: "source", change: pool({ fragmentation: 70 }), state: "warn", title: /fragmented/ },
  {
    id: "ashift",
    of: "source",
    change: () => ({ ashifts: new Map([[tank, [12, 9]]]) }),
    state: "warn",
    title: /ashift 9/,
  },
];
