import { shellCommand } from "../../base/shellQuote";
import { parentOf, poolOf } from "../../zfs/names";
import { type Check, fine, type Seen, sidesOf, unseen } from "../check";

/** The source is there, and the target or its parent. */
export const place: Check = {
  id: "place",
  group: "datasets",
  why: "a source that is not there has nothing to send, and a target needs a pool and a parent",
  look: (facts) =>
    sidesOf(facts).flatMap((side): Seen[] => {
      const { dataset, host, role } = side;
      if (dataset === undefined) return [];
      const { datasets, pools } = side.facts;
      if (!datasets || !pools) return [unseen(side, "datasets", "datasets")];
      const there = new Set<string>(datasets.map(({ name }) => name));
      if (there.has(dataset)) return [fine(host, `${dataset} is there`, `the ${role}`)];
      if (!pools.some(({ name }) => name === poolOf(dataset)))
        return [
          {
            host,
            state: "fail",
            title: `pool ${poolOf(dataset)} is not imported`,
            detail: `there: ${pools.map(({ name }) => name).join(", ") || "none"}`,
            remedy: shellCommand(["zpool", "import", poolOf(dataset)]),
          },
        ];
      const parent = parentOf(dataset);
      if (role === "target" && (parent === undefined || there.has(parent)))
        return [fine(host, `${dataset} will be made`, `below ${parent ?? dataset}`)];
      const missing = role === "target" ? (parent ?? dataset) : dataset;
      return [
        {
          host,
          state: "fail",
          title: `${missing} does not exist`,
          detail: role === "target" ? `the parent of ${dataset}` : "the source",
          remedy:
            role === "target"
              ? shellCommand(["zfs", "create", "-p", "-o", "canmount=off", missing])
              : `see what is there: zfsr ls ${host}:`,
        },
      ];
    }),
};
