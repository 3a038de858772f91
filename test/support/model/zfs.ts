import type { Plan } from "../../../src/core/plan/plan";
import { type CommandStep, isTransfer, type Step } from "../../../src/core/plan/step";
import { jointCommands } from "../../../src/core/runs/jointCommand";
import type { ResumeTokenContents } from "../../../src/core/zfs/commands/decodeToken";
import { listTreeSnapshots } from "../../../src/core/zfs/commands/listTreeSnapshots";
import type { Dataset, DatasetType, Hold, Pool } from "../../../src/core/zfs/model";
import {
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
  /** The snapshot it is a clone of. */
  origin: ModelSnapshot | undefined;
}

/** One snapshot in a stream. */
interface StreamPart {
  /** Where its dataset lies below the one that was sent: empty for that one itself. */
  readonly below: string;
  readonly type: DatasetType;
  readonly encryption: string;
  readonly fromguid: bigint | undefined;
  readonly snapshot: ModelSnapshot;
  readonly toname: string;
}

/** One stream as it travels: a snapshot after the other. */
interface Stream {
  readonly raw: boolean;
  /** A package of `zfs send -R`. */
  readonly whole: boolean;
  readonly resumed: Partial | undefined;
  readonly parts: readonly StreamPart[];
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
      origin: undefined,
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
  private rollback(target: string, recursive: boolean): void {
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
  private destroy(target: string): void {
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

  /** What `observeTree` would show. */
  observe(root: DatasetName, recursive: boolean): DatasetTree {
    const names = [...this.datasets.keys()]
      .filter((name) => name === root || (recursive && isWithin(name, root)))
      .sort();
    const items = listTreeSnapshots(root, { recursive }).parse(this.listing(names));
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
      ancestors: this.ancestors(root),
      properties: [],
      writers: [],
      clones: new Map(
        [...this.datasets].flatMap(([name, { origin }]) => {
          const from = this.nameOf(origin);
          return from === undefined ? [] : [[from, datasetName(name)] as const];
        }),
      ),
      pool: this.datasets.has(poolOf(root)) ? { ...pool(poolOf(root)), readonly: this.readonly } : undefined,
      version: { userland: "2.3.9", kernel: "2.3.9" },
      holds,
    };
  }

  private ancestors(root: string): Dataset[] {
    const above = parentOf(root);
    if (above === undefined) return [];
    return [...(this.datasets.has(above) ? [this.describe(above)] : []), ...this.ancestors(above)];
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
      const recursive = rest[0] === "-r";
      const [tag = "", ...snapshots] = recursive ? rest.slice(1) : rest;
      const all = snapshots.flatMap((name) => (recursive ? this.named(name) : [this.find(name)]));
      // `release -r` passes over snapshots without the tag, unless none has it
      const tagged = all.filter((snapshot) => snapshot.holds.has(tag));
      const found = recursive && verb === "release" && tagged.length > 0 ? tagged : all;
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
    } else if (verb === "rollback") this.rollback(rest.at(-1) ?? "", rest[0] === "-r");
    else if (verb === "destroy") this.destroy(rest[0] ?? "");
    else if (verb === "bookmark") {
      const [from = "", to = ""] = rest;
      this.find(from);
      if (this.dataset(datasetOf(from)).bookmarks.some((bookmark) => bookmark.short === shortNameOf(to)))
        throw new Refused("bookmark exists");
      this.bookmark(datasetOf(from), shortNameOf(from), shortNameOf(to));
    } else if (verb === "create") this.create(rest.at(-1) ?? "");
    else if (verb === "rename") {
      const [from = "", to = ""] = rest.filter((word) => word !== "-u");
      this.dataset(from);
      this.rename(from, to);
    } else throw new Refused(`unrecognized command '${verb}'`);
  }

