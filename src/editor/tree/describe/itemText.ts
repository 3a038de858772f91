/** All that a row of the tree shows, as plain data. */
export interface ItemText {
  /** The name. */
  readonly label: string;
  /** The two facts that matter. */
  readonly description: string;
  /** What a screen reader says: the most important first. */
  readonly spoken: string;
  /** A codicon, and a theme colour where the state is a bad one; the text says the same. */
  readonly icon: { readonly id: string; readonly color?: string };
  /** `zfs.dataset;partial`: package.json's menus go by it. */
  readonly context: string;
  readonly children: "none" | "collapsed" | "expanded";
}

/** Rows of the tooltip. */
export interface TooltipText {
  readonly title: string;
  readonly rows: readonly (readonly [name: string, value: string])[];
}

/** Joins what is there with commas. */
export function facts(...parts: readonly (string | undefined | false)[]): string {
  return parts.filter((part) => part !== undefined && part !== false && part !== "").join(", ");
}

/** Joins a kind and its states for menus. */
export function contextOf(kind: string, ...states: readonly (string | undefined | false)[]): string {
  return [kind, ...states.filter((state) => state !== undefined && state !== false)].join(";");
}
