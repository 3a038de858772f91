import { t } from "../l10n/t";
/** How many snapshots a page has. */
export const pageSize = 200;

/** How many are shown of each list; it stays so when the list is read again. */
export class Paging {
  private readonly limits = new Map<string, number>();

  limit(list: string): number {
    return this.limits.get(list) ?? pageSize;
  }

  showMore(list: string): void {
    this.limits.set(list, this.limit(list) + pageSize);
  }
}

/** The first page or pages of a list. @returns what is shown, and how many there are behind it */
export function firstPages<T>(
  items: readonly T[],
  limit: number,
): { readonly shown: readonly T[]; readonly rest: number } {
  return { shown: items.slice(0, limit), rest: Math.max(0, items.length - limit) };
}

/** `Load 200 more (of 3,412)`, or `Load the last 12 (of 412)`. */
export function loadMoreLabel(shown: number, total: number): string {
  const rest = total - shown;
  const number = new Intl.NumberFormat("en");
  if (rest <= pageSize) return t("Load the last {0} (of {1})", number.format(rest), number.format(total));
  return t("Load {0} more (of {1})", number.format(pageSize), number.format(total));
}
