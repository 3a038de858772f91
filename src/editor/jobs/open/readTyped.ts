import { jobLines } from "../../../core/jobs/jobLines";
import type { FoundJob, FoundFile } from "../jobFiles";
import { readJobs } from "../readJobs";

/**
 * The jobs of a file that is being typed, and what is wrong with it. Where there are mistakes the jobs are those of
 * before, at the lines where they stand now, so that what is shown beside them stays while one types.
 * @param before the jobs as they were read last
 */
export function readTyped(text: string, before: readonly FoundJob[]): Pick<FoundFile, "jobs" | "problems"> {
  const read = readJobs(text);
  if (read.problems.length === 0) return read;
  const lines = jobLines(text);
  const jobs = before.flatMap(({ job, line }) => {
    const now = lines.size === 0 ? line : lines.get(job.name);
    return now === undefined ? [] : [{ job, line: now }];
  });
  return { jobs, problems: read.problems };
}
