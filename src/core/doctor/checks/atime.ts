import { shellCommand } from "../../base/shellQuote";
import { type Check, fine, type Seen, sidesOf, someOf, treeOf, unseen } from "../check";

/** Reading does not write. */
export const atime: Check = {
  id: "atime",
  group: "datasets",
  why: "with atime every read is a write: snapshots grow, increments carry it, and a replica that is read counts as modified",
  look: (facts) =>
    sidesOf(facts).flatMap((side): Seen[] => {
      const tree = treeOf(side);
      if (!tree) return [unseen(side, "datasets", "atime")];
      if (tree.length === 0) return [];
      // a replica that is read-only writes no access times
      const on = tree.filter(
        (dataset) => dataset.type === "filesystem" && dataset.atime && !dataset.relatime && !dataset.readonly,
      );
      const first = on[0];
      if (!first)
        return [fine(side.host, "reading writes no access times", "atime is off, relative, or the dataset read-only")];
      return [
        {
          host: side.host,
          state: "warn",
          title: `atime is on for ${someOf(
            on.map(({ name }) => name),
            2,
          )}`,
          detail: `${on.length} ${on.length === 1 ? "dataset writes" : "datasets write"} at every read`,
          remedy: shellCommand(["zfs", "set", "atime=off", first.name]),
          fix: { verb: "set", dataset: first.name, property: "atime", value: "off" },
        },
      ];
    }),
};
