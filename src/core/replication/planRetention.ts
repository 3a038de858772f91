import type { KeepRules } from "../jobs/job";
import type { Goal, Warning } from "../plan/plan";
import { type CommandStep, isTransfer, type Step } from "../plan/step";
import type { Snapshot } from "../zfs/model";
import { type DatasetName, isWithin, shortNameOf } from "../zfs/names";
import type { DatasetState, DatasetTree } from "../zfs/tree";
import { commonBase } from "./commonBase";
import { missingSnapshots } from "./increments";
import type { Lacking } from "./lacking";
import { lastSteps } from "./lastSteps";
import { neededByOthers, Waiting } from "./neededByOthers";
import type { Observed } from "./observed";
import { ownHolds } from "./planHolds";
import type { ReplicationRequest } from "./request";
import { expired } from "./retention";
import { snapshotMatcher } from "./select";
import { wantedSnapshots } from "./wantedSnapshots";

/** What retention does, and what of it waits for other targets. */
export interface Retention {
  readonly steps: readonly CommandStep[];
  readonly warnings: readonly Warning[];
}

/**
 * Steps that destroy what neither side's policy keeps, after all has arrived. Only snapshots that `keep.match` names are
 * ever destroyed; never one that is held by anyone else, that a clone comes from, that has not been sent yet, to this
 * target or another one, or that is the newest that both sides have.
 * @param steps that come before: a side is cleaned up only if the transfers of that dataset have succeeded
 * @param lacking what targets lack and no stream brings: it stays on the source
 */
export function planRetention(
  request: ReplicationRequest,
  { source, target, at }: Observed,
  steps: readonly Step[],
  goals: readonly Goal[],
  lacking: ReadonlyMap<DatasetName, Lacking>,
): Retention {
  const { keep } = request;
  if (!keep.source && !keep.target) return { steps: [], warnings: [] };
  const matches = snapshotMatcher(keep.match);
  const named = (snapshots: readonly Snapshot[]): Snapshot[] =>
    snapshots.filter((snapshot) => matches(shortNameOf(snapshot.name)));
  const own = ownHolds(request.job, source.holds);
  const released = new Map(
    steps.flatMap((step) =>
      step.kind === "release" ? step.argv.slice(3).map((name) => [name, step.id] as const) : [],
    ),
  );
  const lastOf = lastSteps(
    steps.filter(({ kind }) => kind !== "hold"),
    request.source.host,
  );
  const renamed = steps.flatMap((step) => (step.kind === "rename" ? [step.dataset] : []));
  const rolledBack = new Set(
    steps.flatMap((step) => (step.kind === "rollback" ? step.destroys.map(({ name }) => name) : [])),
  );
  const origins = originsOf(steps);
  const others = neededByOthers(request, source);
  // a target may be a source itself, of those behind it
  const behind = neededByOthers({ job: request.job }, target);
  const waiting = new Waiting(request.recursive);
  const both = goals.map((goal) => {
    const here = source.datasets.get(goal.source.dataset);
    const there = target.datasets.get(goal.dataset);
    const base = here?.snapshots.find((snapshot) => snapshot.guid === goal.newest.guid);
    if (!here || !base) return [[], []] as const;
    const after = lastOf(goal.source.dataset);
    const cleanUp = (tree: DatasetTree, dataset: DatasetName, gone: readonly Snapshot[]): CommandStep[] =>
      destroySteps(tree, dataset, gone, (group) => [
        ...new Set([...(after === undefined ? [] : [after]), ...group.flatMap(({ name }) => released.get(name) ?? [])]),
      ]);
    const sent = here.snapshots.filter((snapshot) => snapshot.createtxg <= base.createtxg);
    const free = (snapshot: Snapshot): boolean => snapshot.userrefs === 0 || isOnlyOurs(snapshot, own, released);
    const other = others(here);
    const lacked = new Set(lacking.get(goal.source.dataset)?.snapshots);
    const onSource = goneBy(keep.source, named(sent), goal, at).filter(
      (snapshot) => free(snapshot) && !lacked.has(snapshot) && waiting.lets(snapshot, other, request.source),
    );
    const stays = (snapshot: Snapshot): boolean => !rolledBack.has(snapshot.name);
    const existing =
      there && !renamed.some((above) => isWithin(goal.dataset, above)) ? there.snapshots.filter(stays) : [];
    const isThere = new Set(existing);
    const further = there && behind(there);
    const arriving = arrivingAfter(existing, here, base, request);
    const onTarget = goneBy(keep.target, named([...existing, ...arriving]), goal, at)
      .filter((snapshot) => isThere.has(snapshot) && snapshot.userrefs === 0)
      .filter((snapshot) => !further || waiting.lets(snapshot, further, request.target));
    return [
      cleanUp(source, goal.source.dataset, withoutOrigins(source, onSource, origins)),
      cleanUp(target, goal.dataset, withoutOrigins(target, onTarget, origins)),
    ] as const;
  });
  return {
    // one host after the other: neighbours on one host go in one round trip
    steps: [...both.flatMap(([onSource]) => onSource), ...both.flatMap(([, onTarget]) => onTarget)],
    warnings: waiting.warnings(),
  };
}

