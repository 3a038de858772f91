import type { JobProblem } from "../../core/jobs/job";
import type { DatasetPlace } from "../../core/zfs/place";
import type { FoundFile, FoundJob } from "./jobFiles";

export interface JobFileNode {
  readonly kind: "file";
  readonly id: string;
  readonly file: FoundFile;
}

export interface JobNode {
  readonly kind: "job";
  readonly id: string;
  readonly file: FoundFile;
  readonly found: FoundJob;
}

export interface JobTargetNode {
  readonly kind: "target";
  readonly id: string;
  readonly file: FoundFile;
  readonly found: FoundJob;
  readonly place: DatasetPlace;
}

export interface JobProblemNode {
  readonly kind: "problem";
  readonly id: string;
  readonly file: FoundFile;
  readonly problem: JobProblem;
}

export type JobsNode = JobFileNode | JobNode | JobTargetNode | JobProblemNode;

/** The node of a job. */
export function jobNode(file: FoundFile, found: FoundJob): JobNode {
  return { kind: "job", id: `job\n${file.uri.toString()}\n${found.job.name}`, file, found };
}
