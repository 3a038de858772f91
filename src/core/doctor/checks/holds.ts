import { formatAge } from "../../base/duration";
import { shellCommand } from "../../base/shellQuote";
import { type Check, fine, type Seen, sidesOf, unseen } from "../check";

const stale = 30 * 86_400_000;

/** Holds are released again. */
export const holds: Check = {
  id: "holds",
  group: "upkeep",
  why: "a hold that nobody releases keeps its snapshot, and the space of it, for ever",
  look: (facts) =>
    sidesOf(facts).flatMap((side): Seen[] => {
      if (side.dataset === undefined) return [];
      const { holds: all, now } = side.facts;
      if (!all || now === undefined)
        return side.facts.datasets?.some(({ name }) => name === side.dataset) === false
          ? []
          : [unseen(side, "holds", "holds")];
      const old = all.filter(({ since }) => since !== undefined && now - since > stale);
      const tags = [...new Set(old.map(({ tag }) => tag))];
      if (old.length === 0) return [fine(side.host, "no hold is older than 30 days", `${all.length} holds`)];
      return tags.map((tag) => {
        const mine = old.filter((hold) => hold.tag === tag);
        const [first] = [...mine].sort((a, b) => (a.since ?? 0) - (b.since ?? 0));
        return {
          host: side.host,
          state: "warn",
          title: `${mine.length === 1 ? "a hold" : `${mine.length} holds`} '${tag}' nobody has released`,
          detail: `${first?.snapshot ?? ""} for ${formatAge(now - (first?.since ?? now))}`,
          remedy: `if nothing needs it any more: ${shellCommand(["zfs", "release", tag, first?.snapshot ?? ""])}`,
        };
      });
    }),
};
