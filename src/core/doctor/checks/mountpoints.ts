import { shellCommand } from "../../base/shellQuote";
import { isWithin } from "../../zfs/names";
import { type Check, fine, hostsOf, type Seen, unseen } from "../check";
import type { DatasetFacts } from "../facts";

/** No two datasets want one folder, and no replica covers the system. */
export const mountpoints: Check = {
  id: "mountpoints",
  group: "datasets",
  why: "of two datasets with one mountpoint one hides the other, and files seem to be gone",
  look: (facts) =>
    hostsOf(facts).flatMap((side): Seen[] => {
      const { datasets } = side.facts;
      if (!datasets) return [unseen(side, "datasets", "mountpoints")];
      const byPath = new Map<string, DatasetFacts[]>();
      for (const dataset of datasets) {
        if (!dataset.mountpoint.startsWith("/") || dataset.canmount === "off") continue;
        byPath.set(dataset.mountpoint, [...(byPath.get(dataset.mountpoint) ?? []), dataset]);
      }
      const { target } = facts;
      const seen = [...byPath].flatMap(([path, all]): Seen[] => {
        const auto = all.filter(({ canmount }) => canmount === "on");
        const replica =
          target?.host === side.host && target.dataset !== undefined
            ? all.find(({ name }) => isWithin(name, target.dataset ?? ""))
            : undefined;
        const system = /^\/(etc|usr|var|home|root|boot|bin|lib)?$/.test(path) && replica?.canmount === "on";
        if (auto.length < 2 && !system) return [];
        const one = replica ?? auto.at(-1);
        return [
          {
            host: side.host,
            state: system ? "fail" : "warn",
            title: system ? `the replica ${replica.name} mounts over ${path}` : `${auto.length} datasets want ${path}`,
            detail: all.map(({ name, mounted }) => `${name}${mounted ? " (mounted)" : ""}`).join(", "),
            ...(one ? { remedy: shellCommand(["zfs", "set", "canmount=noauto", one.name]) } : {}),
          },
        ];
      });
      return seen.length > 0 ? seen : [fine(side.host, "no mountpoints clash", `${byPath.size} folders`)];
    }),
};
