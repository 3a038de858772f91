import { formatBytes } from "../../../core/base/bytes";
import type { Dataset, Pool, PoolDevice, PoolStatus } from "../../../core/zfs/model";
import { printable } from "../../../core/zfs/names";
import { datasetTooltip, stateOf, states } from "./describeDataset";
import { contextOf, facts, type ItemText, type TooltipText } from "./itemText";

/** A pool with its root dataset. */
export function describePool(pool: Pool, status: PoolStatus | undefined, root: Dataset | undefined): ItemText {
  const troubled = isTroubled(pool, status);
  const scanning = isScanning(status);
  const description = facts(
    pool.health.toLowerCase(),
    errorsOf(status),
    scanText(status),
    `${pool.capacity} % of ${formatBytes(pool.size)}`,
    pool.readonly && "read-only",
    root && stateOf(root),
  );
  return {
    label: printable(pool.name),
    description,
    spoken: facts(printable(pool.name), "pool", description),
    icon: troubled ? { id: "warning", color: "list.warningForeground" } : { id: scanning ? "sync" : "database" },
    context: contextOf("zfs.pool", troubled && "unhealthy", scanning && "scanning", ...(root ? states(root) : [])),
    children: "collapsed",
  };
}

/** Something is to be looked after: its health, its devices or its data. */
export function isTroubled(pool: Pool, status: PoolStatus | undefined): boolean {
  return pool.health !== "ONLINE" || (status !== undefined && (status.dataErrors !== 0 || status.devices.length > 0));
}

function isScanning(status: PoolStatus | undefined): boolean {
  return status?.scan?.state === "running" || status?.scan?.state === "paused";
}

/** `scrub 43 %`, `resilver 3 %`, `scrub paused`; nothing for one that has ended well. */
function scanText(status: PoolStatus | undefined): string | undefined {
  const scan = status?.scan;
  if (scan?.state === "paused") return `${scan.kind} paused`;
  if (scan?.state !== "running") return undefined;
  return scan.percent === undefined ? `${scan.kind} running` : `${scan.kind} ${Math.floor(scan.percent)} %`;
}

function errorsOf(status: PoolStatus | undefined): string | undefined {
  if (!status) return undefined;
  const { dataErrors = 0, devices } = status;
  if (dataErrors > 0) return dataErrors === 1 ? "1 data error" : `${dataErrors} data errors`;
  return devices.some(({ read, write, checksum }) => read + write + checksum > 0) ? "device errors" : undefined;
}

export function poolTooltip(pool: Pool, status: PoolStatus | undefined, root: Dataset | undefined): TooltipText {
  const row = (name: string, value: string | undefined): (readonly [string, string])[] =>
    value === undefined ? [] : [[name, value]];
  return {
    title: pool.name,
    rows: [
      ["Health", pool.health],
      ...row("Status", status?.status),
      ...row("Action", status?.action),
      ...row("Scan", status?.scan?.text),
      ...(status?.devices ?? []).map((device) => ["Device", deviceText(device)] as const),
      ...row("Damaged files and objects", status?.dataErrors ? String(status.dataErrors) : undefined),
      ["Size", formatBytes(pool.size)],
      ["Allocated", `${formatBytes(pool.allocated)} (${pool.capacity} %)`],
      ["Free", formatBytes(pool.free)],
      ...row("Fragmentation", pool.fragmentation === undefined ? undefined : `${pool.fragmentation} %`),
      ...row("Imported", pool.readonly ? "read-only" : undefined),
      ...(root ? datasetTooltip(root, undefined).rows : []),
    ],
  };
}

function deviceText({ name, state, read, write, checksum, note }: PoolDevice): string {
  const errors = [
    read > 0 && `${read} read`,
    write > 0 && `${write} write`,
    checksum > 0 && `${checksum} checksum`,
  ].filter((part) => part !== false);
  return facts(`${name} ${state}`, errors.length > 0 && `errors: ${errors.join(", ")}`, note);
}
