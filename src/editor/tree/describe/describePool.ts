import { formatBytes } from "../../../core/base/bytes";
import type { Dataset, Pool, PoolDevice, PoolStatus } from "../../../core/zfs/model";
import { printable } from "../../../core/zfs/names";
import { datasetTooltip, stateOf, states } from "./describeDataset";
import { contextOf, facts, type ItemText, type TooltipText } from "./itemText";
import { t } from "../../l10n/t";

/** A pool with its root dataset. */
export function describePool(pool: Pool, status: PoolStatus | undefined, root: Dataset | undefined): ItemText {
  const troubled = isTroubled(pool, status);
  const scanning = isScanning(status);
  const full = t("{0} % of {1}", pool.capacity, formatBytes(pool.size));
  const all = [
    pool.health === "ONLINE" ? undefined : pool.health.toLowerCase(),
    errorsOf(status),
    scanText(status),
    pool.readonly ? t("read-only") : undefined,
    root && stateOf(root),
  ].filter((one) => one !== undefined);
  const state = all.length > 0 ? all : [pool.health.toLowerCase()];
  return {
    label: printable(pool.name),
    description: facts(...[...state, full].slice(0, 2)),
    spoken: facts(printable(pool.name), t("pool"), ...state, full),
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
  if (scan?.state === "paused") return t("{0} paused", scan.kind);
  if (scan?.state !== "running") return undefined;
  return scan.percent === undefined ? t("{0} running", scan.kind) : t("{0} {1} %", scan.kind, Math.floor(scan.percent));
}

function errorsOf(status: PoolStatus | undefined): string | undefined {
  if (!status) return undefined;
  const { dataErrors = 0, devices } = status;
  if (dataErrors > 0) return dataErrors === 1 ? t("1 data error") : t("{0} data errors", dataErrors);
  return devices.some(({ read, write, checksum }) => read + write + checksum > 0) ? t("device errors") : undefined;
}

export function poolTooltip(pool: Pool, status: PoolStatus | undefined, root: Dataset | undefined): TooltipText {
  const row = (name: string, value: string | undefined): (readonly [string, string])[] =>
    value === undefined ? [] : [[name, value]];
  return {
    title: pool.name,
    rows: [
      [t("Health"), pool.health],
      ...row(t("Status"), status?.status),
      ...row(t("Action"), status?.action),
      ...row(t("Scan"), status?.scan?.text),
      ...(status?.devices ?? []).map((device) => [t("Device"), deviceText(device)] as const),
      ...row(t("Damaged files and objects"), status?.dataErrors ? String(status.dataErrors) : undefined),
      [t("Size"), formatBytes(pool.size)],
      [t("Allocated"), `${formatBytes(pool.allocated)} (${pool.capacity} %)`],
      [t("Free"), formatBytes(pool.free)],
      ...row(t("Fragmentation"), pool.fragmentation === undefined ? undefined : `${pool.fragmentation} %`),
      ...row(t("Imported"), pool.readonly ? t("read-only") : undefined),
      ...(root ? datasetTooltip(root, undefined).rows : []),
    ],
  };
}

function deviceText({ name, state, read, write, checksum, note }: PoolDevice): string {
  const errors = [
    read > 0 && t("{0} read", read),
    write > 0 && t("{0} write", write),
    checksum > 0 && t("{0} checksum", checksum),
  ].filter((part) => part !== false);
  return facts(`${name} ${state}`, errors.length > 0 && t("errors: {0}", errors.join(", ")), note);
}
