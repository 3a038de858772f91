import { allowed, ssh2Algorithms, ssh2KeyTypes } from "./ssh2/algorithms";
import { sharesConnections, type SshSettings } from "./settings/sshSettings";

export type ConnectorOption = "auto" | "ssh2" | "openssh";

export interface ConnectorChoice {
  readonly connector: "ssh2" | "openssh";
  /** A clause without a full stop. */
  readonly because: string;
}

/** What was found out about a host before connecting; all of it plain data. */
export interface ConnectorEvidence {
  readonly settings: SshSettings;
  /** This machine has an ssh program. */
  readonly sshProgram: boolean;
  /** The identity files that are there: their key type (empty when it is not known before a passphrase is given). */
  readonly identities: readonly { readonly path: string; readonly type: string; readonly certificate: boolean }[];
  /** The types of the keys the agent holds; empty without an agent. */
  readonly agentTypes: readonly string[];
  /** A Kerberos ticket is likely to be there. */
  readonly ticket: boolean;
  /** known_hosts has a certificate authority for the host, and no key of its own. */
  readonly authorityOnly: boolean;
  /** A master connection is up at the config's ControlPath. */
  readonly masterAlive: boolean;
}

/**
 * Which connector reaches a host: OpenSSH for what ssh2 can't do, else ssh2. Pure.
 * @param hops the evidence of the hosts it is reached through, then that of the host itself
 */
export function chooseConnector(hops: readonly ConnectorEvidence[], option: ConnectorOption): ConnectorChoice {
  const sshProgram = hops.some((hop) => hop.sshProgram);
  if (option === "openssh") return { connector: "openssh", because: "the openssh connector was asked for" };
  if (option === "ssh2") return { connector: "ssh2", because: "the ssh2 connector was asked for" };
  if (!sshProgram) {
    return { connector: "ssh2", because: "there is no ssh program on this machine, so the ssh config was not read" };
  }
  for (const [index, hop] of hops.entries()) {
    const needed = needsOpenssh(hop);
    if (needed === undefined) continue;
    const via = index < hops.length - 1 ? ` (jump host ${hop.settings.name})` : "";
    return { connector: "openssh", because: needed + via };
  }
  return { connector: "ssh2", because: "nothing in its ssh config needs OpenSSH" };
}

/** What ssh2 can't do for this host; undefined when there is nothing. */
function needsOpenssh(evidence: ConnectorEvidence): string | undefined {
  const { settings, identities, agentTypes } = evidence;
  if (evidence.masterAlive) return "a connection of its ControlPath is up";
  if (sharesConnections(settings)) return "its config shares connections (ControlMaster, ControlPersist)";
  if (settings.proxyCommand !== undefined) return "it is reached through a ProxyCommand";
  if (settings.certificateFiles.length > 0) return "its config names a CertificateFile";
  const certified = identities.find(({ certificate, type }) => certificate || /-cert-v\d/.test(type));
  if (certified) return `the key ${certified.path} has a certificate`;
  const securityKey = identities.find(({ type }) => type.startsWith("sk-"));
  if (securityKey) return `the key ${securityKey.path} is one of a security key`;
  if (settings.pkcs11Provider !== undefined) return "its config names a PKCS11Provider";
  if (settings.gssapiAuthentication && evidence.ticket) return "its config allows Kerberos and there is a ticket";
  if (settings.hostbasedAuthentication) return "its config allows host based authentication";
  if (settings.revokedHostKeys !== undefined) return "its config names RevokedHostKeys";
  if (settings.knownHostsCommand !== undefined) return "its config names a KnownHostsCommand";
  if (settings.verifyHostKeyDns) return "its config verifies host keys by DNS";
  if (evidence.authorityOnly) return "only a certificate authority is known for its host key";
  if (agentTypes.length > 0 && identities.length === 0 && !agentTypes.some((type) => ssh2KeyTypes.includes(type))) {
    return "the agent holds only keys that ssh2 can't use";
  }
  const lists = [
    ["key exchange", ssh2Algorithms.kex, settings.kexAlgorithms],
    ["host key", ssh2Algorithms.hostKey, settings.hostKeyAlgorithms],
    ["cipher", ssh2Algorithms.cipher, settings.ciphers],
  ] as const;
  const missing = lists.find(([, supported, configured]) => allowed(supported, configured).length === 0);
  return missing && `its config allows no ${missing[0]} that ssh2 has`;
}
