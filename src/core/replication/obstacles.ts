import { shellCommand } from "../base/shellQuote";
import { zfsrCommand } from "../base/zfsrCommand";
import { formatBytes } from "../base/bytes";
import type { Warning } from "../plan/plan";
import type { ResumeTokenContents } from "../zfs/commands/decodeToken";
import type { Dataset, Snapshot } from "../zfs/model";
import { type DatasetName, isWithin, parentOf, shortNameOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState, DatasetTree } from "../zfs/tree";
import { isRaw } from "./argv";
import type { CommonBase } from "./commonBase";
import type { SendOptions } from "../plan/streamOptions";
import type { ReplicationRequest } from "./request";

/** Why a dataset is left as it is, and what a person can do about it. */
export interface Obstacle {
  /** `diverged`, `exists`, `renamed`, …, where programs go by it. */
  readonly id?: string;
  readonly message: string;
  readonly nextStep: string;
}

/** What keeps the whole request from being planned. */
export function reasonToStop(
  request: ReplicationRequest,
  { source, target }: { readonly source: DatasetTree; readonly target: DatasetTree },
): Warning | undefined {
  const person = (object: string, message: string, nextStep: string): Warning => ({
    object,
    message,
    nextStep,
    level: "person",
    stops: true,
  });
  const from = formatPlace(request.source.host, request.source.dataset);
  const to = formatPlace(request.target.host, request.target.dataset);
  const parent = parentOf(request.target.dataset);
  const overlap = overlapOf(request, source, target);
  if (overlap !== undefined) {
    const image = `; if these are two machines made from one image, give one pool another guid: zpool reguid ${target.pool?.name ?? ""}`;
    const twoNames = request.source.host !== request.target.host;
    return person(to, overlap, `choose a place that neither holds the source nor lies in it${twoNames ? image : ""}`);
  }
  if (source.datasets.size === 0)
    return person(from, "it does not exist", `list what is there: zfsr ls ${request.source.host}:`);
  if (!target.pool) return person(to, "its pool is not imported there", "import the pool, or correct the name");
  if (target.pool.readonly) return person(to, "its pool is imported read-only", "import the pool writable");
  if (target.datasets.size > 0 || parent === undefined) return undefined;
  if (!target.parent && !request.receive.createParents) {
    return person(
      to,
      `its parent ${parent} does not exist`,
      `create it: zfs create -o canmount=off ${parent}, or let the run do so with --create-parents`,
    );
  }
  const [above] = target.ancestors;
  if (above?.type === "volume") {
    return person(to, `${above.name} above it is a volume, which can hold no datasets`, "choose another place for it");
  }
  return undefined;
}

/**
 * Why both ends are no two places: a clause. One host may go by several names (another user, an alias of ssh): what it is
 * called tells nothing where both trees show the same dataset of the same pool.
 */
function overlapOf(
  { source: from, target: to, recursive }: ReplicationRequest,
  source: DatasetTree,
  target: DatasetTree,
): string | undefined {
  const upwards = (tree: DatasetTree): Dataset[] => {
    const root = tree.datasets.get(tree.root)?.dataset;
    return [...(root ? [root] : []), ...tree.ancestors];
  };
  const isIn = (name: DatasetName, tree: DatasetTree, { root, datasets }: DatasetTree): boolean => {
    if (!isWithin(name, root)) return false;
    if (from.host === to.host) return true;
    const guid = datasets.get(root)?.dataset.guid;
    return upwards(tree).some((above) => above.name === root && above.guid === guid);
  };
  // of one pool, imported once, both tell the same guid and the same name
  const { pool } = source;
  if (from.host !== to.host && (!pool || pool.guid !== target.pool?.guid || pool.name !== target.pool.name))
    return undefined;
  const also = from.host === to.host ? "" : `: ${from.host} and ${to.host} show one and the same pool`;
  const inside = isIn(to.dataset, target, source);
  if (inside && (recursive || from.dataset === to.dataset))
    return `it lies within its own source ${from.dataset}${also}`;
  if (from.dataset !== to.dataset && isIn(from.dataset, source, target))
    return `its own source ${from.dataset} lies within it${also}`;
  return undefined;
}

/** What keeps a dataset from being received where nothing is yet. @param parent there, if it is or will be there */
export function obstacleToNew(
  source: Dataset,
  parent: Pick<Dataset, "type" | "keystatus"> | undefined,
  options: SendOptions,
): Obstacle | undefined {
  if (!parent) {
    return {
      message: "its parent does not exist there",
      nextStep: "see what is said of the parent, then run it again",
    };
  }
  if (parent.type === "volume") {
    return { message: "its parent there is a volume, which can hold no datasets", nextStep: "rename that volume" };
  }
  if (parent.keystatus === "unavailable" && !isRaw(source, options)) {
    return {
      message: "the encryption key of its parent there is not loaded, and it is not sent raw",
      nextStep: "load the key there with 'zfs load-key'",
    };
  }
  return obstacleToSend(source, isRaw(source, options), options);
}

/**
 * What keeps a partial receive from being gone on with.
 * @param about.place of the target, `host:dataset`
 * @param about.origin what the source is a clone of: its first stream comes from there
 */
