import type { Dataset, Property } from "../zfs/model";
import type { ReceiveOptions } from "../plan/streamOptions";

/**
 * Properties that change what the target machine does rather than what the dataset holds: where it is mounted, who may
 * reach it, what may be run from it, how much room it takes or is kept from. A replication brings none unless it is asked to.
 */
const dangerous: ReadonlySet<string> = new Set([
  "canmount",
  "devices",
  "exec",
  "mlslabel",
  "mountpoint",
  "overlay",
  "quota",
  "readonly",
  "refquota",
  "refreservation",
  "reservation",
  "setuid",
  "sharenfs",
  "sharesmb",
  "vscan",
  "zoned",
]);

/**
 * Those of them that `zfs receive -x` takes whether a stream has them or not: what no dataset inherits (quota, canmount) it
 * excludes only where the stream brings it (libzfs_sendrecv.c, zfs_setup_cmdline_props).
 */
const alwaysExcludable = ["devices", "exec", "mountpoint", "overlay", "setuid", "sharenfs", "sharesmb"] as const;

/** `-x` of each property that might change what the machine does, for a stream whose properties nobody knows. */
export function excludedUnseen(): string[] {
  return alwaysExcludable.flatMap((name) => ["-x", name]);
}

/** User properties by which other tools choose what they snapshot, send and destroy. */
const foreign =
  /^(com\.sun:auto-snapshot|com\.oracle:|org\.znapzend:|org\.freebsd:swap|syncoid:|autobackup:|zfs_autobackup:|zrepl:|pyznap:|bzfs:|com\.truenas:|org\.truenas:|sanoid:)/;

/** Tells why a property is better kept out of a target; undefined for one that does no harm. */
export function whyKeptOut(property: string): "changes the machine" | "drives another tool" | undefined {
  if (dangerous.has(property)) return "changes the machine";
  return foreign.test(property) ? "drives another tool" : undefined;
}

/**
 * Names of properties that a stream with properties would bring and that are excluded with `-x`: those that are set on
 * the source and dangerous, and those that were asked for.
 * @param set on the source dataset, locally or received
 */
export function excludedProperties(set: readonly Property[], receive: ReceiveOptions): string[] {
  const names = set.map(({ property }) => property).filter((name) => whyKeptOut(name) !== undefined);
  const asked = new Set(Object.keys(receive.set));
  return [...new Set([...names, ...receive.inherit])].filter((name) => !asked.has(name)).sort();
}

/**
 * What is set with `-o` on what is received for the first time, as `name=value`.
 * A filesystem is never mounted by itself on a target unless that was asked for.
 */
export function initialProperties(source: Pick<Dataset, "type">, receive: ReceiveOptions): string[] {
  const defaults: Record<string, string> = {
    ...(receive.readonly ? { readonly: "on" } : {}),
    ...(source.type === "filesystem" ? { canmount: "noauto" } : {}),
  };
  const set = Object.entries({ ...defaults, ...receive.set }).filter(
    ([name]) => source.type === "filesystem" || !filesystemOnly.has(name),
  );
  return set.map(([name, value]) => `${name}=${value}`);
}

/** zfsprops(7): a volume has none of these, and some versions refuse the whole stream for them. */
const filesystemOnly: ReadonlySet<string> = new Set([
  "acltype",
  "atime",
  "canmount",
  "devices",
  "dnodesize",
  "exec",
  "mountpoint",
  "overlay",
  "quota",
  "recordsize",
  "refquota",
  "relatime",
  "setuid",
  "sharenfs",
  "sharesmb",
  "snapdir",
  "special_small_blocks",
  "vscan",
  "xattr",
]);
