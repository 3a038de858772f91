import { zfsrCommand } from "../base/zfsrCommand";
import type { Goal, Warning } from "../plan/plan";
import type { CommandStep, TransferStep } from "../plan/step";
import type { Snapshot } from "../zfs/model";
import { type DatasetName, isWithin, parentOf, shortNameOf, type SnapshotName } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState } from "../zfs/tree";
import { isRaw } from "./argv";
import { originOf, originSnapshot } from "./clones";
import { type CommonBase, commonBase } from "./commonBase";
import { renameStep, rollbackSteps } from "./diverged";
import { increments, missingSnapshots } from "./increments";
import { type Obstacle, obstacleToIncrement, obstacleToNew, obstacleToResume, obstacleToStreams } from "./obstacles";
import { targetName } from "./observed";
import { parentThere, placeholdersAbove } from "./placeholders";
import { left, type Part, type Planning } from "./planning";
import { obstacleOfRename } from "./renamedSnapshot";
import { resumeStep, sendStep } from "./transferSteps";
import { wantedSnapshots } from "./wantedSnapshots";

/** What a dataset of the target is for the plan: what there is to go on from, and what must be done before. */
interface Ground {
  /** Undefined where it is received anew. */
  readonly target: DatasetState | undefined;
  readonly base: CommonBase | undefined;
  readonly before: readonly CommandStep[];
  /** The step that makes the dataset above it, where this plan does. */
  readonly waits?: string | undefined;
  readonly resume: TransferStep | undefined;
}

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

/** What is there, and what becomes of it when it has gone its own way. */
function groundOf(planning: Planning, source: DatasetState, name: DatasetName): Ground | Obstacle {
  const { request, observed } = planning;
  const moved = [...planning.renamed].find(([above]) => isWithin(name, above));
  const target = moved ? undefined : observed.target.datasets.get(name);
  if (!target) return newGround(planning, source, name, []);
  const base = commonBase(source, target);
  const token = target.dataset.receiveResumeToken;
  if (token !== undefined) return resumedGround(planning, source, target, base, token);
  const obstacle = obstacleToIncrement(source, target, base, request.target.host);
  if (!obstacle) return { target, base, before: [], resume: undefined };
  if (request.onDiverged === "stop") return obstacle;
  if (request.onDiverged === "rename") {
    const step = renameStep(target, observed.target);
    if ("message" in step) return step;
    planning.renamed.set(name, step.id);
    return newGround(planning, source, name, [step]);
  }
  const steps = rollbackSteps(target, observed.target, base);
  if ("message" in steps) return steps;
  const rolledBack: DatasetState = {
    ...target,
    dataset: { ...target.dataset, written: 0 },
    snapshots: target.snapshots.filter((snapshot) => !base?.newerOnTarget.includes(snapshot)),
  };
  return { target: rolledBack, base: base && { ...base, newerOnTarget: [] }, before: steps, resume: undefined };
}

function newGround(
  planning: Planning,
  source: DatasetState,
  name: DatasetName,
  before: readonly CommandStep[],
): Ground | Obstacle {
  const { request, arriving } = planning;
  const above = placeholdersAbove(planning, name);
  const parent =
    above.length > 0 ? { type: "filesystem" as const, keystatus: "none" as const } : parentThere(planning, name);
  const obstacle = obstacleToNew(source.dataset, parent, request.send) ?? renamedAway(planning, source, name);
  if (obstacle) return obstacle;
  for (const step of above) arriving.set(step.dataset, { type: "filesystem", keystatus: "none", step: step.id });
  const waits = arriving.get(parentOf(name) ?? name)?.step;
  const locked = source.dataset.encryption !== "off" && isRaw(source.dataset, request.send);
  arriving.set(name, { type: source.dataset.type, keystatus: locked ? "unavailable" : "none", step: undefined });
  return { target: undefined, base: undefined, before: [...before, ...above], waits, resume: undefined };
}

/** A dataset that the target knows by another name is not sent a second time. */
function renamedAway(
  { request, formerName, renamed }: Planning,
  source: DatasetState,
  name: DatasetName,
): Obstacle | undefined {
  const former = formerName(source);
  // what this plan puts aside is to be received anew, with all below it
  if (former === undefined || [...renamed.keys()].some((above) => isWithin(former, above))) return undefined;
  return {
    id: "renamed",
    message: `it is there as ${former}: its source was renamed, and sending it again would make a second copy`,
    nextStep: `rename it there, too, then run again: ${zfsrCommand("rename", formatPlace(request.target.host, former), name)}`,
  };
}

function resumedGround(
  { request, observed }: Planning,
  source: DatasetState,
  target: DatasetState,
  base: CommonBase | undefined,
  word: string,
): Ground | Obstacle {
  const { name } = target.dataset;
  const place = formatPlace(request.target.host, name);
  const token = observed.tokens.get(name);
  const origin = target.snapshots.length === 0 ? originSnapshot(observed, source) : undefined;
  const obstacle =
    obstacleOfRename(request.source.host, source, token, place) ??
    obstacleToResume(source, token, { options: request.send, place, origin }) ??
    (token?.fromguid && token.fromguid !== origin?.guid
      ? obstacleToIncrement(source, target, base, request.target.host)
      : undefined);
  const to = token && source.snapshots.find((snapshot) => snapshot.guid === token.toguid);
  if (obstacle || !token || !to)
    return obstacle ?? { message: "its token tells nothing", nextStep: `give it up: ${zfsrCommand("abort", place)}` };
  const { kind, guid, createtxg, creation, used, referenced, userrefs } = to;
  const received: Snapshot = {
    ...{ kind, guid, createtxg, creation, used, referenced, userrefs },
    name: `${name}@${shortNameOf(to.name)}` as SnapshotName,
  };
  return {
    target,
    base: { source: to, target: received, newerOnTarget: [] },
    before: [],
    resume: resumeStep(request, source, { target: name, token: word, contents: token, to }),
  };
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
