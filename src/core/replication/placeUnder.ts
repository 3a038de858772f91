import { type DatasetName, datasetName } from "../zfs/names";

/** How a name is made below a target: `-d` and `-e` of zfs-receive(8). */
export type Under = "discard-pool" | "last-element";

/**
 * Where a source lands below `target`: with `discard-pool` `tank/a/b` becomes `target/a/b`, with `last-element`
 * `target/b`. A pool itself has no further part, so it lands on `target`.
 * @throws ZfsrError invalid-name when the whole is too long
 */
export function placeUnder(source: DatasetName, target: DatasetName, under: Under): DatasetName {
  const parts = source.split("/").slice(1);
  const kept = under === "discard-pool" ? parts : parts.slice(-1);
  return datasetName([target, ...kept].join("/"));
}
