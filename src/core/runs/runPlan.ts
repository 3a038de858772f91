import { ZfsrError } from "../base/errors";
import { findingOf } from "../diagnosis/findingOf";
import type { Finding } from "../diagnosis/finding";
import type { Plan } from "../plan/plan";
import { type CommandStep, isTransfer, type KeyQuestion, type Step, type TransferStep } from "../plan/step";
import { type Arrival, hasArrived, mayLetGo, phasesOf } from "../replication/arrival";
import { streamsInto } from "../plan/streamsInto";
import { formatPlace } from "../zfs/place";
import type { RunContext } from "./context";
import { halfTakenBack } from "./halfTakenBack";
import { Lanes, lanesFor } from "./lanes";
import { notArrived } from "./notArrived";
import type { ReadBack } from "./readBack";
import { runCommands } from "./runCommands";
import { runKeyed } from "./runKeyed";
import { batchOf, runTransfers } from "./runTransfers";

/** How the steps of a plan went. */
export interface PlanResult {
  readonly bytesSent: number;
  readonly findings: readonly Finding[];
  /** The first failure of each step that failed, by the step's id. */
  readonly errors: ReadonlyMap<string, ZfsrError>;
}

/**
 * Runs the steps of a plan in order. A step that fails takes those that need it with it and no others.
 * What neighbouring steps share is shared: commands on one host go in one round trip, streams between one pair of hosts
 * through one pipeline. Never rejects for the failure of a step.
 *
 * That commands ended well proves nothing: with a read-back, what lets go of something (a release, a destroy) comes after it,
 * and is left out for each dataset whose promise it does not find kept.
 */
export async function runPlan(plan: Plan, context: RunContext, back?: ReadBack): Promise<PlanResult> {
  const runner = new PlanRunner(context);
  if (back) await runner.runProven(plan, back);
  else await runner.runUnproven(plan.steps);
  return runner;
}

/** Failures after which the data is there all the same, which the read-back is to show: what needs the step may go on. */
const besideTheData = ["mount-failed", "property-not-received"] as const;
/** Failures that have to do with the whole run, not with one dataset: no further transfer is tried. */
const fatal = [
  "cancelled",
  "connection-lost",
  "host-unreachable",
  "auth-failed",
  "timeout",
  "stalled",
  "pool-suspended",
] as const;
/** The same, though nothing was broken off: another run writes there. */
const refused = ["locked"] as const;

class PlanRunner implements PlanResult {
  bytesSent = 0;
  readonly findings: Finding[] = [];
  readonly errors = new Map<string, ZfsrError>();
  /** Commands that have taken something away. */
  private readonly taken: CommandStep[] = [];
  /** Ids of steps that failed or were skipped. */
  private readonly lost = new Set<string>();
  private stopped: ZfsrError | undefined;
  /** What streams could not do beside their data: told when it is known whether that has arrived. */
  private readonly aside: { readonly step: TransferStep; readonly error: ZfsrError }[] = [];
  /** Streams that both ends say are through, with the bytes of each that nobody has counted. */
  private readonly through = new Map<string, { readonly step: TransferStep; readonly estimated: number }>();

  constructor(private readonly context: RunContext) {}

  /** Runs the streams and what stands before them, reads back, and lets go of what that allows. */
  async runProven(plan: Plan, back: ReadBack): Promise<void> {
    const { before, after } = phasesOf(plan);
    await this.run(before);
    const arrived = await back.look();
    for (const { step, estimated } of this.through.values())
      if (back.datasets && !hasArrived(step, back.datasets)) this.bytesSent -= estimated;
    this.tellAside((step) => back.datasets && hasArrived(step, back.datasets));
    if (!this.stopped) this.tellMissing(plan, arrived ?? []);
    if (!arrived && after.length > 0)
      this.context.say("what is on the target could not be read back: nothing is released or destroyed");
    const may = mayLetGo(arrived);
    for (const step of after) {
      if (may(step)) continue;
      this.lost.add(step.id);
      this.context.emit({ type: "step-ended", step: step.id, outcome: "skipped" });
    }
    await this.run(after.filter(may));
  }

  /** Runs all as it stands: nothing of it is read back here. */
  async runUnproven(steps: readonly Step[]): Promise<void> {
    await this.run(steps);
    this.tellAside(() => undefined);
  }

  private async run(steps: readonly Step[]): Promise<void> {
    let pending = [...steps];
    for (let step = pending[0]; step; step = pending[0]) {
      if (this.context.signal.aborted)
        this.stopped ??= ZfsrError.from(this.context.signal.reason, formatPlace(step.host, step.dataset));
      if (this.stopped || step.needs.some((id) => this.lost.has(id))) {
        this.lost.add(step.id);
        this.context.emit({ type: "step-ended", step: step.id, outcome: "skipped" });
        pending = pending.slice(1);
        continue;
      }
      const started = isTransfer(step) ? await this.transfers(pending) : await this.commands(pending);
      const done = new Set(started);
      pending = pending.filter((candidate) => !done.has(candidate.id));
    }
  }

