import type { NewJob } from "../../../jobs/saveAsJob";
import type { Notify } from "../../../notify";
import type { ReplicationSubject, ReviewPlan } from "../../../plans/review";
import type { AskedReplication } from "./askReplication";

/** What the end of the questions needs. */
export interface Finishing {
  readonly notify: Pick<Notify, "info" | "error">;
  readonly reviewPlan: ReviewPlan;
  /** Writes a job. @returns what was done, in a sentence. @throws ZfsrError */
  readonly saveJob: (subject: ReplicationSubject, job: NewJob) => Promise<string>;
}

/**
 * Writes the job that was asked for, where one was, and has the plan reviewed. A job that is refused is told, and the
 * review comes all the same: the answers are not lost, and it has Save as Job, too.
 */
export async function finish(
  { notify, reviewPlan, saveJob }: Finishing,
  { request, snapshot, job }: AskedReplication,
): Promise<void> {
  const subject = { kind: "replication" as const, request, snapshot };
  try {
    const saved = job && (await saveJob(subject, job));
    // the file shows the rest
    if (saved !== undefined && request.source.snapshot !== undefined) notify.info(saved);
  } catch (error) {
    notify.error(error, job?.job ?? "");
  }
  await reviewPlan(subject);
}
