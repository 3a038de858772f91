import { ZfsrError } from "../base/errors";
import { bookmarkName, type BookmarkName, type DatasetName, printable, snapshotName, type SnapshotName } from "./names";
import { formatPlace, parseDatasetPlace } from "./place";

/** `host:dataset`, `host:dataset@…` or `host:dataset#…`, taken apart; what stands behind the mark is not looked at. */
export interface ObjectPlace {
  readonly host: string;
  readonly dataset: DatasetName;
  readonly mark: "@" | "#" | undefined;
  /** Empty where there is no mark. */
  readonly behind: string;
}

/** Reads a place that names a dataset, snapshots or a bookmark. @throws ZfsrError usage, invalid-name */
export function parseObjectPlace(text: string): ObjectPlace {
  // the host may have an @ of its own; the first colon that a dataset's name can follow ends it
  const host = /^(?:[^@:[\]]+@)?(?:\[[^\]]*\]|[^:[\]]*)(?::\d+(?=:))?:/s.exec(text)?.[0] ?? "";
  const rest = text.slice(host.length);
  const at = rest.search(/[@#]/);
  if (at < 0 || host === "") return { ...parseDatasetPlace(text), mark: undefined, behind: "" };
  const { host: name, dataset } = parseDatasetPlace(host + rest.slice(0, at));
  return { host: name, dataset, mark: rest[at] as "@" | "#", behind: rest.slice(at + 1) };
}

/** Reads a place that names one snapshot. @throws ZfsrError usage, invalid-name */
export function parseSnapshotPlace(text: string): { readonly host: string; readonly snapshot: SnapshotName } {
  const { host, dataset, mark, behind } = parseObjectPlace(text);
  if (mark !== "@") throw notThat(text, "a snapshot", formatPlace(host, `${dataset}@NAME`));
  return { host, snapshot: snapshotName(dataset, behind) };
}

/** Reads a place that names one dataset and nothing in it. @throws ZfsrError usage, invalid-name */
export function parseWholeDataset(text: string): { readonly host: string; readonly dataset: DatasetName } {
  const { host, dataset, mark } = parseObjectPlace(text);
  if (mark !== undefined) throw notThat(text, "a dataset", formatPlace(host, dataset));
  return { host, dataset };
}

/** `@a` or `#a`, alone or behind the dataset's name, as a snapshot or bookmark of that dataset. @throws ZfsrError usage, invalid-name */
export function siblingName(dataset: DatasetName, text: string): SnapshotName | BookmarkName {
  const short = text.startsWith(dataset) ? text.slice(dataset.length) : text;
  if (short.startsWith("@")) return snapshotName(dataset, short.slice(1));
  if (short.startsWith("#")) return bookmarkName(dataset, short.slice(1));
  throw notThat(text, `a snapshot or bookmark of ${dataset}`, "@NAME or #NAME");
}

function notThat(text: string, what: string, write: string): ZfsrError {
  return new ZfsrError({
    reason: "usage",
    object: `'${printable(text)}'`,
    because: `it is not ${what}`,
    nextStep: `write ${write}`,
  });
}
