/** What runs: .lab/lab.json, read by tests and by later commands of the lab. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Forwarders } from "./forwarders.js";
import type { HostName } from "./hosts.js";
import { files, labFolder } from "./places.js";
import type { Leader } from "./processes.js";

export interface HostRecord extends Leader {
  /** Its address in the lab's namespace. */
  readonly address: string;
  /** The port of 127.0.0.1, in the machine's network and in the lab's namespace, that leads to its sshd. */
  readonly port: number;
  readonly pool: string;
  /** Version of OpenZFS. */
  readonly zfs: string;
  /** The image that its disks are changes of. */
  readonly image: string;
}

export interface LabRecord {
  readonly namespace: string;
  readonly forwarders?: Forwarders;
  readonly hosts: Partial<Record<HostName, HostRecord>>;
}

/** Gives what was written last, or undefined when no lab was ever up here. */
export function readRecord(): LabRecord | undefined {
  return existsSync(files.record) ? (JSON.parse(readFileSync(files.record, "utf8")) as LabRecord) : undefined;
}

/** Writes the record as a whole, so that no reader ever sees half of it. */
export function writeRecord(record: LabRecord): void {
  mkdirSync(labFolder, { recursive: true });
  const part = `${files.record}.part`;
  writeFileSync(part, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(part, files.record);
}

/** Takes a host's name, gives its record, or throws when it isn't part of the lab that is up. */
export function hostRecord(name: HostName): HostRecord {
  const host = readRecord()?.hosts[name];
  if (!host) throw new Error(`The lab's host ${name} is not up: run 'npm run lab -- up ${name}'.`);
  return host;
}
