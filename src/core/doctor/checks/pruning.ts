import { type Check, fine, type Seen, sidesOf, unseen } from "../check";

const pruners = /sanoid|zrepl|znapzend|pyznap|autobackup|bzfs|auto-snapshot|zfsr (run|prune)/;
const many = 500;

/** Somebody destroys old snapshots. */
export const pruning: Check = {
  id: "pruning",
  group: "upkeep",
  why: "snapshots that nobody prunes fill the pool and make every listing slow",
  look: (facts) =>
    sidesOf(facts).flatMap((side): Seen[] => {
      if (side.dataset === undefined) return [];
      const { snapshots, schedules } = side.facts;
      if (!snapshots)
        return side.facts.datasets?.some(({ name }) => name === side.dataset) === false
          ? []
          : [unseen(side, "snapshots", "snapshots")];
      const total = snapshots.reduce((sum, { count }) => sum + count, 0);
      const crowded = snapshots.filter(({ count }) => count > many).sort((a, b) => b.count - a.count);
      const pruned = schedules?.find(({ command }) => pruners.test(command));
      const [worst] = crowded;
      if (worst)
        return [
          {
            host: side.host,
            state: "warn",
            title: `${worst.dataset} has ${worst.count} snapshots`,
            detail: pruned ? `although ${pruned.from} should prune` : "and no schedule here prunes",
            remedy: "give the job a 'keep' for this side, or let sanoid prune",
          },
        ];
      return [
        fine(
          side.host,
          `${total} snapshots`,
          pruned ? `${pruned.from} prunes` : `none of ${snapshots.length} datasets has more than ${many}`,
        ),
      ];
    }),
};
