import type { AdministrationRequest } from "../administration/request";
import type { Observation } from "../administration/observation";
import { type Subjects, subjectsOf } from "../administration/subjects";
import { ZfsrError } from "../base/errors";
import type { Host } from "../hosts/host";
import { holdsOf, markedOn } from "../hosts/observeTree";
import { readTokens } from "../hosts/readTokens";
import { type Outcome, runAll, unwrap } from "../hosts/run";
import type { Command } from "../zfs/command";
import { getProperties } from "../zfs/commands/getProperties";
import { inspectStream } from "../zfs/commands/inspectStream";
import { listDatasets } from "../zfs/commands/listDatasets";
import { listPools } from "../zfs/commands/listPools";
import { listSnapshots } from "../zfs/commands/listSnapshots";
import { poolScan } from "../zfs/commands/poolScan";
import type { Bookmark, Dataset, Property, Snapshot } from "../zfs/model";
import { datasetOf, type DatasetName, isWithin, poolOf, type SnapshotName } from "../zfs/names";
import { datasetStates } from "../zfs/tree";

/**
 * Looks at what a request is about: one round trip, one more for clones' snapshots and one for holds where there are any.
 * What does not exist is not in the observation. @throws ZfsrError for everything else that keeps it from being seen
 */
export async function observeRequest(
  request: AdministrationRequest,
  host: Host,
  signal?: AbortSignal,
): Promise<Observation> {
  const options = signal ? { signal } : {};
  const subjects = subjectsOf(request);
  const pool = poolOf(subjects.root);
  const lists = subjects.trees.map(({ dataset, recursive }) => listSnapshots(dataset, { recursive }));
  const { properties: wanted } = subjects;
  const asked: Command<Property[]>[] = wanted ? [getProperties(wanted.of, wanted.names)] : [];
  const said: Command<string>[] =
    request.verb === "scrub"
      ? [poolScan(pool)]
      : request.verb === "receive"
        ? [inspectStream(request.file, request.dataset)]
        : [];
  const [[pools, datasets], items, properties, texts] = cut(
    await runAll(host, [listPools(), listDatasets(pool), ...lists, ...asked, ...said], options),
    [lists.length, asked.length, said.length],
  );
  const all = new Map(orNothing(datasets).map((dataset) => [dataset.name, dataset]));
  const trees = [...subjects.trees];
  const seen = items.flatMap((outcome) => orNothing(outcome));
  for (const root of clonesRoots(subjects, all)) {
    const [more] = await runAll(host, [listSnapshots(root, { recursive: true })], options);
    const covered = new Set(seen.map(({ name }) => name));
    seen.push(...orNothing(more).filter(({ name }) => !covered.has(name)));
    trees.push({ dataset: root, recursive: true });
  }
  const covered = [...all.values()].filter(({ name }) =>
    trees.some(({ dataset, recursive }) => (recursive ? isWithin(name, dataset) : name === dataset)),
  );
  return {
    host: host.id,
    datasets: all,
    states: datasetStates(covered, seen),
    holds: subjects.holds ? await holdsOf(host, seen, signal) : [],
    marked: await markedBy(request, covered, seen, host, signal),
    pool: unwrap(pools).find(({ name }) => name === pool),
    properties: properties.flatMap((outcome) => orNothing(outcome)),
    scan: request.verb === "scrub" ? textOf(texts[0]) : undefined,
    stream: request.verb === "receive" ? textOf(texts[0]) : undefined,
    token: request.verb === "abort" ? await tokenOf(host, all.get(request.dataset), signal) : undefined,
  };
}

/** Those that are marked, and have no hold that outlasts what is asked for. */
async function markedBy(
  { verb }: AdministrationRequest,
  datasets: readonly Dataset[],
  items: readonly (Snapshot | Bookmark)[],
  host: Host,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<SnapshotName>> {
  const marked = await markedOn(host, mayGo(verb, datasets, items), signal);
  return new Set(marked.flatMap(({ name, userrefs }) => (verb === "release" || userrefs === 0 ? [name] : [])));
}

/** Snapshots that may go by themselves with what is asked for, where they are marked. */
function mayGo(
  verb: AdministrationRequest["verb"],
  datasets: readonly Dataset[],
  items: readonly (Snapshot | Bookmark)[],
): SnapshotName[] {
  if (verb === "release") return items.flatMap((item) => ("userrefs" in item && item.userrefs > 0 ? [item.name] : []));
  if (verb !== "destroy-dataset") return [];
  return [...new Set(datasets.flatMap(({ origin }) => (origin === undefined ? [] : [origin])))];
}

type Outcomes = readonly Outcome<unknown>[];

/** Takes the outcomes apart again: the first two, then so many of each kind. */
function cut(
  outcomes: Outcomes,
  [lists = 0, asked = 0, said = 0]: readonly number[],
): [
  [Outcome<ReturnType<ReturnType<typeof listPools>["parse"]>>, Outcome<Dataset[]>],
  Outcome<(Snapshot | Bookmark)[]>[],
  Outcome<Property[]>[],
  Outcome<string>[],
] {
  const rest = outcomes.slice(2);
  return [
    outcomes.slice(0, 2),
    rest.slice(0, lists),
    rest.slice(lists, lists + asked),
    rest.slice(lists + asked, lists + asked + said),
  ] as never;
}

/** Where the snapshots are that clones are made of, and those of the clones, as far as the request needs them. */
function clonesRoots({ clones, root }: Subjects, datasets: ReadonlyMap<DatasetName, Dataset>): DatasetName[] {
  if (clones === undefined) return [];
  if (clones === "origin") {
    const origin = datasets.get(root)?.origin;
    return origin === undefined ? [] : [datasetOf(origin)];
  }
  const cloned = [...datasets.values()].some(({ name, origin }) => origin !== undefined && !isWithin(name, root));
  return cloned ? [poolOf(root)] : [];
}

async function tokenOf(host: Host, dataset: Dataset | undefined, signal: AbortSignal | undefined) {
  const token = dataset?.receiveResumeToken;
  if (!dataset || token === undefined) return undefined;
  return (await readTokens(host, [{ dataset: dataset.name, token }], signal)).get(dataset.name);
}

function textOf(outcome: Outcome<string> | undefined): string | undefined {
  return outcome && "value" in outcome ? outcome.value : undefined;
}

/** What was listed; nothing where the dataset or the pool does not exist. */
function orNothing<T>(outcome: Outcome<T[]>): T[] {
  if ("error" in outcome && ZfsrError.is(outcome.error, "not-found", "snapshot-not-found", "pool-not-found")) return [];
  return unwrap(outcome);
}
