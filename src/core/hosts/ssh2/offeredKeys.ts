import type { ParsedKey } from "ssh2";
import { agentSocket } from "../keys/agentSocket";
import { listAgentKeys } from "../keys/agentKeys";
import { readIdentities, type Identity } from "../keys/identityFiles";
import type { LocalMachine } from "../settings/expandTokens";
import type { SshSettings } from "../settings/sshSettings";
import { fileKey, parseKey, unlock, type OfferedKey, type PassphraseContext } from "./keyring";

import type { Ssh2 } from "./loadSsh2";

export interface OfferedKeys {
  /** In the order in which they are offered: the agent's keys that identity files name, its others, then files. */
  readonly keys: readonly OfferedKey[];
  /** Old encrypted files whose public half is not known before the passphrase is; offered last. */
  readonly late: () => Promise<readonly OfferedKey[]>;
  /** The agent holds keys that ssh2 can't use (security keys, certificates) and OpenSSH may. */
  readonly unusable: boolean;
}

/**
 * The keys that ssh itself would offer for `settings`. With IdentitiesOnly the agent's other keys are left out, so that a
 * full agent does not use up the server's MaxAuthTries.
 */
export async function collectKeys(
  ssh2: Ssh2,
  settings: SshSettings,
  machine: LocalMachine,
  context: PassphraseContext,
): Promise<OfferedKeys> {
  const socket = agentSocket(settings, machine);
  const [identities, held] = await Promise.all([
    readIdentities(settings, machine),
    socket === undefined ? undefined : listAgentKeys(socket),
  ]);
  const parse = ssh2.utils.parseKey as Parameters<typeof parseKey>[0];
  const named = (blob: Buffer): boolean => identities.some((identity) => identity.blob?.equals(blob) === true);
  const fromAgent: { key: OfferedKey; named: boolean; blob: Buffer }[] = [];
  let unusable = false;
  for (const { blob } of held ?? []) {
    if (settings.identitiesOnly && !named(blob)) continue;
    const key = publicKey(parse, blob);
    if (key && socket !== undefined) fromAgent.push({ key: agentKey(ssh2, socket, key), named: named(blob), blob });
    else unusable = true;
  }
  const inAgent = (identity: Identity): boolean => fromAgent.some(({ blob }) => identity.blob?.equals(blob) === true);
  const files = identities.filter((identity) => identity.pem !== undefined && !inAgent(identity));
  return {
    keys: [
      ...fromAgent.filter((entry) => entry.named).map((entry) => entry.key),
      ...fromAgent.filter((entry) => !entry.named).map((entry) => entry.key),
      ...files.flatMap((identity) => {
        const key = identity.blob
          ? publicKey(parse, identity.blob)
          : identity.encrypted
            ? undefined
            : parseKey(parse, identity.pem ?? "");
        return key ? [fileKey(identity, key, parse, context)] : [];
      }),
    ],
    late: async () => {
      const keys: OfferedKey[] = [];
      for (const identity of files.filter(({ blob, encrypted }) => !blob && encrypted)) {
        const key = await unlock(identity, parse, context);
        if (key) keys.push(fileKey({ ...identity, encrypted: false, pem: key.getPrivatePEM() }, key, parse, context));
      }
      return keys;
    },
    unusable,
  };
}

function publicKey(parse: Parameters<typeof parseKey>[0], blob: Buffer): ParsedKey | undefined {
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
  return parseKey(parse, `${blob.toString("latin1", 4, 4 + length)} ${blob.toString("base64")}`);
}

function agentKey(ssh2: Ssh2, socket: string, key: ParsedKey): OfferedKey {
  const agent = ssh2.createAgent(socket);
  return {
    key,
    origin: "agent",
    sign: (data, options) =>
      new Promise((resolve, reject) => {
        agent.sign(key, data, options, (error, signature) => {
          if (signature) resolve(signature);
          else reject(error ?? new Error("the agent refused to sign"));
        });
      }),
  };
}
