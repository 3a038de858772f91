import { formatBytes } from "../base/bytes";
import type { Plan, Goal, Warning } from "../plan/plan";
import type { CommandStep, Step, TransferStep } from "../plan/step";
import type { ResumeTokenContents } from "../zfs/commands/decodeToken";
import type { Snapshot } from "../zfs/model";
import { datasetOf, type DatasetName, parentOf, rebase, shortNameOf, type SnapshotName } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState, DatasetTree } from "../zfs/tree";
import { isRaw, receiveArgv, resumeArgv, sendArgv } from "./argv";
import { commonBase } from "./commonBase";
import { increments } from "./increments";
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

  const parts = [...observed.source.datasets.values()].map((state) => planDataset(request, observed, state));
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

/** What keeps the whole request from being planned. */
function reasonToStop(request: ReplicationRequest, { source, target }: Observed): Warning | undefined {
  const person = (object: string, message: string, nextStep: string): Warning => ({
    object,
    message,
    nextStep,
    level: "person",
  });
  const from = formatPlace(request.source.host, request.source.dataset);
  const to = formatPlace(request.target.host, request.target.dataset);
  if (source.datasets.size === 0)
    return person(from, "it does not exist", `list what is there: zfsr ls ${request.source.host}:`);
  if (!target.pool) return person(to, "its pool is not imported there", "import the pool, or correct the name");
  if (target.datasets.size === 0 && parentOf(request.target.dataset) !== undefined && !target.parent) {
    const parent = parentOf(request.target.dataset) ?? "";
    return person(to, `its parent ${parent} does not exist`, `create it: zfs create -o canmount=off ${parent}`);
  }
  return undefined;
}

interface Part {
  readonly transfers: TransferStep[];
  readonly goals: Goal[];
  readonly warnings: Warning[];
}

function planDataset(request: ReplicationRequest, observed: Observed, source: DatasetState): Part {
  const dataset = source.dataset.name;
  const name = rebase(dataset, request.source.dataset, request.target.dataset);
  const target = observed.target.datasets.get(name);
  const place = formatPlace(request.target.host, name);
  const leave = (message: string, nextStep: string, level: Warning["level"] = "person"): Part => ({
    transfers: [],
    goals: [],
    warnings: [{ object: place, message, nextStep, level }],
  });

  const wanted = wantedSnapshots(source, request.source.snapshot);
  const newest = wanted.at(-1);
  if (!newest) {
    const what =
      request.source.snapshot === undefined ? "has no snapshot" : `has no snapshot @${request.source.snapshot}`;
    return leave(
      `its source ${dataset} ${what}, so nothing can be sent`,
      `take one: zfsr snapshot ${request.source.host}:${dataset}@NAME`,
    );
  }
  const goals: Goal[] = [
    {
      host: request.target.host,
      dataset: name,
      source: { host: request.source.host, dataset },
      newest: { name: newest.name, guid: newest.guid },
    },
  ];

  let resume: TransferStep | undefined;
  let base = target && commonBase(source, target);
  let isNew = target === undefined;
  const partial = target?.dataset.receiveResumeToken;
  if (target && partial !== undefined) {
    const token = observed.tokens.get(name);
    const arriving = token && source.snapshots.find((snapshot) => snapshot.guid === token.toguid);
    if (!token || !arriving) {
      const what = token
        ? `${shortNameOf(token.toname)}, which is gone from the source`
        : "a snapshot that its token does not tell";
      return leave(
        `a partial receive is saved there${token ? ` (${formatBytes(token.received)})` : ""}, of ${what}`,
        `give it up: zfsr abort ${place}`,
      );
    }
    resume = resumeStep(request, source, name, partial, token, arriving);
    base = {
      source: arriving,
      target: { ...arriving, name: `${name}@${shortNameOf(arriving.name)}` as SnapshotName },
      newerOnTarget: [],
    };
    isNew = false;
  } else if (target) {
    const fault = whyNotIncremental(source, target, base, request.target.host);
    if (fault) return leave(fault.message, fault.nextStep);
  }

  const chain = increments(base?.source, wanted, request.send.intermediates);
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
        argv: receiveArgv(name, source.dataset, isNew && !previous, request.receive),
      },
      from: increment.from,
      to: increment.to,
      expected: { name: to.name, guid: to.guid },
      raw: isRaw(source.dataset, request.send),
      bytes: undefined,
    });
  }
  return { transfers, goals, warnings: [] };
}

/** The snapshots up to the one that was asked for; all where none was. */
function wantedSnapshots(source: DatasetState, snapshot: string | undefined): readonly Snapshot[] {
  if (snapshot === undefined) return source.snapshots;
  const last = source.snapshots.findIndex((candidate) => shortNameOf(candidate.name) === snapshot);
  return source.snapshots.slice(0, last + 1);
}

function whyNotIncremental(
  source: DatasetState,
  target: DatasetState,
  base: ReturnType<typeof commonBase>,
  host: string,
): { readonly message: string; readonly nextStep: string } | undefined {
  const place = formatPlace(host, target.dataset.name);
  if (!base) {
    return target.snapshots.length === 0
      ? {
          message: "it exists already and has no snapshot to go on from",
          nextStep: "receive under another name, or rename what is there",
        }
      : {
          message: `it exists already and shares no snapshot with ${source.dataset.name}`,
          nextStep: "receive under another name, or look at what is there: zfsr ls " + place,
        };
  }
  if (base.newerOnTarget.length > 0) {
    const names = base.newerOnTarget.map((snapshot) => `@${shortNameOf(snapshot.name)}`);
    return {
      message:
        `it has ${names.length} snapshot${names.length === 1 ? "" : "s"} that the source does not have (${names.slice(0, 3).join(", ")}` +
        `${names.length > 3 ? ", …" : ""}), newer than the common @${shortNameOf(base.target.name)}`,
      nextStep: `see what would be lost, then roll it back: zfsr rollback ${formatPlace(host, base.target.name)}`,
    };
  }
  if (target.dataset.written > 0) {
    return {
      message: `${formatBytes(target.dataset.written)} were written to it after @${shortNameOf(base.target.name)}`,
      nextStep: `look at them with 'zfs diff ${base.target.name}', then roll it back: zfsr rollback ${formatPlace(host, base.target.name)}`,
    };
  }
  return undefined;
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
  if (!request.hold) return [...transfers];
  const tag = `zfsr:${request.job}`;
  const ours = source.holds.filter((hold) => hold.tag === tag);
  const held = new Set(ours.map((hold) => hold.snapshot));
  const newest = goals.map((goal) => goal.newest.name);
  const missing = newest.filter((name) => !held.has(name));
  const common = { host: request.source.host, destroys: [] };
  const hold: CommandStep[] =
    missing.length === 0
      ? []
      : [
          {
            ...common,
            id: "hold",
            kind: "hold",
            dataset: request.source.dataset,
            argv: ["zfs", "hold", tag, ...missing],
            needs: [],
            reason: "the next increment starts from them, so they must stay until it has arrived",
          },
        ];
  const releases = goals.flatMap((goal): CommandStep[] => {
    const stale = ours.filter(
      (entry) => datasetOf(entry.snapshot) === goal.source.dataset && entry.snapshot !== goal.newest.name,
    );
    if (stale.length === 0) return [];
    const last = transfers.filter((step) => step.dataset === goal.source.dataset).at(-1);
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
  const needs = hold.map((step) => step.id);
  return [...hold, ...transfers.map((step) => ({ ...step, needs: [...needs, ...step.needs] })), ...releases];
}
