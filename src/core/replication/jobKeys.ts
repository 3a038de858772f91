import { formatTimeWindow } from "../plan/timeWindow";
import { defaultTransfer } from "../plan/transferOptions";
import { formatPlace } from "../zfs/place";
import { defaultRequest, type ReplicationRequest } from "./request";

/** What a job says besides what a request does. */
export interface JobExtras {
  /** The job takes a snapshot before it sends. */
  readonly snapshot: boolean;
  /** The five fields of crontab(5). */
  readonly schedule: string | undefined;
}

/**
 * What stands below a job's name in a job file for a request: all that is not so by default. A job file has no word for
 * "none" of some keys, and maps are merged with those of `defaults`: what the job then says besides is told by
 * `unaskedKeys`. The snapshot that a request goes up to is no part of a job.
 * @param given keys that the file's `defaults` have: those are said in any case, as far as there is a word for it
 */
export function jobKeys(
  request: ReplicationRequest,
  extras: JobExtras,
  given: ReadonlySet<string>,
): Record<string, unknown> {
  const { job, source, target } = request;
  const usual = keysOf({ ...defaultRequest, job, source, target }, noExtras);
  const said = Object.entries(keysOf(request, extras)).flatMap(([key, asked]): [string, unknown][] => {
    const value = given.has(key) ? againstDefaults(key, asked) : asked;
    if (value === undefined) return [];
    if (given.has(key)) return [[key, value]];
    const other = usual[key];
    if (!isRecord(value)) return same(value, other) ? [] : [[key, value]];
    const parts = Object.entries(value).filter(([part, one]) => !same(one, isRecord(other) ? other[part] : undefined));
    return parts.length === 0 ? [] : [[key, Object.fromEntries(parts)]];
  });
  return {
    source: formatPlace(source.host, source.dataset),
    targets: [formatPlace(target.host, target.dataset)],
    ...Object.fromEntries(said),
  };
}

/**
 * Where a job that was read does other than what was asked, as paths of keys: `keep`, `source`, `last`; `hosts`, `alpha`
 * where that name stands for another host, and then no others.
 */
export function unaskedKeys(
  asked: { readonly request: ReplicationRequest; readonly extras: JobExtras },
  read: { readonly request: ReplicationRequest; readonly extras: JobExtras },
): readonly (readonly string[])[] {
  const reached = hostsOf(read.request);
  const elsewhere = new Set(hostsOf(asked.request).filter((host, i) => (reached[i] ?? host) !== host));
  if (elsewhere.size > 0) return [...elsewhere].map((host) => ["hosts", host]);
  return differing(keysOf(asked.request, asked.extras), keysOf(read.request, read.extras), []);
}

function hostsOf({ source, target, hooks }: ReplicationRequest): string[] {
  return [source, target, ...(hooks?.before ?? []), ...(hooks?.after ?? [])].map(({ host }) => host);
}

function differing(one: unknown, other: unknown, path: readonly string[]): (readonly string[])[] {
  const [left, right] = [one ?? {}, other ?? {}];
  if (!isRecord(left) || !isRecord(right)) return same(one, other) ? [] : [path];
  const parts = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...parts].flatMap((part) => differing(left[part], right[part], [...path, part]));
}

/** What a job says where `defaults` have the key: the opposite of what stands there, too, as far as there is a word for it. */
function againstDefaults(key: string, value: unknown): unknown {
  const said = isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) : {};
  switch (key) {
    case "hooks":
      return { before: [], after: [], ...said };
    case "keep":
      // a side without a rule keeps everything
      return { source: {}, targets: {}, ...said };
    case "snapshot":
      // all that are there; and without a prefix, none is taken
      return { ...said, use: said["use"] ?? [] };
    default:
      return value;
  }
}

const noExtras: JobExtras = { snapshot: false, schedule: undefined };

/** Every key of a job file that a request can say; undefined where there is no word for what it says. */
function keysOf(request: ReplicationRequest, { snapshot, schedule }: JobExtras): Record<string, unknown> {
  const { select, send, receive, keep, hooks, window } = request;
  const way = request.transfer ?? defaultTransfer;
  const kept = { source: rules(keep.source), targets: rules(keep.target) };
  const use = select.snapshots.length > 0 ? { use: select.snapshots } : {};
  const hook = (hooks?.before.length ?? 0) + (hooks?.after.length ?? 0) > 0;
  return {
    recursive: request.recursive,
    include: select.include,
    exclude: select.exclude,
    snapshot: snapshot ? { prefix: "rep_", ...use } : select.snapshots.length > 0 ? use : undefined,
    send: {
      ...{ raw: send.raw, compressed: send.compressed, "large-blocks": send.largeBlocks, embedded: send.embedded },
      ...{ intermediates: send.intermediates, properties: send.properties, backup: send.backup },
      replicate: send.replicate,
    },
    receive: {
      ...{ resumable: receive.resumable, readonly: receive.readonly ? "on" : "off" },
      "create-parents": receive.createParents,
      properties: { set: receive.set, inherit: receive.inherit },
    },
    transport: way.transport,
    port: way.port,
    "trusted-network": way.trustedNetwork,
    limit: way.limit === undefined ? undefined : `${exactBytes(way.limit)}/s`,
    compression: way.compression,
    buffer: typeof way.buffer === "number" ? exactBytes(way.buffer) : way.buffer,
    cipher: way.cipher,
    "stall-timeout": exactDuration(way.stallTimeout),
    "on-source": way.onSource,
    retries: way.retries.limit,
    parallel: way.parallel,
    protect: { hold: request.hold, bookmark: request.bookmark },
    keep: kept.source || kept.targets ? { ...kept, match: keep.match } : undefined,
    "on-diverged": request.onDiverged,
    consent: request.consent,
    accept: request.accept,
    schedule,
    window: window && formatTimeWindow(window),
    hooks: hook ? { before: hooks?.before.map(hookKeys), after: hooks?.after.map(hookKeys) } : undefined,
  };
}

/** Undefined for a policy without a rule, which keeps everything. */
function rules(policy: ReplicationRequest["keep"]["source"]): Record<string, unknown> | undefined {
  const { within, ...counts } = policy ?? {};
  const said = { ...counts, ...(within === undefined ? {} : { within: exactDuration(within) }) };
  return Object.values(said).some((value) => value !== undefined) ? said : undefined;
}

function hookKeys({ host, argv, timeout }: { host: string; argv: readonly string[]; timeout?: number | undefined }) {
  return { host, argv, ...(timeout === undefined ? {} : { timeout: exactDuration(timeout) }) };
}

/** A size as a job file has it, without anything being rounded away. */
function exactBytes(bytes: number): string {
  const units = ["TiB", "GiB", "MiB", "KiB"] as const;
  const power = units.findIndex((_, i) => bytes > 0 && bytes % 1024 ** (4 - i) === 0);
  const unit = units[power];
  return unit === undefined ? `${bytes}` : `${bytes / 1024 ** (4 - power)} ${unit}`;
}

/** A duration as a job file has it, without anything being rounded away. */
function exactDuration(ms: number): string {
  const units = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const;
  const found = Object.entries(units).find(([, each]) => ms % each === 0 && (ms > 0 || each === 1000));
  return found ? `${ms / found[1]}${found[0]}` : `${ms}ms`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
