import type { Command } from "../command";
import type { Dataset } from "../model";
import { type DatasetName, guid, type SnapshotName } from "../names";
import { count, listedName, optional, rows, unreadable } from "../rows";

const columns =
  "name,type,guid,createtxg,creation,used,available,referenced,written,origin,encryption,encryptionroot,keystatus,readonly,mounted,receive_resume_token";

export interface ListDatasetsOptions {
  /** Levels below `root`: 0 for itself alone, undefined for all. */
  readonly depth?: number;
}

/**
 * Filesystems and volumes at and below `root`, or of all pools when it is left out. Never snapshots: they are a listing
 * of their own, which is asked for only where it is needed.
 */
export function listDatasets(root?: DatasetName, options: ListDatasetsOptions = {}): Command<Dataset[]> {
  const depth = options.depth === undefined ? ["-r"] : ["-d", String(options.depth)];
  return {
    argv: [
      "zfs",
      "list",
      "-Hp",
      ...depth,
      "-t",
      "filesystem,volume",
      "-o",
      columns,
      ...(root === undefined ? [] : [root]),
    ],
    object: root ?? "all pools",
    parse: (stdout) => [...rows(stdout, columns.split(",").length)].map(parseDataset),
  };
}

function parseDataset(row: readonly string[]): Dataset {
  const [name, type, id = "", createtxg, creation, used, available, referenced, written, origin] = row;
  const [encryption, encryptionroot, keystatus, readonly, mounted, token] = row.slice(10);
  if (type !== "filesystem" && type !== "volume")
    throw unreadable(row.join("\t"), `'${type ?? ""}' is no type of dataset`);
  return {
    name: listedName(name) as DatasetName,
    type,
    guid: guid(id),
    createtxg: count(createtxg),
    creation: count(creation) * 1000,
    used: count(used),
    available: count(available),
    referenced: count(referenced),
    written: count(written, 0),
    origin: optionalName(origin) as SnapshotName | undefined,
    encryption: optional(encryption) ?? "off",
    encryptionroot: optionalName(encryptionroot) as DatasetName | undefined,
    keystatus: keystatus === "available" || keystatus === "unavailable" ? keystatus : "none",
    readonly: readonly === "on",
    mounted: mounted === "yes",
    receiveResumeToken: optional(token),
  };
}

function optionalName(text: string | undefined): string | undefined {
  const found = optional(text);
  return found === undefined ? undefined : listedName(found);
}
