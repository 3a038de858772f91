import type { Finding } from "../diagnosis/finding";
import type { Plan } from "../plan/plan";
import type { ReplicationRequest } from "../replication/request";
import type { RunEvent, RunOutcome, StepOutcome, TargetState } from "./events";

/** One step as it went. */
export interface StepReport {
  readonly step: string;
  readonly outcome: StepOutcome;
  /** ISO 8601; undefined for one that never began. */
  readonly startedAt: string | undefined;
  readonly endedAt: string;
  /** Milliseconds; undefined for one that never began. */
  readonly duration: number | undefined;
  readonly bytes: number | undefined;
  /** Bytes a second. */
  readonly rate: number | undefined;
}

/** A run by its journal, whole: what was asked for, what was planned, everything that ran, and what came of it. */
export interface RunReport {
  readonly run: string;
  readonly title: string;
  readonly request: ReplicationRequest | undefined;
  readonly startedAt: string;
  readonly endedAt: string | undefined;
  /** Milliseconds. */
  readonly duration: number | undefined;
  /** Undefined while it runs, or when its process has gone without a word. */
  readonly outcome: RunOutcome | undefined;
  readonly bytesSent: number;
  readonly attempts: readonly Omit<Extract<RunEvent, { type: "attempt" }>, "type">[];
  readonly plans: readonly Plan[];
  readonly steps: readonly StepReport[];
  readonly commands: readonly Omit<Extract<RunEvent, { type: "command" }>, "type">[];
  readonly log: readonly Omit<Extract<RunEvent, { type: "log" }>, "type">[];
  readonly findings: readonly Finding[];
  readonly targets: readonly TargetState[];
}

/** Puts the report of a run together from the events of its journal. */
export function reportOf(run: string, events: readonly RunEvent[]): RunReport {
  const of = <T extends RunEvent["type"]>(type: T) =>
    events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
  const [start] = of("run-started");
  const end = of("run-ended").at(-1);
  const found = new Map(
    [...of("finding").map(({ finding }) => finding), ...(end?.findings ?? [])].map((finding) => [
      `${finding.id}\n${finding.object}\n${finding.text}`,
      finding,
    ]),
  );
  const steps = stepsOf(events);
  return {
    run,
    title: start?.title ?? "",
    request: start?.request,
    startedAt: start?.at ?? "",
    endedAt: end?.at,
    duration: start && end ? Date.parse(end.at) - Date.parse(start.at) : undefined,
    outcome: end?.outcome,
    bytesSent: end?.bytesSent ?? steps.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    attempts: of("attempt").map(withoutType),
    plans: of("planned").map(({ plan }) => plan),
    steps,
    commands: of("command").map(withoutType),
    log: of("log").map(withoutType),
    findings: [...found.values()],
    targets: end?.targets ?? [],
  };
}

function stepsOf(events: readonly RunEvent[]): StepReport[] {
  const began = new Map<string, string>();
  const steps: StepReport[] = [];
  for (const event of events) {
    if (event.type === "step-started") began.set(event.step, event.at);
    if (event.type !== "step-ended") continue;
    const { step, outcome, bytes } = event;
    const startedAt = began.get(step);
    began.delete(step);
    const duration = startedAt === undefined ? undefined : Date.parse(event.at) - Date.parse(startedAt);
    const rate = bytes !== undefined && duration !== undefined && duration > 0 ? (bytes * 1000) / duration : undefined;
    steps.push({ step, outcome, startedAt, endedAt: event.at, duration, bytes, rate });
  }
  return steps;
}

function withoutType<T extends { readonly type: string }>(event: T): Omit<T, "type"> {
  const { type, ...rest } = event;
  return rest;
}
