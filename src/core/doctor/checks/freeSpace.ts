import { formatBytes } from "../../base/bytes";
import { type Check, fine, nearestOf, poolsOf, type Seen, sidesOf, treeOf, unseen } from "../check";

/** There is room for what comes, and pools are not nearly full. */
export const freeSpace: Check = {
  id: "space",
  group: "pools",
  why: "a receive that finds no room breaks at the end, and a pool above 80 % full becomes slow for good",
  look: (facts) =>
    sidesOf(facts).flatMap((side): Seen[] => {
      const { pools } = side.facts;
      if (!pools) return [unseen(side, "pools", "space")];
      return [
        ...poolsOf(side, pools).map((pool): Seen => {
          const detail = `${pool.capacity} % of ${formatBytes(pool.size)} is used, ${formatBytes(pool.free)} is free`;
          if (pool.capacity < 80) return fine(side.host, `pool ${pool.name} has room`, detail);
          return {
            host: side.host,
            state: pool.capacity >= 95 ? "fail" : "warn",
            title: `pool ${pool.name} is ${pool.capacity >= 95 ? "full" : "nearly full"}`,
            detail,
            remedy: "free space: destroy snapshots that nobody needs, or add devices",
          };
        }),
        ...(side === facts.target ? fits(facts.source, side) : []),
      ];
    }),
};

/** Whether a first full stream would fit. */
function fits(source: Parameters<typeof treeOf>[0], target: Parameters<typeof treeOf>[0]): Seen[] {
  const [root] = treeOf(source) ?? [];
  const above = nearestOf(target);
  if (!root || !above || !source.dataset || above.name === target.dataset) return [];
  const detail = `${source.dataset} uses ${formatBytes(root.used)}, ${above.name} has ${formatBytes(above.available)} available`;
  if (root.used < above.available * 0.9) return [fine(target.host, "a first full stream fits", detail)];
  return [
    {
      host: target.host,
      state: root.used > above.available ? "fail" : "warn",
      title: "a first full stream would not fit",
      detail,
      remedy: "free space or raise the quota on the target, or send fewer datasets",
    },
  ];
}
