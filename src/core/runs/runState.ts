import type { Finding } from "../diagnosis/finding";
import { bytesOf, type Plan } from "../plan/plan";
import type { ReplicationRequest } from "../replication/request";
import type { StagesReading } from "./stages/stages";
import type { RunEvent, RunOutcome, StepOutcome, TargetState } from "./events";

/** How far the stream that is under way is. */
export interface Progress {
  readonly step: string;
  readonly bytes: number;
  readonly total: number | undefined;
  readonly rate: number;
  readonly eta: number | undefined;
}

/** A run as its events tell it: what the tree, the terminal and the notifications show. */
export interface RunState {
  readonly id: string;
  readonly title: string;
  /** ISO 8601; empty until the first event. */
  readonly startedAt: string;
  readonly endedAt: string | undefined;
  readonly pid: number | undefined;
  readonly request: ReplicationRequest | undefined;
  readonly plans: readonly Plan[];
  /** The attempt under way, or waited for, where an earlier one broke. */
  readonly attempt: Omit<Extract<RunEvent, { type: "attempt" }>, "type"> | undefined;
  readonly steps: Map<string, "running" | StepOutcome>;
  /** Of the stream that was heard of last. */
  readonly progress: Progress | undefined;
  /** Bytes a second of each stream under way, by step. */
  readonly rates: Map<string, number>;
  /** What was last seen of the stages of a stream, and of which. */
  readonly stages: (StagesReading & { readonly step: string }) | undefined;
  readonly findings: readonly Finding[];
  readonly outcome: RunOutcome | undefined;
  /** Bytes of each stream so far, by step. */
  readonly bytesOf: Map<string, number>;
  /** Bytes of the streams that have ended; at the end, what the run itself has counted. */
  readonly bytesSent: number;
  readonly targets: readonly TargetState[];
}

/** A run before its first event. */
export function emptyRunState(id: string): RunState {
  return {
    id,
    title: "",
    startedAt: "",
    endedAt: undefined,
    pid: undefined,
    request: undefined,
    plans: [],
    attempt: undefined,
    steps: new Map(),
    progress: undefined,
    rates: new Map(),
    stages: undefined,
    findings: [],
    outcome: undefined,
    bytesOf: new Map(),
    bytesSent: 0,
    targets: [],
  };
}

/**
 * The state after one more event. The maps are those of the state before, gone on with: of several states of one run only
 * the newest is to be used, so that a run of ten thousand steps costs ten thousand steps and not their square.
 */
export function withEvent(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case "run-started":
      // a run that was found again by another process began when it first did
      return {
        ...state,
        title: event.title,
        startedAt: state.startedAt || event.at,
        pid: event.pid,
        request: event.request,
      };
    case "planned":
      // what earlier attempts have sent is no part of what this plan has to
      return { ...state, plans: [...state.plans, event.plan], bytesOf: new Map(), rates: new Map() };
    case "attempt":
      return { ...state, attempt: event, progress: undefined, rates: new Map() };
    case "step-started":
      return { ...state, steps: state.steps.set(event.step, "running") };
    case "progress":
      return {
        ...state,
        progress: event,
        bytesOf: state.bytesOf.set(event.step, event.bytes),
        rates: state.rates.set(event.step, event.rate),
      };
    case "stages":
      return { ...state, stages: event };
    case "step-ended":
      state.rates.delete(event.step);
      return {
        ...state,
        steps: state.steps.set(event.step, event.outcome),
        bytesSent: state.bytesSent + (event.bytes ?? 0),
        bytesOf: event.bytes === undefined ? state.bytesOf : state.bytesOf.set(event.step, event.bytes),
        progress: state.progress?.step === event.step ? undefined : state.progress,
      };
    case "finding":
      return { ...state, findings: [...state.findings, event.finding] };
    case "on-source":
    case "log":
    case "command":
      return state;
    case "run-ended":
      return {
        ...state,
        endedAt: event.at,
        outcome: event.outcome,
        bytesSent: event.bytesSent,
        findings: event.findings,
        targets: event.targets,
        progress: undefined,
      };
  }
}

/**
 * How far the whole run is: bytes of what has ended and of what is under way, the plan's total where all of it is known,
 * the rate of the streams under way, and milliseconds left at that rate.
 */
export function overallProgress(state: RunState): Omit<Progress, "step"> {
  const plan = state.plans.at(-1);
  const total = plan && bytesOf(plan);
  const bytes = [...state.bytesOf.values()].reduce((sum, step) => sum + step, 0);
  const rate = [...state.rates.values()].reduce((sum, one) => sum + one, 0);
  const eta = total !== undefined && rate > 0 ? (Math.max(0, total - bytes) / rate) * 1000 : undefined;
  return { bytes, total, rate, eta };
}
