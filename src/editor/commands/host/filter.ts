import { back, inputText } from "../../prompts/quickInputs";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** Narrows the Hosts view to what has a text in its name; an empty text shows all. */
export async function filterHosts({ hostsFilter }: Pick<Services, "hostsFilter">): Promise<void> {
  const typed = await inputText({
    title: t("Filter Hosts"),
    prompt: t("Part of a place (alpha:tank/db), of a snapshot's name (@daily), or both (db@daily)"),
    value: hostsFilter.text,
    placeholder: "db@daily",
    fault: () => undefined,
  });
  if (typed !== undefined && typed !== back) hostsFilter.set(typed.trim());
}

/** Shows all again. */
export function clearFilter({ hostsFilter }: Pick<Services, "hostsFilter">): void {
  hostsFilter.set("");
}
