import type { Bookmark, Dataset, Snapshot } from "../zfs/model";
import { shortNameOf, type SnapshotName } from "../zfs/names";
import type { CommandStep, Destroyed } from "./step";

/** A dataset, the snapshot that it goes back to, and all that goes with that. */
export interface TakeBack {
  /** Of the rollback itself; the steps before it have ids that begin with it. */
  readonly id: string;
  readonly host: string;
  readonly dataset: Pick<Dataset, "name" | "type" | "guid" | "written" | "mounted">;
  readonly to: SnapshotName;
  /** Everything that is newer, of either kind. */
  readonly newer: readonly (Snapshot | Bookmark)[];
  /** Datasets that were cloned from newer snapshots, and go along. Default: none. */
  readonly clones?: readonly Destroyed[];
  readonly reason: string;
}

/** Names in one command, so that its line stays well below what a shell takes. */
const mostAtOnce = 100;

/**
 * The steps that take a dataset back to a snapshot: what is newer is destroyed by its name, and nothing else, then
 * `zfs rollback` without `-r`. A snapshot that came in between makes zfs refuse that, where `-r` would destroy it, too.
 * @returns in their order; the rollback is the last
 */
export function takeBackSteps(taken: TakeBack): CommandStep[] {
  const { id, host, to, newer, clones = [] } = taken;
  const { name: dataset, type, guid, written, mounted } = taken.dataset;
  const steps: CommandStep[] = [];
  const add = (suffix: string, argv: readonly string[], destroys: readonly Destroyed[], reason: string): void => {
    const needs = steps.slice(-1).map((step) => step.id);
    steps.push({ id: `${id}${suffix}`, kind: "rollback", host, dataset, argv, destroys, needs, reason });
  };
  const named = (item: Snapshot | Bookmark): Destroyed => ({
    ...{ host, kind: item.kind, name: item.name, guid: item.guid },
    bytes: item.kind === "snapshot" ? item.used : undefined,
  });
  const because = `is newer than @${shortNameOf(to)}, which ${dataset} goes back to`;
  for (const clone of clones)
    add(`:${clone.name}`, ["zfs", "destroy", clone.name], [clone], `it is a clone of a snapshot that ${because}`);
  const snapshots = newer.filter(({ kind }) => kind === "snapshot");
  for (let start = 0; start < snapshots.length; start += mostAtOnce) {
    const group = snapshots.slice(start, start + mostAtOnce);
    const words = group.map(({ name }) => shortNameOf(name)).join(",");
    const suffix = start === 0 ? ":newer" : `:newer:${start / mostAtOnce + 1}`;
    add(suffix, ["zfs", "destroy", `${dataset}@${words}`], group.map(named), `it ${because}`);
  }
  for (const bookmark of newer.filter(({ kind }) => kind === "bookmark"))
    add(`:${bookmark.name}`, ["zfs", "destroy", bookmark.name], [named(bookmark)], `it ${because}`);
  // where no look at a file can note its time, every byte more is somebody's
  const exact = type === "volume" || !mounted ? { exact: true } : {};
  const changes: Destroyed = { host, kind: "changes", name: dataset, bytes: written, guid, ...exact };
  add("", ["zfs", "rollback", to], written > 0 ? [changes] : [], taken.reason);
  return steps;
}