  /** The snapshots of this name of a dataset and all below it. */
  private named(name: string): ModelSnapshot[] {
    return [...this.datasets].flatMap(([dataset, { snapshots }]) =>
      isWithin(dataset, datasetOf(name)) ? snapshots.filter(({ short }) => short === shortNameOf(name)) : [],
    );
  }

  /** The stream that `zfs send` would write. */
  send(argv: readonly string[], tokens: ReadonlyMap<string, Partial>): Stream {
    const words = [...argv.slice(2)];
    if (words[0] === "-t") return this.sendResumed(words[1] ?? "", tokens);
    const flags = new Set<string>();
    while (/^-[wLecpbR]$/.test(words[0] ?? "")) flags.add(words.shift() ?? "");
    const raw = flags.has("-w");
    const mode = /^-[iI]$/.test(words[0] ?? "") ? words.shift() : undefined;
    const from = mode === undefined ? undefined : words.shift();
    const [to = "", ...more] = words;
    if (more.length > 0 || !to.includes("@")) throw new Refused("usage: send");
    const name = datasetOf(to);
    const dataset = this.dataset(name);
    const last = dataset.snapshots.findIndex((snapshot) => snapshot.short === shortNameOf(to));
    const target = dataset.snapshots[last];
    if (!target) throw new Refused(`cannot open '${to}': dataset does not exist`);
    const properties = flags.has("-R") || flags.has("-p") || flags.has("-b");
    if (flags.has("-R")) return this.sendWhole(to, raw, mode, from);
    this.checkSendable(dataset, raw, properties);
    const base = from === undefined ? undefined : from.includes("@", 1) ? this.find(from) : baseOf(dataset, from);
    if (from?.includes("@", 1) && base !== dataset.origin)
      throw new Refused("not an earlier snapshot from the same fs");
    if (base && base.txg >= target.txg) throw new Refused("not an earlier snapshot from the same fs");
    if (mode === "-I" && from?.startsWith("#")) throw new Refused("multiple snapshots cannot be sent from a bookmark");
    if (mode === "-I" && from?.includes("@", 1)) throw new Refused("the model sends clones by -i alone");
    const chosen =
      mode === "-I"
        ? dataset.snapshots.slice(0, last + 1).filter((snapshot) => snapshot.txg > (base?.txg ?? 0))
        : [target];
    return { raw, whole: false, resumed: undefined, parts: partsOf(name, "", dataset, base?.guid, chosen) };
  }

  private checkSendable({ encryption, keyLoaded }: ModelDataset, raw: boolean, properties: boolean): void {
    if (raw || encryption === "off") return;
    if (properties) throw new Refused("encrypted dataset may not be sent with properties without the raw flag");
    if (!keyLoaded) throw new Refused("dataset key must be loaded");
  }

