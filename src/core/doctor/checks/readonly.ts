import { shellCommand } from "../../base/shellQuote";
import { type Check, fine, someOf, treeOf, unseen } from "../check";

/** Nobody can write to a replica. */
export const readonly: Check = {
  id: "readonly",
  group: "datasets",
  why: "one write to a replica makes the next increment impossible without rolling it back",
  look: ({ target }) => {
    if (!target?.dataset) return [];
    const tree = treeOf(target);
    if (!tree) return [unseen(target, "datasets", "readonly")];
    if (tree.length === 0)
      return [fine(target.host, "the target does not exist yet", "it will be made with readonly=on")];
    const writable = tree.filter((dataset) => !dataset.readonly);
    const written = writable.filter((dataset) => dataset.written > 0).length;
    if (writable.length === 0) return [fine(target.host, "the target is read-only", `${tree.length} datasets`)];
    const first = writable.find(({ name }) => name === target.dataset) ?? writable[0];
    const dataset = first?.name ?? target.dataset;
    return [
      {
        host: target.host,
        state: "warn",
        title: `${someOf(
          writable.map(({ name }) => name),
          2,
        )} can be written to`,
        detail: `readonly is off on ${writable.length} of ${tree.length} datasets${written > 0 ? `; ${written} ${written === 1 ? "has" : "have"} changed since the newest snapshot` : ""}`,
        remedy: shellCommand(["zfs", "set", "readonly=on", dataset]),
        fix: { verb: "set", dataset, property: "readonly", value: "on" },
      },
    ];
  },
};
