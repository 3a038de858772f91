import { back, pickOne } from "../../prompts/quickInputs";
import { progressText } from "../../runs/progressText";
import type { Services } from "../services";

/** Ends one of the transfers under way. What was received is kept, and said at its end. */
export async function cancelTransfer({ transfers, notify }: Pick<Services, "transfers" | "notify">): Promise<void> {
  const items = transfers.running.map((transfer) => ({
    label: transfer.state.title,
    description: progressText(transfer.state),
    transfer,
  }));
  if (items.length === 0) {
    notify.info("Nothing is being transferred.");
    return;
  }
  const placeholder = "The transfer to cancel; what was received is kept for a resume";
  const picked = await pickOne({ title: "Cancel Transfer", placeholder, items });
  if (picked === undefined || picked === back) return;
  if (!(await transfers.cancel(picked.transfer))) notify.info(`${picked.label}: it has ended already.`);
}
