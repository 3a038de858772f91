import { findingOf } from "../diagnosis/findingOf";
import { settled } from "../diagnosis/goOn";
import { isToldBy } from "../diagnosis/sameCause";
import type { Host } from "../hosts/host";
import { withHooks } from "../plan/hook";
import { bytesOf, type Plan } from "../plan/plan";
import { defaultTransfer } from "../plan/transferOptions";
import { comparePlans } from "../plan/comparePlans";
import { type Agreed, limited, notAgreed, resting, withinAgreed } from "../replication/agreement";
import { asApproved, refuseOutdated } from "../replication/approved";
import { asBefore, type Earlier } from "../replication/earlier";
import type { Observed } from "../replication/observed";
import { planSnapshot } from "../administration/snapshot";
import { keptForAnother } from "../replication/neededByOthers";
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
  /** Plans that were approved together with it, and have run before it. */
  readonly earlier?: Earlier | undefined;
  /** An attempt before has done a part of it: what is left is what is planned now. */
  readonly begun?: boolean;
  /** What an attempt before was agreed to: a later one takes nothing away beyond that, and nobody is asked again. */
  readonly agreement?: { plan?: Plan };
  /**
   * Makes sure that somebody agrees to what the plan destroys or renames. Rejects with `consent-missing` when nobody does.
   * Tells whether a person was asked: meanwhile, anything may have come.
   */
  readonly agree: (plan: Plan) => Promise<boolean>;
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
  const agreed = agreedTo(request, options);
  const first = await look(request, { ...options, agreed, mark: proofs !== undefined }, signal);
  emit({ type: "planned", plan: first.plan, bytes: bytesOf(first.plan) });
  const asked = agreed === undefined && (await options.agree(first.plan));
  if (options.agreement && !options.agreement.plan) options.agreement.plan = first.plan;
  if (options.approved) await options.before?.();
  const { plan, observed } = mayHaveChanged(request, options, first.plan, asked)
    ? await lookAgain(request, { ...options, agreed, mark: false }, first.plan, emit, signal)
    : first;
  // with nothing to do, what was looked at a moment ago is what is there
  if (plan.steps.length === 0) {
    const end = endOf(plan, { bytesSent: 0, findings: [] }, targetStates(plan.goals, observed.target.datasets), signal);
    const { source, target } = observed;
    // less than it might have done is no proof that nothing is to be done; nor is what waits for others, who may get on
    const waits = agreed !== undefined || plan.warnings.some(({ id }) => id === keptForAnother);
    if (end.outcome === "done" && !waits && source.mark !== undefined && target.mark !== undefined)
      await proofs?.keep(request, { source: source.mark, target: target.mark, plan, targets: end.targets });
    return end;
  }
  const back = new ReadBack(request, plan, observed.source.datasets, options.host, signal);
  const result = await runPlan(plan, createContext(parts, [observed.target]), back);
  return proven(plan, result, back, parts);
}

/** What is there, and the plan for it. */
interface Look {
  readonly plan: Plan;
  readonly observed: Observed;
}

type LookOptions = Pick<ReplicateOptions, "run" | "host" | "approved" | "earlier"> & {
  /** What an attempt before was agreed to. */
  readonly agreed: Agreed | undefined;
  readonly mark: boolean;
};

/**
 * Looks at both sides and plans: what was approved, or after an attempt before no more than was agreed to then.
 * @param known a plan that is there already: what came on the source since is for the next run
 */
async function look(
  request: ReplicationRequest,
  options: LookOptions,
  signal: AbortSignal,
  known = options.approved,
): Promise<Look> {
  const { host, approved, earlier, agreed, mark } = options;
  const found = await observe(request, host, { signal, marks: mark });
  refuseOtherWriter(found.target, options.run);
  const observed = known ? asApproved(found, known) : found;
  const plan = await makePlan(request, observed, host, { signal, mostEstimated });
  if (agreed) return { plan: limited(plan, agreed), observed };
  if (!approved) return { plan, observed };
  const unchanged = earlier && (await makePlan(request, asBefore(observed, earlier), host, { signal, mostEstimated }));
  refuseOutdated(approved, withHooks(unchanged ?? plan, request.hooks, request.source.dataset));
  return { plan: earlier ? limited(plan, { plan: approved, granted: { consent: [] } }) : plan, observed };
}

/** What an attempt before was agreed to; undefined at the first. */
function agreedTo(
  { consent }: ReplicationRequest,
  { approved, begun, agreement }: Pick<ReplicateOptions, "approved" | "begun" | "agreement">,
): Agreed | undefined {
  // with an approved plan, that alone counts
  if (approved) return begun === true ? { plan: approved, granted: { consent: [] } } : undefined;
  return agreement?.plan && { plan: agreement.plan, granted: { consent } };
}

/**
 * Tells whether it is to be looked at again what goes, since there was time for more to come: a person was asked, or hooks
 * ran. A rollback takes what was written since, which no command names, so that one is always looked at again.
 */
function mayHaveChanged(
  { consent, hooks }: ReplicationRequest,
  { approved }: Pick<ReplicateOptions, "approved">,
  plan: Plan,
  asked: boolean,
): boolean {
  const takes = resting(plan, { consent: approved ? [] : consent });
  const waited = asked || (approved !== undefined && (hooks?.before.length ?? 0) > 0);
  return takes.length > 0 && (waited || takes.some(({ kind }) => kind === "rollback"));
}

/**
 * Plans again what was agreed to a moment ago. What a clean-up would take beyond that is left, and told.
 * @throws ZfsrError consent-missing where anything else would take more by now
 */
async function lookAgain(
  request: ReplicationRequest,
  options: LookOptions,
  known: Plan,
  emit: Emit,
  signal: AbortSignal,
): Promise<Look> {
  const { plan, observed } = await look(request, options, signal, options.approved ?? known);
  const granted = { consent: options.approved ? [] : request.consent };
  const again = { plan: options.agreed ? plan : withinAgreed(plan, { plan: known, granted }), observed };
  const told = again.plan.warnings.some(({ id }) => id === notAgreed);
  if (told || comparePlans(known, again.plan).length > 0)
    emit({ type: "planned", plan: again.plan, bytes: bytesOf(again.plan) });
  return again;
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
