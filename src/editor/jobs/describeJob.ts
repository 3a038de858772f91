import { formatAge } from "../../core/base/duration";
import type { Job } from "../../core/jobs/job";
import { timingOf } from "../../core/jobs/timing";
import { formatTimeWindow } from "../../core/plan/timeWindow";
import { printable } from "../../core/zfs/names";
import { formatPlace } from "../../core/zfs/place";
import { contextOf, facts, type ItemText, type TooltipText } from "../tree/describe/itemText";
import type { JobFileNode, JobNode, JobProblemNode, JobTargetNode } from "./jobNode";
import { standingText, type TargetStanding } from "./jobStanding";
import { ago } from "../l10n/ago";
import { t } from "../l10n/t";

/** A job file. @param path as the workspace names it */
export function describeJobFile({ file }: JobFileNode, path: string): ItemText {
  const broken = file.problems.length > 0;
  const count = broken ? mistakes(file.problems.length) : jobs(file.jobs.length);
  return {
    label: printable(path),
    description: count,
    spoken: facts(printable(path), t("job file"), count),
    icon: broken ? { id: "error", color: "list.errorForeground" } : { id: "file" },
    context: contextOf("zfs.jobFile", broken && "invalid"),
    children: "expanded",
  };
}

/** A job by the worst of its targets. @param now milliseconds since 1970 */
export function describeJob(
  { found: { job } }: Pick<JobNode, "found">,
  targets: readonly TargetStanding[],
  now: number,
): ItemText {
  const worst = worstOf(targets);
  const ended = targets.flatMap(({ last }) => (last?.endedAt === undefined ? [] : [Date.parse(last.endedAt)]));
  const description = facts(
    worst && standingText(worst),
    ended.length > 0 && t("last run {0}", ago(now - Math.max(...ended))),
    scheduleText(job, targets, now),
  );
  const label = printable(job.name);
  return {
    label,
    description,
    spoken: facts(label, t("job"), description),
    icon: worst ? iconOf(worst) : { id: "circle-outline" },
    context: contextOf("zfs.job", worst?.state, worst?.late && "late"),
    children: "collapsed",
  };
}

/** `next run in 12 min`, `due`, `missed a run, due` */
function scheduleText(job: Job, targets: readonly TargetStanding[], now: number): string {
  if (!job.schedule) return t("no schedule");
  const timings = targets.map(({ last }) => timingOf(job, last && Date.parse(last.startedAt), now));
  const next = Math.min(...timings.map((timing) => timing.next ?? Infinity));
  const wait = formatAge(next - now);
  const text = next <= now ? t("due") : wait === "just now" ? t("next run in a minute") : t("next run in {0}", wait);
  return timings.some(({ missed }) => missed) ? t("missed a run, {0}", text) : text;
}

export function jobTooltip({ found: { job } }: Pick<JobNode, "found">): TooltipText {
  const place = ({ host, dataset }: { host: string; dataset: string }): string => formatPlace(host, dataset);
  return {
    title: job.name,
    rows: [
      [t("From"), job.recursive ? t("{0}, with everything below it", place(job.source)) : place(job.source)],
      ...job.targets.map((target) => [t("To"), place(target)] as const),
      [t("Snapshot"), job.snapshot ? t("takes one first: {0}…", job.snapshot.prefix) : t("sends those that are there")],
      [t("Schedule"), job.schedule?.text ?? t("none: it runs when it is told to")],
      [t("Window"), job.window ? formatTimeWindow(job.window) : t("at any time")],
      [t("At most"), job.maxLag === undefined ? t("no max-lag") : t("{0} behind", formatAge(job.maxLag))],
    ],
  };
}

/** One target of a job. */
export function describeJobTarget({ place }: JobTargetNode, standing: TargetStanding): ItemText {
  const label = printable(formatPlace(place.host, place.dataset));
  const description = standingText(standing);
  return {
    label,
    description,
    spoken: facts(label, t("target"), description),
    icon: iconOf(standing),
    context: contextOf("zfs.jobTarget", standing.state, standing.late && "late"),
    children: "none",
  };
}

export function describeJobProblem({ problem }: JobProblemNode): ItemText {
  const label = printable(problem.message);
  const description = t("line {0}", problem.line);
  return {
    ...{ label, description, spoken: facts(label, description), children: "none" as const },
    ...{ icon: { id: "error", color: "list.errorForeground" }, context: "zfs.jobProblem" },
  };
}

const order = ["current", "running", "behind", "never", "unknown", "interrupted", "diverged", "failed"];

/** The target that stands worst. */
export function worstOf(targets: readonly TargetStanding[]): TargetStanding | undefined {
  return [...targets].sort((a, b) => badness(b) - badness(a))[0];
}

function badness({ state, late }: TargetStanding): number {
  return order.indexOf(state) + (late ? order.length : 0);
}

function iconOf({ state, late }: TargetStanding): ItemText["icon"] {
  if (state === "running") return { id: "sync~spin" };
  if (state === "failed") return { id: "error", color: "list.errorForeground" };
  if (state === "interrupted") return { id: "debug-pause", ...(late ? { color: "list.warningForeground" } : {}) };
  if (late || state === "diverged" || state === "unknown") return { id: "warning", color: "list.warningForeground" };
  return state === "current" ? { id: "pass", color: "testing.iconPassed" } : { id: "circle-outline" };
}

function mistakes(count: number): string {
  return count === 1 ? t("1 mistake") : t("{0} mistakes", count);
}

function jobs(count: number): string {
  return count === 1 ? t("1 job") : t("{0} jobs", count);
}