export function obstacleToResume(
  source: DatasetState,
  token: ResumeTokenContents | undefined,
  {
    options,
    place,
    origin,
  }: { readonly options: SendOptions; readonly place: string; readonly origin?: Snapshot | undefined },
): Obstacle | undefined {
  const nextStep = `give it up: ${zfsrCommand("abort", place)}`;
  if (!token) {
    return {
      message: "a partial receive is saved there, of a snapshot that its token does not tell",
      nextStep,
    };
  }
  const saved = `a partial receive is saved there (${formatBytes(token.received)}), of ${shortNameOf(token.toname)}`;
  // 'zfs send -t' looks for the snapshot by the name it had, then compares the guid
  if (!source.snapshots.some((snapshot) => snapshot.guid === token.toguid && snapshot.name === token.toname)) {
    return { message: `${saved}, which is gone from the source`, nextStep };
  }
  const { fromguid } = token;
  const bases = [...source.snapshots, ...source.bookmarks, ...(origin ? [origin] : [])];
  if (fromguid !== undefined && !bases.some((item) => item.guid === fromguid)) {
    return { message: `${saved}, whose base is gone from the source`, nextStep };
  }
  if (source.dataset.encryption !== "off" && token.raw !== isRaw(source.dataset, options)) {
    const kind = token.raw ? "raw" : "not raw";
    return { message: `${saved}, and it was ${kind} while this run is ${token.raw ? "not" : ""}`.trimEnd(), nextStep };
  }
  return obstacleToSend(source.dataset, token.raw);
}

/** What keeps a target that exists from taking the next increment. */
export function obstacleToIncrement(
  source: DatasetState,
  target: DatasetState,
  base: CommonBase | undefined,
  host: string,
): Obstacle | undefined {
  const place = formatPlace(host, target.dataset.name);
  if (!base) {
    return target.snapshots.length === 0
      ? {
          id: "exists",
          message: "it exists already and has no snapshot to go on from",
          nextStep: "receive under another name, or rename what is there",
        }
      : {
          id: "exists",
          message: `it exists already and shares no snapshot with ${source.dataset.name}`,
          nextStep: `receive under another name, or look at what is there: ${zfsrCommand("ls", place)}`,
        };
  }
  if (base.newerOnTarget.length > 0) {
    const names = base.newerOnTarget.map((snapshot) => `@${shortNameOf(snapshot.name)}`);
    return {
      id: "diverged",
      message:
        `it has ${names.length} snapshot${names.length === 1 ? "" : "s"} that the source does not have (${names.slice(0, 3).join(", ")}` +
        `${names.length > 3 ? ", …" : ""}), newer than the common @${shortNameOf(base.target.name)}`,
      nextStep: `see what would be lost, then roll it back: ${zfsrCommand("rollback", formatPlace(host, base.target.name))}`,
    };
  }
  if (target.dataset.written > 0) {
    return {
      id: "diverged",
      message: `${formatBytes(target.dataset.written)} were written to it after @${shortNameOf(base.target.name)}`,
      nextStep: `look at them with ${shellCommand(["zfs", "diff", base.target.name])}, then roll it back: ${zfsrCommand("rollback", formatPlace(host, base.target.name))}`,
    };
  }
  return undefined;
}

/** What keeps streams from being sent onto a target that could take them. @param arriving the snapshots in them */
export function obstacleToStreams(
  source: DatasetState,
  target: DatasetState,
  arriving: readonly Snapshot[],
  options: SendOptions,
): Obstacle | undefined {
  const raw = isRaw(source.dataset, options);
  if (arriving.length === 0) return undefined;
  const taken = new Set(target.snapshots.map((snapshot) => shortNameOf(snapshot.name)));
  const clash = arriving.find((snapshot) => taken.has(shortNameOf(snapshot.name)));
  if (clash) {
    const short = shortNameOf(clash.name);
    return {
      message: `it has another snapshot that is named @${short}, too`,
      nextStep: `rename one of the two: zfs rename ${target.dataset.name}@${short} ${target.dataset.name}@NAME`,
    };
  }
  if (raw && source.dataset.encryption !== "off" && target.dataset.encryption === "off") {
    return {
      message: "it was received unencrypted, and a raw stream cannot go on from that",
      nextStep: "send with --no-raw, or receive under another name",
    };
  }
  if (!raw && target.dataset.keystatus === "unavailable") {
    return {
      message: "its encryption key is not loaded, and the stream is not sent raw",
      nextStep: "load the key there with 'zfs load-key'",
    };
  }
  return obstacleToSend(source.dataset, raw, options);
}

/** @param options of a stream that is made anew: one that is resumed brings no properties */
function obstacleToSend(source: Dataset, raw: boolean, options?: SendOptions): Obstacle | undefined {
  if (raw) return undefined;
  if (source.encryption !== "off" && (options?.properties || options?.backup)) {
    return {
      message: `its source ${source.name} is encrypted, and zfs sends no properties of it unless it goes raw`,
      nextStep: "send raw, or without properties",
    };
  }
  if (source.keystatus !== "unavailable") return undefined;
  return {
    message: `the encryption key of its source ${source.name} is not loaded, and it is not sent raw`,
    nextStep: "load the key with 'zfs load-key', or send raw",
  };
}
