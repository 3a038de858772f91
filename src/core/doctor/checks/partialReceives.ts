import { shellCommand } from "../../base/shellQuote";
import { type Check, fine, type Seen, sidesOf, treeOf, unseen } from "../check";

/** Nothing half received is left. */
export const partialReceives: Check = {
  id: "partial-receives",
  group: "upkeep",
  why: "a partial receive keeps its space and refuses every other stream until it is resumed or given up",
  look: (facts) =>
    sidesOf(facts).flatMap((side): Seen[] => {
      const tree = treeOf(side);
      if (!tree) return [unseen(side, "datasets", "partial receives")];
      const partial = tree.filter((dataset) => dataset.partialReceive);
      if (partial.length === 0)
        return tree.length === 0 ? [] : [fine(side.host, "nothing is partially received", `${tree.length} datasets`)];
      return partial.map(({ name }) => ({
        host: side.host,
        state: "warn",
        title: `${name} is partially received`,
        detail: "a resume token waits there",
        remedy: `go on with it: ${shellCommand(["zfsr", "resume", `${side.host}:${name}`])}, or give it up: ${shellCommand(["zfsr", "abort", `${side.host}:${name}`])}`,
      }));
    }),
};
