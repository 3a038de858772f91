import { defaultTransfer, type TransferOptions } from "../plan/transferOptions";
import { throughSudo } from "../zfs/place";
import type { Job, JobHost } from "./job";
import type { RawHost, RawJob, RawJobFile, RawSettings } from "./schema";

/** The hosts of a file, by the names that its places begin with. */
export function hostsOf(raw: RawJobFile): ReadonlyMap<string, JobHost> {
  return new Map(Object.entries(raw.hosts ?? {}).map(([name, host]) => [name, hostOf(name, host ?? {})]));
}

function hostOf(name: string, { ssh = name, port, sudo, production }: RawHost): JobHost {
  const id = port === undefined ? ssh : `${ssh}:${port}`;
  return { id: sudo === true ? throughSudo(id) : id, production: production === true };
}

/** A job with all that it leaves out filled in. @param hosts of its file: places are given by how hosts are reached */
export function jobOf(name: string, job: RawJob, defaults: RawSettings, hosts: ReadonlyMap<string, JobHost>): Job {
  const reached = <T extends { readonly host: string }>(it: T): T => ({
    ...it,
    host: hosts.get(it.host)?.id ?? it.host,
  });
  const all: RawSettings = { ...defaults, ...job };
  const snapshot = { ...defaults.snapshot, ...job.snapshot };
  const takes =
    (job.snapshot ?? defaults.snapshot) ? snapshot.use === undefined || snapshot.prefix !== undefined : false;
  const send = { ...defaults.send, ...job.send };
  const receive = { ...defaults.receive, ...job.receive };
  const protect = { ...defaults.protect, ...job.protect };
  const keep = { ...defaults.keep, ...job.keep };
  const hooks = { ...defaults.hooks, ...job.hooks };
  const used = list(snapshot.use);
  const prefix = snapshot.prefix ?? "rep_";
  return {
    name,
    source: reached(job.source),
    targets: job.targets.map(reached),
    recursive: all.recursive ?? false,
    select: { include: list(all.include), exclude: list(all.exclude), snapshots: used },
    snapshot: takes
      ? {
          prefix,
          format: snapshot.format,
          properties: words({ ...defaults.snapshot?.properties, ...job.snapshot?.properties }),
        }
      : undefined,
    send: {
      raw: send.raw ?? "auto",
      compressed: send.compressed ?? true,
      largeBlocks: send["large-blocks"] !== false,
      embedded: send.embedded ?? true,
      intermediates: send.intermediates ?? true,
      properties: send.properties ?? false,
      backup: send.backup ?? false,
      replicate: send.replicate ?? false,
    },
    receive: {
      resumable: receive.resumable ?? true,
      readonly: receive.readonly !== false && receive.readonly !== "off",
      createParents: receive["create-parents"] ?? false,
      set: words({ ...defaults.receive?.properties?.set, ...job.receive?.properties?.set }),
      inherit: job.receive?.properties?.inherit ?? defaults.receive?.properties?.inherit ?? [],
    },
    transfer: transferOf(all),
    protect: { hold: protect.hold ?? true, bookmark: protect.bookmark ?? false },
    keep: {
      source: keep.source,
      target: keep.targets,
      match: keep.match === undefined ? (used.length > 0 ? used : [`${prefix}*`]) : list(keep.match),
    },
    onDiverged: all["on-diverged"] ?? "stop",
    consent: all.consent ?? [],
    accept: all.accept ?? [],
    maxLag: all["max-lag"],
    schedule: all.schedule,
    window: all.window,
    production: [...hosts.values()].flatMap(({ id, production }) => (production ? [id] : [])),
    hooks: { before: (hooks.before ?? []).map(reached), after: (hooks.after ?? []).map(reached) },
  };
}

function transferOf(all: RawSettings): TransferOptions {
  return {
    transport: all.transport ?? defaultTransfer.transport,
    port: all.port ?? defaultTransfer.port,
    trustedNetwork: all["trusted-network"] ?? defaultTransfer.trustedNetwork,
    limit: all.limit,
    compression: all.compression ?? defaultTransfer.compression,
    buffer: all.buffer ?? defaultTransfer.buffer,
    cipher: all.cipher ?? defaultTransfer.cipher,
    stallTimeout: all["stall-timeout"] ?? defaultTransfer.stallTimeout,
    onSource: all["on-source"] ?? defaultTransfer.onSource,
    retries: { ...defaultTransfer.retries, limit: all.retries ?? defaultTransfer.retries.limit },
    parallel: all.parallel ?? defaultTransfer.parallel,
  };
}

function list(globs: string | readonly string[] | undefined): readonly string[] {
  return globs === undefined ? [] : typeof globs === "string" ? [globs] : globs;
}

function words(values: Readonly<Record<string, string | number | boolean>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, word(value)]));
}

/** YAML reads `on` as text but `true` as a truth value; zfs knows `on` and `off`. */
function word(value: string | number | boolean): string {
  return typeof value === "boolean" ? (value ? "on" : "off") : String(value);
}
