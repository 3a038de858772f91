import { datasetOf, parentOf } from "../../../src/core/zfs/names";
import { type ModelDatasets, newGuid } from "./datasets";
import { Refused } from "./refused";
import type { Stream } from "./stream";

/**
 * What `zfs receive` would do with a stream.
 * @param breaks the connection breaks in the middle of this snapshot of the stream
 */
export function receive(
  host: ModelDatasets,
  argv: readonly string[],
  stream: Stream,
  breaks: number | undefined,
): void {
  const root = argv.at(-1) ?? "";
  if (argv[1] !== "receive" || argv.includes("-F")) throw new Refused("only 'zfs receive' without -F may be run");
  if (!argv.includes("-u")) throw new Refused("a target must be received unmounted");
  const resumable = argv.includes("-s");
  const originWord = argv.find((word) => word.startsWith("origin="))?.slice("origin=".length);
  stream.parts.forEach((part, i) => {
    if (breaks !== undefined && i > breaks) return;
    const name = root + part.below;
    const existing = host.datasets.get(name);
    if (stream.resumed) {
      if (existing?.partial?.token !== stream.resumed.token)
        throw new Refused("kernel modules must be upgraded to receive this stream.");
    } else if (existing?.partial) throw new Refused("contains partially-complete state");
    // in a package, the origin of a clone is found by its guid
    const inPackage = stream.whole && !existing && part.fromguid !== undefined;
    const origin = inPackage
      ? host.withGuid(part.fromguid)
      : i === 0 && originWord !== undefined && !stream.resumed
        ? originWord
        : undefined;
    const asClone = origin !== undefined;
    if (inPackage && !asClone) throw new Refused(`local origin for clone ${name} does not exist`);
    if (asClone) {
      if (existing) throw new Refused(`destination '${name}' exists`);
      if (host.find(origin).guid !== part.fromguid) throw new Refused("origin does not match the stream");
      const made = host.create(name, part.type, host.dataset(datasetOf(origin)).encryption);
      made.keyLoaded = !stream.raw;
      made.origin = host.find(origin);
    } else if (part.fromguid === undefined && !stream.resumed) {
      if (existing) throw new Refused(`destination '${name}' exists`);
      checkParentKey(host, name, stream);
      host.create(
        name,
        part.type,
        stream.raw ? part.encryption : (host.datasets.get(parentOf(name) ?? "")?.encryption ?? "off"),
      ).keyLoaded = !stream.raw;
    } else if (!existing) throw new Refused(`destination '${name}' does not exist`);
    const dataset = host.dataset(name);
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
      else if (dataset.snapshots.length === 0) host.datasets.delete(name);
      return;
    }
    dataset.snapshots.push({
      short: part.snapshot.short,
      guid: part.snapshot.guid,
      txg: host.nextTxg(),
      holds: new Set(),
    });
  });
  if (breaks !== undefined && breaks < stream.parts.length) throw new Refused("checksum mismatch or incomplete stream");
}

function checkParentKey(host: ModelDatasets, name: string, stream: Stream): void {
  const parent = host.datasets.get(parentOf(name) ?? "");
  if (parent && parent.encryption !== "off" && !parent.keyLoaded && !stream.raw)
    throw new Refused("inherited key must be loaded");
}
