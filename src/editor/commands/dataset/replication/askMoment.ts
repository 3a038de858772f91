import * as vscode from "vscode";
import { formatAge } from "../../../../core/base/duration";
import { printable, shortNameOf } from "../../../../core/zfs/names";
import type { Inventory } from "../../../hosts/inventory";
import type { Step } from "../../../prompts/multiStep";
import { back, pickOne } from "../../../prompts/quickInputs";
import type { Answers } from "./answers";
import { t } from "../../../l10n/t";

/** Snapshots that are offered by name, newest first. */
const mostOffered = 500;

interface MomentItem extends vscode.QuickPickItem {
  readonly upTo?: string | undefined;
  readonly takeNew: boolean;
}

const first = (): readonly MomentItem[] => [
  {
    label: t("The Snapshots That Are There"),
    detail: t("Up to the newest. Nothing is added to the source but a hold on what the next increment starts from"),
    takeNew: false,
  },
  {
    label: t("A New Snapshot, Too"),
    detail: t("Taken first, so that the copy is as new as the source is now"),
    takeNew: true,
  },
];

/** Asks up to which snapshot is sent: the newest, a new one, or an older one. A slow list holds nobody up. */
export function askMoment(inventory: Inventory): Step<Answers> {
  return async ({ source, upTo, takeNew }, position) => {
    if (!source) return undefined;
    const items = inventory.ensureSnapshots(source.host, source.dataset).then((state): MomentItem[] => {
      if (state.kind !== "ready") return [];
      const { list } = state;
      const rows: MomentItem[] = [];
      for (let row = 0; row < list.length && rows.length < mostOffered; row += 1) {
        const item = list.at(row);
        if (item.kind !== "snapshot") continue;
        const name = shortNameOf(item.name);
        rows.push({ label: `@${printable(name)}`, description: ago(item.creation), upTo: name, takeNew: false });
      }
      const title: MomentItem = {
        label: t("Up to This One"),
        kind: vscode.QuickPickItemKind.Separator,
        takeNew: false,
      };
      return rows.length === 0 ? [] : [title, ...rows];
    });
    const picked = await pickOne({
      ...position,
      placeholder: t("What is sent of {0}:{1}", source.host, source.dataset),
      first: first(),
      items,
      active: (item) => item.upTo === upTo && item.takeNew === takeNew,
    });
    return picked === undefined || picked === back ? picked : { upTo: picked.upTo, takeNew: picked.takeNew };
  };
}

function ago(creation: number): string {
  return t("{0} ago", formatAge(Date.now() - creation));
}