  /** Runs the command steps at the start of `pending` that are for one host. @returns the ids that were dealt with */
  private async commands(pending: readonly Step[]): Promise<string[]> {
    const group: CommandStep[] = [];
    for (const step of pending) {
      const ready = !step.needs.some((id) => this.lost.has(id) || group.some((earlier) => earlier.id === id));
      if (isTransfer(step) || step.host !== pending[0]?.host || !ready) break;
      if (step.key !== undefined) {
        if (group.length > 0) break;
        return this.keyed(step, step.key);
      }
      group.push(step);
    }
    for (const step of group) this.context.emit({ type: "step-started", step: step.id });
    try {
      const host = this.context.host(group[0]?.host ?? "");
      for (const { step, error } of await runCommands(host, group, { signal: this.context.signal })) {
        if (error) this.failed(step, halfTakenBack(step, error, this.taken));
        else this.context.emit({ type: "step-ended", step: step.id, outcome: "done" });
        if (!error && step.destroys.length > 0) this.taken.push(step);
      }
    } catch (error) {
      for (const step of group) this.failed(step, ZfsrError.from(error, formatPlace(step.host, step.dataset)));
    }
    return group.map((step) => step.id);
  }

  /** Runs a step that a person has to give a key for. @returns its id */
  private async keyed(step: CommandStep, question: KeyQuestion): Promise<string[]> {
    this.context.emit({ type: "step-started", step: step.id });
    try {
      await runKeyed(step, question, this.context);
      this.context.emit({ type: "step-ended", step: step.id, outcome: "done" });
    } catch (error) {
      this.failed(step, ZfsrError.from(error, formatPlace(step.host, step.dataset)));
    }
    return [step.id];
  }

  /** Runs the transfers at the start of `pending`, through as many pipelines at once as were asked for. @returns the ids that were dealt with */
  private async transfers(pending: readonly Step[]): Promise<string[]> {
    const group: TransferStep[] = [];
    for (const step of pending) {
      if (!isTransfer(step) || step.needs.some((id) => this.lost.has(id))) break;
      group.push(step);
    }
    const count = lanesFor(group, this.context.transfer);
    if (count === 1) return this.batch(batchOf(group), count);
    this.context.say(`${count} streams at once`);
    const lanes = new Lanes(group, count);
    const done: string[] = [];
    const running = new Set<Promise<void>>();
    const begin = (batch: readonly TransferStep[]): void => {
      const run = this.batch(batch, count).then((ids) => {
        running.delete(run);
        lanes.ended(batch, ids);
        done.push(...ids);
      });
      running.add(run);
    };
    do {
      while (running.size < count && !this.stopped && !this.context.signal.aborted) {
        const batch = lanes.next((step) => step.needs.some((id) => this.lost.has(id)));
        if (batch.length === 0) break;
        begin(batch);
      }
      await Promise.race(running);
    } while (running.size > 0);
    return done;
  }

  /** Runs one pipeline. @param lanes how many there are at once. @returns the ids that were dealt with */
  private async batch([first, ...rest]: readonly TransferStep[], lanes: number): Promise<string[]> {
    if (!first) return [];
    const transfer = { ...this.context.transfer, parallel: lanes };
    try {
      const { streams } = await runTransfers([first, ...rest], { ...this.context, transfer });
      for (const step of [first, ...rest]) {
        const result = streams.get(step.id);
        this.bytesSent += result?.bytes ?? 0;
        if (result?.outcome === "failed") this.streamFailed(step, result.error, result.bytes);
        if (result?.outcome !== "done") continue;
        this.through.set(step.id, { step, estimated: result.estimated });
        for (const error of result.warnings) this.aside.push({ step, error });
      }
      if (streams.size === 0)
        this.failed(first, ZfsrError.from("the pipeline ended without a word", formatPlace(first.host, first.to)));
      return streams.size === 0 ? [first.id] : [...streams.keys()];
    } catch (error) {
      this.failed(first, ZfsrError.from(error, formatPlace(first.host, first.to)));
      return [first.id];
    }
  }

  /** A stream that failed beside its data alone is through, as far as its ends can tell. */
  private streamFailed(step: TransferStep, error: ZfsrError, bytes: number): void {
    if (!ZfsrError.is(error, ...besideTheData)) {
      this.failed(step, error, bytes);
      return;
    }
    this.through.set(step.id, { step, estimated: 0 });
    this.aside.push({ step, error });
    this.errors.set(step.id, error);
    this.context.emit({ type: "step-ended", step: step.id, outcome: "failed", bytes });
  }

  /** @param has whether the data is there; undefined where that is not known */
  private tellAside(has: (step: TransferStep) => boolean | undefined): void {
    for (const { step, error } of this.aside.splice(0)) {
      const { reason, object, nextStep, output } = error;
      const because = has(step) === true ? error.because : error.because.replace("; the data arrived", "");
      const rest = output === undefined ? {} : { output };
      this.found(findingOf(new ZfsrError({ reason, object, because, nextStep, ...rest })));
    }
  }

  /** Tells of what is not there though its streams ended well. Of the others, their failures tell. */
  private tellMissing({ steps }: Plan, arrivals: readonly Arrival[]): void {
    const streamsOf = streamsInto(steps);
    for (const arrival of arrivals) {
      const streams = streamsOf(arrival.goal);
      if (!streams.every(({ id }) => this.through.has(id))) continue;
      const finding = notArrived(arrival, streams.length > 0);
      if (finding) this.found(finding);
    }
  }

  private failed(step: Step, error: ZfsrError, bytes?: number): void {
    const interrupted = ZfsrError.is(error, ...fatal, "stream-incomplete");
    if (!ZfsrError.is(error, ...besideTheData)) this.lost.add(step.id);
    if (ZfsrError.is(error, ...fatal, ...refused)) this.stopped ??= error;
    this.errors.set(step.id, error);
    this.context.emit({
      type: "step-ended",
      step: step.id,
      outcome: interrupted ? "interrupted" : "failed",
      ...(bytes === undefined ? {} : { bytes }),
    });
    this.found(findingOf(error));
  }

  private found(finding: Finding): void {
    this.findings.push(finding);
    this.context.emit({ type: "finding", finding });
  }
}
