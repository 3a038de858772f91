import type { Command } from "../command";
import type { DatasetName, PoolName, SnapshotName } from "../names";
import { listedName, optional, rows } from "../rows";

/** The clones of a pool: by the snapshot they come from, one that does. */
export type Clones = ReadonlyMap<SnapshotName, DatasetName>;

/** All clones of a pool, wherever in it: a snapshot with one cannot be destroyed. */
export function listOrigins(pool: PoolName): Command<Clones> {
  return {
    argv: ["zfs", "list", "-Hp", "-r", "-t", "filesystem,volume", "-o", "name,origin", pool],
    object: pool,
    parse: (stdout) => {
      const clones = new Map<SnapshotName, DatasetName>();
      for (const [name, origin] of rows(stdout, 2)) {
        const from = optional(origin);
        if (from !== undefined) clones.set(listedName(from) as SnapshotName, listedName(name) as DatasetName);
      }
      return clones;
    },
  };
}
