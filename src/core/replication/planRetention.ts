import type { KeepRules } from "../jobs/job";
import type { Goal } from "../plan/plan";
import { type CommandStep, isTransfer, type Step } from "../plan/step";
import type { Snapshot } from "../zfs/model";
import { type DatasetName, isWithin, shortNameOf } from "../zfs/names";
import type { DatasetTree } from "../zfs/tree";
import { lastSteps } from "./lastSteps";
import type { Observed } from "./observed";
import { ownHolds } from "./protect";
import type { ReplicationRequest } from "./request";
import { expired } from "./retention";
import { snapshotMatcher } from "./select";
import { wantedSnapshots } from "./wantedSnapshots";

/**
 * Steps that destroy what neither side's policy keeps, after all has arrived. Only snapshots that `keep.match` names are
 * ever destroyed; never one that is held by anyone else, that a clone comes from, that has not been sent yet, or that is
 * the newest that both sides have.
 * @param steps that come before: a side is cleaned up only if the transfers of that dataset have succeeded
 */
export function planRetention(
  request: ReplicationRequest,
  { source, target }: Observed,
  steps: readonly Step[],
  goals: readonly Goal[],
): CommandStep[] {
  const { keep } = request;
  if (!keep.source && !keep.target) return [];
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
    const onSource = goneBy(keep.source, named(sent), goal).filter((snapshot) => free(snapshot));
    const known = new Set(there?.snapshots.map(({ guid }) => guid));
    const arriving = wantedSnapshots(here, request).filter(
      ({ guid, createtxg }) => createtxg <= base.createtxg && !known.has(guid),
    );
    const stays = (snapshot: Snapshot): boolean => !rolledBack.has(snapshot.name);
    const existing =
      there && !renamed.some((above) => isWithin(goal.dataset, above)) ? there.snapshots.filter(stays) : [];
    const onTarget = goneBy(keep.target, named([...existing, ...arriving]), goal).filter(
      (snapshot) => existing.includes(snapshot) && snapshot.userrefs === 0,
    );
    return [
      cleanUp(source, goal.source.dataset, withoutOrigins(source, onSource, origins)),
      cleanUp(target, goal.dataset, withoutOrigins(target, onTarget, origins)),
    ] as const;
  });
  // one host after the other: neighbours on one host go in one round trip
  return [...both.flatMap(([onSource]) => onSource), ...both.flatMap(([, onTarget]) => onTarget)];
}

function goneBy(policy: KeepRules | undefined, snapshots: readonly Snapshot[], goal: Goal): Snapshot[] {
  return policy ? expired(snapshots, policy).filter((snapshot) => snapshot.guid !== goal.newest.guid) : [];
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
      destroys: group.map(({ name, used }) => ({ host: tree.host, kind: "snapshot", name, bytes: used })),
      needs: needs(group),
      reason: `no rule of what is kept on ${tree.host} keeps ${group.length === 1 ? "it" : "them"}`,
    });
  }
  return steps;
}

/** Names in one command, so that its line stays well below what a shell takes. */
const mostAtOnce = 100;
