import { zfsrCommand } from "../base/zfsrCommand";
import { shortNameOf } from "../zfs/names";
import { pairDatasets } from "../zfs/pairDatasets";
import { formatPlace } from "../zfs/place";
import type { DatasetState, DatasetTree } from "../zfs/tree";
import { type DatasetContents, notCompared, type Pair } from "./contents";

/** Snapshots that are named in place of the newest common ones. */
export interface NamedSnapshots {
  readonly source: string | undefined;
  readonly target: string | undefined;
}

/**
 * Which snapshots of two trees are compared: of each dataset of the source the newest that both sides have, by guid, or
 * those that are named. What cannot be compared is told with the reason.
 * @throws ZfsrError not-found when the source does not exist
 */
export function choosePairs(
  source: DatasetTree,
  target: DatasetTree,
  named: NamedSnapshots,
): { readonly pairs: readonly Pair[]; readonly left: readonly DatasetContents[] } {
  const pairs: Pair[] = [];
  const left: DatasetContents[] = [];
  for (const { source: state, name, target: there } of pairDatasets(source, target)) {
    const chosen = there ? choose(state, there, named) : undefined;
    const from = formatPlace(source.host, state.dataset.name);
    const to = formatPlace(target.host, name);
    const locked = [
      { host: source.host, dataset: state.dataset },
      ...(there ? [{ host: target.host, dataset: there.dataset }] : []),
    ].find(({ dataset }) => dataset.keystatus === "unavailable");
    if (!there) left.push(notCompared(from, to, "the target does not have it", "replicate it"));
    else if (!chosen)
      left.push(notCompared(from, to, missing(named), `list what is there: ${zfsrCommand("ls", from)}`));
    else if (state.dataset.type !== there.dataset.type)
      left.push(
        notCompared(
          from,
          to,
          "one is a filesystem, the other a volume",
          `list what is there: ${zfsrCommand("ls", to)}`,
        ),
      );
    else if (locked) {
      const root = formatPlace(locked.host, locked.dataset.encryptionroot ?? locked.dataset.name);
      left.push(
        notCompared(
          from,
          to,
          `it is encrypted, and its key is not loaded on ${locked.host}`,
          zfsrCommand("load-key", root),
        ),
      );
    } else pairs.push(chosen);
  }
  return { pairs, left };
}

function choose(from: DatasetState, to: DatasetState, named: NamedSnapshots): Pair | undefined {
  const wanted =
    named.source === undefined
      ? from.snapshots
      : from.snapshots.filter(({ name }) => shortNameOf(name) === named.source);
  const candidates =
    named.target === undefined ? to.snapshots : to.snapshots.filter(({ name }) => shortNameOf(name) === named.target);
  const both = named.source !== undefined && named.target !== undefined;
  const left = wanted.findLast(({ guid }) => both || candidates.some((other) => other.guid === guid));
  const right = left && candidates.find(({ guid }) => both || guid === left.guid);
  return (
    left &&
    right && {
      type: from.dataset.type,
      source: { dataset: from.dataset.name, snapshot: shortNameOf(left.name) },
      target: { dataset: to.dataset.name, snapshot: shortNameOf(right.name) },
      referenced: left.referenced,
    }
  );
}

function missing({ source, target }: NamedSnapshots): string {
  const names = [source, target].flatMap((name) => (name === undefined ? [] : [`@${name}`]));
  return names.length === 0
    ? "both sides have no snapshot in common"
    : `it has no ${names.join(" and ")} on both sides`;
}
