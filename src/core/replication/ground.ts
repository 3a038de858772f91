import { zfsrCommand } from "../base/zfsrCommand";
import type { CommandStep, TransferStep } from "../plan/step";
import type { Snapshot } from "../zfs/model";
import { type DatasetName, isWithin, parentOf, shortNameOf, type SnapshotName } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState } from "../zfs/tree";
import { isRaw } from "./argv";
import { originSnapshot } from "./clones";
import { type CommonBase, commonBase } from "./commonBase";
import { renameStep, rollbackSteps } from "./diverged";
import { type Obstacle, obstacleToIncrement, obstacleToNew, obstacleToResume } from "./obstacles";
import { parentThere, placeholdersAbove } from "./placeholders";
import type { Planning } from "./planning";
import { obstacleOfRename } from "./renamedSnapshot";
import { resumeStep } from "./transferSteps";

/** What a dataset of the target is for the plan: what there is to go on from, and what must be done before. */
export interface Ground {
  /** Undefined where it is received anew. */
  readonly target: DatasetState | undefined;
  readonly base: CommonBase | undefined;
  readonly before: readonly CommandStep[];
  /** The step that makes the dataset above it, where this plan does. */
  readonly waits?: string | undefined;
  readonly resume: TransferStep | undefined;
}

/**
 * What is there, and what becomes of it when it has gone its own way; or why nothing can be received there. Notes in
 * `planning` what it renames and makes.
 */
export function groundOf(planning: Planning, source: DatasetState, name: DatasetName): Ground | Obstacle {
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
