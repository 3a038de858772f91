import type { Command } from "../command";
import type { DatasetName } from "../names";
import { listedName, rows } from "../rows";

/** Where a filesystem is, or would be, mounted. */
export interface Mount {
  readonly dataset: DatasetName;
  /** A path, `none` or `legacy`. */
  readonly mountpoint: string;
  readonly mounted: boolean;
  readonly canmount: string;
}

/** Mountpoints of the filesystems at and below `root`, or of all. */
export function listMounts(root?: DatasetName): Command<Mount[]> {
  return {
    argv: [
      "zfs",
      "list",
      "-H",
      "-r",
      "-t",
      "filesystem",
      "-o",
      "name,mounted,canmount,mountpoint",
      ...(root ? [root] : []),
    ],
    object: root ?? "mountpoints",
    parse: (stdout) =>
      [...rows(stdout, 4)].map(([name, mounted, canmount = "", mountpoint = ""]) => ({
        ...{ dataset: listedName(name) as DatasetName, mountpoint, mounted: mounted === "yes", canmount },
      })),
  };
}