function goneBy(policy: KeepRules | undefined, snapshots: readonly Snapshot[], goal: Goal, now?: number): Snapshot[] {
  return policy ? expired(snapshots, policy, now).filter((snapshot) => snapshot.guid !== goal.newest.guid) : [];
}

/**
 * What the streams of this plan bring: what is wanted and newer than the newest that the target has, since a stream begins
 * there. What is older and not on the target was let go of there, and does not come again.
 */
function arrivingAfter(
  existing: readonly Snapshot[],
  here: DatasetState,
  newest: Snapshot,
  request: ReplicationRequest,
): readonly Snapshot[] {
  const from = commonBase(here, { snapshots: existing })?.source;
  const wanted = request.send.intermediates ? wantedSnapshots(here, request) : [newest];
  return missingSnapshots(
    from,
    wanted.filter(({ createtxg }) => createtxg <= newest.createtxg),
  );
}

/** The one hold it has is this job's, and this plan releases it before. */
function isOnlyOurs(
  { name, userrefs }: Snapshot,
  own: ReadonlySet<string>,
  released: ReadonlyMap<string, string>,
): boolean {
  return userrefs === 1 && own.has(name) && released.has(name);
}

/** What the clones come from that this plan makes on the target. */
function originsOf(steps: readonly Step[]): ReadonlySet<string> {
  const words = steps.flatMap((step) => (isTransfer(step) ? step.target.argv : []));
  return new Set(words.flatMap((word) => (word.startsWith("origin=") ? [word.slice("origin=".length)] : [])));
}

function withoutOrigins(tree: DatasetTree, snapshots: readonly Snapshot[], made: ReadonlySet<string>): Snapshot[] {
  return snapshots.filter(({ name }) => !tree.clones.has(name) && !made.has(name));
}

function destroySteps(
  tree: DatasetTree,
  dataset: DatasetName,
  gone: readonly Snapshot[],
  needs: (group: readonly Snapshot[]) => readonly string[],
): CommandStep[] {
  const steps: CommandStep[] = [];
  for (let start = 0; start < gone.length; start += mostAtOnce) {
    const group = gone.slice(start, start + mostAtOnce);
    steps.push({
      id: `destroy:${tree.host}:${dataset}${start === 0 ? "" : `:${start / mostAtOnce + 1}`}`,
      kind: "destroy",
      host: tree.host,
      dataset,
      argv: ["zfs", "destroy", `${dataset}@${group.map(({ name }) => shortNameOf(name)).join(",")}`],
      destroys: group.map(({ name, guid, used }) => ({ host: tree.host, kind: "snapshot", name, guid, bytes: used })),
      needs: needs(group),
      reason: `no rule of what is kept on ${tree.host} keeps ${group.length === 1 ? "it" : "them"}`,
    });
  }
  return steps;
}

/** Names in one command, so that its line stays well below what a shell takes. */
const mostAtOnce = 100;
