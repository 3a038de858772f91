import type { KnownHostLine } from "./knownHosts";
import type { KnownLines } from "./knownHostsFiles";
import { keyType } from "./publicKey";

/** What is to be done about the key a host presented. */
export type HostKeyTrust =
  | { readonly kind: "trusted"; readonly line: KnownHostLine }
  | { readonly kind: "revoked"; readonly line: KnownHostLine }
  /** Another key is known for this host; never accepted. */
  | { readonly kind: "changed"; readonly line: KnownHostLine }
  /** Only a certificate authority is known for this host: OpenSSH can check that, ssh2 can't. */
  | { readonly kind: "authority-only"; readonly line: KnownHostLine }
  /** Nothing is known, and the config says that a person need not be asked. */
  | { readonly kind: "accept-new" }
  /** Nothing is known, and StrictHostKeyChecking is yes. */
  | { readonly kind: "refuse" }
  | { readonly kind: "ask" };

/**
 * Decides about a host key. Order: revoked, known, another key known, certificate authority, StrictHostKeyChecking, ask.
 * Unlike ssh, a changed key is refused also with StrictHostKeyChecking no, and a key of a type that is not known for a
 * host of which other types are known counts as changed: known types are asked for first, so the host gave them up.
 * @param named the lines of all known_hosts files that speak about the host, with its port where that is not 22
 * @param withoutPort the lines for its name alone: they can make a key known or revoked, never changed, as in ssh
 */
export function decideHostKeyTrust(
  blob: Buffer,
  { named, withoutPort }: KnownLines,
  strict: "yes" | "no" | "ask" | "accept-new",
): HostKeyTrust {
  const revoked = [...named, ...withoutPort].find((line) => line.marker === "revoked" && line.blob.equals(blob));
  if (revoked) return { kind: "revoked", line: revoked };
  const plain = named.filter((line) => line.marker === undefined);
  const known = plain.find((line) => line.blob.equals(blob));
  if (known) return { kind: "trusted", line: known };
  const other = plain.find((line) => line.keyType === keyType(blob)) ?? plain[0];
  if (other) return { kind: "changed", line: other };
  const authority = named.find((line) => line.marker === "cert-authority");
  if (authority) return { kind: "authority-only", line: authority };
  const portless = withoutPort.find((line) => line.marker === undefined && line.blob.equals(blob));
  if (portless) return { kind: "trusted", line: portless };
  if (strict === "yes") return { kind: "refuse" };
  return { kind: strict === "ask" ? "ask" : "accept-new" };
}
