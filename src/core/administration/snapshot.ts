import type { Plan, Warning } from "../plan/plan";
import { type DatasetName, isWithin, poolOf, type SnapshotName, snapshotName } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { settingWords } from "./properties";
import { counted, planOf, stop } from "./plans";
import type { Observation } from "./observation";
import type { SnapshotRequest } from "./request";

/**
 * Takes a snapshot of several datasets of one pool, with everything below them where that is asked for: one command, so
 * all of it is one moment. @throws ZfsrError invalid-name
 * @param observation undefined where nothing was looked at: then a name that is taken is told by zfs(8) itself
 */
export function planSnapshot(request: SnapshotRequest, observation?: Observation): Plan {
  const { host, datasets, recursive } = request;
  // one that lies within another is covered by -r, and zfs(8) refuses a name that is given twice
  const roots = recursive
    ? datasets.filter((name) => !datasets.some((other) => other !== name && isWithin(name, other)))
    : [...new Set(datasets)];
  const names: SnapshotName[] = roots.map((dataset) => snapshotName(dataset, request.name));
  const [first = datasets[0]] = roots;
  const title =
    names.length === 1
      ? `snapshot ${formatPlace(host, names[0] ?? first)}`
      : `snapshot @${request.name} of ${counted(names.length, "dataset")} of ${formatPlace(host, poolOf(first))}`;
  const obstacle = obstacleTo(request, roots, observation);
  if (obstacle) return planOf(title, [], [obstacle]);
  return planOf(title, [
    {
      id: `snapshot:${names.join(",")}`,
      kind: "snapshot",
      host,
      dataset: first,
      argv: ["zfs", "snapshot", ...(recursive ? ["-r"] : []), ...settingWords(request.properties), ...names],
      destroys: [],
      needs: [],
      reason: reasonFor(roots, recursive),
    },
  ]);
}

function obstacleTo(
  { host, name, recursive }: SnapshotRequest,
  roots: readonly DatasetName[],
  observation: Observation | undefined,
): Warning | undefined {
  const foreign = roots.find((root) => poolOf(root) !== poolOf(roots[0] ?? root));
  if (foreign !== undefined)
    return stop(
      host,
      foreign,
      "it is in another pool, and one moment is of one pool",
      "take a snapshot of it by itself",
    );
  if (!observation) return undefined;
  for (const root of roots) {
    if (!observation.datasets.has(root))
      return stop(host, root, "it does not exist", `list what is there: zfsr ls ${host}:`);
    for (const state of observation.states.values()) {
      const covered = recursive ? isWithin(state.dataset.name, root) : state.dataset.name === root;
      const taken = covered && state.snapshots.find((snapshot) => snapshot.name === `${state.dataset.name}@${name}`);
      if (taken) return stop(host, taken.name, "it exists already", "choose another name");
    }
  }
  return undefined;
}

function reasonFor(roots: readonly DatasetName[], recursive: boolean): string {
  const what = roots.length === 1 ? "the dataset" : "the datasets";
  return recursive
    ? `one moment of ${what} and all below ${roots.length === 1 ? "it" : "them"}`
    : `one moment of ${what}`;
}
