import { type RunId, runId } from "../../../core/runs/runDirectory";
import type { TransferNode } from "../../transfers/runNode";
import { back, pickOne } from "../../prompts/quickInputs";
import type { Services } from "../services";
import { t } from "../../l10n/t";
import { standingWord } from "../../transfers/standing";

/** Runs a replication again as it was asked for; it goes on from what is there by now. One is asked for where none is given. */
export async function retryTransfer(
  { replications, history, notify }: Pick<Services, "replications" | "history" | "notify">,
  run?: string | TransferNode,
): Promise<void> {
  if (run) {
    await replications.retry(typeof run === "string" ? runId(run) : run.files.id);
    return;
  }
  await history.start();
  const items = history.ended
    .filter(({ state }) => state.request !== undefined && state.outcome !== "done")
    .map(({ files, state }): { label: string; description: string; id: RunId } => {
      return { label: state.title, description: standingWord({ state, running: false }), id: files.id };
    });
  if (items.length === 0) {
    notify.info(t("No replication was interrupted or has failed."));
    return;
  }
  const picked = await pickOne({
    title: t("Resume Transfer"),
    placeholder: t("It goes on from what is there by now"),
    items,
  });
  if (picked !== undefined && picked !== back) await replications.retry(picked.id);
}
