import type { Command } from "../command";
import { count, listedName } from "../rows";

/** What a `zfs destroy` would take away. */
export interface WouldDestroy {
  /** Datasets and snapshots; what was partially received shows as `tank/a/%recv`. Bookmarks are never among them. */
  readonly names: readonly string[];
  /** Bytes that the pool gets back; zfs(8) tells that for snapshots only. */
  readonly reclaimed: number | undefined;
}

/** Asks the host what a `zfs destroy` would do, by `-nvp`. @param argv the words of the real one; not for a bookmark */
export function dryDestroy(argv: readonly string[]): Command<WouldDestroy> {
  return {
    argv: ["zfs", "destroy", "-nvp", ...argv.slice(2)],
    object: argv.at(-1) ?? "",
    parse: (stdout) => {
      const lines = stdout.split("\n");
      const reclaim = lines.find((line) => line.startsWith("reclaim\t"))?.slice("reclaim\t".length);
      return {
        names: lines.flatMap((line) =>
          line.startsWith("destroy\t") ? [listedName(line.slice("destroy\t".length))] : [],
        ),
        reclaimed: reclaim === undefined ? undefined : count(reclaim),
      };
    },
  };
}
