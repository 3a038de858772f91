import type { Plan } from "../plan/plan";
import type { CommandStep } from "../plan/step";
import { datasetOf, shortNameOf, snapshotName } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { type Observation, snapshotIn, snapshotsNamed } from "./observation";
import { already, missing, note, planOf, stop } from "./plans";
import type { RenameSnapshotRequest } from "./request";

/** Gives a snapshot another name, with `recursive` those of its name below, too. @throws ZfsrError invalid-name */
export function planRenameSnapshot(
  { host, snapshot, to, recursive }: RenameSnapshotRequest,
  observation: Observation,
): Plan {
  const dataset = datasetOf(snapshot);
  const name = snapshotName(dataset, to);
  const title = `rename ${formatPlace(host, snapshot)} to @${to}`;
  if (!snapshotIn(observation, snapshot)) return planOf(title, [], [missing(observation, snapshot)]);
  if (name === snapshot) return planOf(title, [], [already(host, snapshot, "that is its name")]);
  const wanted = snapshotsNamed(observation, snapshot, recursive);
  const taken = wanted
    .map((one) => snapshotIn(observation, snapshotName(datasetOf(one.name), to)))
    .find((one) => one !== undefined);
  if (taken) return planOf(title, [], [stop(host, taken.name, "it exists already", "choose another name")]);
  const step: CommandStep = {
    id: `rename:${snapshot}`,
    kind: "rename",
    host,
    dataset,
    argv: ["zfs", "rename", ...(recursive ? ["-r"] : []), snapshot, name],
    destroys: [],
    needs: [],
    reason: "it keeps its guid, by which replication knows it",
  };
  const kept = `copies of it elsewhere stay @${shortNameOf(snapshot)}`;
  return planOf(title, [step], [note(host, snapshot, kept, "rename them there, too, if the names are to be equal")]);
}
