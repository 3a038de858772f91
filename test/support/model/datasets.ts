import type { DatasetType } from "../../../src/core/zfs/model";
import { datasetOf, isWithin, parentOf, shortNameOf, type SnapshotName } from "../../../src/core/zfs/names";
import { Refused } from "./refused";

export interface ModelSnapshot {
  readonly short: string;
  readonly guid: bigint;
  readonly txg: number;
  readonly holds: Set<string>;
}

export interface ModelBookmark {
  readonly short: string;
  readonly guid: bigint;
  readonly txg: number;
}

/** What `receive -s` kept of a stream that broke off. */
export interface PartialReceive {
  readonly token: string;
  readonly toname: string;
  readonly toguid: bigint;
  readonly fromguid: bigint | undefined;
  readonly raw: boolean;
}

export interface ModelDataset {
  readonly type: DatasetType;
  readonly guid: bigint;
  readonly txg: number;
  encryption: string;
  keyLoaded: boolean;
  snapshots: ModelSnapshot[];
  bookmarks: ModelBookmark[];
  partial: PartialReceive | undefined;
  written: number;
  /** The snapshot it is a clone of. */
  origin: ModelSnapshot | undefined;
}

let lastGuid = 1n;

/** One machine with its pools: the datasets in them, and the rules by which they come and go. */
export class ModelDatasets {
  readonly datasets = new Map<string, ModelDataset>();
  /** How often something was taken away: destroyed, rolled back, aborted. */
  destroyed = 0;
  /** Its pool is imported read-only. */
  readonly = false;
  private txg = 10;

  constructor(
    readonly id: string,
    pool: string,
  ) {
    this.create(pool);
  }

  nextTxg(): number {
    return (this.txg += 1);
  }

  create(name: string, type: DatasetType = "filesystem", encryption = "off"): ModelDataset {
    const parent = parentOf(name);
    if (this.datasets.has(name)) throw new Refused(`cannot create '${name}': dataset already exists`);
    if (parent !== undefined && this.datasets.get(parent)?.type !== "filesystem")
      throw new Refused(`cannot create '${name}': parent does not exist`);
    const dataset: ModelDataset = {
      type,
      guid: newGuid(),
      txg: this.nextTxg(),
      encryption,
      keyLoaded: encryption !== "off",
      snapshots: [],
      bookmarks: [],
      partial: undefined,
      written: 0,
      origin: undefined,
    };
    this.datasets.set(name, dataset);
    return dataset;
  }

  snapshot(name: string, short: string, recursive = false): void {
    const txg = this.nextTxg();
    for (const [candidate, dataset] of this.datasets) {
      if (candidate !== name && !(recursive && isWithin(candidate, name))) continue;
      if (dataset.snapshots.some((snapshot) => snapshot.short === short)) throw new Refused("dataset already exists");
      dataset.snapshots.push({ short, guid: newGuid(), txg, holds: new Set() });
      dataset.written = 0;
    }
  }

  /** `zfs clone name@short as` */
  clone(name: string, short: string, as: string): void {
    const origin = this.find(`${name}@${short}`);
    const { type, encryption } = this.dataset(name);
    this.create(as, type, encryption).origin = origin;
  }

  bookmark(name: string, short: string, as: string): void {
    const dataset = this.dataset(name);
    const snapshot = dataset.snapshots.find((candidate) => candidate.short === short);
    if (!snapshot || dataset.bookmarks.some((bookmark) => bookmark.short === as)) return;
    dataset.bookmarks.push({ short: as, guid: snapshot.guid, txg: snapshot.txg });
  }

  /** @returns false when a hold or a partial receive keeps it */
  destroySnapshot(name: string, short: string): boolean {
    const dataset = this.dataset(name);
    const snapshot = dataset.snapshots.find((candidate) => candidate.short === short);
    if (snapshot?.holds.size || (snapshot && this.isOrigin(snapshot))) return false;
    // the hidden clone that a partial receive is kept in depends on its base
    const { partial } = dataset;
    if (
      partial &&
      dataset.snapshots.some((snapshot) => snapshot.short === short && snapshot.guid === partial.fromguid)
    ) {
      return false;
    }
    dataset.snapshots = dataset.snapshots.filter((snapshot) => snapshot.short !== short);
    return true;
  }

