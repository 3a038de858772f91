import type { GlobalOptions } from "./environment";

/** The options that every command takes, as words again: for starting this program once more. */
export function globalWords(options: GlobalOptions): string[] {
  return [
    ...(options.json ? ["--json"] : []),
    ...(options.sshConfig === undefined ? [] : ["--ssh-config", options.sshConfig]),
    ...["--connector", options.connector],
    ...(options.verbose ? ["--verbose"] : []),
  ];
}
