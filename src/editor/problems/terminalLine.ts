import { shellCommand, shellQuote } from "../../core/base/shellQuote";

/** What the commands of remedies mean on this machine. */
export interface TerminalProgram {
  /** The words that run the command line of this extension. */
  readonly zfsr: readonly string[];
  readonly sshConfigFile: string | undefined;
}

/**
 * A remedy's command as it can be typed into a terminal here: `zfsr` need not be on the PATH, and hosts are reached by
 * the ssh config that the editor uses.
 */
export function terminalLine(command: string, { zfsr, sshConfigFile }: TerminalProgram): string {
  if (command.startsWith("zfsr ")) {
    const config = sshConfigFile === undefined ? "" : ` --ssh-config ${shellQuote(sshConfigFile)}`;
    return `ELECTRON_RUN_AS_NODE=1 ${shellCommand(zfsr)} ${command.slice("zfsr ".length)}${config}`;
  }
  if (command.startsWith("ssh ") && sshConfigFile !== undefined) {
    return `ssh -F ${shellQuote(sshConfigFile)} ${command.slice("ssh ".length)}`;
  }
  return command;
}
