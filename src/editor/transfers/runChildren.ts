import { isTransfer, type TransferStep } from "../../core/plan/step";
import type { RunFiles } from "../../core/runs/runDirectory";
import type { RunState } from "../../core/runs/runState";
import type { FindingNode, StreamNode, TargetNode, TransferNode } from "./runNode";

/** Streams that are shown of one run; those under way and those that failed come first. */
const mostStreams = 100;

/** What lies below a run: what was found, what its targets have, and its streams. @param state of its whole journal */
export function runChildren(files: RunFiles, state: RunState): TransferNode[] {
  const { id } = files;
  const findings = state.findings.map((finding, i): FindingNode => ({
    kind: "finding",
    id: `finding\n${id}\n${i}`,
    files,
    finding,
  }));
  const targets = state.targets.map((target): TargetNode => ({
    kind: "target",
    id: `target\n${id}\n${target.place}`,
    files,
    target,
  }));
  const steps = (state.plans.at(-1)?.steps ?? []).filter(isTransfer);
  const streams = [...steps].sort((a, b) => urgency(a, state) - urgency(b, state));
  const nodes = streams
    .slice(0, mostStreams)
    .map((step): StreamNode => ({ kind: "stream", id: `stream\n${id}\n${step.id}`, files, step }));
  const rest = streams.length - nodes.length;
  const more: TransferNode[] = rest > 0 ? [{ kind: "more", id: `more\n${id}`, files, count: rest }] : [];
  return [...findings, ...targets, ...nodes, ...more];
}

function urgency(step: TransferStep, state: RunState): number {
  const order = ["running", "failed", "interrupted", "skipped", undefined, "done"];
  return order.indexOf(state.steps.get(step.id));
}
