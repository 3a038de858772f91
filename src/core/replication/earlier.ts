import { namesSnapshot } from "../plan/namesSnapshot";
import { destroyedBy, type Plan } from "../plan/plan";
import { groupBy } from "../base/groupBy";
import type { Snapshot } from "../zfs/model";
import type { DatasetTree } from "../zfs/tree";
import type { Observed } from "./observed";

/** What plans that were approved together with one have done before it. */
export interface Earlier {
  /** The source of the later plan before any of them ran. */
  readonly seen: DatasetTree;
  readonly plans: readonly Plan[];
}

/**
 * What was observed, with what the earlier plans have taken away on the source, and their holds and bookmarks as they were
 * before them: what plans that were approved together do to each other makes none of them outdated.
 */
export function asBefore(observed: Observed, { seen, plans }: Earlier): Observed {
  const { source } = observed;
  const here = plans.flatMap((plan) => destroyedBy(plan)).filter(({ host }) => host === source.host);
  const destroyed = groupBy(here, ({ name }) => name);
  const isDestroyed = ({ name, guid }: Snapshot): boolean =>
    destroyed.get(name)?.some((item) => item.kind === "snapshot" && (item.guid ?? guid) === guid) === true;
  const held = plans
    .flatMap(({ steps }) => steps)
    .filter(({ kind, host }) => host === source.host && (kind === "hold" || kind === "release"));
  const names = new Set(held.flatMap(({ argv }) => argv));
  const holds = [
    ...source.holds.filter(({ tag }) => !names.has(tag)),
    ...seen.holds.filter(({ tag }) => names.has(tag)),
  ];
  const marks = new Set(
    plans.flatMap(({ steps }) => steps.flatMap(({ argv }) => argv.filter((word) => word.includes("#")))),
  );
  const wholes = held.filter(({ argv }) => argv.includes("-r"));
  const isHeld = ({ name }: Snapshot): boolean =>
    names.has(name) || wholes.some(({ argv }) => namesSnapshot(argv, name));
  const datasets = new Map(
    [...source.datasets].map(([dataset, state]) => {
      const { snapshots: before = [], bookmarks: marked = [] } = seen.datasets.get(dataset) ?? {};
      const was = new Map(before.map((snapshot) => [snapshot.guid, snapshot]));
      const now = new Set(state.snapshots.map(({ guid }) => guid));
      const there = state.snapshots.map((snapshot) => (isHeld(snapshot) && was.get(snapshot.guid)) || snapshot);
      const gone = before.filter((snapshot) => !now.has(snapshot.guid) && isDestroyed(snapshot));
      const snapshots = [...there, ...gone].sort((a, b) => a.createtxg - b.createtxg);
      const bookmarks = [
        ...state.bookmarks.filter(({ name }) => !marks.has(name)),
        ...marked.filter(({ name }) => marks.has(name)),
      ].sort((a, b) => a.createtxg - b.createtxg);
      return [dataset, { ...state, snapshots, bookmarks }];
    }),
  );
  return { ...observed, source: { ...source, datasets, holds } };
}
