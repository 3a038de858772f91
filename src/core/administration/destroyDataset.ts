import { zfsrCommand } from "../base/zfsrCommand";
import type { Plan, Warning } from "../plan/plan";
import type { CommandStep, Destroyed } from "../plan/step";
import { type DatasetName, isWithin, parentOf, type SnapshotName } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState } from "../zfs/tree";
import { dependencyOf } from "./dependents";
import { clonesOf, type Observation } from "./observation";
import { counted, destroyedItem, missing, note, planOf, someOf, stop } from "./plans";
import type { DestroyDatasetRequest } from "./request";

/**
 * Destroys a dataset; with `recursive` everything below it and all its snapshots and bookmarks, with `clones` also the
 * clones of these, wherever they are. All of it is named. What is held keeps all of it. Clones go by `zfs destroy -r` of
 * their own, before what they were cloned from: `-R` would take those along that come in between, and nobody has seen.
 */
export function planDestroyDataset(request: DestroyDatasetRequest, observation: Observation): Plan {
  const { host, dataset: name, recursive, clones, force } = request;
  const title = `destroy ${formatPlace(host, name)}${clones ? " and its clones" : recursive ? " and all below it" : ""}`;
  const own = observation.states.get(name);
  if (!own) return planOf(title, [], [missing(observation, name)]);
  const going = goingWith(name, observation, clones);
  const obstacles = obstaclesTo(request, observation, own, going);
  if (obstacles.length > 0) return planOf(title, [], obstacles);
  const trees = clonesFirst(going, observation);
  if (!trees) return planOf(title, [], [inEachOther(host, going)]);
  const steps: CommandStep[] = [];
  const gone = new Set<string>();
  for (const tree of trees) {
    const [{ dataset: top }] = tree;
    const items = tree.flatMap((state) => destroyedOf(host, state)).filter((item) => !gone.has(item.name));
    for (const item of items) gone.add(item.name);
    const marked = lastCloneOf(tree, observation, gone);
    for (const snapshot of marked) gone.add(snapshot);
    const whole = recursive || clones ? ["-r"] : [];
    steps.push({
      id: `destroy:${top.name}`,
      kind: "destroy",
      host,
      dataset: top.name,
      argv: ["zfs", "destroy", ...(force ? ["-f"] : []), ...whole, top.name],
      destroys: [
        ...items,
        ...marked.map((snapshot): Destroyed => ({ host, kind: "snapshot", name: snapshot, bytes: undefined })),
      ],
      needs: steps.slice(-1).map(({ id }) => id),
      reason: reasonFor(tree, top.name === name ? "no longer wanted" : `a clone of what goes with ${name}`),
      ...(top.origin === undefined ? { frees: top.used } : {}),
    });
  }
  return planOf(
    title,
    steps,
    going.some((state) => state.dataset.mounted)
      ? [note(host, name, "it is mounted, and is unmounted first", "see that nothing uses it")]
      : [],
  );
}

/** That there is no order in which zfs would take them. */
function inEachOther(host: string, going: readonly DatasetState[]): Warning {
  const clone = (going.find(({ dataset }) => dataset.origin !== undefined) ?? going[0])?.dataset.name ?? "";
  return stop(
    host,
    clone,
    "it and others that would go are clones of each other and lie within each other, so that zfs destroys none of them first",
    `make it no clone any more: ${zfsrCommand("promote", formatPlace(host, clone))}`,
  );
}

/** Snapshots that were destroyed with `-d` and wait for the last of their clones, which goes with this tree. */
function lastCloneOf(tree: Tree, observation: Observation, gone: ReadonlySet<string>): readonly SnapshotName[] {
  const origins = new Set(tree.flatMap(({ dataset: { origin } }) => (origin === undefined ? [] : [origin])));
  return [...origins].filter(
    (origin) =>
      !gone.has(origin) &&
      observation.marked.has(origin) &&
      clonesOf(observation, origin).every((clone) => gone.has(clone)),
  );
}

/** A dataset that goes, with those below it that go in the same command. */
type Tree = readonly [DatasetState, ...DatasetState[]];

/**
 * What goes, as trees that do not lie within each other: each behind those that were cloned from it. Where trees were cloned
 * from each other, each dataset is one by itself, behind those below it, too. Undefined where there is no such order.
 */
function clonesFirst(going: readonly DatasetState[], observation: Observation): readonly Tree[] | undefined {
  const isBelow = (state: DatasetState, above: DatasetState): boolean =>
    state !== above && isWithin(state.dataset.name, above.dataset.name);
  const clonedFrom = (tree: Tree): DatasetName[] =>
    tree.flatMap(({ snapshots }) => snapshots.flatMap(({ name }) => clonesOf(observation, name)));
  const tops = going.filter((state) => !going.some((above) => isBelow(state, above)));
  const trees = tops.map((top): Tree => [top, ...going.filter((state) => isBelow(state, top))]);
  const below = ([state]: Tree): DatasetName[] =>
    going.filter((each) => isBelow(each, state)).map(({ dataset }) => dataset.name);
  return (
    inOrder(trees, clonedFrom) ??
    inOrder(
      going.map((state): Tree => [state]),
      (tree) => [...below(tree), ...clonedFrom(tree)],
    )
  );
}

/** Trees behind those that go before them, by the names of datasets in these; undefined where some wait for each other. */
function inOrder(trees: readonly Tree[], before: (tree: Tree) => readonly DatasetName[]): readonly Tree[] | undefined {
  const treeOf = new Map(trees.flatMap((tree) => tree.map(({ dataset }) => [dataset.name, tree])));
  const ordered = new Set<Tree>();
  const begun = new Set<Tree>();
  const visit = (tree: Tree): boolean => {
    if (begun.has(tree)) return ordered.has(tree);
    begun.add(tree);
    const others = before(tree).map((name) => treeOf.get(name));
    const isFree = others.every((other) => other === undefined || other === tree || visit(other));
    if (isFree) ordered.add(tree);
    return isFree;
  };
  return trees.every(visit) ? [...ordered] : undefined;
}

/** `no longer wanted, with 2 datasets and 3 snapshots` */
function reasonFor(going: readonly DatasetState[], because: string): string {
  const snapshots = going.reduce((sum, state) => sum + state.snapshots.length, 0);
  const more = [
    ...(going.length > 1 ? [counted(going.length - 1, "dataset")] : []),
    ...(snapshots > 0 ? [counted(snapshots, "snapshot")] : []),
  ];
  return `${because}${more.length > 0 ? `, with ${more.join(" and ")}` : ""}`;
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
