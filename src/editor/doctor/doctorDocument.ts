import type { CheckResult } from "../../core/doctor/check";
import { printable } from "../../core/zfs/names";
import type { RemedyAction } from "../findings/liveActions";
import type { ProblemDocumentKind } from "../findings/problemDocument";
import { t } from "../l10n/t";
import { doctorText } from "./doctorState";

/**
 * What the doctor found at `alpha:tank/demo to beta:backup/demo`, as a document. Its problems are there while its panel is
 * open.
 */
export const doctorDocument: ProblemDocumentKind<readonly CheckResult[]> = {
  ...{ scheme: "zfs-doctor", source: "zfs doctor", part: "doctor", suffix: "", untilClosed: false },
  gone: () => t("The doctor's panel has been closed. Run Doctor… on the same row again to see what it finds."),
  render: (place, results) => {
    const { lines, marks } = doctorText(place, results);
    const problems = marks.map(({ line, result }) => ({
      ...{ line, column: 8, code: result.id },
      severity: result.state === "fail" ? ("error" as const) : ("warning" as const),
      message: printable(`${result.host}: ${result.title} (${result.detail}): ${result.why}.`),
      actions: actionsOf(result),
    }));
    return { lines, problems };
  },
};

function actionsOf({ host, title, remedy, fix }: CheckResult): RemedyAction[] {
  const review: RemedyAction = {
    title: t("Review Plan: {0}", remedy ?? title),
    command: "zfsReplication.health.fix",
    arguments: [{ host, fix }],
    preferred: true,
  };
  const copy: RemedyAction = {
    title: t("Copy Remedy: {0}", remedy ?? ""),
    command: "zfsReplication.problem.copyCommand",
    arguments: [{ title, command: remedy, risk: "none" }],
    preferred: false,
  };
  return [...(fix === undefined ? [] : [review]), ...(remedy === undefined ? [] : [copy])];
}
