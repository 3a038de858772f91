import { createHash } from "node:crypto";
import type { SshSettings } from "./sshSettings";

/** What ssh's tokens say about the machine that connects. */
export interface LocalMachine {
  readonly home: string;
  readonly user: string;
  readonly uid: number;
  readonly hostname: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Replaces `%h`, `%r`, … and `${NAME}` in a path of the ssh config, as ssh_config(5) TOKENS and ENVIRONMENT VARIABLES say.
 * `ssh -G` of OpenSSH 9.2 prints IdentityFile, CertificateFile and IdentityAgent with their tokens.
 * Unknown tokens are left as they are.
 */
export function expandTokens(path: string, settings: SshSettings, machine: LocalMachine): string {
  const { hostname, user, port, name, proxyJump = "" } = settings;
  const tokens: Readonly<Record<string, string>> = {
    "%": "%",
    d: machine.home,
    h: hostname,
    i: String(machine.uid),
    j: proxyJump,
    k: settings.hostKeyAlias ?? name,
    L: machine.hostname.split(".")[0] ?? "",
    l: machine.hostname,
    n: name,
    p: String(port),
    r: user,
    u: machine.user,
    C: createHash("sha1").update(`${machine.hostname}${hostname}${port}${user}${proxyJump}`).digest("hex"),
  };
  return path
    .replace(/%(.)/g, (whole, letter: string) => tokens[letter] ?? whole)
    .replace(/\$\{([^}]+)\}/g, (whole, variable: string) => machine.env[variable] ?? whole);
}
