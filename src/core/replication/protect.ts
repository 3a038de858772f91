import { groupBy } from "../base/groupBy";
import type { Goal } from "../plan/plan";
import { type CommandStep, isTransfer, type Step } from "../plan/step";
import { isWhole } from "../plan/streamsInto";
import type { Bookmark, Hold, Snapshot } from "../zfs/model";
import { type BookmarkName, datasetOf, type DatasetName, isWithin, shortNameOf, type SnapshotName } from "../zfs/names";
import type { DatasetTree } from "../zfs/tree";
import { bookmarkPrefix, holdTag } from "./holdTag";
import type { Lacking } from "./lacking";
import { lastSteps } from "./lastSteps";
import type { Observed } from "./observed";
import type { ReplicationRequest } from "./request";

/**
 * Holds (and bookmarks, where asked) the newest snapshots on the source before anything is sent, and lets the older ones
 * of this job go once their successors have arrived: whatever happens between, the next run finds its base. What
 * a stream begins or goes on from is held until all has arrived: were it gone, one that was cut could not go on.
 * @param steps of the transfers, with what comes before them
 * @param lacking what targets lack and no stream brings: the marks that tell of it stay
 */
export function protectedBases(
  request: ReplicationRequest,
  { source, tokens }: Pick<Observed, "source" | "tokens">,
  steps: readonly Step[],
  goals: readonly Goal[],
  lacking: ReadonlyMap<DatasetName, Lacking> = new Map(),
): Step[] {
  // nothing can be held in a pool that is imported read-only; a send needs no hold (OpenZFS test zfs_send_005)
  if (source.pool?.readonly === true) return [...steps];
  const lastOf = lastSteps(steps, request.source.host);
  const here = goals.filter((goal) => source.datasets.has(goal.source.dataset));
  const holds = request.hold
    ? planHolds(request, source, { goals: here, needed: neededByStreams(source, tokens, steps), lacking }, lastOf)
    : none;
  const bookmarks = request.bookmark ? planBookmarks(request, source, here, lacking, lastOf) : none;
  // nothing is rolled back or put aside for a stream that cannot come: the first that needs it is the one into its place
  const prepared = new Map<string, readonly string[]>();
  for (const { needs, dataset } of steps.filter(isTransfer))
    for (const id of needs) if (!prepared.has(id)) prepared.set(id, holds.by.get(dataset) ?? []);
  // the last first: what prepares for a preparation waits, too
  for (const step of [...steps].reverse()) {
    const ids = isTransfer(step) ? undefined : prepared.get(step.id);
    if (ids) for (const id of step.needs) if (!prepared.has(id)) prepared.set(id, ids);
  }
  const waiting = steps.map((step) => {
    if (isWhole(step)) return { ...step, needs: [...holds.before.map((hold) => hold.id), ...step.needs] };
    const own = step.host === request.source.host ? (holds.by.get(step.dataset) ?? []) : [];
    const ids = [...new Set([...own, ...(isTransfer(step) ? [] : (prepared.get(step.id) ?? []))])];
    return ids.length === 0 ? step : { ...step, needs: [...ids, ...step.needs] };
  });
  return [...holds.before, ...bookmarks.before, ...waiting, ...holds.after, ...bookmarks.after];
}

interface Protection {
  readonly before: readonly CommandStep[];
  readonly after: readonly CommandStep[];
  /** The steps that protect a dataset of the source. */
  readonly by: ReadonlyMap<DatasetName, readonly string[]>;
}

const none: Protection = { before: [], after: [], by: new Map() };

/** A snapshot that this job holds. */
type Held = Pick<Hold, "snapshot">;

/** A snapshot of a dataset of the source that is to stay. */
interface Base {
  readonly dataset: DatasetName;
  readonly name: SnapshotName;
}

/**
 * What each dataset's streams cannot do without until they have arrived: the base that they begin from, what comes first
 * where they begin without one, and of a partial receive that goes on both ends. Without it on the source, a cut stream
 * could not go on, and other targets could not tell from where on this one lacks what there is.
 */
