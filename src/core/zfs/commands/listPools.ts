import type { Command } from "../command";
import type { Pool } from "../model";
import { guid, type PoolName } from "../names";
import { count, listedName, optional, rows } from "../rows";

const columns = "name,guid,size,allocated,free,capacity,fragmentation,health,readonly";

/** All imported pools of a host. */
export function listPools(): Command<Pool[]> {
  return {
    argv: ["zpool", "list", "-Hp", "-o", columns],
    object: "pools",
    parse: (stdout) => [...rows(stdout, columns.split(",").length)].map(parsePool),
  };
}

function parsePool([
  name = "",
  id = "",
  size,
  allocated,
  free,
  capacity,
  fragmentation,
  health,
  readonly,
]: readonly string[]): Pool {
  const fragmented = optional(fragmentation);
  return {
    name: listedName(name) as PoolName,
    guid: guid(id),
    size: count(size, 0),
    allocated: count(allocated, 0),
    free: count(free, 0),
    capacity: count(capacity, 0),
    fragmentation: fragmented === undefined ? undefined : count(fragmented),
    health: health ?? "UNKNOWN",
    readonly: readonly === "on",
  };
}
