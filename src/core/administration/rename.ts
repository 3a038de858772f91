import type { Plan, Warning } from "../plan/plan";
import { type DatasetName, datasetName, isWithin } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { obstacleToName } from "./clone";
import { jobOfTag } from "./dependents";
import type { Observation } from "./observation";
import { already, missing, note, planOf, stop } from "./plans";
import type { RenameRequest } from "./request";

/** Gives a dataset another name in its pool; what is below it goes along. @throws ZfsrError invalid-name */
export function planRename({ host, dataset, to, parents }: RenameRequest, observation: Observation): Plan {
  const name = datasetName(to);
  const title = `rename ${formatPlace(host, dataset)} to ${name}`;
  const own = observation.states.get(dataset);
  if (!own) return planOf(title, [], [missing(observation, dataset)]);
  if (name === dataset) return planOf(title, [], [already(host, dataset, "that is its name")]);
  const obstacle = isWithin(name, dataset)
    ? stop(host, name, `it lies within ${dataset}`, "choose a place outside of it")
    : obstacleToName(host, dataset, name, parents, observation);
  if (obstacle) return planOf(title, [], [obstacle]);
  return planOf(
    title,
    [
      {
        id: `rename:${dataset}`,
        kind: "rename",
        host,
        dataset,
        argv: ["zfs", "rename", ...(parents ? ["-p"] : []), dataset, name],
        destroys: [],
        needs: [],
        reason: "it and all below it keep their snapshots, holds and bookmarks",
      },
    ],
    consequences(host, dataset, observation),
  );
}

function consequences(host: string, dataset: DatasetName, observation: Observation): Warning[] {
  const jobs = new Set(observation.holds.flatMap(({ tag }) => jobOfTag(tag) ?? []));
  return [
    ...(observation.states.get(dataset)?.dataset.mounted
      ? [note(host, dataset, "it is mounted, and is unmounted and mounted again", "see that nothing uses it")]
      : []),
    ...[...jobs].map((job) =>
      note(
        host,
        dataset,
        `it is replicated to ${job} by its old name`,
        "change the name in the job, or in the command",
      ),
    ),
  ];
}
