import { formatBytes } from "../../../core/base/bytes";
import type { Dataset } from "../../../core/zfs/model";
import { printable } from "../../../core/zfs/names";
import type { DatasetReplication } from "../replicationNotes";
import { contextOf, facts, type ItemText, type TooltipText } from "./itemText";
import { t } from "../../l10n/t";

/** A filesystem or volume, by the last part of its name: what is above it stands above it. */
export function describeDataset(dataset: Dataset, replication?: DatasetReplication): ItemText {
  const copies = replicationText(replication);
  const state = stateOf(dataset);
  const urgent = isUrgent(dataset) ? state : undefined;
  const description =
    copies === undefined ? facts(formatBytes(dataset.used), state) : facts(urgent ?? formatBytes(dataset.used), copies);
  const late = isLate(replication);
  return {
    label: printable(dataset.name.slice(dataset.name.lastIndexOf("/") + 1)),
    description,
    spoken: facts(printable(dataset.name), dataset.type, state, t("{0} used", formatBytes(dataset.used)), copies),
    icon: { id: iconOf(dataset) },
    context: contextOf("zfs.dataset", dataset.type, ...states(dataset), late && "late"),
    children: "collapsed",
  };
}

/** `to beta 12 min behind, gamma current`, or `copy of alpha:tank/db`. */
function replicationText(replication: DatasetReplication | undefined): string | undefined {
  if (!replication) return undefined;
  const { targets, source } = replication;
  if (targets.length > 0) return t("to {0}", targets.map(({ place, text }) => `${hostOf(place)} ${text}`).join(", "));
  return source && t("copy of {0}, {1}", source.place, source.text);
}

function hostOf(place: string): string {
  return place.slice(0, place.lastIndexOf(":"));
}

/** A copy is later than its job allows, or the last run has failed. */
export function isLate(replication: DatasetReplication | undefined): boolean {
  return replication !== undefined && [...replication.targets, replication.source].some((note) => note?.late);
}

/** Its state is one that a person has to do something about. */
function isUrgent({ receiveResumeToken, keystatus }: Dataset): boolean {
  return receiveResumeToken !== undefined || keystatus === "unavailable";
}

/** The one state that matters most. */
export function stateOf(dataset: Dataset): string | undefined {
  if (dataset.receiveResumeToken !== undefined) return t("partial receive");
  if (dataset.keystatus === "unavailable") return t("key not loaded");
  if (dataset.encryption !== "off") return t("encrypted");
  return dataset.readonly ? t("read-only") : undefined;
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
      [t("Type"), dataset.type],
      [t("Used"), formatBytes(dataset.used)],
      [t("Referenced"), formatBytes(dataset.referenced)],
      [t("Available"), formatBytes(dataset.available)],
      [t("Written since the newest snapshot"), formatBytes(dataset.written)],
      [t("Created"), new Date(dataset.creation).toLocaleString()],
      ...(dataset.type === "filesystem" ? [[t("Mounted"), dataset.mounted ? t("yes") : t("no")] as const] : []),
      ...(dataset.readonly ? [[t("Read-only"), t("yes")] as const] : []),
      ...(encrypted ? [[t("Encryption"), dataset.encryption] as const] : []),
      ...(encrypted ? [[t("Key"), dataset.keystatus === "available" ? t("loaded") : t("not loaded")] as const] : []),
      ...(dataset.origin === undefined ? [] : [[t("Clone of"), dataset.origin] as const]),
      ...(dataset.receiveResumeToken === undefined
        ? []
        : [
            [t("Partial receive"), t("kept: resume it, or give it up")] as const,
            [t("Resume token"), shortened(dataset.receiveResumeToken)] as const,
          ]),
      ...(replication?.targets ?? []).map(({ place, text }) => [t("Replicated to"), `${place}, ${text}`] as const),
      ...(replication?.source
        ? [[t("Copy of"), `${replication.source.place}, ${replication.source.text}`] as const]
        : []),
      ["GUID", dataset.guid],
    ],
  };
}