  /** `zfs send -R`: every dataset below, each with all its snapshots up to the named one, or from the base on. */
  private sendWhole(to: string, raw: boolean, mode: string | undefined, from: string | undefined): Stream {
    const root = datasetOf(to);
    const short = shortNameOf(to);
    const base = from === undefined ? undefined : shortNameOf(`${root}${from}`);
    if (from !== undefined && !from.startsWith("@")) throw new Refused("incremental source must be a snapshot");
    const inside = [...this.datasets].filter(([name]) => isWithin(name, root)).sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [, dataset] of inside) this.checkSendable(dataset, raw, true);
    const parts: StreamPart[] = [];
    const sent = new Set<ModelSnapshot>();
    // a clone is deferred until its origin has gone, where that is in the stream
    const own = new Set(inside.flatMap(([, { snapshots }]) => snapshots));
    let waiting = inside;
    while (waiting.length > 0) {
      const ready = waiting.filter(
        ([name, { origin }]) =>
          (!origin || !own.has(origin) || sent.has(origin)) &&
          !waiting.some(([above]) => above !== name && isWithin(name, above)),
      );
      if (ready.length === 0) throw new Refused("could not send: the origin of a clone is not in the stream");
      for (const [name, dataset] of ready) {
        const last = dataset.snapshots.findIndex((snapshot) => snapshot.short === short);
        const first = base === undefined ? -1 : dataset.snapshots.findIndex((snapshot) => snapshot.short === base);
        if (last < 0) throw new Refused(`could not send ${name}@${short}: it does not exist`);
        if (base !== undefined && (first < 0 || first >= last))
          throw new Refused(`could not send ${name}@${short}: incremental source does not exist`);
        const start = mode === "-i" ? last : first + 1;
        const chosen = dataset.snapshots.slice(start, last + 1);
        const before = first < 0 ? dataset.origin?.guid : dataset.snapshots[first]?.guid;
        parts.push(...partsOf(name, name.slice(root.length), dataset, before, chosen));
        for (const snapshot of dataset.snapshots.slice(0, last + 1)) sent.add(snapshot);
      }
      const gone = new Set(ready);
      waiting = waiting.filter((one) => !gone.has(one));
    }
    return { raw, whole: true, resumed: undefined, parts };
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
      dataset.origin?.guid !== fromguid &&
      ![...dataset.snapshots, ...dataset.bookmarks].some((item) => item.guid === fromguid)
    ) {
      throw new Refused("incremental source does not exist");
    }
    if (!partial.raw && dataset.encryption !== "off" && !dataset.keyLoaded)
      throw new Refused("dataset key must be loaded");
    const { type, encryption } = dataset;
    const part = { below: "", type, encryption, fromguid, snapshot, toname: partial.toname };
    return { raw: partial.raw, whole: false, resumed: partial, parts: [part] };
  }

  /**
   * What `zfs receive` would do with a stream.
   * @param breaks the connection breaks in the middle of this snapshot of the stream
   */
  receive(argv: readonly string[], stream: Stream, breaks: number | undefined): void {
    const root = argv.at(-1) ?? "";
    if (argv[1] !== "receive" || argv.includes("-F")) throw new Refused("only 'zfs receive' without -F may be run");
    if (!argv.includes("-u")) throw new Refused("a target must be received unmounted");
    const resumable = argv.includes("-s");
    const originWord = argv.find((word) => word.startsWith("origin="))?.slice("origin=".length);
    stream.parts.forEach((part, i) => {
      if (breaks !== undefined && i > breaks) return;
      const name = root + part.below;
      const existing = this.datasets.get(name);
      if (stream.resumed) {
        if (existing?.partial?.token !== stream.resumed.token)
          throw new Refused("kernel modules must be upgraded to receive this stream.");
      } else if (existing?.partial) throw new Refused("contains partially-complete state");
      // in a package, the origin of a clone is found by its guid
      const inPackage = stream.whole && !existing && part.fromguid !== undefined;
      const origin = inPackage
        ? this.withGuid(part.fromguid)
        : i === 0 && originWord !== undefined && !stream.resumed
          ? originWord
          : undefined;
      const asClone = origin !== undefined;
      if (inPackage && !asClone) throw new Refused(`local origin for clone ${name} does not exist`);
      if (asClone) {
        if (existing) throw new Refused(`destination '${name}' exists`);
        if (this.find(origin).guid !== part.fromguid) throw new Refused("origin does not match the stream");
        const made = this.create(name, part.type, this.dataset(datasetOf(origin)).encryption);
        made.keyLoaded = !stream.raw;
        made.origin = this.find(origin);
      } else if (part.fromguid === undefined && !stream.resumed) {
        if (existing) throw new Refused(`destination '${name}' exists`);
        this.checkParentKey(name, stream);
        this.create(
          name,
          part.type,
          stream.raw ? part.encryption : (this.datasets.get(parentOf(name) ?? "")?.encryption ?? "off"),
        ).keyLoaded = !stream.raw;
      } else if (!existing) throw new Refused(`destination '${name}' does not exist`);
      const dataset = this.dataset(name);
      const startsClone = asClone || (stream.resumed !== undefined && dataset.origin?.guid === part.fromguid);
      if (part.fromguid !== undefined && !(startsClone && dataset.snapshots.length === 0)) {
        if (dataset.snapshots.at(-1)?.guid !== part.fromguid)
          throw new Refused("most recent snapshot does not match incremental source");
        if (dataset.written > 0) throw new Refused("has been modified since most recent snapshot");
        if (stream.raw && part.encryption !== "off" && dataset.encryption === "off")
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

  private withGuid(guid: bigint | undefined): string | undefined {
    const all = [...this.datasets.values()].flatMap(({ snapshots }) => snapshots);
    return this.nameOf(all.find((snapshot) => snapshot.guid === guid));
  }

  private nameOf(snapshot: ModelSnapshot | undefined): SnapshotName | undefined {
    if (!snapshot) return undefined;
    for (const [name, { snapshots }] of this.datasets)
      if (snapshots.includes(snapshot)) return `${name}@${snapshot.short}` as SnapshotName;
    return undefined;
  }

  private find(name: string): ModelSnapshot {
    const found = this.dataset(datasetOf(name)).snapshots.find((snapshot) => snapshot.short === shortNameOf(name));
    if (!found) throw new Refused(`cannot open '${name}': dataset does not exist`);
    return found;
  }

  /** What `zfs list -s createtxg` prints of the snapshots and bookmarks of `names`. */
  private listing(names: readonly string[]): string {
    const rows = names.flatMap((name) => {
      const { snapshots, bookmarks } = this.dataset(name);
      return [
        ...snapshots.map(({ short, guid, txg, holds }) => ({
          txg,
          row: [`${name}@${short}`, guid, txg, 0, 0, 0, holds.size],
        })),
        ...bookmarks.map(({ short, guid, txg }) => ({ txg, row: [`${name}#${short}`, guid, txg, 0, "-", "-", "-"] })),
      ];
    });
    return rows
      .sort((a, b) => a.txg - b.txg)
      .map(({ row }) => `${row.join("\t")}\n`)
      .join("");
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
      origin: this.nameOf(dataset.origin),
      encryption: dataset.encryption,
      encryptionroot: undefined,
      keystatus: dataset.encryption === "off" ? "none" : dataset.keyLoaded ? "available" : "unavailable",
      readonly: false,
      mounted: false,
      receiveResumeToken: dataset.partial?.token,
    };
  }
}

function partsOf(
  name: string,
  below: string,
  { type, encryption }: ModelDataset,
  base: bigint | undefined,
  snapshots: readonly ModelSnapshot[],
): StreamPart[] {
  return snapshots.map((snapshot, i) => {
    const fromguid = i === 0 ? base : snapshots[i - 1]?.guid;
    return { below, type, encryption, fromguid, snapshot, toname: `${name}@${snapshot.short}` };
  });
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
  /** That stream alone breaks: the run goes on with what does not need it. Default: all is over. */
  readonly alone?: boolean;
}

/**
 * Runs the steps of a plan in order: what needs a step that failed is left out, as the runner does.
 * @returns the failures by the step's id
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
  const releases: CommandStep[] = [];
  for (const [i, step] of plan.steps.entries()) {
    if (step.needs.some((id) => lost.has(id))) {
      lost.add(step.id);
    } else if (step.kind === "release") {
      releases.push(step);
    } else {
      try {
        perform(step);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        failures.set(step.id, error);
        lost.add(step.id);
        if (broken && !broken.alone && transfers > broken.transfer) break;
      }
    }
    if (plan.steps[i + 1]?.kind === "release") continue;
    // neighbours are released as the runner does it
    for (const { steps, command } of jointCommands(releases.splice(0))) {
      try {
        host(steps[0]?.host ?? "").run(command.argv);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        for (const { id } of steps) {
          failures.set(id, error);
          lost.add(id);
        }
      }
    }
  }
  return failures;
}
