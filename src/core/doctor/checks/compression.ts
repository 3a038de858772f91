import { shellCommand } from "../../base/shellQuote";
import { type Check, fine, nearestOf, type Seen, sidesOf, someOf, treeOf, unseen } from "../check";

/** lz4 or better. */
export const compression: Check = {
  id: "compression",
  group: "datasets",
  why: "compressed blocks are sent as they are stored (-c): what lz4 saves on disk is saved on the network, too",
  look: (facts) =>
    sidesOf(facts).flatMap((side): Seen[] => {
      if (!side.facts.datasets) return [unseen(side, "datasets", "compression")];
      const looked = side.role === "source" ? (treeOf(side) ?? []) : [nearestOf(side)].flatMap((found) => found ?? []);
      const off = looked.filter((dataset) => dataset.compression === "off").map(({ name }) => name);
      const first = off[0];
      if (first === undefined)
        return looked.length === 0
          ? []
          : [
              fine(
                side.host,
                "compression is on",
                [...new Set(looked.map((dataset) => dataset.compression))].join(", "),
              ),
            ];
      return [
        {
          host: side.host,
          state: "warn",
          title: `compression is off on ${someOf(off, 2)}`,
          detail:
            side.role === "source"
              ? "blocks are stored and sent in full; a change is for what is written from then on"
              : "what is not received compressed is stored in full",
          remedy: shellCommand(["zfs", "set", "compression=lz4", first]),
          fix: { verb: "set", dataset: first, property: "compression", value: "lz4" },
        },
      ];
    }),
};
