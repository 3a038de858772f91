import { groupBy } from "../base/groupBy";
import type { CommandStep } from "../plan/step";
import type { Hold } from "../zfs/model";
import { datasetOf, type DatasetName, shortNameOf, type SnapshotName } from "../zfs/names";
import type { DatasetTree } from "../zfs/tree";
import { holdTag } from "./holdTag";
import { isMark, isThere, type Known, type Protection } from "./protection";
import type { ReplicationRequest } from "./request";

/** A snapshot that this job holds. */
type Held = Pick<Hold, "snapshot">;

/** A snapshot of a dataset of the source that is to stay. */
interface Base {
  readonly dataset: DatasetName;
  readonly name: SnapshotName;
}

/** The holds of this job, by snapshot. @param holds of the source */
export function ownHolds(job: string, holds: readonly Hold[]): ReadonlySet<string> {
  const tag = holdTag(job);
  return new Set(holds.filter((hold) => hold.tag === tag).map((hold) => hold.snapshot));
}

/**
 * The holds of this job: on what streams need, then on the newest, before anything is sent; those that are superseded are
 * released afterwards. @param needed of each dataset, what its streams cannot do without
 */
export function planHolds(
  request: ReplicationRequest,
  known: Known,
  needed: ReadonlyMap<DatasetName, readonly SnapshotName[]>,
): Protection {
  const { source, goals, lastOf } = known;
  const tag = holdTag(request.job);
  const existing = source.holds.filter((hold) => hold.tag === tag);
  const held = new Set<string>(existing.map((hold) => hold.snapshot));
  const common = { host: request.source.host, destroys: [] };
  const by = new Map<DatasetName, string[]>();
  const before: CommandStep[] = [];
  const hold = (group: readonly Base[], words: readonly string[], reason: string): void => {
    const [only] = group.length === 1 ? group : [];
    const dataset = only?.dataset ?? request.source.dataset;
    const id = before.length === 0 ? "hold" : `hold:${only ? only.name : before.length + 1}`;
    // what is newest is held only once what comes before it is: others go by the oldest
    const needs = [...new Set(group.flatMap((base) => by.get(base.dataset) ?? []))];
    for (const base of group) by.set(base.dataset, [...(by.get(base.dataset) ?? []), id]);
    const argv = ["zfs", "hold", ...words];
    before.push({ ...common, id, kind: "hold", dataset, argv, needs, reason });
  };
  const holdAll = (bases: readonly Base[], why: { readonly each: string; readonly it: string }): void => {
    const singly: Base[] = [];
    const missing = bases.filter(({ name }) => !held.has(name));
    for (const group of groupBy(missing, ({ name }) => shortNameOf(name)).values()) {
      const whole = recursively(source, group);
      if (whole === undefined) singly.push(...group);
      else hold(group, ["-r", tag, whole], why.each);
    }
    // a step each, so that one whose snapshot has gone meanwhile stops no other; the runner joins them to one process
    for (const base of singly) hold([base], [tag, base.name], why.it);
  };
  const there = goals.filter((goal) => isThere(source, goal));
  const newest = there.map((goal): Base => ({ dataset: goal.source.dataset, name: goal.newest.name }));
  const bases = newest.flatMap(({ dataset, name }) =>
    (needed.get(dataset) ?? []).flatMap((base): Base[] => (base === name ? [] : [{ dataset, name: base }])),
  );
  holdAll(bases, {
    each: "the streams go on from it: were it gone, one that was cut could not",
    it: "the stream goes on from it: were it gone, one that was cut could not",
  });
  holdAll(newest, {
    each: "the next increment of each starts from it, so it must stay until that has arrived",
    it: "the next increment starts from it, so it must stay until that has arrived",
  });
  // what is held before is let go with the others once all has arrived
  const ours: readonly Held[] = [
    ...existing,
    ...bases.flatMap(({ name }) => (held.has(name) ? [] : [{ snapshot: name }])),
  ];
  const oursOf = groupBy(ours, (entry) => datasetOf(entry.snapshot));
  const staleOf = new Map(
    goals.map((goal) => [
      goal,
      (oursOf.get(goal.source.dataset) ?? []).filter(
        ({ snapshot }) => snapshot !== goal.newest.name && !isMark(known, goal.source.dataset, snapshot),
      ),
    ]),
  );
  const together = releasedTogether(source, tag, ours, [...staleOf.values()]);
  const after = goals.flatMap((goal): CommandStep[] => {
    const stale = staleOf.get(goal) ?? [];
    const [first] = stale;
    if (first === undefined) return [];
    const joint = stale.length === 1 ? together.get(shortNameOf(first.snapshot)) : undefined;
    const last = lastOf(goal.source.dataset);
    return [
      {
        ...common,
        id: `release:${goal.source.dataset}`,
        kind: "release",
        dataset: goal.source.dataset,
        argv: ["zfs", "release", tag, ...stale.map((entry) => entry.snapshot)],
        needs: last === undefined ? [] : [last],
        reason: `@${shortNameOf(goal.newest.name)} has taken their place`,
        ...(joint ? { together: joint } : {}),
      },
    ];
  });
  return { before, after, by };
}

/**
 * The name by which `zfs hold -r` means exactly these snapshots, which are called alike: no other dataset of the tree has
 * one of that name. It takes one transaction group of the pool, where each name takes one.
 */
function recursively(source: DatasetTree, bases: readonly Base[]): string | undefined {
  const [first] = bases;
  const meant = new Set(bases.map(({ dataset }) => dataset));
  if (first === undefined || bases.length < 2 || !meant.has(source.root)) return undefined;
  const short = shortNameOf(first.name);
  for (const { dataset, snapshots } of source.datasets.values())
    if (!meant.has(dataset.name) && snapshots.some(({ name }) => shortNameOf(name) === short)) return undefined;
  return `${source.root}@${short}`;
}

/**
 * By short name, the one `zfs release -r` that lets go exactly of what a step for each dataset would: of all holds of this
 * tag on snapshots of that name. It takes one transaction group of the pool, where each name takes one.
 * @param stale of each dataset
 */
function releasedTogether(
  source: DatasetTree,
  tag: string,
  ours: readonly Held[],
  stale: readonly (readonly Held[])[],
): ReadonlyMap<string, NonNullable<CommandStep["together"]>> {
  const single = stale.flatMap((holds) => (holds.length === 1 ? holds : []));
  const held = groupBy(ours, (hold) => shortNameOf(hold.snapshot));
  const together = new Map<string, NonNullable<CommandStep["together"]>>();
  for (const [short, group] of groupBy(single, (hold) => shortNameOf(hold.snapshot))) {
    const whole = `${source.root}@${short}`;
    if (group.length < 2 || held.get(short)?.length !== group.length) continue;
    if (group.some(({ snapshot }) => snapshot === whole))
      together.set(short, { argv: ["zfs", "release", "-r", tag, whole], steps: group.length });
  }
  return together;
}
