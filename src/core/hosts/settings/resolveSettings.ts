import { ZfsrError } from "../../base/errors";
import { parseHostId } from "../hostId";
import { sshFailure } from "../sshFailures";
import type { LocalMachine } from "./expandTokens";
import type { SshProgram } from "./sshProgram";
import { parseSshSettings, type SshSettings } from "./sshSettings";

export interface ResolvedSettings {
  readonly settings: SshSettings;
  /** False when this machine has no ssh program; the settings are OpenSSH's defaults then. */
  readonly sshProgram: boolean;
}

/**
 * What the ssh config says about `id`: `ssh -G`, which knows Include, Match, exec, tokens and canonical names.
 * Without an ssh program: the parts of the id and OpenSSH's defaults.
 * @throws ZfsrError `invalid-name`, or `usage` where the config itself has mistakes.
 */
export async function resolveSettings(
  program: SshProgram,
  id: string,
  machine: LocalMachine,
): Promise<ResolvedSettings> {
  const address = parseHostId(id);
  if (address.kind === "local") throw new RangeError("local has no ssh settings");
  const result = await program.run(["-G", ...program.destination(id)], 30_000);
  if (result.missing) {
    const given = [
      `hostname ${address.name}`,
      `user ${address.user ?? machine.user}`,
      `port ${address.port ?? 22}`,
    ].join("\n");
    return { settings: parseSshSettings(given, address.name, machine.home), sshProgram: false };
  }
  if (result.code !== 0) throw configError(id, result.stderr);
  return { settings: parseSshSettings(result.stdout, address.name, machine.home), sshProgram: true };
}

function configError(id: string, stderr: string): ZfsrError {
  const failure = sshFailure(id, stderr);
  if (failure) return failure;
  const first = stderr.trim().split(/\r?\n/, 1)[0] ?? "";
  return new ZfsrError({
    reason: "usage",
    object: id,
    because: `ssh -G failed${first === "" ? "" : `: ${first}`}`,
    nextStep: "run `ssh -G` on this host in a terminal and correct the ssh config",
    output: stderr,
  });
}
