import { findingOf } from "../diagnosis/findingOf";
import { settled } from "../diagnosis/goOn";
import { isToldBy } from "../diagnosis/sameCause";
import type { Host } from "../hosts/host";
import { withHooks } from "../plan/hook";
import { bytesOf, type Plan } from "../plan/plan";
import { defaultTransfer } from "../plan/transferOptions";
import { asApproved, refuseOutdated } from "../replication/approved";
import { planSnapshot } from "../administration/snapshot";
import type { ReplicationRequest } from "../replication/request";
import { createContext } from "./createContext";
import { DirectWays } from "./directWays";
import { endOf } from "./endOf";
import type { LeftHalf } from "./endHalf";
import type { Emit } from "./events";
import { makePlan } from "./makePlan";
import { observe } from "./observe";
import type { OpenTransfer } from "./onSource/openTransfers";
import { ReadBack, targetStates } from "./readBack";
import type { Proofs } from "./proofs";
import type { RunEnd } from "./recordRun";
import type { RunId } from "./runDirectory";
import { runPlan } from "./runPlan";
import { isStillProven } from "./stillProven";
import { lookForWriter, refuseOtherWriter, writerOf } from "./writerGuard";

/** The plan for `request` as things stand, with the bytes of its transfers and its hooks. Changes nothing. */
export async function planFor(
  request: ReplicationRequest,
  host: (id: string) => Host,
  signal?: AbortSignal,
): Promise<Plan> {
  const plan = await makePlan(request, await observe(request, host, { signal }), host, { signal });
  return withHooks(plan, request.hooks, request.source.dataset);
}

/** Streams; a plan with more is run without an estimate of its whole size, which takes a process for each. */
const mostEstimated = 60;

/** A snapshot to be taken: what stands behind `@`, and its user properties. */
export interface NewSnapshot {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface ReplicateOptions {
  /** Transfers to this target that earlier processes have left on their source: they are followed to their end first. */
  readonly open?: readonly OpenTransfer[];
  /** Who writes, for runs of other machines that would do so, too. */
  readonly run: RunId;
  /** Hears of processes on hosts that could not be ended, so that a later attempt ends them. */
  readonly left?: LeftHalf[];
  /** What earlier attempts have found out of direct ways. */
  readonly ways?: DirectWays;
  readonly host: (id: string) => Host;
  /** Runs the hooks before, at the first call: before anything is looked at, but after an approved plan was compared. */
  readonly before?: () => Promise<void>;
  /** Take a snapshot of the source first. */
  readonly snapshot: NewSnapshot | undefined;
  /** What earlier runs have proven, so that a look need not be a whole one. Default: none. */
  readonly proofs?: Proofs;
  /** Do what this plan says and nothing else. Rejects with `plan-outdated` where that is no longer what would be done. */
  readonly approved?: Plan | undefined;
  /** An attempt before has done a part of it: what is left is what is planned now. */
  readonly begun?: boolean;
  /** Makes sure that somebody agrees to what the plan destroys or renames. Rejects with `consent-missing` when nobody does. */
  readonly agree: (plan: Plan) => Promise<void>;
}

type ContextParts = Parameters<typeof createContext>[0];

/** Observes, plans, runs and reads back: one replication from its beginning to its proof. */
export async function replicate(
  request: ReplicationRequest,
  options: ReplicateOptions,
  emit: Emit,
  signal: AbortSignal,
): Promise<RunEnd> {
  const { transfer = defaultTransfer } = request;
  const parts = {
    left: options.left ?? [],
    // where there is no other way, each attempt tries it again
    ways: (transfer.transport === "direct" ? undefined : options.ways) ?? new DirectWays(),
    host: options.host,
    transfer,
    emit,
    signal,
    writer: writerOf(options.run, request.target.dataset),
  };
  if (!options.approved) await options.before?.();
  if (options.snapshot !== undefined) {
    const failed = await takeFirst(options.snapshot, request, options, parts);
    if (failed) return failed;
  }
  const proofs = options.snapshot === undefined && !options.approved && !request.bookmark ? options.proofs : undefined;
  const proof = await proofs?.read(request);
  if (proof && (await isStillProven(request, proof, options.host, signal))) {
    const message = "nothing has changed on either side since nothing was to be done";
    emit({ type: "log", level: "info", message: `${proof.plan.title}: ${message}; no snapshot was listed` });
    emit({ type: "planned", plan: proof.plan, bytes: 0 });
    return endOf(proof.plan, { bytesSent: 0, findings: [] }, proof.targets, signal);
  }
  if (proof) await proofs?.forget(request);
  const found = await observe(request, options.host, { signal, marks: proofs !== undefined });
  refuseOtherWriter(found.target, options.run);
  const observed = options.approved ? asApproved(found, options.approved) : found;
  const plan = await makePlan(request, observed, options.host, { signal, mostEstimated });
  if (options.approved && options.begun !== true)
    refuseOutdated(options.approved, withHooks(plan, request.hooks, request.source.dataset));
  emit({ type: "planned", plan, bytes: bytesOf(plan) });
  await options.agree(plan);
  if (options.approved) await options.before?.();
  // with nothing to do, what was looked at a moment ago is what is there
  if (plan.steps.length === 0) {
    const end = endOf(plan, { bytesSent: 0, findings: [] }, targetStates(plan.goals, observed.target.datasets), signal);
    const { source, target } = observed;
    if (end.outcome === "done" && source.mark !== undefined && target.mark !== undefined)
      await proofs?.keep(request, { source: source.mark, target: target.mark, plan, targets: end.targets });
    return end;
  }
  const back = new ReadBack(request, plan, observed.source.datasets, options.host);
  const result = await runPlan(plan, createContext(parts, [observed.target]), back);
  return proven(plan, result, back, parts);
}

/** Takes the snapshot that is asked for before anything is looked at. @returns the end of a run in which that failed */
async function takeFirst(
  { name, properties }: NewSnapshot,
  request: ReplicationRequest,
  options: ReplicateOptions,
  parts: ContextParts,
): Promise<RunEnd | undefined> {
  const { host, dataset } = request.source;
  // a run that is refused leaves no snapshot behind
  await lookForWriter(options.host(request.target.host), request.target.dataset, options.run, parts.signal);
  const taken = planSnapshot({
    ...{ verb: "snapshot", host, datasets: [dataset], recursive: request.recursive, name },
    properties: Object.entries(properties).map(([property, value]) => ({ name: property, value })),
  });
  parts.emit({ type: "planned", plan: taken, bytes: 0 });
  const result = await runPlan(taken, createContext(parts));
  return result.errors.size > 0 ? endOf(taken, result, [], parts.signal) : undefined;
}

/** Ends the run with what was read back. */
function proven(
  plan: Plan,
  result: Awaited<ReturnType<typeof runPlan>>,
  { targets, failures }: ReadBack,
  { emit, signal }: ContextParts,
): RunEnd {
  const partial = (place: string): boolean | undefined => targets.find((target) => target.place === place)?.partial;
  const told = failures.length > 0 ? result.findings : result.findings.map((finding) => settled(finding, partial));
  // a pool or a host that went away under the stream fails the look at it, too: that is no second finding
  const more = failures.filter((failure) => !told.some((finding) => isToldBy(finding, failure))).map(findingOf);
  for (const finding of more) emit({ type: "finding", finding });
  return endOf(plan, { ...result, findings: [...told, ...more] }, targets, signal);
}
