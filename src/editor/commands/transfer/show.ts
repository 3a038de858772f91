import { openRun } from "../../problems/openRun";
import { back, pickOne } from "../../prompts/quickInputs";
import { progressText } from "../../runs/progressText";
import type { Services } from "../services";

/** Lists what is being transferred; choosing one opens its log. */
export async function showTransfers({ transfers, notify }: Pick<Services, "transfers" | "notify">): Promise<void> {
  const items = transfers.running.map(({ files, state }) => ({
    label: state.title,
    description: progressText(state),
    id: files.id,
  }));
  if (items.length === 0) {
    notify.info("Nothing is being transferred.");
    return;
  }
  const picked = await pickOne({ title: "Running Transfers", placeholder: "Choose one to see its log", items });
  if (picked !== undefined && picked !== back) await openRun(picked.id);
}
