import type { Plan } from "../../../src/core/plan/plan";
import { isTransfer, type Step } from "../../../src/core/plan/step";
import type { ResumeTokenContents } from "../../../src/core/zfs/commands/decodeToken";
import type { Bookmark, Dataset, DatasetType, Hold, Pool, Snapshot } from "../../../src/core/zfs/model";
import {
  type BookmarkName,
  type DatasetName,
  datasetName,
  datasetOf,
  type Guid,
  isWithin,
  parentOf,
  type PoolName,
  poolOf,
  shortNameOf,
  type SnapshotName,
} from "../../../src/core/zfs/names";
import { datasetStates, type DatasetTree } from "../../../src/core/zfs/tree";

/** What ZFS would have said. */
export class Refused extends Error {}

interface ModelSnapshot {
  readonly short: string;
  readonly guid: bigint;
  readonly txg: number;
  readonly holds: Set<string>;
}

interface ModelBookmark {
  readonly short: string;
  readonly guid: bigint;
  readonly txg: number;
}

interface Partial {
  readonly token: string;
  readonly toname: string;
  readonly toguid: bigint;
  readonly fromguid: bigint | undefined;
  readonly raw: boolean;
}

interface ModelDataset {
  readonly type: DatasetType;
  readonly guid: bigint;
  readonly txg: number;
  encryption: string;
  keyLoaded: boolean;
  snapshots: ModelSnapshot[];
  bookmarks: ModelBookmark[];
  partial: Partial | undefined;
  written: number;
}

/** One stream as it travels: a snapshot after the other. */
interface Stream {
  readonly type: DatasetType;
  readonly raw: boolean;
  readonly encryption: string;
  readonly resumed: Partial | undefined;
  readonly parts: readonly {
    readonly fromguid: bigint | undefined;
    readonly snapshot: ModelSnapshot;
    readonly toname: string;
  }[];
}

let lastGuid = 1n;

/**
 * The rules of ZFS that replication goes by, and nothing else: no data, no disks. One machine with its pools.
 * It takes the very words that a plan would run, so that what is tested is what would be done.
 */
export class ModelHost {
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

  create(name: string, type: DatasetType = "filesystem", encryption = "off"): ModelDataset {
    const parent = parentOf(name);
    if (this.datasets.has(name)) throw new Refused(`cannot create '${name}': dataset already exists`);
    if (parent !== undefined && this.datasets.get(parent)?.type !== "filesystem")
      throw new Refused(`cannot create '${name}': parent does not exist`);
    const dataset: ModelDataset = {
      type,
      guid: newGuid(),
      txg: (this.txg += 1),
      encryption,
      keyLoaded: encryption !== "off",
      snapshots: [],
      bookmarks: [],
      partial: undefined,
      written: 0,
    };
    this.datasets.set(name, dataset);
    return dataset;
  }

