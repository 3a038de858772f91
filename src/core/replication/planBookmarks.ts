import type { Goal } from "../plan/plan";
import type { CommandStep } from "../plan/step";
import type { Bookmark } from "../zfs/model";
import { type BookmarkName, datasetOf, shortNameOf } from "../zfs/names";
import { bookmarkPrefix } from "./holdTag";
import { isMark, isThere, type Known, type Protection } from "./protection";
import type { ReplicationRequest } from "./request";

/** The bookmarks of this job: of the newest, and those that are superseded by it are destroyed afterwards. */
export function planBookmarks(request: ReplicationRequest, known: Known): Protection {
  const { source, goals, lastOf } = known;
  const prefix = bookmarkPrefix(request.job);
  const common = { host: request.source.host, destroys: [] };
  const before: CommandStep[] = [];
  const after: CommandStep[] = [];
  for (const goal of goals) {
    const { dataset } = goal.source;
    const ours = (source.datasets.get(dataset)?.bookmarks ?? []).filter(({ name }) =>
      shortNameOf(name).startsWith(prefix),
    );
    const current = `${dataset}#${prefix}${goal.newest.guid}` as BookmarkName;
    const last = lastOf(dataset);
    if (isThere(source, goal) && !ours.some((bookmark) => bookmark.guid === goal.newest.guid)) {
      // the first one tells others from where on this target lacks what there is, so it says nothing before that is there
      const isFirst = ours.length === 0 && last !== undefined;
      (isFirst ? after : before).push({
        ...common,
        id: `bookmark:${dataset}`,
        kind: "bookmark",
        dataset,
        argv: ["zfs", "bookmark", goal.newest.name, current],
        needs: isFirst ? [last] : [],
        reason: "the next increment can start from it though the snapshot be destroyed",
      });
    }
    const stale = superseded(ours, goal).filter(({ name }) => !isMark(known, dataset, name));
    after.push(...stale.map((bookmark) => letGo(bookmark, common, last === undefined ? [] : [last])));
  }
  return { before, after, by: new Map() };
}

function superseded(ours: readonly Bookmark[], goal: Goal): readonly Bookmark[] {
  return ours.filter((bookmark) => bookmark.guid !== goal.newest.guid);
}

/** A bookmark of this job holds no data, and its successor is there: nothing is lost with it. */
function letGo(
  { name }: Bookmark,
  common: { readonly host: string; readonly destroys: readonly never[] },
  needs: readonly string[],
): CommandStep {
  return {
    ...common,
    id: `destroy:${name}`,
    kind: "destroy",
    dataset: datasetOf(name),
    argv: ["zfs", "destroy", name],
    needs,
    reason: "it is a bookmark of this job, and a newer one has taken its place; no data goes with it",
  };
}
