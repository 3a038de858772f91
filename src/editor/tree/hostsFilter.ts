import type { ContextKeys } from "../contextKeys";
import { contentsOf } from "../hosts/hostState";
import type { Inventory } from "../hosts/inventory";
import type { Settings } from "../settings";
import type { HostsTree } from "./hostsTree";
import { TreeFilter } from "./treeFilter";
import { t } from "../l10n/t";

/** What the Hosts view is narrowed to, and the words above it that say so. */
export class HostsFilter {
  constructor(
    private readonly tree: HostsTree,
    private readonly inventory: Inventory,
    private readonly settings: Pick<Settings, "hosts">,
    private readonly contextKeys: ContextKeys,
  ) {}

  /** Empty for none. */
  get text(): string {
    return this.tree.filter?.text ?? "";
  }

  set(text: string): void {
    this.tree.filter = text === "" ? undefined : new TreeFilter(text);
    this.contextKeys.set("zfsReplication.filtered", text !== "");
  }

  /** `Filtered by 'db': 3 of 214 datasets`; undefined without a filter. Hosts that were not opened are not counted. */
  message(): string | undefined {
    const { filter } = this.tree;
    if (!filter) return undefined;
    let matching = 0;
    let all = 0;
    for (const host of this.settings.hosts) {
      const contents = contentsOf(this.inventory.state(host));
      if (!contents) continue;
      matching += filter.count(host, contents);
      all += contents.datasets.size;
    }
    const number = new Intl.NumberFormat("en");
    if (matching === 0) return t("Nothing matches '{0}' on the hosts that are connected.", filter.text);
    return t("Filtered by '{0}': {1} of {2} datasets.", filter.text, number.format(matching), number.format(all));
  }
}