  private isOrigin(snapshot: ModelSnapshot): boolean {
    return [...this.datasets.values()].some((dataset) => dataset.origin === snapshot);
  }

  /** `zfs rollback [-r] name@short` */
  rollback(target: string, recursive: boolean): void {
    const to = this.find(target);
    const dataset = this.dataset(datasetOf(target));
    const newer = dataset.snapshots.slice(dataset.snapshots.indexOf(to) + 1);
    const bookmarks = dataset.bookmarks.filter((bookmark) => bookmark.txg > to.txg);
    if (newer.length + bookmarks.length > 0 && !recursive)
      throw new Refused("more recent snapshots or bookmarks exist");
    if (newer.some((snapshot) => snapshot.holds.size > 0)) throw new Refused("dataset is busy");
    if (newer.some((snapshot) => this.isOrigin(snapshot))) throw new Refused("clones of previous snapshots exist");
    this.destroyed += 1;
    dataset.snapshots = dataset.snapshots.filter((snapshot) => !newer.includes(snapshot));
    dataset.bookmarks = dataset.bookmarks.filter((bookmark) => !bookmarks.includes(bookmark));
    dataset.written = 0;
  }

  /** `zfs destroy name@a,b,c` and `zfs destroy name#a` */
  destroy(target: string): void {
    const dataset = this.dataset(datasetOf(target));
    if (target.includes("#")) {
      const found = dataset.bookmarks.find((bookmark) => bookmark.short === shortNameOf(target));
      if (!found) throw new Refused("bookmark does not exist");
      dataset.bookmarks = dataset.bookmarks.filter((bookmark) => bookmark !== found);
      return;
    }
    this.destroyed += 1;
    for (const short of shortNameOf(target).split(",")) {
      this.find(`${datasetOf(target)}@${short}`);
      if (!this.destroySnapshot(datasetOf(target), short))
        throw new Refused(`cannot destroy snapshot ${short}: dataset is busy`);
    }
  }

  rename(from: string, to: string): void {
    if (this.datasets.has(to)) throw new Refused("dataset already exists");
    for (const [name, dataset] of [...this.datasets]) {
      if (!isWithin(name, from)) continue;
      this.datasets.delete(name);
      this.datasets.set(to + name.slice(from.length), dataset);
    }
  }

  dataset(name: string): ModelDataset {
    const dataset = this.datasets.get(name);
    if (!dataset) throw new Refused(`cannot open '${name}': dataset does not exist`);
    return dataset;
  }

  newestGuid(name: string): string | undefined {
    return this.datasets.get(name)?.snapshots.at(-1)?.guid.toString();
  }

  /** The whole name of the snapshot with this guid. */
  withGuid(guid: bigint | undefined): string | undefined {
    const all = [...this.datasets.values()].flatMap(({ snapshots }) => snapshots);
    return this.nameOf(all.find((snapshot) => snapshot.guid === guid));
  }

  nameOf(snapshot: ModelSnapshot | undefined): SnapshotName | undefined {
    if (!snapshot) return undefined;
    for (const [name, { snapshots }] of this.datasets)
      if (snapshots.includes(snapshot)) return `${name}@${snapshot.short}` as SnapshotName;
    return undefined;
  }

  find(name: string): ModelSnapshot {
    const found = this.dataset(datasetOf(name)).snapshots.find((snapshot) => snapshot.short === shortNameOf(name));
    if (!found) throw new Refused(`cannot open '${name}': dataset does not exist`);
    return found;
  }
}

export function newGuid(): bigint {
  lastGuid += 1n;
  // guids are 64 bits wide and in no order
  return (lastGuid * 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn;
}
