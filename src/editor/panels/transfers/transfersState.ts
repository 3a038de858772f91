import { isTransfer } from "../../../core/plan/step";
import { overallProgress, type RunState } from "../../../core/runs/runState";
import type { StageName } from "../../../core/runs/stages/stages";
import { printable } from "../../../core/zfs/names";
import type { RunRow, ShownTransfer, TransferOutcome } from "../../../protocol/transfers";
import type { RecentRun } from "../../runs/recentRuns";
import { outcomeText } from "../../runs/outcomeText";
import { progressText } from "../../runs/progressText";
import { t } from "../../l10n/t";

const mostStreams = 200;
const mostHistory = 50;

/** A run in the list. @param now milliseconds since 1970 */
export function runRow({ state, alive }: RecentRun, now: number): RunRow {
  const startedAt = Date.parse(state.startedAt);
  const ended = alive ? now : state.endedAt === undefined ? undefined : Date.parse(state.endedAt);
  return {
    ...{ id: state.id, title: printable(state.title), startedAt },
    duration: ended === undefined ? undefined : Math.max(0, ended - startedAt),
    bytes: alive ? overallProgress(state).bytes : state.bytesSent,
    outcome: outcomeOf(state, alive),
  };
}

function outcomeOf(state: RunState, alive: boolean): TransferOutcome {
  return alive ? "running" : (state.outcome ?? "lost");
}

/** Those under way first, then the newest. */
export function inOrder(runs: readonly RunRow[]): RunRow[] {
  const running = ({ outcome }: RunRow): number => (outcome === "running" ? 0 : 1);
  return [...runs].sort((a, b) => running(a) - running(b) || b.startedAt - a.startedAt);
}

/**
 * One run in full. @param runs all of them, newest first: those of the same job are its history
 */
export function shownTransfer(
  run: RecentRun,
  curve: ShownTransfer["curve"],
  runs: readonly RecentRun[],
  now: number,
): ShownTransfer {
  const { state, alive } = run;
  const row = runRow(run, now);
  const { bytes, total, rate, eta } = overallProgress(state);
  const streams = state.plans.flatMap((plan) => plan.steps.filter(isTransfer));
  return {
    ...{ id: row.id, title: row.title, outcome: row.outcome, elapsed: row.duration ?? 0 },
    text: printable(alive ? progressText(state) : outcomeText(state)),
    ...{ bytes: alive ? bytes : state.bytesSent, total, rate, eta },
    streams: streams.slice(0, mostStreams).map((step) => ({
      ...{ id: step.id, label: printable(step.to), state: state.steps.get(step.id) ?? "waiting" },
      ...{ bytes: state.bytesOf.get(step.id), total: step.bytes },
      rate: state.progress?.step === step.id ? state.progress.rate : undefined,
    })),
    hiddenStreams: Math.max(0, streams.length - mostStreams),
    stages: stagesOf(state),
    curve,
    findings: state.findings.map(({ severity, title }) => ({ severity, text: printable(title) })),
    can: { cancel: alive, resume: !alive && state.request !== undefined && state.outcome !== "done" },
    history: runs
      .filter((other) => sameJob(other.state, state))
      .slice(0, mostHistory)
      .map((other) => runRow(other.state.id === state.id ? run : other, now)),
  };
}

function stageWord(name: StageName): string {
  return { read: t("read"), network: t("network"), write: t("write") }[name];
}

function measuredBy(name: StageName): string {
  return {
    read: t("zfs send counts it"),
    network: t("what the target's kernel has acknowledged"),
    write: t("what zfs receive has taken in"),
  }[name];
}

/** What was last seen of the stages; nothing before the first look. */
function stagesOf({ stages, progress }: RunState): ShownTransfer["stages"] {
  return (stages?.stages ?? []).map(({ name, rate, share, note }) => ({
    ...{ name: stageWord(name), rate: name === "read" ? progress?.rate : rate, share },
    source: printable([measuredBy(name), ...(note === "" ? [] : [note])].join("; ")),
    slowest: name === stages?.slowest,
  }));
}

function sameJob(a: RunState, b: RunState): boolean {
  if (!a.request || !b.request) return a.title === b.title && !a.request && !b.request;
  const key = ({ source, target }: NonNullable<RunState["request"]>): string =>
    [source.host, source.dataset, target.host, target.dataset].join("\n");
  return key(a.request) === key(b.request);
}
