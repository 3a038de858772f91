import { zfsrCommand } from "../base/zfsrCommand";
import type { Plan, Warning } from "../plan/plan";
import type { CommandStep } from "../plan/step";
import type { Snapshot } from "../zfs/model";
import { isWithin, shortNameOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState } from "../zfs/tree";
import { dependencyOf } from "./dependents";
import type { Observation } from "./observation";
import { chunked, counted, destroyedItem, left, missing, note, planOf, stop } from "./plans";
import type { DestroySnapshotsRequest } from "./request";
import { chooseSnapshots, snapshotParts } from "./snapshotRange";

/**
 * Destroys snapshots by their names and ranges, of one dataset or of everything below it, too. Each is named in the
 * command that runs, so that a snapshot that is taken meanwhile is never in a range. What is held or cloned is left as
 * it is, with its tags or clones; with `defer` it is marked, and goes with the last of them.
 * @throws ZfsrError usage for names that cannot be read
 */
export function planDestroySnapshots(request: DestroySnapshotsRequest, observation: Observation): Plan {
  const { host, dataset, names, recursive, defer } = request;
  const title = `destroy ${formatPlace(host, dataset)}@${names}${recursive ? " and those below" : ""}`;
  const parts = snapshotParts(names);
  const own = observation.states.get(dataset);
  if (!own) return planOf(title, [], [missing(observation, dataset)]);
  // a range is looked for in each dataset by itself, as zfs-destroy(8) -r does it
  const all = [...observation.states.values()]
    .filter((state) => (recursive ? isWithin(state.dataset.name, dataset) : state === own))
    .map((state) => ({ state, ...chooseSnapshots(parts, state.snapshots) }));
  const found = new Set(all.flatMap(({ snapshots }) => snapshots.map(({ name }) => shortNameOf(name))));
  const absent = chooseSnapshots(parts, own.snapshots).missing.filter((name) => !found.has(name));
  const count = all.reduce((sum, { snapshots }) => sum + snapshots.length, 0);
  const [lacking] = absent;
  if (count === 0) {
    const name = lacking === undefined ? dataset : `${dataset}@${lacking}`;
    const message = lacking === undefined ? "there is no snapshot in that range" : "it does not exist";
    return planOf(
      title,
      [],
      [
        stop(
          host,
          name,
          message,
          `list what is there: ${zfsrCommand("ls", formatPlace(host, dataset), "-t", "snapshot")}`,
        ),
      ],
    );
  }
  const warnings: Warning[] = absent.map((name) =>
    left(host, `${dataset}@${name}`, "it does not exist", "refresh: it may be destroyed already"),
  );
  const steps = all.flatMap(({ state, snapshots }) => stepsFor(request, observation, state, snapshots, warnings));
  // nothing at all could be planned: that is no plan with something left over
  const stopped = steps.length === 0 ? warnings.map((warning) => ({ ...warning, stops: true })) : warnings;
  return planOf(title, steps, defer ? [...stopped, ...deferred(host, steps)] : stopped);
}

function stepsFor(
  { host, defer }: DestroySnapshotsRequest,
  observation: Observation,
  state: DatasetState,
  snapshots: readonly Snapshot[],
  warnings: Warning[],
): CommandStep[] {
  const dataset = state.dataset.name;
  const free = snapshots.filter((snapshot) => {
    const dependency = dependencyOf(observation, snapshot);
    if (!dependency || defer) return true;
    warnings.push(left(host, snapshot.name, dependency.message, dependency.nextStep));
    return false;
  });
  return chunked(free).map((chunk, i) => ({
    id: `destroy:${dataset}@${i === 0 ? "" : String(i + 1)}`,
    kind: "destroy",
    host,
    dataset,
    argv: [
      ...["zfs", "destroy"],
      ...(defer ? ["-d"] : []),
      `${dataset}@${chunk.map(({ name }) => shortNameOf(name)).join(",")}`,
    ],
    destroys: chunk.map((snapshot) => destroyedItem(host, snapshot)),
    needs: [],
    reason: `${counted(chunk.length, "snapshot")} no longer wanted`,
  }));
}

function deferred(host: string, steps: readonly CommandStep[]): Warning[] {
  const [first] = steps;
  if (!first) return [];
  return [
    note(
      host,
      first.dataset,
      "what is held or cloned is only marked: it goes by itself with the last of its holds and clones",
      "nothing is to be done",
    ),
  ];
}
