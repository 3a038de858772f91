import { access } from "node:fs/promises";
import type { ConnectorEvidence } from "./connectorChoice";
import { agentSocket } from "./keys/agentSocket";
import { listAgentKeys } from "./keys/agentKeys";
import { readIdentities } from "./keys/identityFiles";
import { readKnownHosts } from "./keys/knownHostsFiles";
import { keyType } from "./keys/publicKey";
import { expandTokens, type LocalMachine } from "./settings/expandTokens";
import type { ResolvedSettings } from "./settings/resolveSettings";
import type { SshProgram } from "./settings/sshProgram";

/** Looks at what the choice of a connector for the host `id` depends on. Sends nothing to the host. */
export async function gatherEvidence(
  id: string,
  { settings, sshProgram }: ResolvedSettings,
  program: SshProgram,
  machine: LocalMachine,
): Promise<ConnectorEvidence> {
  const socket = agentSocket(settings, machine);
  const [identities, agentKeys, known, ticket, masterAlive] = await Promise.all([
    readIdentities(settings, machine),
    socket === undefined ? undefined : listAgentKeys(socket),
    readKnownHosts(settings, id),
    settings.gssapiAuthentication ? hasTicket(machine) : false,
    settings.controlPath === undefined
      ? false
      : isMasterAlive(id, expandTokens(settings.controlPath, settings, machine), program),
  ]);
  return {
    settings,
    sshProgram,
    identities: identities.map(({ path, blob, certificate }) => ({
      path,
      certificate,
      type: blob ? keyType(blob) : "",
    })),
    agentTypes: (agentKeys ?? []).map(({ blob }) => keyType(blob)),
    ticket,
    authorityOnly:
      known.named.some(({ marker }) => marker === "cert-authority") &&
      !known.named.some(({ marker }) => marker === undefined),
    masterAlive,
  };
}

/** A credential cache that is no file can't be looked into cheaply; it is taken for full. */
async function hasTicket({ env, uid }: LocalMachine): Promise<boolean> {
  const cache = env["KRB5CCNAME"] ?? `/tmp/krb5cc_${uid}`;
  return /^(?!FILE:)[A-Z]+:/.test(cache) || (await exists(cache.replace(/^FILE:/, "")));
}

async function isMasterAlive(id: string, controlPath: string, program: SshProgram): Promise<boolean> {
  if (!(await exists(controlPath))) return false;
  return (await program.run(["-O", "check", ...program.destination(id)], 5000)).code === 0;
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
