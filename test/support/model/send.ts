import { datasetOf, isWithin, shortNameOf } from "../../../src/core/zfs/names";
import type { ModelDatasets, ModelDataset, ModelBookmark, ModelSnapshot, PartialReceive } from "./datasets";
import { Refused } from "./refused";
import type { Stream, StreamPart } from "./stream";

/** The stream that `zfs send` would write. */
export function send(
  host: ModelDatasets,
  argv: readonly string[],
  tokens: ReadonlyMap<string, PartialReceive>,
): Stream {
  const words = [...argv.slice(2)];
  if (words[0] === "-t") return sendResumed(host, words[1] ?? "", tokens);
  const flags = new Set<string>();
  while (/^-[wLecpbR]$/.test(words[0] ?? "")) flags.add(words.shift() ?? "");
  const raw = flags.has("-w");
  const mode = /^-[iI]$/.test(words[0] ?? "") ? words.shift() : undefined;
  const from = mode === undefined ? undefined : words.shift();
  const [to = "", ...more] = words;
  if (more.length > 0 || !to.includes("@")) throw new Refused("usage: send");
  const name = datasetOf(to);
  const dataset = host.dataset(name);
  const last = dataset.snapshots.findIndex((snapshot) => snapshot.short === shortNameOf(to));
  const target = dataset.snapshots[last];
  if (!target) throw new Refused(`cannot open '${to}': dataset does not exist`);
  const properties = flags.has("-R") || flags.has("-p") || flags.has("-b");
  if (flags.has("-R")) return sendWhole(host, to, raw, mode, from);
  checkSendable(dataset, raw, properties);
  const base = from === undefined ? undefined : from.includes("@", 1) ? host.find(from) : baseOf(dataset, from);
  if (from?.includes("@", 1) && base !== dataset.origin) throw new Refused("not an earlier snapshot from the same fs");
  if (base && base.txg >= target.txg) throw new Refused("not an earlier snapshot from the same fs");
  if (mode === "-I" && from?.startsWith("#")) throw new Refused("multiple snapshots cannot be sent from a bookmark");
  if (mode === "-I" && from?.includes("@", 1)) throw new Refused("the model sends clones by -i alone");
  const chosen =
    mode === "-I"
      ? dataset.snapshots.slice(0, last + 1).filter((snapshot) => snapshot.txg > (base?.txg ?? 0))
      : [target];
  return { raw, whole: false, resumed: undefined, parts: partsOf(name, "", dataset, base?.guid, chosen) };
}

function checkSendable({ encryption, keyLoaded }: ModelDataset, raw: boolean, properties: boolean): void {
  if (raw || encryption === "off") return;
  if (properties) throw new Refused("encrypted dataset may not be sent with properties without the raw flag");
  if (!keyLoaded) throw new Refused("dataset key must be loaded");
}

/** `zfs send -R`: every dataset below, each with all its snapshots up to the named one, or from the base on. */
function sendWhole(
  host: ModelDatasets,
  to: string,
  raw: boolean,
  mode: string | undefined,
  from: string | undefined,
): Stream {
  const root = datasetOf(to);
  const short = shortNameOf(to);
  const base = from === undefined ? undefined : shortNameOf(`${root}${from}`);
  if (from !== undefined && !from.startsWith("@")) throw new Refused("incremental source must be a snapshot");
  const inside = [...host.datasets].filter(([name]) => isWithin(name, root)).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, dataset] of inside) checkSendable(dataset, raw, true);
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

function sendResumed(host: ModelDatasets, token: string, tokens: ReadonlyMap<string, PartialReceive>): Stream {
  const partial = tokens.get(token);
  if (!partial) throw new Refused("resume token is corrupt");
  const dataset = host.datasets.get(datasetOf(partial.toname));
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
