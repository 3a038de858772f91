import { groupBy } from "../base/groupBy";
import { zfsrCommand } from "../base/zfsrCommand";
import type { Goal, Warning } from "../plan/plan";
import type { Step } from "../plan/step";
import type { Bookmark, Snapshot } from "../zfs/model";
import { datasetOf, type DatasetName, isWithin, shortNameOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState } from "../zfs/tree";
import { commonBase } from "./commonBase";
import { bookmarkPrefix, holdTag } from "./holdTag";
import { missingSnapshots } from "./increments";
import type { Observed } from "./observed";
import type { ReplicationRequest } from "./request";
import { expired } from "./retention";
import { snapshotMatcher } from "./select";
import { wantedSnapshots } from "./wantedSnapshots";

/** What was sent to a target, or was to be, and is not there, though something newer is: no later stream brings it. */
export interface Lacking {
  readonly goal: Goal;
  /** Of the source. They stay there. */
  readonly snapshots: readonly Snapshot[];
  /** The oldest hold and bookmark of this job, by the name of what is held or of the bookmark. As long as they are there, later runs know. */
  readonly marks: ReadonlySet<string>;
}

/**
 * By dataset of the source, what its target lacks. The oldest mark of this job says up to where a run has found all there:
 * a run that missed something afterwards has let go of no mark. Marks of a kind that the request does not make any more say
 * nothing: no run lets go of them. What the target's own rules would not keep is not missed.
 * @param steps of the transfers, with what comes before them
 */
export function lackingOnTargets(
  request: ReplicationRequest,
  { source, target, at }: Observed,
  steps: readonly Step[],
  goals: readonly Goal[],
): ReadonlyMap<DatasetName, Lacking> {
  const lacking = new Map<DatasetName, Lacking>();
  // in a pool that is imported read-only, nothing goes, and no mark can be let go of either
  if (!request.send.intermediates || source.pool?.readonly === true) return lacking;
  const tag = holdTag(request.job);
  const heldOf = groupBy(
    source.holds.filter((hold) => hold.tag === tag),
    ({ snapshot }) => datasetOf(snapshot),
  );
  const prefix = bookmarkPrefix(request.job);
  const renamed = steps.flatMap((step) => (step.kind === "rename" ? [step.dataset] : []));
  for (const goal of goals) {
    const here = source.datasets.get(goal.source.dataset);
    const there = target.datasets.get(goal.dataset);
    const base = here && there && commonBase(here, there)?.source;
    if (!base || renamed.some((above) => isWithin(goal.dataset, above))) continue;
    // mostly there is none but that of the base
    const held = new Set<string>(request.hold ? heldOf.get(goal.source.dataset)?.map(({ snapshot }) => snapshot) : []);
    held.delete(base.name);
    const marks = [
      held.size === 0 ? undefined : here.snapshots.find(({ name }) => held.has(name)),
      request.bookmark
        ? here.bookmarks.find(({ name, guid }) => guid !== base.guid && shortNameOf(name).startsWith(prefix))
        : undefined,
    ].filter((mark) => mark !== undefined);
    const first = oldest(marks);
    if (!first || first.createtxg >= base.createtxg) continue;
    const guids = new Set(there.snapshots.map(({ guid }) => guid));
    const sent = missingSnapshots(first, wantedSnapshots(here, request));
    const missed = sent.filter(({ guid, createtxg }) => createtxg < base.createtxg && !guids.has(guid));
    if (missed.length === 0) continue;
    const unkept = unkeptOf(request, here, there, new Set(sent), at);
    const snapshots = missed.filter((snapshot) => !unkept.has(snapshot));
    if (snapshots.length > 0)
      lacking.set(goal.source.dataset, { goal, snapshots, marks: new Set(marks.map(({ name }) => name)) });
  }
  return lacking;
}

/** What the target's own rules would not keep of what is sent, as if it had all of that: what the source has no more is older. */
function unkeptOf(
  { keep }: ReplicationRequest,
  here: DatasetState,
  there: DatasetState,
  sent: ReadonlySet<Snapshot>,
  at: Observed["at"],
): ReadonlySet<Snapshot> {
  if (!keep.target) return new Set();
  const matches = snapshotMatcher(keep.match);
  const known = new Set(here.snapshots.map(({ guid }) => guid));
  const arrived = new Set(there.snapshots.map(({ guid }) => guid));
  const all = [
    ...there.snapshots.filter(({ guid }) => !known.has(guid)),
    ...here.snapshots.filter((snapshot) => arrived.has(snapshot.guid) || sent.has(snapshot)),
  ];
  return new Set(
    expired(
      all.filter(({ name }) => matches(shortNameOf(name))),
      keep.target,
      at,
    ),
  );
}

function oldest(marks: readonly (Snapshot | Bookmark)[]): Snapshot | Bookmark | undefined {
  return marks.reduce<Snapshot | Bookmark | undefined>(
    (first, mark) => (first && first.createtxg <= mark.createtxg ? first : mark),
    undefined,
  );
}

/** What a person reads of it: what is kept on the source for it, and what lets go of that. */
export function lackingWarning({ job }: Pick<ReplicationRequest, "job">, { goal, snapshots, marks }: Lacking): Warning {
  const { host, dataset } = goal.source;
  const names = snapshots.slice(0, 5).map(({ name }) => `@${shortNameOf(name)}`);
  const one = snapshots.length === 1;
  const undo = [...marks].map((name) =>
    name.includes("#")
      ? zfsrCommand("destroy", formatPlace(host, name))
      : zfsrCommand("release", holdTag(job), formatPlace(host, name)),
  );
  return {
    id: "lacking",
    object: formatPlace(goal.host, goal.dataset),
    message: `it lacks ${one ? "a snapshot" : `${snapshots.length} snapshots`} (${names.join(", ")}${snapshots.length > 5 ? ", …" : ""}) older than its newest, which no stream brings any more; ${one ? "it stays" : "they stay"} on ${formatPlace(host, dataset)}`,
    nextStep: `see what destroys snapshots on ${goal.host}: what it destroys from now on stays on the source, too, until this is settled; where ${one ? "this one is" : "these are"} not wanted there, let go of ${one ? "it" : "them"}: ${undo.join(" && ")}`,
    level: "person",
  };
}
