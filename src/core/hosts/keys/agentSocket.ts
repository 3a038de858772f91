import { expandTokens, type LocalMachine } from "../settings/expandTokens";
import type { SshSettings } from "../settings/sshSettings";

/** The pipe of Windows' own OpenSSH agent. */
const windowsAgent = "\\\\.\\pipe\\openssh-ssh-agent";

/**
 * The socket of the agent that ssh would ask: IdentityAgent (a path, `SSH_AUTH_SOCK`, `$NAME` or none), else
 * SSH_AUTH_SOCK, else on Windows the pipe of its own agent. @returns undefined when there is none.
 */
export function agentSocket(
  settings: SshSettings,
  machine: LocalMachine,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const { identityAgent } = settings;
  const usual = machine.env["SSH_AUTH_SOCK"] ?? (platform === "win32" ? windowsAgent : undefined);
  if (identityAgent === undefined || identityAgent === "SSH_AUTH_SOCK") return usual === "" ? undefined : usual;
  if (identityAgent === "") return undefined;
  const variable = /^\$([A-Za-z_]\w*)$/.exec(identityAgent)?.[1];
  return variable === undefined ? expandTokens(identityAgent, settings, machine) : machine.env[variable];
}
