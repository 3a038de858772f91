import { formatAge } from "../../core/base/duration";
import type { Job } from "../../core/jobs/job";
import type { TargetStatus } from "../../core/replication/targetStatus";
import type { RunState } from "../../core/runs/runState";
import type { DatasetPlace } from "../../core/zfs/place";
import { ago } from "../l10n/ago";
import { t } from "../l10n/t";

/** What the hosts said of a target when they were asked. */
export interface AskedStatus extends TargetStatus {
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** How a target of a job stands, by its runs, and by the hosts where they were asked. */
export interface TargetStanding {
  readonly place: DatasetPlace;
  readonly state: "running" | "current" | "behind" | "failed" | "interrupted" | "never" | "diverged" | "unknown";
  /** Milliseconds; how far the target may be behind at most. Undefined when nothing tells. */
  readonly lag: number | undefined;
  /** Later than `max-lag` allows, or not known to be in time. */
  readonly late: boolean;
  /** The last run. */
  readonly last: RunState | undefined;
}

/** What is known of the runs of a request's job. */
export interface KnownRuns {
  /** Those of this job and target, the newest first, running ones among them. */
  readonly runs: readonly RunState[];
  readonly running: boolean;
  readonly asked: AskedStatus | undefined;
}

/**
 * How one target stands. Without asking the hosts, the last run that was verified tells: what it sent was there when it
 * began, so the target is behind by the time since then at most. @param now milliseconds since 1970
 */
export function standingOfTarget(job: Job, place: DatasetPlace, known: KnownRuns, now: number): TargetStanding {
  const { runs, running, asked } = known;
  const [last] = runs;
  const verified = runs.find((run) => run.targets.some((target) => target.verified) && run.outcome !== "failed");
  const byRuns = verified && now - Date.parse(verified.startedAt);
  const fresh = asked && (!verified || asked.at > Date.parse(verified.endedAt ?? verified.startedAt));
  const lag = fresh ? (asked.lag === undefined ? undefined : asked.lag + (asked.lag > 0 ? now - asked.at : 0)) : byRuns;
  const late = job.maxLag !== undefined && (runs.length > 0 || asked !== undefined) && (lag ?? Infinity) > job.maxLag;
  return { place, state: stateOf(last, running, fresh ? asked : undefined), lag, late, last };
}

function stateOf(
  last: RunState | undefined,
  running: boolean,
  asked: AskedStatus | undefined,
): TargetStanding["state"] {
  if (running) return "running";
  if (asked) {
    const { state } = asked;
    if (state === "partial") return "interrupted";
    return state === "missing" || state === "no-snapshots" ? "never" : state;
  }
  if (!last) return "never";
  if (last.outcome === "done") return "current";
  return last.outcome === "attention" ? "diverged" : (last.outcome ?? "unknown");
}

/** `current, verified 12 min ago`, `12 min behind`, `failed`, `never run` */
export function standingText({ state, lag, late, last }: TargetStanding): string {
  const age = lag === undefined ? undefined : formatAge(lag);
  const since = (word: string): string => (lag === undefined ? word : t("{0}, verified {1}", word, ago(lag)));
  const text = {
    running: t("running"),
    current: since(t("done")),
    behind: age === undefined || age === "just now" ? t("behind") : t("{0} behind", age),
    failed: since(t("failed")),
    interrupted: since(t("interrupted")),
    never: last ? t("not there yet") : t("never run"),
    diverged: t("left for you to decide"),
    unknown: t("ended without saying how"),
  }[state];
  return late ? t("{0}, late", text) : text;
}
