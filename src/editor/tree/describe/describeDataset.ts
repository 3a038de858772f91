import { formatBytes } from "../../../core/base/bytes";
import type { Dataset } from "../../../core/zfs/model";
import { printable } from "../../../core/zfs/names";
import type { DatasetReplication } from "../replicationNotes";
import { contextOf, facts, type ItemText, type TooltipText } from "./itemText";

/** A filesystem or volume, by the last part of its name: what is above it stands above it. */
export function describeDataset(dataset: Dataset, replication?: DatasetReplication): ItemText {
  const copies = replicationText(replication);
  const description = facts(formatBytes(dataset.used), stateOf(dataset), copies);
  const late = isLate(replication);
  return {
    label: printable(dataset.name.slice(dataset.name.lastIndexOf("/") + 1)),
    description,
    spoken: facts(printable(dataset.name), dataset.type, stateOf(dataset), `${formatBytes(dataset.used)} used`, copies),
    icon: { id: iconOf(dataset) },
    context: contextOf("zfs.dataset", dataset.type, ...states(dataset), late && "late"),
    children: "collapsed",
  };
}

/** `to beta 12 min behind, gamma current`, or `copy of alpha:tank/db`. */
function replicationText(replication: DatasetReplication | undefined): string | undefined {
  if (!replication) return undefined;
  const { targets, source } = replication;
  if (targets.length > 0) return `to ${targets.map(({ place, text }) => `${hostOf(place)} ${text}`).join(", ")}`;
  return source && `copy of ${source.place}, ${source.text}`;
}

function hostOf(place: string): string {
  return place.slice(0, place.lastIndexOf(":"));
}

/** A copy is later than its job allows, or the last run has failed. */
export function isLate(replication: DatasetReplication | undefined): boolean {
  return replication !== undefined && [...replication.targets, replication.source].some((note) => note?.late);
}

/** The one state that matters most. */
export function stateOf(dataset: Dataset): string | undefined {
  if (dataset.receiveResumeToken !== undefined) return "partial receive";
  if (dataset.keystatus === "unavailable") return "key not loaded";
  if (dataset.encryption !== "off") return "encrypted";
  return dataset.readonly ? "read-only" : undefined;
}

function iconOf(dataset: Dataset): string {
  if (dataset.receiveResumeToken !== undefined) return "debug-pause";
  if (dataset.keystatus === "unavailable") return "lock";
  // "folder" would be taken from the theme of file icons where the row has a decoration
  return dataset.type === "volume" ? "package" : "file-directory";
}

/** The states that menus go by. */
export function states(dataset: Dataset): (string | false)[] {
  return [
    dataset.receiveResumeToken !== undefined && "partial",
    dataset.encryption !== "off" && "encrypted",
    dataset.keystatus === "unavailable" && "locked",
    dataset.readonly && "readonly",
  ];
}

/** A token has hundreds of digits; by the first of them one is told from another. */
function shortened(token: string): string {
  return token.length > 24 ? `${token.slice(0, 24)}…` : token;
}

export function datasetTooltip(dataset: Dataset, replication: DatasetReplication | undefined): TooltipText {
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
        : [
            ["Partial receive", "saved; resume it or give it up"] as const,
            ["Resume token", shortened(dataset.receiveResumeToken)] as const,
          ]),
      ...(replication?.targets ?? []).map(({ place, text }) => ["Replicated to", `${place}, ${text}`] as const),
      ...(replication?.source ? [["Copy of", `${replication.source.place}, ${replication.source.text}`] as const] : []),
      ["GUID", dataset.guid],
    ],
  };
}
