import { formatBytes } from "../base/bytes";
import { zfsrCommand } from "../base/zfsrCommand";
import type { CommandStep } from "../plan/step";
import { takeBackSteps } from "../plan/takeBack";
import type { Snapshot } from "../zfs/model";
import { type DatasetName, isWithin, shortNameOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState, DatasetTree } from "../zfs/tree";
import type { CommonBase } from "./commonBase";
import type { Obstacle } from "./obstacles";

/** The steps that take a target back to what it has in common with its source, or why there can be none. */
export function rollbackSteps(
  target: DatasetState,
  tree: DatasetTree,
  base: CommonBase | undefined,
): readonly CommandStep[] | Obstacle {
  const { name } = target.dataset;
  if (!base) {
    return {
      id: "exists",
      message: "it shares no snapshot with its source, so there is nothing that it could be rolled back to",
      nextStep: "receive beside it (--on-diverged rename), or under another name",
    };
  }
  const held = base.newerOnTarget.filter((snapshot) => snapshot.userrefs > 0);
  if (held.length > 0) {
    return {
      id: "diverged",
      message: `it cannot be rolled back: ${listed(held)} ${held.length === 1 ? "is" : "are"} held`,
      nextStep: `see by whom: ${zfsrCommand("holds", formatPlace(tree.host, name))}`,
    };
  }
  const origin = base.newerOnTarget.find((snapshot) => tree.clones.has(snapshot.name));
  const clone = origin && tree.clones.get(origin.name);
  if (origin && clone !== undefined) {
    return {
      id: "diverged",
      message: `it cannot be rolled back: ${clone} is a clone of ${origin.name}`,
      nextStep: `keep the clone by promoting it: ${zfsrCommand("promote", formatPlace(tree.host, clone))}`,
    };
  }
  const newer = target.bookmarks.filter((bookmark) => bookmark.createtxg > base.target.createtxg);
  return takeBackSteps({
    ...{ id: `rollback:${name}`, host: tree.host, dataset: target.dataset, to: base.target.name },
    newer: [...base.newerOnTarget, ...newer],
    reason: `it has gone its own way since @${shortNameOf(base.target.name)}, the newest that both have`,
  });
}

const asideMark = ".diverged-";

/** Tells whether a dataset was put aside by `renameStep`, or lies below one that was. */
export function isAside(name: DatasetName): boolean {
  return name.includes(asideMark);
}

/** The step that keeps a target under another name, with all below it, so that its source is received anew. */
export function renameStep(target: DatasetState, tree: DatasetTree): CommandStep | Obstacle {
  const { name, type, guid } = target.dataset;
  if (!name.includes("/")) {
    return {
      id: "diverged",
      message: "it is the root of a pool, which cannot be renamed",
      nextStep: "receive below it",
    };
  }
  // the end of its guid: the same for the same dataset, and no other has it
  const beside = `${name}${asideMark}${guid.slice(-6)}`;
  const below = [...tree.datasets.keys()].filter((other) => other !== name && isWithin(other, name)).length;
  return {
    id: `rename:${name}`,
    kind: "rename",
    host: tree.host,
    dataset: name,
    // -u: what is mounted stays where it is; volumes do not know it
    argv: ["zfs", "rename", ...(type === "filesystem" ? ["-u"] : []), name, beside],
    destroys: [],
    asks: true,
    needs: [],
    reason:
      `it has gone its own way (${formatBytes(target.dataset.written)} written, ${target.snapshots.length} snapshots): all of it is kept as ${beside}` +
      (below > 0 ? `, with the ${below} below it, which are sent again, too` : ""),
  };
}

function listed(snapshots: readonly Snapshot[]): string {
  const names = snapshots.slice(0, 3).map((snapshot) => `@${shortNameOf(snapshot.name)}`);
  return names.join(", ") + (snapshots.length > 3 ? ", …" : "");
}
