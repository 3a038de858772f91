import { back, pickOne } from "../../prompts/quickInputs";
import type { TreeNode } from "../../tree/nodes/node";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** Takes hosts out of the view. Nothing changes on them; the way back is offered. */
export async function removeHost(
  { settings, inventory, notify }: Pick<Services, "settings" | "inventory" | "notify">,
  node?: TreeNode,
  selected?: readonly TreeNode[],
): Promise<void> {
  const before = settings.hosts;
  const names = new Set(
    (selected ?? (node ? [node] : [])).filter(({ kind }) => kind === "host").map(({ host }) => host),
  );
  if (names.size === 0) {
    const items = before.map((label) => ({ label }));
    const picked = await pickOne({
      title: t("Remove Host"),
      placeholder: t("The host to take out of the view"),
      items,
    });
    if (picked === undefined || picked === back) return;
    names.add(picked.label);
  }
  await settings.setHosts(before.filter((name) => !names.has(name)));
  for (const name of names) inventory.forget(name);
  const what = [...names].join(", ");
  notify.info(t("{0}: taken out of the view. Nothing changed there.", what), [
    { title: t("Undo"), run: () => settings.setHosts(before) },
  ]);
}
