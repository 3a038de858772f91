import type { Remedy } from "../../core/diagnosis/finding";
import type { LogFinding } from "../../core/diagnosis/scan/logFinding";
import type { RemedyAction } from "../findings/liveActions";
import { t } from "../l10n/t";

/** A quick fix of a finding that the catalogue knows. */
export type FindingAction = RemedyAction & { readonly arguments: readonly [Remedy] };

/**
 * What can be done about a finding from where it stands: the first look is preferred, what changes is offered after it,
 * and what destroys is not offered there at all.
 */
export function findingActions({ remedies }: LogFinding): FindingAction[] {
  const usable = remedies.filter(({ command, risk }) => command !== undefined && risk !== "destroys");
  const first = usable.find(({ risk }) => risk === "none");
  return usable.flatMap((remedy): FindingAction[] => [
    {
      title: t("Run in Terminal: {0}", remedy.title),
      command: "zfsReplication.problem.runInTerminal",
      arguments: [remedy],
      preferred: remedy === first,
    },
    {
      title: t("Copy Command: {0}", remedy.title),
      command: "zfsReplication.problem.copyCommand",
      arguments: [remedy],
      preferred: false,
    },
  ]);
}

/** A finding as a problem's message: what, why and what followed from it. */
export function findingMessage({ title, cause, count, consequences }: LogFinding): string {
  const often = count > 1 ? ` (${count} times)` : "";
  const followed = consequences.map((other) => `\nFollows from it: line ${other.line}, ${other.title}`).join("");
  return `${title}${often}. ${cause}.${followed}`;
}
