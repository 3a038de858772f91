import { createHmac } from "node:crypto";
import { keyType } from "./publicKey";

/** One line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHostLine {
  readonly marker: "revoked" | "cert-authority" | undefined;
  /** The first field as it stands: names and patterns with commas, or `|1|salt|hash`. */
  readonly names: string;
  readonly keyType: string;
  readonly blob: Buffer;
  readonly file: string;
  readonly line: number;
}

/** Reads the lines of a known_hosts file; comments, empty lines and what is no key are left out. */
export function parseKnownHosts(text: string, file: string): KnownHostLine[] {
  const found: KnownHostLine[] = [];
  text.split("\n").forEach((raw, index) => {
    const fields = raw.trim().split(/[ \t]+/);
    if (fields[0] === "" || fields[0]?.startsWith("#")) return;
    const marked = fields[0]?.startsWith("@") ? fields.shift() : undefined;
    if (marked !== undefined && marked !== "@revoked" && marked !== "@cert-authority") return;
    const [names = "", type = "", base64 = ""] = fields;
    const blob = Buffer.from(base64, "base64");
    if (keyType(blob) !== type || type === "") return;
    const marker = marked === "@revoked" ? "revoked" : marked === "@cert-authority" ? "cert-authority" : undefined;
    found.push({ marker, names, keyType: type, blob, file, line: index + 1 });
  });
  return found;
}

/** The lines that speak about `name`. @param name as `knownHostName` gives it */
export function linesFor(lines: readonly KnownHostLine[], name: string): KnownHostLine[] {
  return lines.filter((line) => matchesNames(line.names, name));
}

/** What a host is called in known_hosts: its alias or name in lower case, `[name]:port` for ports other than 22. */
export function knownHostName(host: { hostname: string; port: number; hostKeyAlias?: string }): string {
  if (host.hostKeyAlias !== undefined) return host.hostKeyAlias.toLowerCase();
  const name = host.hostname.toLowerCase();
  return host.port === 22 ? name : `[${name}]:${host.port}`;
}

/** A known_hosts line without its line break. @param salt 20 random bytes to hash the name with, as HashKnownHosts asks */
export function formatKnownHost(name: string, blob: Buffer, salt?: Buffer): string {
  const names = salt === undefined ? name : `|1|${salt.toString("base64")}|${hashed(name, salt)}`;
  return `${names} ${keyType(blob)} ${blob.toString("base64")}`;
}

function matchesNames(names: string, name: string): boolean {
  const hash = /^\|1\|([A-Za-z0-9+/=]+)\|([A-Za-z0-9+/=]+)$/.exec(names);
  if (hash) return hashed(name, Buffer.from(hash[1] ?? "", "base64")) === hash[2];
  let matched = false;
  for (const pattern of names.toLowerCase().split(",")) {
    if (pattern.startsWith("!")) {
      if (matchesPattern(pattern.slice(1), name)) return false;
    } else if (matchesPattern(pattern, name)) matched = true;
  }
  return matched;
}

/** `*` is any run of characters, `?` any one; without regular expressions, so that no pattern can take long. */
function matchesPattern(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let resume = 0;
  while (n < name.length) {
    if (pattern[p] === "*") {
      star = p++;
      resume = n;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === name[n])) {
      p += 1;
      n += 1;
    } else if (star >= 0) {
      p = star + 1;
      n = ++resume;
    } else return false;
  }
  while (pattern[p] === "*") p += 1;
  return p === pattern.length;
}

function hashed(name: string, salt: Buffer): string {
  return createHmac("sha1", salt).update(name).digest("base64");
}
