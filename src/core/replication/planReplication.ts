import { formatBytes } from "../base/bytes";
import type { Plan, Goal, Warning } from "../plan/plan";
import type { CommandStep, Step, TransferStep } from "../plan/step";
import type { ResumeTokenContents } from "../zfs/commands/decodeToken";
import type { Dataset, Hold, Snapshot } from "../zfs/model";
import { datasetOf, type DatasetName, parentOf, rebase, shortNameOf, type SnapshotName } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState, DatasetTree } from "../zfs/tree";
import { isRaw, receiveArgv, resumeArgv, sendArgv } from "./argv";
import { commonBase } from "./commonBase";
import { holdTag } from "./holdTag";
import { increments, missingSnapshots } from "./increments";
import {
  type Obstacle,
  obstacleToIncrement,
  obstacleToNew,
  obstacleToResume,
  obstacleToStreams,
  reasonToStop,
} from "./obstacles";
import type { ReplicationRequest } from "./request";

/** What both sides look like, and what the tokens of partial receives on the target say. */
export interface Observed {
  readonly source: DatasetTree;
  readonly target: DatasetTree;
  /** By the target's dataset; a token that could not be read is missing. */
  readonly tokens: ReadonlyMap<DatasetName, ResumeTokenContents>;
}

/**
 * The plan that brings a target up to the snapshots of its source. Pure: equal input gives an equal plan.
 *
 * Each dataset gets steps of its own, parents first. What cannot be brought up without a decision of a person is left as
 * it is, with a warning; nothing is ever destroyed or rolled back by this plan.
 */
export function planReplication(request: ReplicationRequest, observed: Observed): Plan {
  const from = formatPlace(request.source.host, request.source.dataset);
  const to = formatPlace(request.target.host, request.target.dataset);
  const title = `${from} to ${to}`;
  const stop = reasonToStop(request, observed);
  if (stop) return { version: 1, title, steps: [], goals: [], warnings: [stop] };

  const arriving: Arriving = new Map();
  const parts = [...observed.source.datasets.values()].map((state) => planDataset(request, observed, state, arriving));
  const transfers = parts.flatMap((part) => part.transfers);
  const goals = parts.flatMap((part) => part.goals);
  return {
    version: 1,
    title,
    steps: protectedByHolds(request, observed.source, withParents(transfers), goals),
    goals,
    warnings: parts.flatMap((part) => part.warnings),
  };
}

interface Part {
  readonly transfers: TransferStep[];
  readonly goals: Goal[];
  readonly warnings: Warning[];
}

/** The datasets that this plan makes on the target: what those below them will find. */
type Arriving = Map<DatasetName, Pick<Dataset, "type" | "keystatus">>;

