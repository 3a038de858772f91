/** Where the lab keeps things, and the names that keep the labs of one machine apart. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { HostName } from "./hosts.js";

/** The checkout that this lab belongs to. */
export const checkout = resolve(import.meta.dirname, "../../..");

/** The scripts that build the images. */
export const recipeFolder = join(import.meta.dirname, "recipe");

/** Which of the checkout's labs this process works with, counted from 1: `$ZFSR_LAB`. */
export const labNumber = parseLabNumber(process.env["ZFSR_LAB"] ?? "1");

const firstFolder = join(checkout, ".lab");

/** Run state, in the checkout and ignored by git; that of a second lab lies in that of the first. */
export const labFolder = labNumber === 1 ? firstFolder : join(firstFolder, String(labNumber));

/** Images, outside the checkout: other checkouts and later ones use them too. */
export const cacheFolder =
  process.env["ZFSR_LAB_CACHE"] ??
  join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "zfs-replication", "lab");

/** Short and the same each time; in the names of the namespace, of processes and of sockets. */
export const labName = [
  `zfsr-${createHash("sha256").update(checkout).digest("hex").slice(0, 8)}`,
  ...(labNumber === 1 ? [] : [labNumber]),
].join("-");

/** Sockets lie here and not in the checkout, for a socket's path may have 107 characters at most. */
export const socketFolder = join(tmpdir(), labName);

export const files = {
  record: join(labFolder, "lab.json"),
  lock: join(labFolder, "lock"),
  sshConfig: join(labFolder, "ssh_config"),
  /** The same hosts, with connections that ssh shares between commands and keeps. */
  sharedConfig: join(labFolder, "shared_config"),
  /** For the lab itself: the same hosts by the line without faults; works in the lab's namespace only. */
  lineConfig: join(labFolder, "line_config"),
  knownHosts: join(labFolder, "known_hosts"),
  identity: join(labFolder, "id_ed25519"),
} as const;

/** Takes a host's name as ssh is told it, gives the socket of the connection that the lab keeps to it. */
export function lineSocket(name: string): string {
  return join(socketFolder, `line-${name}`);
}

/** The socket of a connection that `shared_config` keeps, for ssh: one for each name of a host and each user. */
export const sharedSocket = join(socketFolder, "shared-%n-%r");

/** Takes a host's name, gives the sockets of the connections that are kept to it by `shared_config`. */
export function sharedSockets(name: HostName): string[] {
  const entries = existsSync(socketFolder) ? readdirSync(socketFolder) : [];
  return entries.filter((entry) => entry.startsWith(`shared-${name}-`)).map((entry) => join(socketFolder, entry));
}

/** Takes a host's name, gives the folder of its disks and console log. */
export function hostFolder(name: HostName): string {
  return join(labFolder, "hosts", name);
}

/** Takes a host's name, gives the log of its console. */
export function consoleLog(name: HostName): string {
  return join(hostFolder(name), "console.log");
}

/** Gives the numbers of the checkout's labs beside the first, whether they run or not. */
export function furtherLabs(): number[] {
  const entries = existsSync(firstFolder) ? readdirSync(firstFolder) : [];
  return entries.filter((entry) => /^[2-9]$/.test(entry)).map(Number);
}

function parseLabNumber(text: string): number {
  if (!/^[1-9]$/.test(text)) throw new Error(`ZFSR_LAB is '${text}': give the number of a lab, 1 to 9.`);
  return Number(text);
}
