import { formatBytes } from "../../base/bytes";
import { shellQuote } from "../../base/shellQuote";
import type { Remedy } from "../../diagnosis/finding";
import { byHost } from "../../diagnosis/remedy";
import { run, runAll } from "../../hosts/run";
import { getProperties } from "../../zfs/commands/getProperties";
import { listSnapshots } from "../../zfs/commands/listSnapshots";
import { type DatasetName, datasetOf, parentOf, shortNameOf } from "../../zfs/names";
import { planned } from "./planned";
import { datasetIn, optionsOf, type Scene, type Told } from "./told";

/** What limits a dataset, and what would make room: a quota on the way to it, or snapshots that nothing holds. */
export async function findRoom(told: Told, scene: Scene): Promise<Remedy[]> {
  const dataset = datasetIn(told);
  if (dataset === undefined) return [];
  const above = pathOf(dataset);
  const outcomes = await runAll(
    scene.host,
    above.map((name) => getProperties(name, ["quota", "refquota", "used", "referenced"])),
    optionsOf(scene),
  );
  // what was to be received is not there yet; what it lies below is
  const existing = above.filter((_, i) => outcomes[i] && "value" in outcomes[i]);
  const nearest = existing[0];
  if (nearest === undefined) return [];
  const quotas = outcomes.flatMap((outcome) => {
    const properties = "value" in outcome ? outcome.value : [];
    const size = (name: string): number => Number(properties.find(({ property }) => property === name)?.value ?? 0);
    return properties
      .filter(({ property }) => property.endsWith("quota") && size(property) > 0)
      .map(({ name, property }) => ({
        name: name as DatasetName,
        property,
        size: size(property),
        used: size(property === "quota" ? "used" : "referenced"),
      }));
  });
  const lifted = await Promise.all(
    quotas.map(({ name, property, size, used }) =>
      planned(
        `Lift the ${property} of ${name}: ${formatBytes(used)} of ${formatBytes(size)} are used`,
        { verb: "set", host: scene.host.id, object: name, properties: [{ name: property, value: "none" }] },
        scene,
      ),
    ),
  );
  const look = byHost("See what takes the space", "none", scene.host.id, `zfs list -o space -r ${shellQuote(nearest)}`);
  const limited = quotas[0]?.name ?? parentOf(nearest) ?? nearest;
  return [...lifted.flat(), look, ...(await largestSnapshots(limited, scene))];
}

/** `tank/a/b`, `tank/a`, `tank` */
function pathOf(dataset: DatasetName): DatasetName[] {
  const parent = parentOf(dataset);
  return parent === undefined ? [dataset] : [dataset, ...pathOf(parent)];
}

/** Bytes; what frees less is no remedy. */
const worthwhile = 1024 * 1024;

/**
 * The snapshots that hold most space alone, which nothing holds: what destroying each would free at least. Never the
 * newest of a dataset, which an increment may have to start from.
 */
async function largestSnapshots(root: DatasetName, scene: Scene): Promise<Remedy[]> {
  const items = await run(scene.host, listSnapshots(root, { recursive: true }), optionsOf(scene));
  const newest = new Map(items.flatMap(({ kind, name }) => (kind === "snapshot" ? [[datasetOf(name), name]] : [])));
  const largest = items
    .filter((item) => item.kind === "snapshot")
    .filter(({ name, used, userrefs }) => used >= worthwhile && userrefs === 0 && newest.get(datasetOf(name)) !== name)
    .toSorted((a, b) => b.used - a.used)
    .slice(0, 3);
  const plans = await Promise.all(
    largest.map(({ name, used }) =>
      planned(
        `Destroy ${name}: frees ${formatBytes(used)}`,
        {
          verb: "destroy-snapshots",
          ...{
            host: scene.host.id,
            dataset: datasetOf(name),
            names: shortNameOf(name),
            recursive: false,
            defer: false,
          },
        },
        scene,
      ),
    ),
  );
  return plans.flat();
}
