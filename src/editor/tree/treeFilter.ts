import type { DatasetName } from "../../core/zfs/names";
import { parentOf } from "../../core/zfs/names";
import type { HostContents } from "../hosts/hostState";

/**
 * What the Hosts view is narrowed to. `db` shows the datasets whose place (`alpha:tank/db`) has that in it, with those above
 * and below them; `@daily` the snapshots whose name has it; `db@daily` both. Upper and lower case count as the same.
 */
export class TreeFilter {
  private readonly dataset: string;
  /** With its mark. Empty for all. */
  private readonly snapshot: string;
  private readonly shown = new WeakMap<HostContents, ReadonlySet<DatasetName>>();

  constructor(readonly text: string) {
    const [dataset = "", snapshot = ""] = text.toLowerCase().split(/[@#]/, 2);
    this.dataset = dataset;
    this.snapshot = snapshot;
  }

  /** The datasets to show of a host: those that match, all above them and all below them. */
  datasetsOf(host: string, contents: HostContents): ReadonlySet<DatasetName> {
    const known = this.shown.get(contents);
    if (known) return known;
    const shown = new Set<DatasetName>();
    for (const name of contents.datasets.keys()) {
      if (!this.matches(host, name)) continue;
      for (let above: DatasetName | undefined = name; above && !shown.has(above); above = parentOf(above)) {
        shown.add(above);
      }
    }
    this.shown.set(contents, shown);
    return shown;
  }

  /** How many datasets match by themselves. */
  count(host: string, contents: HostContents): number {
    let count = 0;
    for (const name of contents.datasets.keys()) if (this.matches(host, name)) count += 1;
    return count;
  }

  /** @param suffix `@monday` */
  takesSnapshot(suffix: string): boolean {
    return this.snapshot === "" || suffix.toLowerCase().includes(this.snapshot, 1);
  }

  private matches(host: string, name: DatasetName): boolean {
    return `${host}:${name}`.toLowerCase().includes(this.dataset);
  }
}
