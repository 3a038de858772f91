import { poolOf } from "../../zfs/names";
import { type Check, fine, type Seen, sidesOf, unseen } from "../check";

/** Sectors of 4K on all vdevs, and the same on both sides. */
export const ashift: Check = {
  id: "ashift",
  group: "pools",
  why: "ashift 9 on today's disks makes every write a read and a write, and it can't be changed later",
  look: (facts) => {
    const seen = sidesOf(facts).flatMap((side): Seen[] => {
      if (side.dataset === undefined) return [];
      const pool = poolOf(side.dataset);
      const ashifts = side.facts.ashifts?.get(pool);
      if (!ashifts || ashifts.length === 0) return [unseen(side, "ashifts", `ashift of ${pool}`)];
      const least = Math.min(...ashifts);
      if (least >= 12)
        return [
          fine(side.host, `pool ${pool} has ashift ${[...new Set(ashifts)].join(", ")}`, "sectors of 4K or more"),
        ];
      return [
        {
          host: side.host,
          state: "warn",
          title: `pool ${pool} has ashift ${least}`,
          detail: "written in pieces of 512 bytes; right only for disks that truly have such sectors",
          remedy: "make a new pool with -o ashift=12 and replicate into it",
        },
      ];
    });
    return seen;
  },
};
