import { propertySetting } from "../../core/administration/properties";
import type { HoldRequest } from "../../core/administration/request";
import { ZfsrError } from "../../core/base/errors";
import { datasetName, datasetOf, type SnapshotName } from "../../core/zfs/names";
import { parseObjectPlace, parseSnapshotPlace, siblingName } from "../../core/zfs/objectPlace";
import { administer, type AdministerOptions } from "../administer";
import type { Environment } from "../environment";

interface Recursive extends AdministerOptions {
  readonly recursive: boolean;
}

/** `zfsr hold TAG PLACE…` and `zfsr release TAG PLACE…` */
export async function hold(
  verb: HoldRequest["verb"],
  tag: string,
  places: string[],
  options: Recursive,
  environment: Environment,
): Promise<number> {
  const byHost = new Map<string, SnapshotName[]>();
  for (const place of places) {
    const { host, snapshot } = parseSnapshotPlace(place);
    byHost.set(host, [...(byHost.get(host) ?? []), snapshot]);
  }
  const { recursive } = options;
  const requests = [...byHost].map(([host, snapshots]) => ({ verb, host, tag, snapshots, recursive }));
  return administer(requests, options, environment);
}

/** `zfsr bookmark PLACE@SNAPSHOT NAME`, where NAME may have a # or the dataset in front. */
export async function bookmark(
  place: string,
  name: string,
  options: AdministerOptions,
  environment: Environment,
): Promise<number> {
  const { host, snapshot } = parseSnapshotPlace(place);
  const short = name.slice(name.indexOf("#") + 1);
  // also says so where it is another dataset's
  siblingName(datasetOf(snapshot), name.includes("#") ? name : `#${name}`);
  return administer([{ verb: "bookmark", host, snapshot, name: short }], options, environment);
}

/** `zfsr rollback PLACE@SNAPSHOT` */
export async function rollback(
  place: string,
  options: Recursive & { readonly clones: boolean },
  environment: Environment,
): Promise<number> {
  const { recursive, clones } = options;
  return administer([{ verb: "rollback", ...parseSnapshotPlace(place), recursive, clones }], options, environment);
}

/** `zfsr clone PLACE@SNAPSHOT DATASET` */
export async function clone(
  place: string,
  target: string,
  options: AdministerOptions & { readonly properties: readonly string[]; readonly parents: boolean },
  environment: Environment,
): Promise<number> {
  const properties = options.properties.map(propertySetting);
  const { parents } = options;
  const request = { ...parseSnapshotPlace(place), target: datasetName(target), properties, parents };
  return administer([{ verb: "clone", ...request }], options, environment);
}

/** `zfsr rename PLACE NEW`: a dataset, or a snapshot to `@NAME`. @throws ZfsrError usage */
export async function rename(
  place: string,
  to: string,
  options: Recursive & { readonly parents: boolean },
  environment: Environment,
): Promise<number> {
  const { host, dataset, mark } = parseObjectPlace(place);
  const { recursive, parents } = options;
  if (mark === undefined)
    return administer([{ verb: "rename", host, dataset, to: datasetName(to), parents }], options, environment);
  if (mark === "#") {
    throw new ZfsrError({
      reason: "usage",
      object: place,
      because: "ZFS cannot rename a bookmark",
      nextStep: "make another one of its snapshot, and destroy this one",
    });
  }
  const { snapshot } = parseSnapshotPlace(place);
  const name = siblingName(dataset, to.includes("@") ? to : `@${to}`).slice(dataset.length + 1);
  return administer([{ verb: "rename-snapshot", host, snapshot, to: name, recursive }], options, environment);
}
