import { ZfsrError } from "../../core/base/errors";
import { back, pickOne } from "../prompts/quickInputs";
import type { FoundFile, FoundJob, JobFiles } from "./jobFiles";
import type { JobsNode } from "./jobNode";
import { t } from "../l10n/t";

/** A job with its file. */
export interface ChosenJob {
  readonly file: FoundFile;
  readonly found: FoundJob;
}

/**
 * The jobs a command is about: those selected, or one that the user is asked for.
 * @throws ZfsrError usage when there are none, and for one whose file has mistakes by now
 */
export async function chosenJobs(
  files: JobFiles,
  title: string,
  node?: JobsNode,
  selected?: readonly JobsNode[],
): Promise<readonly ChosenJob[]> {
  const nodes = (selected ?? (node ? [node] : [])).flatMap((one) =>
    one.kind === "job" || one.kind === "target" ? [{ file: one.file, found: one.found }] : [],
  );
  const unique = new Map(nodes.map((one) => [`${one.file.uri.toString()}\n${one.found.job.name}`, one]));
  for (const { file } of unique.values()) refuseMistakes(file);
  if (unique.size > 0) return [...unique.values()];
  await files.start();
  const items = files.files.flatMap((file) =>
    file.jobs.map((found) => ({ label: found.job.name, description: file.uri.path, chosen: { file, found } })),
  );
  if (items.length === 0) {
    throw new ZfsrError({
      reason: "usage",
      object: "this workspace",
      because: "it has no job file that can be used",
      nextStep: "write a replication.yaml; docs/jobs.md has its keys",
    });
  }
  const picked = await pickOne({ title, placeholder: t("The job"), items });
  return picked === undefined || picked === back ? [] : [picked.chosen];
}

/** Beside a job that is being typed the commands stay, though what they would do is not what stands there. */
function refuseMistakes({ uri, problems }: FoundFile): void {
  const [first] = problems;
  if (!first) return;
  throw new ZfsrError({
    reason: "usage",
    object: `${uri.path}:${first.line}`,
    because: first.message,
    nextStep: "mend the file, which the Problems panel has all mistakes of; then do it again",
  });
}