function planDataset(request: ReplicationRequest, observed: Observed, source: DatasetState, arriving: Arriving): Part {
  const dataset = source.dataset.name;
  const name = rebase(dataset, request.source.dataset, request.target.dataset);
  const target = observed.target.datasets.get(name);
  const place = formatPlace(request.target.host, name);
  const leave = ({ message, nextStep }: Obstacle): Part => ({
    transfers: [],
    goals: [],
    warnings: [{ object: place, message, nextStep, level: "person" }],
  });

  const wanted = wantedSnapshots(source, request.source.snapshot);
  const newest = wanted.at(-1);
  if (!newest) {
    const what =
      request.source.snapshot === undefined ? "has no snapshot" : `has no snapshot @${request.source.snapshot}`;
    return leave({
      message: `its source ${dataset} ${what}, so nothing can be sent`,
      nextStep: `take one: zfsr snapshot ${request.source.host}:${dataset}@NAME`,
    });
  }

  let resume: TransferStep | undefined;
  let base = target && commonBase(source, target);
  const partial = target?.dataset.receiveResumeToken;
  if (!target) {
    const obstacle = obstacleToNew(source.dataset, parentThere(name, request, observed, arriving), request.send);
    if (obstacle) return leave(obstacle);
    const locked = source.dataset.encryption !== "off" && isRaw(source.dataset, request.send);
    arriving.set(name, { type: source.dataset.type, keystatus: locked ? "unavailable" : "none" });
  } else if (partial !== undefined) {
    const token = observed.tokens.get(name);
    const obstacle =
      obstacleToResume(source, token, request.send, place) ??
      (token?.fromguid && obstacleToIncrement(source, target, base, request.target.host));
    const to = token && source.snapshots.find((snapshot) => snapshot.guid === token.toguid);
    if (obstacle || !token || !to)
      return leave(obstacle ?? { message: "its token tells nothing", nextStep: `give it up: zfsr abort ${place}` });
    resume = resumeStep(request, source, name, partial, token, to);
    const received = { ...to, name: `${name}@${shortNameOf(to.name)}` as SnapshotName };
    base = { source: to, target: received, newerOnTarget: [] };
  } else {
    const obstacle = obstacleToIncrement(source, target, base, request.target.host);
    if (obstacle) return leave(obstacle);
  }

  const chain = increments(base?.source, wanted, request.send.intermediates);
  if (target) {
    const missing = missingSnapshots(base?.source, wanted);
    const sent = request.send.intermediates ? missing : missing.slice(-1);
    const obstacle = obstacleToStreams(source, target, sent, request.send);
    if (obstacle) return leave(obstacle);
  }
  const transfers = resume ? [resume] : [];
  for (const increment of chain) {
    const previous = transfers.at(-1);
    const to = wanted.find((snapshot) => snapshot.name === increment.to) ?? newest;
    transfers.push({
      id: `send:${increment.to}`,
      kind: "send",
      host: request.source.host,
      dataset,
      argv: sendArgv(source.dataset, increment, request.send),
      destroys: [],
      needs: previous ? [previous.id] : [],
      reason: reasonFor(increment.from, increment.to, increment.intermediates),
      target: {
        host: request.target.host,
        dataset: name,
        argv: receiveArgv(name, source.dataset, !target && !previous, request.receive),
      },
      from: increment.from,
      to: increment.to,
      expected: { name: to.name, guid: to.guid },
      raw: isRaw(source.dataset, request.send),
      bytes: undefined,
    });
  }
  const ahead = base && base.source.createtxg > newest.createtxg ? base : undefined;
  const short = shortNameOf(ahead?.target.name ?? newest.name);
  const goal: Goal = {
    host: request.target.host,
    dataset: name,
    source: { host: request.source.host, dataset },
    newest: { name: `${dataset}@${short}` as SnapshotName, guid: ahead?.source.guid ?? newest.guid },
  };
  const note: Warning = {
    object: place,
    message: `it has @${short} already, which came after @${shortNameOf(newest.name)}`,
    nextStep: "nothing is to be done",
    level: "note",
  };
  return {
    transfers,
    goals: [goal],
    warnings: [...(ahead ? [note] : []), ...mixedChain(place, source, target, transfers)],
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

/** The parent of a dataset that is new on the target, as it is there, or as this plan will make it. */
function parentThere(
  name: DatasetName,
  request: ReplicationRequest,
  { target }: Observed,
  arriving: Arriving,
): Pick<Dataset, "type" | "keystatus"> | undefined {
  const parent = parentOf(name);
  if (name === request.target.dataset)
    return parent === undefined ? { type: "filesystem", keystatus: "none" } : target.parent;
  return parent && (target.datasets.get(parent)?.dataset ?? arriving.get(parent));
}

/** The snapshots up to the one that was asked for; all where none was. */
function wantedSnapshots(source: DatasetState, snapshot: string | undefined): readonly Snapshot[] {
  if (snapshot === undefined) return source.snapshots;
  const last = source.snapshots.findIndex((candidate) => shortNameOf(candidate.name) === snapshot);
  return source.snapshots.slice(0, last + 1);
}

function resumeStep(
  request: ReplicationRequest,
  source: DatasetState,
  target: DatasetName,
  token: string,
  contents: ResumeTokenContents,
  to: Snapshot,
): TransferStep {
  return {
    id: `resume:${to.name}`,
    kind: "resume",
    host: request.source.host,
    dataset: source.dataset.name,
    argv: resumeArgv(token),
    destroys: [],
    needs: [],
    reason: `${formatBytes(contents.received)} of it were received before and are kept`,
    target: {
      host: request.target.host,
      dataset: target,
      argv: receiveArgv(target, source.dataset, false, request.receive),
    },
    from: undefined,
    to: to.name,
    expected: { name: to.name, guid: to.guid },
    raw: contents.raw,
    bytes: contents.remaining,
  };
}

function reasonFor(from: string | undefined, to: string, intermediates: boolean): string {
  if (from === undefined) return "the target does not have it yet";
  const base = `${from.includes("#") ? "#" : "@"}${shortNameOf(from)}`;
  return `the target has ${base}${intermediates ? `; all snapshots up to @${shortNameOf(to)} go along` : ""}`;
}

/** A dataset that is new on the target waits for its parent that is new there, too. */
function withParents(transfers: readonly TransferStep[]): TransferStep[] {
  const first = new Map<string, TransferStep>();
  for (const step of transfers) if (!first.has(step.dataset)) first.set(step.dataset, step);
  return transfers.map((step) => {
    const parent = step.needs.length === 0 ? first.get(parentOf(step.dataset) ?? "") : undefined;
    return parent?.from === undefined && parent?.kind === "send" ? { ...step, needs: [parent.id] } : step;
  });
}

/**
 * Holds the newest snapshots on the source before anything is sent, and releases the holds of this job on older ones
 * once their successors have arrived: whatever happens between, the next run finds its base.
 */
function protectedByHolds(
  request: ReplicationRequest,
  source: DatasetTree,
  transfers: readonly TransferStep[],
  goals: readonly Goal[],
): Step[] {
  // nothing can be held in a pool that is imported read-only; a send needs no hold (OpenZFS test zfs_send_005)
  if (!request.hold || source.pool?.readonly === true) return [...transfers];
  const tag = holdTag(request.job);
  const ours = source.holds.filter((hold) => hold.tag === tag);
  const held = new Set(ours.map((hold) => hold.snapshot));
  const there = new Set(
    [...source.datasets.values()].flatMap((state) => state.snapshots.map((snapshot) => snapshot.name)),
  );
  const missing = goals.filter((goal) => there.has(goal.newest.name) && !held.has(goal.newest.name));
  const common = { host: request.source.host, destroys: [] };
  const holder = new Map<DatasetName, string>();
  const hold: CommandStep[] = [];
  for (let start = 0; start < missing.length; start += mostHeldAtOnce) {
    const group = missing.slice(start, start + mostHeldAtOnce);
    const id = start === 0 ? "hold" : `hold:${start / mostHeldAtOnce + 1}`;
    for (const goal of group) holder.set(goal.source.dataset, id);
    hold.push({
      ...common,
      id,
      kind: "hold",
      dataset: request.source.dataset,
      argv: ["zfs", "hold", tag, ...group.map((goal) => goal.newest.name)],
      needs: [],
      reason: "the next increment starts from them, so they must stay until it has arrived",
    });
  }
  const oursOf = new Map<DatasetName, Hold[]>();
  for (const hold of ours) {
    const dataset = datasetOf(hold.snapshot);
    oursOf.set(dataset, [...(oursOf.get(dataset) ?? []), hold]);
  }
  const lastOf = new Map(transfers.map((step) => [step.dataset, step]));
  const releases = goals.flatMap((goal): CommandStep[] => {
    const stale = (oursOf.get(goal.source.dataset) ?? []).filter((entry) => entry.snapshot !== goal.newest.name);
    if (stale.length === 0) return [];
    const last = lastOf.get(goal.source.dataset);
    return [
      {
        ...common,
        id: `release:${goal.source.dataset}`,
        kind: "release",
        dataset: goal.source.dataset,
        argv: ["zfs", "release", tag, ...stale.map((entry) => entry.snapshot)],
        needs: last ? [last.id] : [],
        reason: `@${shortNameOf(goal.newest.name)} has taken their place`,
      },
    ];
  });
  const protectedTransfers = transfers.map((step) => {
    const id = holder.get(step.dataset);
    return id === undefined ? step : { ...step, needs: [id, ...step.needs] };
  });
  return [...hold, ...protectedTransfers, ...releases];
}

/** Names in one command: a shell takes 128 KiB as one script, and a name may have 255 bytes. */
const mostHeldAtOnce = 200;
