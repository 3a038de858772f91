import type { Finding } from "../../core/diagnosis/finding";
import type { TransferStep } from "../../core/plan/step";
import type { RunFiles } from "../../core/runs/runDirectory";
import type { RunState } from "../../core/runs/runState";
import type { TargetState } from "../../core/runs/events";

interface NodeBase {
  /** Made of the run's name and of what stays the same in it. */
  readonly id: string;
  readonly files: RunFiles;
}

/** A run, under way or ended. */
export interface RunNode extends NodeBase {
  readonly kind: "run";
}

/** One stream of a run. */
export interface StreamNode extends NodeBase {
  readonly kind: "stream";
  readonly step: TransferStep;
}

/** What was read back from a target at the end. */
export interface TargetNode extends NodeBase {
  readonly kind: "target";
  readonly target: TargetState;
}

export interface FindingNode extends NodeBase {
  readonly kind: "finding";
  readonly finding: Finding;
}

/** How many more streams there are. */
export interface MoreStreamsNode extends NodeBase {
  readonly kind: "more";
  readonly count: number;
}

export type TransferNode = RunNode | StreamNode | TargetNode | FindingNode | MoreStreamsNode;

/** The node of a run. */
export function runNode(files: RunFiles): RunNode {
  return { kind: "run", id: `run\n${files.id}`, files };
}

/** How far a run is, and whether its process lives. */
export interface RunView {
  readonly state: RunState;
  readonly running: boolean;
}