function neededByStreams(
  source: DatasetTree,
  tokens: Observed["tokens"],
  steps: readonly Step[],
): ReadonlyMap<DatasetName, readonly SnapshotName[]> {
  const needed = new Map<DatasetName, readonly SnapshotName[]>();
  for (const step of steps) {
    if (!isTransfer(step) || step.host !== source.host || needed.has(step.dataset)) continue;
    const { from } = step;
    const whole: boolean = isWhole(step);
    const own = source.datasets.get(step.dataset);
    const carried = whole
      ? [...source.datasets.values()].filter(({ dataset }) => isWithin(dataset.name, step.dataset))
      : own
        ? [own]
        : [];
    for (const { dataset, snapshots } of carried) {
      const named = (name: string | undefined): Snapshot[] =>
        name === undefined ? [] : snapshots.filter((snapshot) => shortNameOf(snapshot.name) === shortNameOf(name));
      const base = from === undefined || from.includes("#") || datasetOf(from) !== step.dataset ? [] : named(from);
      const { fromguid } = (step.kind === "resume" && tokens.get(step.target.dataset)) || {};
      const before = snapshots.filter(({ guid }) => guid === fromguid);
      const first = whole ? snapshots.slice(0, 1) : named(step.to);
      const bases = step.kind === "resume" ? [...before, ...first] : base.length > 0 ? base : first;
      needed.set(
        dataset.name,
        bases.map(({ name }) => name),
      );
    }
  }
  return needed;
}

function planHolds(
  request: ReplicationRequest,
  source: DatasetTree,
  {
    goals,
    needed,
    lacking,
  }: {
    readonly goals: readonly Goal[];
    readonly needed: ReturnType<typeof neededByStreams>;
    readonly lacking: ReadonlyMap<DatasetName, Lacking>;
  },
  lastOf: ReturnType<typeof lastSteps>,
): Protection {
  const tag = holdTag(request.job);
  const known = source.holds.filter((hold) => hold.tag === tag);
  const held = new Set<string>(known.map((hold) => hold.snapshot));
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
    ...known,
    ...bases.flatMap(({ name }) => (held.has(name) ? [] : [{ snapshot: name }])),
  ];
  const oursOf = groupBy(ours, (entry) => datasetOf(entry.snapshot));
  const staleOf = new Map(
    goals.map((goal) => [
      goal,
      (oursOf.get(goal.source.dataset) ?? []).filter(
        ({ snapshot }) =>
          snapshot !== goal.newest.name && lacking.get(goal.source.dataset)?.marks.has(snapshot) !== true,
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

function planBookmarks(
  request: ReplicationRequest,
  source: DatasetTree,
  goals: readonly Goal[],
  lacking: ReadonlyMap<DatasetName, Lacking>,
  lastOf: ReturnType<typeof lastSteps>,
): Protection {
  const prefix = bookmarkPrefix(request.job);
  const common = { host: request.source.host, destroys: [] };
  const before: CommandStep[] = [];
  const after: CommandStep[] = [];
  for (const goal of goals) {
    const { dataset } = goal.source;
    const ours = (source.datasets.get(dataset)?.bookmarks ?? []).filter(({ name }) =>
      shortNameOf(name).startsWith(prefix),
    );
    const current = `${dataset}#${prefix}${goal.newest.guid}` as BookmarkName;
    const last = lastOf(dataset);
    if (isThere(source, goal) && !ours.some((bookmark) => bookmark.guid === goal.newest.guid)) {
      // the first one tells others from where on this target lacks what there is, so it says nothing before that is there
      const isFirst = ours.length === 0 && last !== undefined;
      (isFirst ? after : before).push({
        ...common,
        id: `bookmark:${dataset}`,
        kind: "bookmark",
        dataset,
        argv: ["zfs", "bookmark", goal.newest.name, current],
        needs: isFirst ? [last] : [],
        reason: "the next increment can start from it though the snapshot be destroyed",
      });
    }
    const stale = superseded(ours, goal).filter(({ name }) => lacking.get(dataset)?.marks.has(name) !== true);
    after.push(...stale.map((bookmark) => letGo(bookmark, common, last === undefined ? [] : [last])));
  }
  return { before, after, by: new Map() };
}

function superseded(ours: readonly Bookmark[], goal: Goal): readonly Bookmark[] {
  return ours.filter((bookmark) => bookmark.guid !== goal.newest.guid);
}

/** A bookmark of this job holds no data, and its successor is there: nothing is lost with it. */
function letGo(
  { name }: Bookmark,
  common: { readonly host: string; readonly destroys: readonly never[] },
  needs: readonly string[],
): CommandStep {
  return {
    ...common,
    id: `destroy:${name}`,
    kind: "destroy",
    dataset: datasetOf(name),
    argv: ["zfs", "destroy", name],
    needs,
    reason: "it is a bookmark of this job, and a newer one has taken its place; no data goes with it",
  };
}

function isThere(source: DatasetTree, goal: Goal): boolean {
  const state = source.datasets.get(goal.source.dataset);
  // a name may have been given to another snapshot since
  return state?.snapshots.some(({ name, guid }) => name === goal.newest.name && guid === goal.newest.guid) ?? false;
}

/** The holds of this job, by snapshot. @param holds of the source */
export function ownHolds(job: string, holds: readonly Hold[]): ReadonlySet<string> {
  const tag = holdTag(job);
  return new Set(holds.filter((hold) => hold.tag === tag).map((hold) => hold.snapshot));
}
