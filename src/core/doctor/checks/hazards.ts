import { featuresOf } from "../../zfs/features";
import type { HazardEnd } from "../../zfs/hazards/hazard";
import { type FoundHazard, hazardsOf } from "../../zfs/hazards/hazardsOf";
import { poolOf } from "../../zfs/names";
import { type Check, fine, nearestOf, type Seen, someOf, treeOf, unseen } from "../check";
import type { DatasetFacts, Side } from "../facts";

/** Known defects of the very versions found, for what would be sent. */
export const hazards: Check = {
  id: "hazards",
  group: "software",
  why: "these releases have defects that damage, lose or refuse what this replication would send",
  look: ({ source, target }) => {
    if (!source.facts.version?.kernel) return [unseen(source, "version", "known defects")];
    const tree = treeOf(source) ?? [];
    const met = new Map<string, { found: FoundHazard; of: string[] }>();
    for (const dataset of tree) {
      const encrypted = dataset.encryption !== "off";
      const found = hazardsOf({
        source: endOf(source, dataset, "min"),
        target: target && endOf(target, nearestOf(target), "max"),
        stream: {
          ...{ raw: encrypted, largeBlocks: true, compressed: true, incremental: true, intermediates: true },
          ...{ resumable: true, resumed: false, largeBlocksChanged: false, baseRaw: false, back: false },
        },
      });
      for (const one of found.filter(({ certain }) => certain)) {
        const entry = met.get(`${one.end} ${one.hazard.id}`) ?? { found: one, of: [] };
        entry.of.push(dataset.name);
        met.set(`${one.end} ${one.hazard.id}`, entry);
      }
    }
    const seen = [...met.values()].map(({ found, of }) => seenOf(found, of, source, target));
    if (seen.some(({ state }) => state !== "ok")) return seen;
    return [fine(source.host, "no known defect of these versions is in the way", versionsOf(source, target)), ...seen];
  },
};

function seenOf(
  { hazard, end, version, fixedIn }: FoundHazard,
  of: readonly string[],
  source: Side,
  target: Side | undefined,
): Seen {
  const update = fixedIn === undefined ? "" : `; mended in OpenZFS ${fixedIn}`;
  return {
    host: end === "source" ? source.host : (target?.host ?? source.host),
    state: hazard.severity === "error" ? "fail" : hazard.severity === "warning" ? "warn" : "ok",
    title: hazard.title,
    detail: `OpenZFS ${version} (${hazard.source}): ${someOf(of)}`,
    ...(hazard.severity === "info" ? {} : { remedy: `${hazard.nextStep}${update}` }),
  };
}

function endOf(side: Side, dataset: DatasetFacts | undefined, which: "min" | "max"): HazardEnd {
  const pool = side.dataset && poolOf(side.dataset);
  const properties = pool && side.facts.poolProperties?.get(pool);
  const ashifts = (pool && side.facts.ashifts?.get(pool)) ?? [];
  return {
    version: side.facts.version,
    features: properties && featuresOf(properties),
    encrypted: dataset && dataset.encryption !== "off",
    keyLoaded: dataset && dataset.keystatus !== "unavailable",
    recordsize: dataset?.recordsize,
    dnodesize: dataset && (dataset.dnodesize ?? "legacy"),
    filesystemVersion: dataset && (dataset.version ?? 5),
    ashift: ashifts.length === 0 ? undefined : Math[which](...ashifts),
    mounted: dataset && dataset.name === side.dataset && dataset.mounted,
    delegated: side.facts.user && side.facts.user.uid !== 0,
    rekeyed: undefined,
  };
}

function versionsOf(source: Side, target: Side | undefined): string {
  const sides = target ? [source, target] : [source];
  return sides.map(({ host, facts }) => `${host} ${facts.version?.kernel ?? "unknown"}`).join(", ");
}
