import type { RemedyAction } from "../findings/liveActions";
import { datasetOf } from "./datasetOf";
import type { RunProblems } from "./problemList";
import type { Mark } from "../../core/runs/runText";
import { t } from "../l10n/t";

/**
 * What can be done about a mark. The first that costs nothing, or a resume, is preferred; what destroys never is, and
 * asks before it does.
 * @param problems what the mark is one of
 */
export function remedyActions(mark: Mark, { run, again }: RunProblems): RemedyAction[] {
  const actions: RemedyAction[] = [];
  const add = (action: Omit<RemedyAction, "preferred">, may: boolean): void => {
    actions.push({ ...action, preferred: may && !actions.some((earlier) => earlier.preferred) });
  };
  const place = datasetOf(mark.object);
  for (const remedy of mark.remedies) {
    if (remedy.command === undefined) continue;
    if (place !== undefined && remedy.command.startsWith("zfsr resume ")) {
      add({ title: t("Resume {0}", place), command: "zfsReplication.dataset.resume", arguments: [{ place }] }, true);
    } else if (place !== undefined && remedy.command.startsWith("zfsr abort ")) {
      const title = t("Abort Partial Receive of {0}…", place);
      add({ title, command: "zfsReplication.dataset.abortPartialReceive", arguments: [{ place }] }, false);
    } else if (remedy.risk !== "destroys") {
      const run = {
        title: t("Run in Terminal: {0}", remedy.title),
        command: "zfsReplication.problem.runInTerminal" as const,
      };
      add({ ...run, arguments: [remedy] }, remedy.risk === "none");
      add(
        {
          title: t("Copy Command: {0}", remedy.title),
          command: "zfsReplication.problem.copyCommand",
          arguments: [remedy],
        },
        false,
      );
    }
  }
  const resumes = actions.some((action) => action.command === "zfsReplication.dataset.resume");
  if (again && !resumes) {
    add({ title: t("Retry Replication"), command: "zfsReplication.transfer.retry", arguments: [run] }, false);
  }
  return actions;
}
