import { remoteCommand, shellCommand } from "../base/shellQuote";
import type { ExecOptions, Host } from "../hosts/host";
import { sshWords } from "../zfs/place";

/** How bytes get from one host to the other: as a replication between them would. */
export interface Way {
  readonly name: "direct" | "relay" | "local";
  readonly source: Host;
  readonly target: Host;
  /** This machine, for a relay. */
  readonly here: Host;
}

/** Words for an ssh that nobody is there to answer. */
export const quietSsh = ["ssh", "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "-o", "Compression=no"];

/** What a Host sets for every script; the target of a direct way is reached without one. */
const environment = 'LC_ALL=C PATH="$PATH:/sbin:/usr/sbin:/usr/local/sbin"; export LC_ALL PATH\n';

/** Prints the processor time of the shell's children, that is, of ssh: times(1p). */
const times = 'echo "@ssh"; times';

/**
 * Runs two scripts joined by a pipe over the way; neither stream passes through JavaScript.
 * @param send prints the data, and nothing else @param receive reads it, and prints what comes back
 * @param ssh further words for a direct way's ssh
 * @returns what `receive` printed, with the processor time of ssh as `times` prints it behind a line `@ssh`; and what
 * `send` and the ssh between said on standard error
 */
export async function carry(
  { name, source, target, here }: Way,
  send: string,
  receive: string,
  options: ExecOptions & { readonly ssh?: readonly string[] },
): Promise<{ readonly received: string; readonly sent: string }> {
  const { ssh = [], ...exec } = options;
  const run = async (host: Host, script: string): Promise<{ received: string; sent: string }> => {
    const { stdout, stderr } = await host.script(script, exec);
    return { received: stdout, sent: stderr };
  };
  if (name === "local") return run(source, `( ${send}\n) | ( ${receive}\n)`);
  if (name === "direct") {
    const words = [...quietSsh, ...ssh, ...sshWords(target.id), remoteCommand(`${environment}${receive}`)];
    return run(source, `( ${send}\n) | ( ${shellCommand(words)}; ${times} )`);
  }
  const [sender, receiver] = await Promise.all([source.spawnWords(send), target.spawnWords(receive)]);
  return run(here, `${shellCommand(sender)} | ( ${shellCommand(receiver)}; ${times} )`);
}

/** Seconds of processor time that ssh used: the second line of `times`, user and system. */
export function sshSeconds(text: string): number | undefined {
  const children = /^@ssh\n[^\n]*\n(\d+)m([\d.]+)s (\d+)m([\d.]+)s/m.exec(text);
  if (!children) return undefined;
  const [, minutes, seconds, systemMinutes, systemSeconds] = children.map(Number);
  return (minutes ?? 0) * 60 + (seconds ?? 0) + (systemMinutes ?? 0) * 60 + (systemSeconds ?? 0);
}
