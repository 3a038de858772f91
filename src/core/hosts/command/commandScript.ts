import { randomBytes } from "node:crypto";

/**
 * What every command on every host starts with. No quotes in it, so that a command without quotes of its own reaches the
 * host as plain text, legible in `ps` there. Directories are added behind, so that the host's own order holds.
 */
export const environment = "PATH=$PATH:/sbin:/usr/sbin:/usr/local/sbin;LC_ALL=C;export PATH LC_ALL;";

/** A word that no output contains by chance; each command has its own. */
export function newMarker(): string {
  return `zfsr-${randomBytes(9).toString("hex")}`;
}

/**
 * `script`, announced: first `MARKER PID` and a line break on standard output, `MARKER` and one on standard error. All that comes before
 * these words was printed by the login shell's start-up files, not by the script.
 */
export function announcedScript(script: string, marker: string): string {
  return `${environment}echo ${marker} $$;echo ${marker} >&2;${script}`;
}

/**
 * `script` in a subshell, followed by a line `MARKER STATUS` on standard error. The ssh program gives 255 for its own
 * failures, for a command that exits with 255 and for one that a signal ended; the line tells them apart.
 */
export function reportingScript(script: string, marker: string): string {
  const end = /[#\n]|<</.test(script) ? "\n" : "";
  return `exec 3>&2 2>/dev/null;(${script}${end}) 2>&3 3>&-;echo ${marker} $? >&3`;
}

/**
 * Ends the process `pid`, its process group where it leads one (a command of sshd does) and all that descends from it:
 * TERM first, KILL for what is left after a second. What another user owns (started through sudo) is ended through sudo.
 * Prints nothing; exits 0 when nothing is left.
 * @param pid a number, or a word of sh that stands for one
 */
export function killScript(pid: number | "$p"): string {
  return [
    `me=$$; tree() { ps -A -o pid= -o ppid= -o pgid= -o stat= | awk -v root=${pid} -v me=$me '`,
    `$4 !~ /^Z/ { parent[$1] = $2; group[$1] = $3 }`,
    `END { kept[root] = 1; do { more = 0; for (p in parent) if (!(p in kept) && ((parent[p] in kept) || group[p] == root)) { kept[p] = 1; more = 1 } } while (more);`,
    `for (p in kept) if ((p in parent) && p != me) print p }'; }`,
    `end() { for p in $(tree); do kill -$1 $p 2>/dev/null || { kill -0 $p 2>/dev/null || sudo -n kill -$1 $p 2>/dev/null; }; done; }`,
    `end TERM`,
    `for i in 1 2 3 4 5 6 7 8 9 10; do [ -z "$(tree)" ] && exit 0; sleep 0.1 2>/dev/null || sleep 1; done`,
    `end KILL`,
    `[ -z "$(tree)" ]`,
  ].join("\n");
}
