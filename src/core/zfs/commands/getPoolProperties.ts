import type { Command } from "../command";
import { poolOf, type PoolName } from "../names";
import { listedName, rows } from "../rows";

/** Every property of a pool by its name, `feature@large_blocks` among them; values as `zpool get -p` prints them. */
export type PoolProperties = ReadonlyMap<string, string>;

/**
 * All properties of pools, in one command: sizes, ashift, autotrim, and the state of every feature.
 * @param pools none for all that are imported
 */
export function getPoolProperties(pools: readonly PoolName[] = []): Command<Map<PoolName, PoolProperties>> {
  return {
    argv: ["zpool", "get", "-Hp", "-o", "name,property,value", "all", ...pools],
    object: pools[0] ?? "pools",
    parse: (stdout) => {
      const found = new Map<PoolName, Map<string, string>>();
      for (const [name, property = "", value = ""] of rows(stdout, 3)) {
        const pool = poolOf(listedName(name));
        const properties = found.get(pool) ?? new Map<string, string>();
        found.set(pool, properties.set(property, value));
      }
      return found;
    },
  };
}
