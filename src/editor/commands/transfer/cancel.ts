import type { Transfer } from "../../runs/transfers";
import type { TransferNode } from "../../transfers/runNode";
import { back, pickOne } from "../../prompts/quickInputs";
import { progressText } from "../../runs/progressText";
import type { Services } from "../services";
import { t } from "../../l10n/t";

type Needed = Pick<Services, "transfers" | "notify">;

/** Ends transfers that are under way: the chosen ones, or one that is asked for. What was received is kept, and said at its end. */
export async function cancelTransfer(
  services: Needed,
  node?: TransferNode,
  selected?: readonly TransferNode[],
): Promise<void> {
  for (const transfer of await chosen(services, t("Cancel Transfer"), node, selected)) {
    if (!(await services.transfers.cancel(transfer)))
      services.notify.info(t("{0}: it has ended already.", transfer.state.title));
  }
}

/**
 * ZFS has no pause: the stream is ended, the target keeps what it has received, and Resume goes on from there. Each says so
 * when it has ended.
 */
export async function pauseTransfer(
  services: Needed,
  node?: TransferNode,
  selected?: readonly TransferNode[],
): Promise<void> {
  for (const transfer of await chosen(services, t("Pause Transfer"), node, selected)) {
    if (await services.transfers.cancel(transfer)) void sayWhatIsKept(services, transfer);
    else services.notify.info(t("{0}: it has ended already.", transfer.state.title));
  }
}

/** Runs of this window say at their end what is kept; those of others are told here, since it was asked for here. */
async function sayWhatIsKept({ notify }: Needed, transfer: Transfer): Promise<void> {
  const { state, own } = await transfer.ended;
  if (own || state.outcome !== "interrupted") return;
  const kept = state.targets.filter((target) => target.partial).map((target) => target.place);
  const what =
    kept.length === 0 ? t("Nothing was received yet") : t("What was received is kept in {0}", kept.join(", "));
  notify.info(t("{0}: paused. {1}; Resume goes on from there.", state.title, what));
}

async function chosen(
  { transfers, notify }: Needed,
  title: string,
  node?: TransferNode,
  selected?: readonly TransferNode[],
): Promise<Transfer[]> {
  const nodes = selected ?? (node ? [node] : []);
  const live = nodes.flatMap(({ files }) => transfers.get(files.id) ?? []);
  if (nodes.length > 0) return [...new Set(live)];
  const items = transfers.running.map((transfer) => ({
    label: transfer.state.title,
    description: progressText(transfer.state),
    transfer,
  }));
  if (items.length === 0) {
    notify.info(t("Nothing is being transferred."));
    return [];
  }
  const placeholder = t("The transfer to end; what was received is kept for a resume");
  const picked = await pickOne({ title, placeholder, items });
  return picked === undefined || picked === back ? [] : [picked.transfer];
}
