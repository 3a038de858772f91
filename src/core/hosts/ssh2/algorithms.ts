import type { Algorithms } from "ssh2";
import type { SshSettings } from "../settings/sshSettings";

/**
 * What ssh2 1.17 can negotiate (its lib/protocol/constants.js; a test holds these lists against it), in its own order.
 * No sntrup761x25519, no mlkem768x25519, no certificates, no security keys.
 */
export const ssh2Algorithms = {
  kex: [
    "curve25519-sha256@libssh.org",
    "curve25519-sha256",
    "ecdh-sha2-nistp256",
    "ecdh-sha2-nistp384",
    "ecdh-sha2-nistp521",
    "diffie-hellman-group-exchange-sha256",
    "diffie-hellman-group14-sha256",
    "diffie-hellman-group15-sha512",
    "diffie-hellman-group16-sha512",
    "diffie-hellman-group17-sha512",
    "diffie-hellman-group18-sha512",
  ],
  hostKey: [
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
    "ssh-rsa",
  ],
  /** AES-GCM first: OpenSSL does it natively, at about three times the speed of ChaCha20 in ssh2. */
  cipher: [
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "aes128-ctr",
    "aes192-ctr",
    "aes256-ctr",
    "chacha20-poly1305@openssh.com",
  ],
  mac: [
    "hmac-sha2-256-etm@openssh.com",
    "hmac-sha2-512-etm@openssh.com",
    "hmac-sha1-etm@openssh.com",
    "hmac-sha2-256",
    "hmac-sha2-512",
    "hmac-sha1",
  ],
} as const;

/** Types of user keys that ssh2 can sign with. */
export const ssh2KeyTypes = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "ssh-rsa",
  "ssh-dss",
];

/** Those of `supported` that the config allows, in `supported`'s order; all of them when the config says nothing. */
export function allowed(supported: readonly string[], configured: readonly string[]): string[] {
  return configured.length === 0 ? [...supported] : supported.filter((name) => configured.includes(name));
}

/**
 * What to offer to the server: what both the config and ssh2 allow. Host key types that known_hosts has come first, as
 * ssh does it, so that a host is not taken for changed because it has keys of several types.
 */
export function offer(settings: SshSettings, knownTypes: readonly string[]): Algorithms {
  const hostKeys = [...allowed(ssh2Algorithms.hostKey, settings.hostKeyAlgorithms)];
  const known = hostKeys.filter((name) => knownTypes.includes(name.startsWith("rsa-sha2-") ? "ssh-rsa" : name));
  return {
    kex: allowed(ssh2Algorithms.kex, settings.kexAlgorithms),
    serverHostKey: [...known, ...hostKeys.filter((name) => !known.includes(name))],
    cipher: allowed(ssh2Algorithms.cipher, settings.ciphers),
    hmac: allowed(ssh2Algorithms.mac, settings.macs),
  } as Algorithms;
}
