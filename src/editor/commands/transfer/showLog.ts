import { type RunId, runId } from "../../../core/runs/runDirectory";
import { openRun } from "../../problems/openRun";
import { back, pickOne } from "../../prompts/quickInputs";
import type { TransferNode } from "../../transfers/runNode";
import type { Services } from "../services";
import { t } from "../../l10n/t";
import type { RunState } from "../../../core/runs/runState";
import { standingWord } from "../../transfers/standing";
import { facts } from "../../tree/describe/itemText";

/** Opens the report of a run: the one that is given, or one of the newest. */
export async function showRunLog(
  { history, transfers }: Pick<Services, "history" | "transfers">,
  run?: string | TransferNode,
): Promise<void> {
  if (typeof run === "string") return openRun(runId(run));
  if (run) return openRun(run.files.id);
  const items = history
    .start()
    .then(() => [
      ...transfers.running.map(({ files, state }) => item(files.id, state, true)),
      ...history.ended.map(({ files, state }) => item(files.id, state, false)),
    ]);
  const picked = await pickOne({ title: t("Report of a Run"), placeholder: t("The newest runs"), items });
  if (picked !== undefined && picked !== back) await openRun(picked.id);
}

function item(id: RunId, state: RunState, running: boolean) {
  const started = state.startedAt === "" ? "" : new Date(state.startedAt).toLocaleString();
  return { label: state.title, description: facts(standingWord({ state, running }), started), id };
}
