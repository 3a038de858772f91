import { shellCommand } from "../../base/shellQuote";
import type { Remedy } from "../../diagnosis/finding";
import { advice, byHost, byZfsr } from "../../diagnosis/remedy";
import type { Host } from "../../hosts/host";
import { run } from "../../hosts/run";
import { getPoolProperties } from "../../zfs/commands/getPoolProperties";
import { getVersion } from "../../zfs/commands/getVersion";
import { featuresOf, type PoolFeatures } from "../../zfs/features";
import { printable, poolOf, type PoolName } from "../../zfs/names";
import { formatPlace } from "../../zfs/place";
import { datasetIn, optionsOf, poolIn, type Scene, type Told } from "./told";

/** Findings that a pool's features are about; the others are about the versions of OpenZFS itself. */
const aboutPools: readonly string[] = ["feature-not-enabled", "stream-needs-pool-feature", "property-needs-feature"];

/** Which feature is off, and on which side; or which version is there, that is to be updated first. */
export async function enableFeature(told: Told, scene: Scene): Promise<Remedy[]> {
  const pool = poolIn(told);
  const own =
    aboutPools.includes(told.id) && pool !== undefined ? await enable(told, pool, scene) : await update(told, scene);
  return [...own, ...compare(told, scene)];
}

async function enable(told: Told, pool: PoolName, scene: Scene): Promise<Remedy[]> {
  const { host, source } = scene;
  const there = await featuresAt(host, pool, scene);
  const off = [...there].filter(([, state]) => state === "disabled").map(([name]) => name);
  const used = source ? await featuresAt(source.host, poolOf(source.dataset), scene) : undefined;
  const words = told.text.toLowerCase();
  const named = off.filter(
    (name) => words.includes(`${name.replaceAll("_", " ")} feature`) || words.includes(`'${name}'`),
  );
  const wanted = named.length > 0 ? named : used ? off.filter((name) => used.get(name) === "active") : [];
  const look = byHost(
    `${off.length} features are off on ${pool}: look at them`,
    "none",
    host.id,
    `${shellCommand(["zpool", "get", "-H", "-o", "property,value", "all", pool])} | grep disabled`,
  );
  return [
    ...wanted.map((name) =>
      byHost(
        `Enable ${name} on ${pool}: an OpenZFS that does not know it cannot import the pool any more once it is used`,
        "changes",
        host.id,
        shellCommand(["zpool", "set", `feature@${name}=enabled`, pool]),
      ),
    ),
    look,
  ];
}

async function update(told: Told, scene: Scene): Promise<Remedy[]> {
  const { host, source } = scene;
  const here = await versionAt(host, scene);
  const from = source && `; ${source.host.id}, the source, has ${await versionAt(source.host, scene)}`;
  const { property } = told.parts;
  const versions = `${host.id} has OpenZFS ${printable(here)}${from ?? ""}`;
  const what = source || /^(?:stream|receive|zstream|resume)-/.test(told.id) ? "the destination" : "OpenZFS there";
  return [
    byHost(`Update ${what} first: ${versions}`, "none", host.id, "zfs version"),
    ...(property === undefined ? [] : [advice(`receive without it: -x ${printable(property)}`)]),
  ];
}

/** The doctor knows the features and versions of both sides, and what the very stream needs. */
function compare(told: Told, { host, source }: Scene): Remedy[] {
  const dataset = datasetIn(told);
  if (!source || dataset === undefined) return [];
  const places = [formatPlace(source.host.id, source.dataset), formatPlace(host.id, dataset)];
  return [byZfsr("compare both sides", "none", ["doctor", ...places])];
}

async function featuresAt(host: Host, pool: PoolName, scene: Scene): Promise<PoolFeatures> {
  const pools = await run(host, getPoolProperties([pool]), optionsOf(scene));
  return featuresOf(pools.get(pool) ?? new Map<string, string>());
}

async function versionAt(host: Host, scene: Scene): Promise<string> {
  const { userland, kernel } = await run(host, getVersion(), optionsOf(scene));
  return kernel === undefined || kernel === userland ? userland : `${userland} with the module ${kernel}`;
}
