import { readFile } from "node:fs/promises";
import { expandTokens, type LocalMachine } from "../settings/expandTokens";
import type { SshSettings } from "../settings/sshSettings";
import { parsePublicKeyLine, publicHalf } from "./publicKey";

/** An identity file of the ssh config that is there. */
export interface Identity {
  readonly path: string;
  /** Its public half: from the file itself, or from the .pub beside it. Undefined for an old encrypted key without .pub. */
  readonly blob?: Buffer;
  /** The private half's text; left out when the file holds a public key only. */
  readonly pem?: string;
  /** True when the file can't be used without a passphrase. */
  readonly encrypted: boolean;
  /** A certificate lies beside it, as `PATH-cert.pub`. */
  readonly certificate: boolean;
}

/** Reads the identity files of `settings`; those that are not there, or can't be read, are left out. */
export async function readIdentities(settings: SshSettings, machine: LocalMachine): Promise<Identity[]> {
  const paths = [...new Set(settings.identityFiles.map((path) => expandTokens(path, settings, machine)))];
  const found = await Promise.all(paths.map((path) => readIdentity(path)));
  return found.filter((identity) => identity !== undefined);
}

async function readIdentity(path: string): Promise<Identity | undefined> {
  const [text, beside, certificate] = await Promise.all([read(path), read(`${path}.pub`), read(`${path}-cert.pub`)]);
  const common = { path, certificate: certificate !== undefined };
  if (text === undefined) {
    // ssh takes the public key beside a private one that is held by the agent only.
    const blob = beside === undefined ? undefined : parsePublicKeyLine(beside);
    return blob && { ...common, blob, encrypted: false };
  }
  const asPublic = parsePublicKeyLine(text);
  if (asPublic) return { ...common, blob: asPublic, encrypted: false };
  const half = publicHalf(text);
  const blob = half?.blob ?? (beside === undefined ? undefined : parsePublicKeyLine(beside));
  const encrypted = half?.encrypted ?? /ENCRYPTED/.test(text);
  return { ...common, pem: text, encrypted, ...(blob === undefined ? {} : { blob }) };
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return undefined;
  }
}
