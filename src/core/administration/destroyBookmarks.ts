import type { Plan } from "../plan/plan";
import { datasetOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { Observation } from "./observation";
import { counted, destroyedItem, left, missing, note, planOf } from "./plans";
import type { DestroyBookmarksRequest } from "./request";

/** Destroys bookmarks. Where the snapshot of one has gone, no increment can start from that moment any more: that is said. */
export function planDestroyBookmarks({ host, bookmarks }: DestroyBookmarksRequest, observation: Observation): Plan {
  const [first = ""] = bookmarks;
  const title = `destroy ${bookmarks.length === 1 ? formatPlace(host, first) : `${counted(bookmarks.length, "bookmark")} of ${host}`}`;
  const all = bookmarks.map((name) => {
    const state = observation.states.get(datasetOf(name));
    const bookmark = state?.bookmarks.find((candidate) => candidate.name === name);
    return { name, bookmark, last: !state?.snapshots.some((snapshot) => snapshot.guid === bookmark?.guid) };
  });
  const warnings = all.flatMap(({ name, bookmark, last }) => {
    if (!bookmark) {
      const gone = left(host, name, "it does not exist", "refresh: it may be destroyed already");
      return [bookmarks.length === 1 ? missing(observation, name) : gone];
    }
    const message = "its snapshot has gone: no increment can start from that moment once the bookmark has gone, too";
    return last ? [note(host, name, message, "keep it if some target has nothing newer")] : [];
  });
  return planOf(
    title,
    all.flatMap(({ name, bookmark }) =>
      bookmark
        ? [
            {
              id: `destroy:${name}`,
              kind: "destroy" as const,
              host,
              dataset: datasetOf(name),
              argv: ["zfs", "destroy", name],
              destroys: [destroyedItem(host, bookmark)],
              needs: [],
              reason: "no longer wanted",
            },
          ]
        : [],
    ),
    warnings,
  );
}
