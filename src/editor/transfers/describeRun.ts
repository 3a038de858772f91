import { formatBytes, formatRate } from "../../core/base/bytes";
import { formatDuration } from "../../core/base/duration";
import type { RunState } from "../../core/runs/runState";
import { printable, shortNameOf } from "../../core/zfs/names";
import { formatPlace } from "../../core/zfs/place";
import { percentOf, progressText } from "../runs/progressText";
import { contextOf, facts, type ItemText, type TooltipText } from "../tree/describe/itemText";
import type { FindingNode, MoreStreamsNode, RunView, StreamNode, TargetNode } from "./runNode";
import { ago } from "../l10n/ago";
import { stepWord } from "../../protocol/stateWords";
import { t } from "../l10n/t";
import { type RunStanding, standingOf, standingWord } from "./standing";

const icons: Readonly<Record<RunStanding, ItemText["icon"]>> = {
  running: { id: "sync~spin" },
  done: { id: "pass", color: "testing.iconPassed" },
  attention: { id: "warning", color: "list.warningForeground" },
  interrupted: { id: "debug-pause" },
  failed: { id: "error", color: "list.errorForeground" },
  gone: { id: "question", color: "list.warningForeground" },
};

/** A run: what goes where, and how far it is or how it ended. @param now milliseconds since 1970 */
export function describeRun(view: RunView, now: number): ItemText {
  const { state } = view;
  const standing = standingOf(view);
  const label = printable(state.title === "" ? state.id : state.title);
  const description = standing === "running" ? runningText(state) : endedText(state, standingWord(view), now);
  return {
    label,
    description,
    spoken: facts(label, standing === "running" && standingWord(view), description),
    icon: icons[standing],
    context: contextOf("zfs.run", standing, state.request && "replication", keeps(state) && "kept"),
    children: "collapsed",
  };
}

function runningText(state: RunState): string {
  const percent = percentOf(state);
  return facts(percent !== undefined && `${Math.floor(percent)} %`, progressText(state));
}

function endedText(state: RunState, outcome: string, now: number): string {
  return facts(
    outcome,
    keeps(state) && t("what was received is kept"),
    state.bytesSent > 0 && formatBytes(state.bytesSent),
    state.endedAt !== undefined && ago(now - Date.parse(state.endedAt)),
  );
}

function keeps(state: RunState): boolean {
  return state.targets.some((target) => target.partial);
}

/** What is known of a run, for its tooltip. */
export function runTooltip(view: RunView): TooltipText {
  const { state, running } = view;
  const { startedAt, endedAt, bytesSent, findings } = state;
  const took = endedAt === undefined ? NaN : Date.parse(endedAt) - Date.parse(startedAt);
  const time = (at: string): string => new Date(at).toLocaleString();
  return {
    title: state.title === "" ? state.id : state.title,
    rows: [
      [t("State"), facts(standingWord(view), running && progressText(state))],
      ...(startedAt === "" ? [] : [[t("Started"), time(startedAt)] as const]),
      ...(endedAt === undefined || running ? [] : [[t("Ended"), time(endedAt)] as const]),
      ...(took > 0 && !running ? [[t("Took"), formatDuration(took)] as const] : []),
      ...(bytesSent > 0 ? [[t("Sent"), formatBytes(bytesSent)] as const] : []),
      ...(bytesSent > 0 && took > 0 && !running ? [[t("Rate"), formatRate((bytesSent * 1000) / took)] as const] : []),
      ...findings.slice(0, 3).map(({ title }) => [t("Found"), title] as const),
      [t("Run"), state.id],
    ],
  };
}

/** One stream: which snapshot goes where, and how far it is. */
export function describeStream({ step }: StreamNode, state: RunState): ItemText {
  const outcome = state.steps.get(step.id);
  const bytes = state.bytesOf.get(step.id);
  const size =
    outcome === "running" && bytes !== undefined && step.bytes !== undefined
      ? t("{0} of {1}", formatBytes(bytes), formatBytes(step.bytes))
      : bytesText(bytes ?? step.bytes);
  const description = facts(stepWord(outcome ?? "waiting", t), size);
  const label = printable(`${step.target.dataset}@${shortNameOf(step.to)}`);
  return {
    label,
    description,
    spoken: facts(label, step.from === undefined ? t("full stream") : t("increment"), description),
    icon: streamIcons[outcome ?? "waiting"] ?? { id: "circle-outline" },
    context: contextOf("zfs.stream", outcome ?? "waiting"),
    children: "none",
  };
}

const streamIcons: Readonly<Record<string, ItemText["icon"]>> = {
  waiting: { id: "circle-outline" },
  running: { id: "sync~spin" },
  done: { id: "pass" },
  failed: { id: "error", color: "list.errorForeground" },
  skipped: { id: "circle-slash" },
  interrupted: { id: "debug-pause" },
};

function bytesText(bytes: number | undefined): string {
  return bytes === undefined ? "" : formatBytes(bytes);
}

export function streamTooltip({ step }: StreamNode): TooltipText {
  return {
    title: step.to,
    rows: [
      [t("To"), formatPlace(step.target.host, step.target.dataset)],
      [t("From"), step.from ?? t("the beginning: a full stream")],
      [t("Why"), step.reason],
    ],
  };
}

/** What a target has at the end. */
export function describeTarget({ target }: TargetNode): ItemText {
  const newest = target.newest && `@${shortNameOf(target.newest.name)}`;
  const description = facts(
    target.verified ? t("verified") : t("not verified"),
    newest,
    target.partial && t("a partial receive is kept"),
  );
  const label = printable(target.place);
  return {
    label,
    description: printable(description),
    spoken: facts(label, t("target"), description),
    icon: target.verified ? { id: "verified" } : { id: "unverified", color: "list.warningForeground" },
    context: contextOf("zfs.target", target.verified && "verified", target.partial && "partial"),
    children: "none",
  };
}

export function describeFinding({ finding }: FindingNode): ItemText {
  const icons = { error: "error", warning: "warning", info: "info" } as const;
  const label = printable(finding.title);
  return {
    label,
    description: "",
    spoken: facts(finding.severity, label, printable(finding.cause)),
    icon: { id: icons[finding.severity], ...(finding.severity === "error" ? { color: "list.errorForeground" } : {}) },
    context: contextOf("zfs.finding", finding.severity),
    children: "none",
  };
}

export function findingTooltip({ finding }: FindingNode): TooltipText {
  return {
    title: finding.title,
    rows: [[t("Why"), finding.cause], ...finding.remedies.map(({ title }) => [t("Remedy"), title] as const)],
  };
}

export function describeMoreStreams({ count }: MoreStreamsNode): ItemText {
  const label = t("{0} more streams are in the report", new Intl.NumberFormat("en").format(count));
  return {
    ...{ label, description: "", spoken: label, icon: { id: "ellipsis" } },
    ...{ context: "zfs.moreStreams", children: "none" as const },
  };
}
