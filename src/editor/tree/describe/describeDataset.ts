import { formatBytes } from "../../../core/base/bytes";
import type { Dataset, Pool } from "../../../core/zfs/model";
import { printable } from "../../../core/zfs/names";
import { contextOf, facts, type ItemText, type TooltipText } from "./itemText";

/** A pool with its root dataset. */
export function describePool(pool: Pool, root: Dataset | undefined): ItemText {
  const healthy = pool.health === "ONLINE";
  const description = facts(
    pool.health.toLowerCase(),
    `${pool.capacity} % of ${formatBytes(pool.size)}`,
    root && stateOf(root),
  );
  return {
    label: printable(pool.name),
    description,
    spoken: facts(pool.name, "pool", description),
    icon: healthy ? { id: "database" } : { id: "warning", color: "list.warningForeground" },
    context: contextOf("zfs.pool", !healthy && "unhealthy", ...(root ? states(root) : [])),
    children: "collapsed",
  };
}

/** A filesystem or volume, by the last part of its name: what is above it stands above it. */
export function describeDataset(dataset: Dataset): ItemText {
  const description = facts(formatBytes(dataset.used), stateOf(dataset));
  return {
    label: printable(dataset.name.slice(dataset.name.lastIndexOf("/") + 1)),
    description,
    spoken: facts(printable(dataset.name), dataset.type, stateOf(dataset), `${formatBytes(dataset.used)} used`),
    icon: { id: iconOf(dataset) },
    context: contextOf("zfs.dataset", dataset.type, ...states(dataset)),
    children: "collapsed",
  };
}

/** The one state that matters most. */
function stateOf(dataset: Dataset): string | undefined {
  if (dataset.receiveResumeToken !== undefined) return "partial receive";
  if (dataset.keystatus === "unavailable") return "key not loaded";
  if (dataset.encryption !== "off") return "encrypted";
  return dataset.readonly ? "read-only" : undefined;
}

function iconOf(dataset: Dataset): string {
  if (dataset.receiveResumeToken !== undefined) return "debug-pause";
  if (dataset.keystatus === "unavailable") return "lock";
  return dataset.type === "volume" ? "package" : "folder";
}

function states(dataset: Dataset): (string | false)[] {
  return [
    dataset.receiveResumeToken !== undefined && "partial",
    dataset.encryption !== "off" && "encrypted",
    dataset.keystatus === "unavailable" && "locked",
    dataset.readonly && "readonly",
  ];
}

export function poolTooltip(pool: Pool, root: Dataset | undefined): TooltipText {
  return {
    title: pool.name,
    rows: [
      ["Health", pool.health],
      ["Size", formatBytes(pool.size)],
      ["Allocated", `${formatBytes(pool.allocated)} (${pool.capacity} %)`],
      ["Free", formatBytes(pool.free)],
      ...(pool.fragmentation === undefined ? [] : [["Fragmentation", `${pool.fragmentation} %`] as const]),
      ...(pool.readonly ? [["Imported", "read-only"] as const] : []),
      ...(root ? datasetTooltip(root).rows : []),
    ],
  };
}

export function datasetTooltip(dataset: Dataset): TooltipText {
  const encrypted = dataset.encryption !== "off";
  return {
    title: dataset.name,
    rows: [
      ["Type", dataset.type],
      ["Used", formatBytes(dataset.used)],
      ["Referenced", formatBytes(dataset.referenced)],
      ["Available", formatBytes(dataset.available)],
      ["Written since the newest snapshot", formatBytes(dataset.written)],
      ["Created", new Date(dataset.creation).toLocaleString()],
      ...(dataset.type === "filesystem" ? [["Mounted", dataset.mounted ? "yes" : "no"] as const] : []),
      ...(dataset.readonly ? [["Read-only", "yes"] as const] : []),
      ...(encrypted ? [["Encryption", dataset.encryption] as const] : []),
      ...(encrypted ? [["Key", dataset.keystatus === "available" ? "loaded" : "not loaded"] as const] : []),
      ...(dataset.origin === undefined ? [] : [["Clone of", dataset.origin] as const]),
      ...(dataset.receiveResumeToken === undefined
        ? []
        : [["Partial receive", "saved; resume it or give it up"] as const]),
      ["GUID", dataset.guid],
    ],
  };
}
