import { ZfsrError } from "../base/errors";

/** `tank/home`: a filesystem or a volume, pool first. */
export type DatasetName = string & { readonly __brand: "DatasetName" };
/** `tank/home@monday` */
export type SnapshotName = string & { readonly __brand: "SnapshotName" };
/** `tank/home#monday` */
export type BookmarkName = string & { readonly __brand: "BookmarkName" };
/** `tank` */
export type PoolName = DatasetName & { readonly __pool: true };
/** A 64-bit number in decimal; a string because JavaScript's numbers are too narrow for it. */
export type Guid = string & { readonly __brand: "Guid" };

/** ZFS_MAX_DATASET_NAME_LEN less its NUL (OpenZFS include/sys/fs/zfs.h). */
const longestName = 255;
/**
 * Names that stand for kinds of vdevs. zpool(8) makes no pool whose name only begins so, either, but ZFS goes on using
 * those it has (OpenZFS lib/libzfs/libzfs_pool.c, zpool_name_valid).
 */
const reservedPools = /^(mirror|raidz|draid)$/;

/**
 * What is wrong with a dataset's name, by the rules of OpenZFS module/zcommon/zfs_namecheck.c.
 * @returns a clause such as `it has an empty component`, or undefined when the name is valid.
 */
export function datasetNameFault(name: string): string | undefined {
  if (name.length === 0) return "it is empty";
  if (Buffer.byteLength(name) > longestName) return `it is longer than ${longestName} bytes`;
  const parts = name.split("/");
  for (const part of parts) {
    if (part === "") return "it has an empty component";
    if (part === "." || part === "..") return `it has the component '${part}'`;
    const bad = /[^A-Za-z0-9_\-.: ]/u.exec(part)?.[0];
    if (bad !== undefined) return `the character '${printable(bad)}' is not allowed in it`;
  }
  const pool = parts[0] ?? "";
  if (!/^[A-Za-z]/.test(pool)) return "the name of its pool does not begin with a letter";
  if (reservedPools.test(pool)) return `'${pool}' is a name that zpool(8) keeps for itself`;
  return undefined;
}

/** What is wrong with the part behind `@` or `#`; undefined when it is valid. */
export function shortNameFault(name: string): string | undefined {
  if (name === "") return "the part behind '@' or '#' is empty";
  if (name === "." || name === "..") return `'${name}' cannot stand behind '@' or '#'`;
  if (Buffer.byteLength(name) > longestName) return `it is longer than ${longestName} bytes`;
  const bad = /[^A-Za-z0-9_\-.: ]/u.exec(name)?.[0];
  return bad === undefined ? undefined : `the character '${printable(bad)}' is not allowed in it`;
}

/** @throws ZfsrError invalid-name */
export function datasetName(text: string): DatasetName {
  check(text, datasetNameFault(text));
  return text as DatasetName;
}

/** `snapshotName("tank/home", "monday")` to `tank/home@monday`. @throws ZfsrError invalid-name */
export function snapshotName(dataset: string, short: string): SnapshotName {
  return joined(dataset, "@", short) as SnapshotName;
}

/** `bookmarkName("tank/home", "monday")` to `tank/home#monday`. @throws ZfsrError invalid-name */
export function bookmarkName(dataset: string, short: string): BookmarkName {
  return joined(dataset, "#", short) as BookmarkName;
}

/** Decimal or `0x…` (as a resume token's contents have it) to a Guid. @throws ZfsrError unexpected-output */
export function guid(text: string): Guid {
  if (!/^(\d{1,20}|0x[0-9a-fA-F]{1,16})$/.test(text)) {
    throw new ZfsrError({
      reason: "unexpected-output",
      object: `'${printable(text)}'`,
      because: "it is not the guid of a snapshot",
      nextStep: "report it with the log, which has the command that printed it",
    });
  }
  return (text.startsWith("0x") ? BigInt(text).toString() : text) as Guid;
}

/** Tells snapshots from datasets. */
export function isSnapshotName(name: DatasetName | SnapshotName): name is SnapshotName {
  return name.includes("@");
}

/** The part before `@` or `#`; the name itself where it has neither. */
export function datasetOf(name: string): DatasetName {
  return (/^[^@#]*/.exec(name)?.[0] ?? name) as DatasetName;
}

/** The part behind `@` or `#`; empty where there is neither. */
export function shortNameOf(name: string): string {
  const at = name.search(/[@#]/);
  return at < 0 ? "" : name.slice(at + 1);
}

/** The first component. */
export function poolOf(name: string): PoolName {
  return (/^[^/@#]*/.exec(name)?.[0] ?? name) as PoolName;
}

/** `tank/a/b` to `tank/a`; undefined for a pool's root. */
export function parentOf(name: string): DatasetName | undefined {
  const slash = name.lastIndexOf("/");
  return slash < 0 ? undefined : (name.slice(0, slash) as DatasetName);
}

/** Tells whether `name` is `ancestor` or lies below it. */
export function isWithin(name: string, ancestor: string): boolean {
  return name === ancestor || name.startsWith(`${ancestor}/`);
}

/** `tank/demo/a` with root `tank/demo` and target `backup/demo` to `backup/demo/a`. */
export function rebase(name: string, root: string, target: string): DatasetName {
  return (target + name.slice(root.length)) as DatasetName;
}

/** Control characters and what could lead a terminal astray, made visible. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

function joined(dataset: string, mark: "@" | "#", short: string): string {
  const whole = `${dataset}${mark}${short}`;
  check(whole, datasetNameFault(dataset) ?? shortNameFault(short));
  if (Buffer.byteLength(whole) > longestName) check(whole, `it is longer than ${longestName} bytes`);
  return whole;
}

function check(name: string, fault: string | undefined): void {
  if (fault === undefined) return;
  throw new ZfsrError({
    reason: "invalid-name",
    object: `'${printable(name)}'`,
    because: `it is no name that ZFS allows: ${fault}`,
    nextStep: "give a name such as pool/dataset or pool/dataset@snapshot",
  });
}
