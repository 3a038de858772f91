import { createHash } from "node:crypto";

/** `SHA256:…` of a public key's blob, as `ssh-keygen -l` prints it. */
export function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

/** The type that stands first in a public key's blob (RFC 4253, 6.6): `ssh-ed25519`; empty when it is no blob. */
export function keyType(blob: Buffer): string {
  return readString(blob, 0)?.toString("latin1") ?? "";
}

/** The length-prefixed string at `offset` (RFC 4251, 5), or undefined when the bytes end before it does. */
export function readString(bytes: Buffer, offset: number): Buffer | undefined {
  if (offset + 4 > bytes.length) return undefined;
  const end = offset + 4 + bytes.readUInt32BE(offset);
  return end > bytes.length ? undefined : bytes.subarray(offset + 4, end);
}

/** The blob of a line `ssh-ed25519 AAAA… comment`, as .pub files hold it; undefined when the line is none. */
export function parsePublicKeyLine(line: string): Buffer | undefined {
  const match = /^\s*([a-z][\w@.-]+)\s+([A-Za-z0-9+/]+={0,2})(?:\s|$)/.exec(line);
  if (!match) return undefined;
  const blob = Buffer.from(match[2] ?? "", "base64");
  return keyType(blob) === match[1] ? blob : undefined;
}

/**
 * The public half that OpenSSH's private key format holds in clear, also when the key has a passphrase.
 * https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.key
 * @returns undefined for other formats
 */
export function publicHalf(pem: string): { readonly blob: Buffer; readonly encrypted: boolean } | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]+)-----END/.exec(pem)?.[1];
  if (body === undefined) return undefined;
  const bytes = Buffer.from(body, "base64");
  const magic = "openssh-key-v1\0";
  if (bytes.toString("latin1", 0, magic.length) !== magic) return undefined;
  let at = magic.length;
  const next = (): Buffer | undefined => {
    const value = readString(bytes, at);
    if (value) at += 4 + value.length;
    return value;
  };
  const cipher = next();
  next(); // kdf
  next(); // its options
  at += 4; // number of keys
  const blob = next();
  return cipher && blob ? { blob, encrypted: cipher.toString("latin1") !== "none" } : undefined;
}
