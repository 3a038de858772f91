import type { Plan } from "../plan/plan";
import { bookmarkName, datasetOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { type Observation, snapshotIn } from "./observation";
import { already, missing, planOf, stop } from "./plans";
import type { BookmarkRequest } from "./request";

/** Makes a bookmark of a snapshot: an increment can start from it after the snapshot has gone. @throws ZfsrError invalid-name */
export function planBookmark({ host, snapshot, name }: BookmarkRequest, observation: Observation): Plan {
  const dataset = datasetOf(snapshot);
  const bookmark = bookmarkName(dataset, name);
  const title = `bookmark ${formatPlace(host, snapshot)} as #${name}`;
  const found = snapshotIn(observation, snapshot);
  if (!found) return planOf(title, [], [missing(observation, snapshot)]);
  const taken = observation.states.get(dataset)?.bookmarks.find((other) => other.name === bookmark);
  if (taken?.guid === found.guid)
    return planOf(title, [], [already(host, bookmark, "it is a bookmark of that snapshot already")]);
  if (taken)
    return planOf(title, [], [stop(host, bookmark, "it exists already, of another snapshot", "choose another name")]);
  return planOf(title, [
    {
      id: `bookmark:${bookmark}`,
      kind: "bookmark",
      host,
      dataset,
      argv: ["zfs", "bookmark", snapshot, bookmark],
      destroys: [],
      needs: [],
      reason: "an increment can start from it after the snapshot has gone",
    },
  ]);
}
