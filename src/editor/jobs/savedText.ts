import { t } from "../l10n/t";

/**
 * What is said once a replication has been written as a job.
 * @param file the name of the job file
 * @param upTo the snapshot that the replication goes up to, which no job can name
 */
export function savedText(job: string, file: string, upTo: string | undefined): string {
  const saved = t(
    "Saved as the job {0} in {1}, which is open at its lines: window, hooks, parallel, keep and all else that a job can say go there.",
    job,
    file,
  );
  return upTo === undefined ? saved : `${saved} ${notKept(upTo)}`;
}

function notKept(upTo: string): string {
  return t("A job names no snapshot: it sends the newest one there is, not only those up to {0}.", `@${upTo}`);
}
