import { type Part, parts as partNames } from "../catalogue/entry";
import type { Parts } from "./fillTemplate";

/** The groups of a match by what they hold; a snapshot also names its dataset, and a dataset its pool. */
export function partsOf(match: RegExpExecArray): Parts {
  const found: Partial<Record<Part, string>> = {};
  const groups: Readonly<Record<string, string | undefined>> = match.groups ?? {};
  for (const [group, value] of Object.entries(groups)) {
    const name = partNames.find((part) => part === group.replace(/\d$/, ""));
    if (name && value !== undefined && value !== "") found[name] ??= value;
  }
  if (found.snapshot?.startsWith("@") && found.dataset !== undefined) found.snapshot = found.dataset + found.snapshot;
  const of = found.snapshot?.split("@")[0] ?? found.bookmark?.split("#")[0];
  if (of !== undefined && of !== "") found.dataset ??= of;
  const pool = found.dataset?.split("/")[0];
  if (pool !== undefined && pool !== "") found.pool ??= pool;
  return found;
}
