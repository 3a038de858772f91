import { propertySetting } from "../../core/administration/properties";
import type { DatasetRequest, ScrubRequest } from "../../core/administration/request";
import { ZfsrError } from "../../core/base/errors";
import { type PoolName, poolOf, snapshotName } from "../../core/zfs/names";
import { parseObjectPlace, parseSnapshotPlace, parseWholeDataset, siblingName } from "../../core/zfs/objectPlace";
import { administer, type AdministerOptions } from "../administer";
import type { Environment } from "../environment";

/** `zfsr promote|mount|load-key|unload-key PLACE…` */
export async function change(
  verb: DatasetRequest["verb"],
  places: string[],
  options: AdministerOptions,
  environment: Environment,
): Promise<number> {
  const requests = places.map((place) => ({ verb, ...parseWholeDataset(place) }));
  return administer(requests, options, environment);
}

/** `zfsr unmount PLACE… [-f]` */
export async function unmount(
  places: string[],
  options: AdministerOptions & { readonly force: boolean },
  environment: Environment,
): Promise<number> {
  const { force } = options;
  const requests = places.map((place) => ({ verb: "unmount" as const, ...parseWholeDataset(place), force }));
  return administer(requests, options, environment);
}

/** `zfsr set PROPERTY=VALUE… PLACE…`. @throws ZfsrError usage */
export async function set(words: string[], options: AdministerOptions, environment: Environment): Promise<number> {
  // a place has its colon before any =, a property has none or is one of a user with both
  const isSetting = (word: string): boolean => /^[a-z0-9_.:@+-]+=/.test(word);
  const cut = words.findIndex((word) => !isSetting(word));
  const places = cut < 0 ? [] : words.slice(cut);
  const properties = words.slice(0, cut < 0 ? words.length : cut).map(propertySetting);
  if (properties.length === 0 || places.length === 0) {
    throw new ZfsrError({
      reason: "usage",
      object: words.join(" "),
      because: "it takes properties first, and then places",
      nextStep: "write zfsr set PROPERTY=VALUE HOST:DATASET",
    });
  }
  const requests = places.map((place) => {
    const { host, dataset, mark, behind } = parseObjectPlace(place);
    return { verb: "set" as const, host, object: mark === "@" ? snapshotName(dataset, behind) : dataset, properties };
  });
  return administer(requests, options, environment);
}

/** `zfsr inherit PROPERTY PLACE… [-r] [-S]` */
export async function inherit(
  property: string,
  places: string[],
  options: AdministerOptions & { readonly recursive: boolean; readonly received: boolean },
  environment: Environment,
): Promise<number> {
  const { recursive, received } = options;
  const requests = places.map((place) => {
    const { host, dataset } = parseWholeDataset(place);
    return { verb: "inherit" as const, host, object: dataset, property, recursive, received };
  });
  return administer(requests, options, environment);
}

/** `zfsr scrub HOST:POOL` */
export async function scrub(
  places: string[],
  action: ScrubRequest["action"],
  options: AdministerOptions,
  environment: Environment,
): Promise<number> {
  const requests = places.map((place) => {
    const { host, dataset } = parseWholeDataset(place);
    if (poolOf(dataset) === dataset) return { verb: "scrub" as const, host, pool: dataset as PoolName, action };
    throw new ZfsrError({
      reason: "usage",
      object: place,
      because: "a scrub is of a whole pool",
      nextStep: `write ${host}:${poolOf(dataset)}`,
    });
  });
  return administer(requests, options, environment);
}

/** `zfsr send PLACE@SNAPSHOT --to FILE`: into a file of that host. */
export async function send(
  place: string,
  options: AdministerOptions & { readonly to: string; readonly base?: string; readonly raw?: boolean },
  environment: Environment,
): Promise<number> {
  const { host, snapshot } = parseSnapshotPlace(place);
  const { dataset } = parseObjectPlace(place);
  const from = options.base === undefined ? undefined : siblingName(dataset, options.base);
  const request = { host, snapshot, file: options.to, from, raw: options.raw ?? ("auto" as const) };
  return administer([{ verb: "send", ...request }], options, environment);
}

/** `zfsr receive PLACE --from FILE`: from a file of that host. */
export async function receive(
  place: string,
  options: AdministerOptions & { readonly from: string },
  environment: Environment,
): Promise<number> {
  return administer([{ verb: "receive", ...parseWholeDataset(place), file: options.from }], options, environment);
}
