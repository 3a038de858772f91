import { jobLines } from "../../core/jobs/jobLines";
import type { JobProblem } from "../../core/jobs/job";
import { parseJobFile } from "../../core/jobs/parseJobFile";
import type { FoundJob } from "./jobFiles";

/** The jobs of a file's text with their lines, or what is wrong with it. */
export function readJobs(text: string): {
  readonly jobs: readonly FoundJob[];
  readonly problems: readonly JobProblem[];
} {
  const { file, problems } = parseJobFile(text);
  const lines = file ? jobLines(text) : new Map<string, number>();
  return { jobs: (file?.jobs ?? []).map((job) => ({ job, line: lines.get(job.name) ?? 1 })), problems };
}
