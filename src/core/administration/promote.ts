import { zfsrCommand } from "../base/zfsrCommand";
import type { Plan } from "../plan/plan";
import { datasetOf, shortNameOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { jobOfTag } from "./dependents";
import { type Observation, tagsOf } from "./observation";
import { already, counted, missing, note, planOf, someOf, stop } from "./plans";
import type { DatasetRequest } from "./request";

/**
 * Turns a clone and its origin around: the snapshots up to the origin move to the clone, and the other becomes a clone
 * of it. Which snapshots move is said.
 */
export function planPromote({ host, dataset }: DatasetRequest, observation: Observation): Plan {
  const title = `promote ${formatPlace(host, dataset)}`;
  const own = observation.states.get(dataset);
  if (!own) return planOf(title, [], [missing(observation, dataset)]);
  const { origin } = own.dataset;
  if (origin === undefined) return planOf(title, [], [already(host, dataset, "it is no clone")]);
  const parent = observation.states.get(datasetOf(origin));
  const point = parent?.snapshots.find(({ name }) => name === origin);
  const moving = parent?.snapshots.filter(({ createtxg }) => point !== undefined && createtxg <= point.createtxg) ?? [];
  const taken = new Set(own.snapshots.map(({ name }) => shortNameOf(name)));
  const clash = moving.find(({ name }) => taken.has(shortNameOf(name)));
  if (clash) {
    const short = shortNameOf(clash.name);
    return planOf(
      title,
      [],
      [
        stop(
          host,
          clash.name,
          `it would move to ${dataset}, which has another @${short}`,
          `rename one of the two: ${zfsrCommand("rename", formatPlace(host, `${dataset}@${short}`), "@NAME")}`,
        ),
      ],
    );
  }
  const jobs = [
    ...new Set(moving.flatMap(({ name }) => tagsOf(observation, name)).flatMap((tag) => jobOfTag(tag) ?? [])),
  ];
  const from = datasetOf(origin);
  return planOf(
    title,
    [
      {
        id: `promote:${dataset}`,
        kind: "promote",
        host,
        dataset,
        argv: ["zfs", "promote", dataset],
        destroys: [],
        needs: [],
        reason: `${from} becomes a clone of it`,
      },
    ],
    [
      note(
        host,
        from,
        `${counted(moving.length, "snapshot")} ${moving.length === 1 ? "moves" : "move"} to ${dataset} (${someOf(moving.map(({ name }) => `@${shortNameOf(name)}`))})`,
        "see that nothing counts on finding them here",
      ),
      ...jobs.map((job) =>
        note(
          host,
          from,
          `the base of the next increment to ${job} moves with them`,
          `send ${dataset} there from now on`,
        ),
      ),
    ],
  );
}
