import { shellCommand } from "../base/shellQuote";
import { sshWords } from "../zfs/place";
import type { Remedy, Risk } from "./finding";

/** What a person has to do by hand, or only has to know. @param title an imperative, without a full stop */
export function advice(title: string): Remedy {
  return { title: capital(title), risk: "none" };
}

/**
 * A verb of the command line as a remedy.
 * @param words after `zfsr`: `["resume", "beta:backup/demo"]`; quoted here
 */
export function byZfsr(title: string, risk: Risk, words: readonly string[]): Remedy {
  return { title: capital(title), risk, command: shellCommand(["zfsr", ...words]), does: { by: "zfsr", words } };
}

/**
 * A line of shell as a remedy.
 * @param host where; `local` and undefined mean the machine that the text is read on
 * @param script POSIX sh, its values quoted by `shellQuote`
 */
export function byHost(title: string, risk: Risk, host: string | undefined, script: string): Remedy {
  const elsewhere = host !== undefined && host !== "local";
  const command = elsewhere ? shellCommand(["ssh", ...sshWords(host), script]) : script;
  return { title: capital(title), risk, command, does: { by: "host", host, script } };
}

function capital(clause: string): string {
  return clause.slice(0, 1).toUpperCase() + clause.slice(1);
}