  snapshot(name: string, short: string, recursive = false): void {
    const txg = (this.txg += 1);
    for (const [candidate, dataset] of this.datasets) {
      if (candidate !== name && !(recursive && isWithin(candidate, name))) continue;
      if (dataset.snapshots.some((snapshot) => snapshot.short === short)) throw new Refused("dataset already exists");
      dataset.snapshots.push({ short, guid: newGuid(), txg, holds: new Set() });
      dataset.written = 0;
    }
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
    if (dataset.snapshots.find((snapshot) => snapshot.short === short)?.holds.size) return false;
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

  rename(from: string, to: string): void {
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

  /** What `observeTree` would show. */
  observe(root: DatasetName, recursive: boolean): DatasetTree {
    const names = [...this.datasets.keys()]
      .filter((name) => name === root || (recursive && isWithin(name, root)))
      .sort();
    const items = names
      .flatMap((name) => [...this.snapshotsOf(name), ...this.bookmarksOf(name)])
      .sort((a, b) => a.createtxg - b.createtxg);
    const parent = parentOf(root);
    const holds = names.flatMap((name) =>
      this.dataset(name).snapshots.flatMap((snapshot) =>
        [...snapshot.holds].map((tag): Hold => ({
          snapshot: `${name}@${snapshot.short}` as SnapshotName,
          tag,
          timestamp: "-",
        })),
      ),
    );
    return {
      host: this.id,
      root,
      datasets: datasetStates(
        names.map((name) => this.describe(name)),
        items,
      ),
      parent: parent !== undefined && this.datasets.has(parent) ? this.describe(parent) : undefined,
      pool: this.datasets.has(poolOf(root)) ? { ...pool(poolOf(root)), readonly: this.readonly } : undefined,
      version: { userland: "2.3.9", kernel: "2.3.9" },
      holds,
    };
  }

  /** What `readTokens` would tell of everything that was partially received. */
  tokens(): Map<DatasetName, ResumeTokenContents> {
    const contents = new Map<DatasetName, ResumeTokenContents>();
    for (const [name, { partial }] of this.datasets) {
      if (!partial) continue;
      contents.set(datasetName(name), {
        toname: partial.toname as SnapshotName,
        dataset: datasetOf(partial.toname),
        toguid: partial.toguid.toString() as Guid,
        fromguid: partial.fromguid?.toString() as Guid | undefined,
        received: 1 << 20,
        remaining: 1 << 20,
        raw: partial.raw,
        largeBlocks: false,
        compressed: false,
        embedded: false,
      });
    }
    return contents;
  }

  /** Runs one command of a plan that is no transfer. */
  run(argv: readonly string[]): void {
    const [zfs, verb = "", ...rest] = argv;
    if (zfs !== "zfs") throw new Refused(`${zfs ?? ""}: not found`);
    if (verb === "hold" || verb === "release") {
      const [tag = "", ...snapshots] = rest;
      const found = snapshots.map((name) => this.find(name));
      if (snapshots.length === 0) throw new Refused("missing snapshot argument");
      if (found.some((snapshot) => snapshot.holds.has(tag) === (verb === "hold")))
        throw new Refused(verb === "hold" ? "tag already exists" : "no such tag");
      for (const snapshot of found) {
        if (verb === "hold") snapshot.holds.add(tag);
        else snapshot.holds.delete(tag);
      }
    } else if (verb === "snapshot") {
      const name = rest.at(-1) ?? "";
      this.snapshot(datasetOf(name), shortNameOf(name), rest[0] === "-r");
    } else if (verb === "receive" && rest[0] === "-A") {
      const name = rest[1] ?? "";
      const dataset = this.dataset(name);
      if (!dataset.partial) throw new Refused("does not have any resumable receive state to abort");
      dataset.partial = undefined;
      this.destroyed += 1;
      if (dataset.snapshots.length === 0) this.datasets.delete(name);
    } else throw new Refused(`unrecognized command '${verb}'`);
  }

  /** The stream that `zfs send` would write. */
  send(argv: readonly string[], tokens: ReadonlyMap<string, Partial>): Stream {
    const words = [...argv.slice(2)];
    if (words[0] === "-t") return this.sendResumed(words[1] ?? "", tokens);
    let raw = false;
    while (/^-[wLec]$/.test(words[0] ?? "")) raw = words.shift() === "-w" || raw;
    const mode = /^-[iI]$/.test(words[0] ?? "") ? words.shift() : undefined;
    const from = mode === undefined ? undefined : words.shift();
    const [to = "", ...more] = words;
    if (more.length > 0 || !to.includes("@")) throw new Refused("usage: send");
    const name = datasetOf(to);
    const dataset = this.dataset(name);
    const last = dataset.snapshots.findIndex((snapshot) => snapshot.short === shortNameOf(to));
    const target = dataset.snapshots[last];
    if (!target) throw new Refused(`cannot open '${to}': dataset does not exist`);
    if (!raw && dataset.encryption !== "off" && !dataset.keyLoaded) throw new Refused("dataset key must be loaded");
    const base = from === undefined ? undefined : baseOf(dataset, from);
    if (base && base.txg >= target.txg) throw new Refused("not an earlier snapshot from the same fs");
    if (mode === "-I" && from?.startsWith("#")) throw new Refused("multiple snapshots cannot be sent from a bookmark");
    const chosen =
      mode === "-I"
        ? dataset.snapshots.slice(0, last + 1).filter((snapshot) => snapshot.txg > (base?.txg ?? 0))
        : [target];
    let fromguid = base?.guid;
    const parts = chosen.map((snapshot) => {
      const part = { fromguid, snapshot, toname: `${name}@${snapshot.short}` };
      fromguid = snapshot.guid;
      return part;
    });
    return { type: dataset.type, raw, encryption: dataset.encryption, resumed: undefined, parts };
  }

  private sendResumed(token: string, tokens: ReadonlyMap<string, Partial>): Stream {
    const partial = tokens.get(token);
    if (!partial) throw new Refused("resume token is corrupt");
    const dataset = this.datasets.get(datasetOf(partial.toname));
    const snapshot = dataset?.snapshots.find((candidate) => candidate.short === shortNameOf(partial.toname));
    if (!dataset || !snapshot) throw new Refused(`'${partial.toname}' used in the initial send no longer exists`);
    if (snapshot.guid !== partial.toguid)
      throw new Refused(`'${partial.toname}' is no longer the same snapshot used in the initial send`);
    const { fromguid } = partial;
    if (
      fromguid !== undefined &&
      ![...dataset.snapshots, ...dataset.bookmarks].some((item) => item.guid === fromguid)
    ) {
      throw new Refused("incremental source does not exist");
    }
    if (!partial.raw && dataset.encryption !== "off" && !dataset.keyLoaded)
      throw new Refused("dataset key must be loaded");
    return {
      type: dataset.type,
      raw: partial.raw,
      encryption: dataset.encryption,
      resumed: partial,
      parts: [{ fromguid, snapshot, toname: partial.toname }],
    };
  }

  /**
   * What `zfs receive` would do with a stream.
   * @param breaks the connection breaks in the middle of this snapshot of the stream
   */
  receive(argv: readonly string[], stream: Stream, breaks: number | undefined): void {
    const name = argv.at(-1) ?? "";
    if (argv[1] !== "receive" || argv.includes("-F")) throw new Refused("only 'zfs receive' without -F may be run");
    if (!argv.includes("-u")) throw new Refused("a target must be received unmounted");
    const resumable = argv.includes("-s");
    stream.parts.forEach((part, i) => {
      if (breaks !== undefined && i > breaks) return;
      const existing = this.datasets.get(name);
      if (stream.resumed) {
        if (existing?.partial?.token !== stream.resumed.token)
          throw new Refused("kernel modules must be upgraded to receive this stream.");
      } else if (existing?.partial) throw new Refused("contains partially-complete state");
      if (part.fromguid === undefined && !stream.resumed) {
        if (existing) throw new Refused(`destination '${name}' exists`);
        this.checkParentKey(name, stream);
        this.create(
          name,
          stream.type,
          stream.raw ? stream.encryption : (this.datasets.get(parentOf(name) ?? "")?.encryption ?? "off"),
        ).keyLoaded = !stream.raw;
      } else if (!existing) throw new Refused(`destination '${name}' does not exist`);
      const dataset = this.dataset(name);
      if (part.fromguid !== undefined) {
        if (dataset.snapshots.at(-1)?.guid !== part.fromguid)
          throw new Refused("most recent snapshot does not match incremental source");
        if (dataset.written > 0) throw new Refused("has been modified since most recent snapshot");
        if (stream.raw && stream.encryption !== "off" && dataset.encryption === "off")
          throw new Refused("cannot perform raw receive on top of existing unencrypted dataset");
        if (!stream.raw && dataset.encryption !== "off" && !dataset.keyLoaded)
          throw new Refused("inherited key must be loaded");
      }
      if (dataset.snapshots.some((snapshot) => snapshot.short === part.snapshot.short))
        throw new Refused("destination already exists");
      dataset.partial = undefined;
      if (i === breaks) {
        const { toname, fromguid, snapshot } = part;
        if (resumable)
          dataset.partial = { token: `1-${newGuid()}`, toname, toguid: snapshot.guid, fromguid, raw: stream.raw };
        else if (dataset.snapshots.length === 0) this.datasets.delete(name);
        return;
      }
      dataset.snapshots.push({
        short: part.snapshot.short,
        guid: part.snapshot.guid,
        txg: (this.txg += 1),
        holds: new Set(),
      });
    });
    if (breaks !== undefined && breaks < stream.parts.length)
      throw new Refused("checksum mismatch or incomplete stream");
  }

  private checkParentKey(name: string, stream: Stream): void {
    const parent = this.datasets.get(parentOf(name) ?? "");
    if (parent && parent.encryption !== "off" && !parent.keyLoaded && !stream.raw)
      throw new Refused("inherited key must be loaded");
  }

  private find(name: string): ModelSnapshot {
    const found = this.dataset(datasetOf(name)).snapshots.find((snapshot) => snapshot.short === shortNameOf(name));
    if (!found) throw new Refused(`cannot open '${name}': dataset does not exist`);
    return found;
  }

  private snapshotsOf(name: string): Snapshot[] {
    return this.dataset(name).snapshots.map((snapshot) => ({
      kind: "snapshot",
      name: `${name}@${snapshot.short}` as SnapshotName,
      guid: snapshot.guid.toString() as Guid,
      createtxg: snapshot.txg,
      creation: 0,
      used: 0,
      referenced: 0,
      userrefs: snapshot.holds.size,
    }));
  }

  private bookmarksOf(name: string): Bookmark[] {
    return this.dataset(name).bookmarks.map((bookmark) => ({
      kind: "bookmark",
      name: `${name}#${bookmark.short}` as BookmarkName,
      guid: bookmark.guid.toString() as Guid,
      createtxg: bookmark.txg,
      creation: 0,
    }));
  }

  private describe(name: string): Dataset {
    const dataset = this.dataset(name);
    return {
      name: datasetName(name),
      type: dataset.type,
      guid: dataset.guid.toString() as Guid,
      createtxg: dataset.txg,
      creation: 0,
      used: 0,
      available: 1 << 30,
      referenced: 0,
      written: dataset.written,
      origin: undefined,
      encryption: dataset.encryption,
      encryptionroot: undefined,
      keystatus: dataset.encryption === "off" ? "none" : dataset.keyLoaded ? "available" : "unavailable",
      readonly: false,
      mounted: false,
      receiveResumeToken: dataset.partial?.token,
    };
  }
}

function baseOf(dataset: ModelDataset, from: string): ModelSnapshot | ModelBookmark {
  const list = from.includes("#") ? dataset.bookmarks : dataset.snapshots;
  const found = list.find((item) => item.short === shortNameOf(from));
  if (!found) throw new Refused("incremental source does not exist");
  return found;
}

function newGuid(): bigint {
  lastGuid += 1n;
  // guids are 64 bits wide and in no order
  return (lastGuid * 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn;
}

function pool(name: PoolName): Pool {
  return {
    name,
    guid: "1" as Guid,
    size: 2,
    allocated: 1,
    free: 1,
    capacity: 50,
    fragmentation: 0,
    health: "ONLINE",
    readonly: false,
  };
}

/** Where a run is to break off: in which transfer of the plan, and in which snapshot of its stream. */
export interface Break {
  readonly transfer: number;
  readonly snapshot: number;
}

/**
 * Runs the steps of a plan in order: what needs a step that failed is left out, as the runner does.
 * @returns the failures by the step's id; nothing else of the plan is tried after a break
 */
export function runOnModel(plan: Plan, hosts: ReadonlyMap<string, ModelHost>, broken?: Break): Map<string, Refused> {
  const failures = new Map<string, Refused>();
  const lost = new Set<string>();
  let transfers = 0;
  const host = (id: string): ModelHost => {
    const found = hosts.get(id);
    if (!found) throw new Error(`no host ${id}`);
    return found;
  };
  const perform = (step: Step): void => {
    if (!isTransfer(step)) {
      host(step.host).run(step.argv);
      return;
    }
    const tokens = new Map(
      [...hosts.values()].flatMap((each) =>
        [...each.datasets.values()].flatMap(({ partial }) => (partial ? [[partial.token, partial] as const] : [])),
      ),
    );
    const breaks = broken?.transfer === transfers ? broken.snapshot : undefined;
    transfers += 1;
    const stream = host(step.host).send(step.argv, tokens);
    host(step.target.host).receive(
      step.target.argv,
      stream,
      breaks === undefined ? undefined : Math.min(breaks, stream.parts.length - 1),
    );
  };
  for (const step of plan.steps) {
    if (step.needs.some((id) => lost.has(id))) {
      lost.add(step.id);
      continue;
    }
    try {
      perform(step);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      failures.set(step.id, error);
      lost.add(step.id);
      if (broken && transfers > broken.transfer) break;
    }
  }
  return failures;
}
