import { randomBytes } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ZfsrError } from "../../base/errors";
import type { SshSettings } from "../settings/sshSettings";
import { formatKnownHost, knownHostName, linesFor, parseKnownHosts, type KnownHostLine } from "./knownHosts";

/** What known_hosts files say about one host. */
export interface KnownLines {
  /** The lines for its name, with its port where that is not 22. */
  readonly named: readonly KnownHostLine[];
  /** The lines for its name alone, where it has another port: ssh takes a key that is known so. */
  readonly withoutPort: readonly KnownHostLine[];
}

/**
 * The lines of all known_hosts files of `settings` that speak about its host, the user's files first.
 * A file that is not there holds nothing.
 * @throws ZfsrError `host-key-unknown` when a file is there and can't be read: a revoked key might stand in it.
 */
export async function readKnownHosts(settings: SshSettings, host: string): Promise<KnownLines> {
  const files = [...settings.userKnownHostsFiles, ...settings.globalKnownHostsFiles];
  const texts = await Promise.all(files.map((file) => read(file, host)));
  const lines = texts.flatMap((text, index) => parseKnownHosts(text, files[index] ?? ""));
  const other = settings.port !== 22 && settings.hostKeyAlias === undefined;
  return {
    named: linesFor(lines, knownHostName(settings)),
    withoutPort: other ? linesFor(lines, knownHostName({ ...settings, port: 22 })) : [],
  };
}

/**
 * Adds a key to the user's first known_hosts file, hashed when HashKnownHosts says so; the file is made 0600 in a folder
 * made 0700 when they are not there. @returns the file
 */
export async function addKnownHost(settings: SshSettings, blob: Buffer): Promise<string | undefined> {
  const file = settings.userKnownHostsFiles[0];
  if (file === undefined) return undefined;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const salt = settings.hashKnownHosts ? randomBytes(20) : undefined;
  const line = formatKnownHost(knownHostName(settings), blob, salt);
  const handle = await open(file, "a+", 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    await handle.appendFile(`${size > 0 && last[0] !== 0x0a ? "\n" : ""}${line}\n`);
  } finally {
    await handle.close();
  }
  return file;
}

async function read(file: string, host: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return "";
    throw new ZfsrError({
      reason: "host-key-unknown",
      object: host,
      because: `${file} can't be read (${code ?? "unknown error"}), so no key can be checked against it`,
      nextStep: "make the file readable for yourself",
      cause: error,
    });
  }
}
