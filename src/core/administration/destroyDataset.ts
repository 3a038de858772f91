import { zfsrCommand } from "../base/zfsrCommand";
import type { Plan, Warning } from "../plan/plan";
import type { Destroyed } from "../plan/step";
import { type DatasetName, isWithin, parentOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState } from "../zfs/tree";
import { dependencyOf } from "./dependents";
import { clonesOf, type Observation } from "./observation";
import { counted, destroyedItem, missing, note, planOf, someOf, stop } from "./plans";
import type { DestroyDatasetRequest } from "./request";

/**
 * Destroys a dataset; with `recursive` everything below it and all its snapshots and bookmarks, with `clones` also the
 * clones of these, wherever they are. All of it is named. What is held keeps all of it.
 */
export function planDestroyDataset(request: DestroyDatasetRequest, observation: Observation): Plan {
  const { host, dataset: name, recursive, clones, force } = request;
  const title = `destroy ${formatPlace(host, name)}${clones ? " and its clones" : recursive ? " and all below it" : ""}`;
  const own = observation.states.get(name);
  if (!own) return planOf(title, [], [missing(observation, name)]);
  const going = goingWith(name, observation, clones);
  const obstacles = obstaclesTo(request, observation, own, going);
  if (obstacles.length > 0) return planOf(title, [], obstacles);
  const destroys = going.flatMap((state) => destroyedOf(host, state));
  return planOf(
    title,
    [
      {
        id: `destroy:${name}`,
        kind: "destroy",
        host,
        dataset: name,
        argv: ["zfs", "destroy", ...(force ? ["-f"] : []), ...(clones ? ["-R"] : recursive ? ["-r"] : []), name],
        destroys,
        needs: [],
        reason: reasonFor(going),
        ...(own.dataset.origin === undefined ? { frees: own.dataset.used } : {}),
      },
    ],
    going.some((state) => state.dataset.mounted)
      ? [note(host, name, "it is mounted, and is unmounted first", "see that nothing uses it")]
      : [],
  );
}

/** `no longer wanted, with 2 datasets and 3 snapshots` */
function reasonFor(going: readonly DatasetState[]): string {
  const snapshots = going.reduce((sum, state) => sum + state.snapshots.length, 0);
  const more = [
    ...(going.length > 1 ? [counted(going.length - 1, "dataset")] : []),
    ...(snapshots > 0 ? [counted(snapshots, "snapshot")] : []),
  ];
  return `no longer wanted${more.length > 0 ? `, with ${more.join(" and ")}` : ""}`;
}

/** The datasets that go: those at and below `root`, and with `clones` the clones of their snapshots with all below. */
function goingWith(root: DatasetName, observation: Observation, clones: boolean): DatasetState[] {
  const roots = [root];
  const going = new Map<DatasetName, DatasetState>();
  for (const next of roots) {
    for (const state of observation.states.values()) {
      const { name } = state.dataset;
      if (!isWithin(name, next) || going.has(name)) continue;
      going.set(name, state);
      if (!clones) continue;
      for (const snapshot of state.snapshots) roots.push(...clonesOf(observation, snapshot.name));
    }
  }
  return [...going.values()];
}

function obstaclesTo(
  { host, dataset, recursive, clones }: DestroyDatasetRequest,
  observation: Observation,
  own: DatasetState,
  going: readonly DatasetState[],
): Warning[] {
  const place = formatPlace(host, dataset);
  if (parentOf(dataset) === undefined)
    return [
      stop(
        host,
        dataset,
        "it is the root of its pool, which only 'zpool destroy' takes away",
        "destroy what is below it",
      ),
    ];
  const below = going.filter((state) => state !== own).length;
  const partial = own.dataset.receiveResumeToken !== undefined;
  if (!recursive && !clones && (below > 0 || own.snapshots.length > 0 || partial)) {
    const has = [
      ...(below > 0 ? [`${counted(below, "dataset")} below it`] : []),
      ...(own.snapshots.length > 0 ? [counted(own.snapshots.length, "snapshot")] : []),
      ...(partial ? ["what was partially received"] : []),
    ];
    return [
      stop(host, dataset, `it has ${has.join(", ")}`, `destroy these with it: ${zfsrCommand("destroy", "-r", place)}`),
    ];
  }
  const names = new Set(going.map((state) => state.dataset.name));
  return going.flatMap((state) =>
    state.snapshots.flatMap((snapshot): Warning[] => {
      const dependency = dependencyOf(observation, snapshot);
      if (dependency?.kind === "hold") return [stop(host, snapshot.name, dependency.message, dependency.nextStep)];
      // a clone that goes along keeps nothing; one of the same tree is in nobody's way with -R alone
      const outside = clonesOf(observation, snapshot.name).filter((clone) => !names.has(clone) || !clones);
      if (outside.length === 0) return [];
      const message = `${someOf(outside)} ${outside.length === 1 ? "is a clone" : "are clones"} of it`;
      return [
        stop(
          host,
          snapshot.name,
          message,
          `promote it first, or destroy it, too: ${zfsrCommand("destroy", "--clones", place)}`,
        ),
      ];
    }),
  );
}

/** A dataset (its bytes are those with all that it holds), its snapshots and bookmarks, and what was partially received. */
function destroyedOf(host: string, { dataset, snapshots, bookmarks }: DatasetState): Destroyed[] {
  const { name, guid, used } = dataset;
  return [
    { host, kind: "dataset", name, bytes: used, guid },
    ...(dataset.receiveResumeToken === undefined
      ? []
      : [{ host, kind: "partial-receive" as const, name, bytes: undefined }]),
    ...[...snapshots, ...bookmarks].map((item) => destroyedItem(host, item)),
  ];
}
