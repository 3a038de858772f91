/** What a comparison can find, as the codes of its problems; docs/diagnoses.md has them under Comparisons. */
export type VerifyCode =
  | "missing"
  | "different"
  | "behind"
  | "partial"
  | "older-missing"
  | "no-datasets"
  | "no-snapshots"
  | "contents-differ"
  | "not-compared";

export interface VerifyText {
  readonly severity: "error" | "warning" | "info";
  /** A sentence without its full stop. */
  readonly means: string;
  /** An imperative sentence without its full stop. */
  readonly next: string;
}

export const verifyTexts: Readonly<Record<VerifyCode, VerifyText>> = {
  missing: {
    severity: "error",
    means: "The target does not have this dataset of the source",
    next: "Replicate the tree; where it is left out on purpose, exclude it in the job, whose comparison heeds that",
  },
  different: {
    severity: "error",
    means: "Both sides share no snapshot: by their GUIDs, the target's dataset is no copy of the source's",
    next: "See in the lineage what each side has; receive under another name, or rename the target's aside",
  },
  behind: {
    severity: "warning",
    means: "The target lacks the newest snapshots of the source",
    next: "Replicate it",
  },
  partial: {
    severity: "warning",
    means: "A receive into the target was cut, and what arrived is kept",
    next: "Resume it, or give up what was received",
  },
  "older-missing": {
    severity: "info",
    means: "The newest snapshot of the source is on the target, and some older ones are not",
    next: "Nothing, where a retention took them there, or the newest alone are sent",
  },
  "no-datasets": {
    severity: "warning",
    means: "The job's include and exclude leave no dataset of the source, so there is nothing to compare",
    next: "Mend them in the job: their globs name datasets of the source by their whole names",
  },
  "no-snapshots": {
    severity: "warning",
    means: "The source's dataset has no snapshot, or none that the job sends, so there is nothing to compare",
    next: "Take a snapshot, and replicate it; where there are some, look at snapshot.use in the job, whose globs match none of them",
  },
  "contents-differ": {
    severity: "error",
    means: "The snapshot does not hold the same on both sides",
    next: "Look at zpool status -v on both hosts and scrub both pools: until it is known which side is right, destroy nothing on either; then send the dataset anew under another name",
  },
  "not-compared": {
    severity: "warning",
    means: "The contents could not be compared",
    next: "Do what stands beside it, then compare again",
  },
};
