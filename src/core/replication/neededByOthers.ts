import { groupBy } from "../base/groupBy";
import { zfsrCommand } from "../base/zfsrCommand";
import type { Warning } from "../plan/plan";
import type { Snapshot } from "../zfs/model";
import { shortNameOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState, DatasetTree } from "../zfs/tree";
import { bookmarkPrefix, holdTag, jobPrefixOf, tagPrefix } from "./holdTag";
import type { ReplicationRequest } from "./request";

/** The id of the warning that something stays for another target. */
export const keptForAnother = "kept-for-another";

/** From where on another target needs the snapshots of a dataset. */
interface Needed {
  /** The transaction group; Infinity where nobody does. */
  readonly from: number;
  readonly job: string;
  /** The command that lets go of what it keeps; undefined where it keeps nothing, since it has got nothing yet. */
  readonly undo: string | undefined;
}

/**
 * What of a dataset is still needed by other targets, and by whose: every target keeps a hold, or a bookmark, on what its
 * next increment or the rest of its streams starts from, and may lack all that is newer. A sibling that has neither has got
 * nothing yet.
 */
export function neededByOthers(
  { job, siblings = [] }: Pick<ReplicationRequest, "job" | "siblings">,
  { host, holds }: DatasetTree,
): (here: DatasetState) => Needed {
  const own = holdTag(job);
  const foreign = groupBy(
    holds.filter(({ tag }) => tag.startsWith(tagPrefix) && tag !== own),
    ({ snapshot }) => snapshot,
  );
  return ({ snapshots, bookmarks }) => {
    const marks = [
      ...snapshots.flatMap(({ name, createtxg: from }) =>
        (foreign.get(name) ?? []).map(({ tag }) => {
          const undo = zfsrCommand("release", tag, formatPlace(host, name));
          return { from, by: tag, job: tag.slice(tagPrefix.length), undo };
        }),
      ),
      ...bookmarks.flatMap(({ name, createtxg: from }) => {
        const short = shortNameOf(name);
        const by = jobPrefixOf(short);
        if (by === undefined || by === bookmarkPrefix(job)) return [];
        const sibling = siblings.find((other) => bookmarkPrefix(other) === by);
        return [
          { from, by, job: sibling ?? `the job of #${short}`, undo: zfsrCommand("destroy", formatPlace(host, name)) },
        ];
      }),
    ];
    const marked = new Set(marks.map(({ by }) => by));
    const without = siblings.find((other) => !marked.has(holdTag(other)) && !marked.has(bookmarkPrefix(other)));
    if (without !== undefined) return { from: -1, job: without, undo: undefined };
    const nobody: Needed = { from: Infinity, job: "", undo: undefined };
    return marks.reduce<Needed>((first, mark) => (mark.from < first.from ? mark : first), nobody);
  };
}

/** What no rule keeps and yet stays, by place and whom it stays for. */
export class Waiting {
  private readonly found = new Map<string, { readonly place: string; readonly needed: Needed; count: number }>();

  constructor(private readonly recursive: boolean) {}

  /** Whether a snapshot may go; counts it where it may not. @param at the place that the request names */
  lets(snapshot: Snapshot, needed: Needed, at: ReplicationRequest["target"]): boolean {
    if (snapshot.createtxg < needed.from) return true;
    const place = formatPlace(at.host, at.dataset);
    const key = `${place}\0${needed.job}`;
    const entry = this.found.get(key) ?? { place, needed, count: 0 };
    entry.count += 1;
    this.found.set(key, entry);
    return false;
  }

  warnings(): Warning[] {
    return [...this.found.values()].map(({ place, needed: { job, undo }, count }): Warning => {
      const what = count === 1 ? "a snapshot that no rule keeps stays" : `${count} snapshots that no rule keeps stay`;
      const all = zfsrCommand("holds", place, ...(this.recursive ? ["-r"] : []));
      const gone = undo === undefined ? "take it out of the job" : `${undo} (${all} lists all that is kept so)`;
      return {
        id: keptForAnother,
        object: place,
        message: `${what}: ${job} may not have got ${count === 1 ? "it" : "them"} yet`,
        nextStep: `run ${job} to its end; where it is no longer wanted, ${gone}`,
        level: "note",
      };
    });
  }
}
