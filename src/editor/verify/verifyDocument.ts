import type { RunState } from "../../core/runs/runState";
import type { ProblemDocumentKind } from "../findings/problemDocument";
import { t } from "../l10n/t";
import { unmended } from "./unmended";
import { verifyActions } from "./verifyActions";
import { verifyTexts } from "./verifyCodes";
import type { VerifyPair } from "./verifyPair";
import type { VerifyReport } from "./verifyText";

/** What a comparison of a pair gave. */
export interface Verified {
  readonly pair: VerifyPair;
  /** Whether the contents were compared, too. */
  readonly contents: boolean;
  readonly report: VerifyReport;
}

/**
 * What a comparison found, as a document. Its problems are there until the same pair is compared again, or the document is
 * closed; of what a replication has sent and read back as current, they go with it.
 */
export const verifyDocument: ProblemDocumentKind<Verified> = {
  ...{ scheme: "zfs-verify", source: "zfs verify", part: "verify", suffix: ".txt", untilClosed: true },
  gone: () => t("This comparison is no longer kept. Run Verify… on the dataset again."),
  render: (_, { pair, contents, report }) => ({
    lines: report.lines,
    problems: report.marks.map((mark) => ({
      ...{ line: mark.line, column: 2, code: mark.code, message: mark.message },
      severity: verifyTexts[mark.code].severity,
      actions: verifyActions(mark, pair, contents),
    })),
  }),
};

/** What is left of it after a run, which makes good what it has read back. @returns the same where that is all. Pure. */
export function afterRun(verified: Verified, run: Pick<RunState, "request" | "targets">): Verified {
  const { pair, report } = verified;
  const marks = unmended(report.marks, pair, run);
  return marks === report.marks ? verified : { ...verified, report: { ...report, marks } };
}
