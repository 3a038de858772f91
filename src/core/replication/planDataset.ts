import { zfsrCommand } from "../base/zfsrCommand";
import type { Goal, Warning } from "../plan/plan";
import type { TransferStep } from "../plan/step";
import type { Snapshot } from "../zfs/model";
import { type DatasetName, shortNameOf, type SnapshotName } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState } from "../zfs/tree";
import { originOf } from "./clones";
import type { CommonBase } from "./commonBase";
import { groundOf } from "./ground";
import { increments, missingSnapshots } from "./increments";
import { type Obstacle, obstacleToStreams } from "./obstacles";
import { targetName } from "./observed";
import { left, type Part, type Planning } from "./planning";
import { sendStep } from "./transferSteps";
import { wantedSnapshots } from "./wantedSnapshots";

/** Plans one dataset: from what both sides have to the source's newest snapshot, or to a warning that says why not. */
export function planDataset(planning: Planning, source: DatasetState): Part {
  const { request } = planning;
  const dataset = source.dataset.name;
  const name = targetName(request, dataset);
  const place = formatPlace(request.target.host, name);
  const wanted = wantedSnapshots(source, request);
  const newest = wanted.at(-1);
  if (!newest) return left(place, nothingToSend(planning, source));

  const ground = groundOf(planning, source, name);
  if ("message" in ground) return left(place, ground);
  const { target, base, resume } = ground;

  const origin = target ? undefined : originOf(planning, source);
  const chain = increments(base?.source ?? origin?.source, wanted, {
    intermediates: request.send.intermediates,
    all: source.snapshots,
  });
  if (target) {
    const missing = missingSnapshots(base?.source, wanted);
    const sent = request.send.intermediates ? missing : missing.slice(-1);
    const obstacle = obstacleToStreams(source, target, sent, request.send);
    if (obstacle) return left(place, obstacle);
  }
  const transfers: TransferStep[] = resume ? [resume] : [];
  const waits = [ground.before.at(-1)?.id, ground.waits, origin?.step].filter((id) => id !== undefined);
  for (const increment of chain) {
    const previous = transfers.at(-1);
    transfers.push(
      sendStep(planning, source, increment, {
        target: name,
        to: wanted.find((snapshot) => snapshot.name === increment.to) ?? newest,
        isNew: !target && !previous,
        origin: previous ? undefined : origin?.target,
        needs: previous ? [previous.id] : waits,
      }),
    );
  }
  note(planning, source, name, { base, target, transfers });
  const ahead = base && base.source.createtxg > newest.createtxg ? base : undefined;
  const short = shortNameOf(ahead?.target.name ?? newest.name);
  const goal: Goal = {
    host: request.target.host,
    dataset: name,
    source: { host: request.source.host, dataset },
    newest: { name: `${dataset}@${short}` as SnapshotName, guid: ahead?.source.guid ?? newest.guid },
  };
  const warnings = [
    ...(ahead ? [aheadOf(place, short, newest)] : []),
    ...mixedChain(place, source, target, transfers),
    ...(origin === undefined && !target && source.dataset.origin !== undefined ? [inFull(place, source)] : []),
  ];
  return { before: ground.before, transfers, goals: [goal], warnings };
}

/** Remembers where the snapshots of this dataset will be, for the clones of them and for what lies below. */
function note(
  { cloned, delivered, arriving }: Planning,
  source: DatasetState,
  name: DatasetName,
  plan: {
    readonly base: CommonBase | undefined;
    readonly target: DatasetState | undefined;
    readonly transfers: readonly TransferStep[];
  },
): void {
  const first = plan.transfers[0];
  const made = arriving.get(name);
  if (made && first) arriving.set(name, { ...made, step: first.id });
  // where a first stream is gone on with that cannot be resumed again, all may go when it breaks
  else if (first && plan.target?.snapshots.length === 0) {
    const { type, keystatus } = plan.target.dataset;
    arriving.set(name, { type, keystatus, step: first.id });
  }
  if (!cloned.has(source.dataset.name)) return;
  const there = new Map(plan.target?.snapshots.map((snapshot) => [snapshot.guid, snapshot.name]));
  let next = 0;
  for (const snapshot of source.snapshots) {
    const existing = there.get(snapshot.guid);
    if (existing !== undefined) {
      delivered.set(snapshot.guid, { name: existing, step: undefined });
      continue;
    }
    const step = plan.transfers[next];
    if (!step || (plan.base && snapshot.createtxg < plan.base.source.createtxg)) continue;
    const reaches = snapshot.guid === step.expected.guid;
    if (reaches || step.argv.includes("-I"))
      delivered.set(snapshot.guid, { name: `${name}@${shortNameOf(snapshot.name)}` as SnapshotName, step: step.id });
    if (reaches) next += 1;
  }
}

function nothingToSend({ request }: Planning, { dataset, snapshots }: DatasetState): Obstacle {
  const { snapshot } = request.source;
  const { snapshots: globs } = request.select;
  const what =
    snapshot !== undefined
      ? `has no snapshot @${snapshot}`
      : globs.length > 0 && snapshots.length > 0
        ? `has no snapshot that ${globs.join(" or ")} matches`
        : "has no snapshot";
  return {
    id: "no-snapshot",
    message: `its source ${dataset.name} ${what}, so nothing can be sent`,
    nextStep: `take one: ${zfsrCommand("snapshot", formatPlace(request.source.host, `${dataset.name}@NAME`))}`,
  };
}

function aheadOf(place: string, short: string, newest: Snapshot): Warning {
  return {
    object: place,
    message: `it has @${short} already, which came after @${shortNameOf(newest.name)}`,
    nextStep: "nothing is to be done",
    level: "note",
  };
}

function inFull(place: string, { dataset }: DatasetState): Warning {
  return {
    id: "clone-in-full",
    object: place,
    message: `its source is a clone of ${dataset.origin ?? ""}, which is not on the target: it is sent in full and takes its whole size there`,
    nextStep: "replicate the origin along with it to keep it a clone",
    level: "note",
  };
}

/** A stream that is not raw onto an encrypted target may end its raw chain: what that means is said. */
function mixedChain(
  place: string,
  source: DatasetState,
  target: DatasetState | undefined,
  transfers: readonly TransferStep[],
): Warning[] {
  const plain = transfers.some((step) => step.kind === "send" && !step.raw);
  if (!plain || !target || source.dataset.encryption === "off" || target.dataset.encryption === "off") return [];
  return [
    {
      object: place,
      message:
        "the stream is not raw, and the target is encrypted: if it was received raw before, no raw stream will fit it afterwards",
      nextStep: "keep to the kind of stream that it was made with: leave --no-raw out for one that was received raw",
      level: "note",
    },
  ];
}
