import { shellQuote } from "../../base/shellQuote";
import { killScript } from "../../hosts/command/commandScript";
import { sudoFunctions } from "../../zfs/place";
import { shellEnvironment } from "../transport";

/*
 * A transfer that lives on the source host has a private folder there, named after its frame:
 *   go        the pipeline, as it would else hang on a connection of this machine
 *   about     whose it is, for people and for other runs
 *   pid       of the process that runs it; its words have the frame in them
 *   sender    what the sending half reports, as its standard error
 *   receiver  what the receiving half reports, as its standard output
 *   end       its exit status, once all has been written
 * Nothing secret is in it. It stays until its result is in a journal.
 */

/** Where the folders are: a line that sets `$d`. */
const folders = "d=${XDG_STATE_HOME:-$HOME/.local/state}/zfsr/transfers";

/** Goes to a transfer's folder, or ends with 44 where there is none. @param frame letters and digits */
function enter(frame: string): string {
  return `${folders}; cd "$d/${frame}" 2>/dev/null || exit 44`;
}

/** `$p` is the process of the transfer; empty where that has gone, or another one has its number by now. */
function findProcess(frame: string): string {
  return `p=$(cat pid 2>/dev/null); case "$(ps -ww -o args= -p "\${p:-0}" 2>/dev/null)" in *${frame}*) ;; *) p= ;; esac`;
}

/** What is kept as `go`: `pipeline` with its reports in files. @param host as zfsr names it */
export function goFile(host: string, pipeline: string): string {
  return [
    "umask 077",
    'cd "${0%/*}" || exit 1',
    "exec >receiver 2>sender </dev/null",
    "echo $$ >pid.new && mv pid.new pid",
    `${shellEnvironment}${sudoFunctions(host)}(`,
    pipeline,
    ")",
    "echo $? >end.new && mv end.new end",
    "",
  ].join("\n");
}

/**
 * Starts a transfer so that it outlives the connection: as a transient unit where systemd runs and the user is root, else
 * in a session of its own. Reads the file `go` from standard input. Prints `old FOLDER STATE ABOUT` for transfers that
 * others have left there, then `by systemd`, `by setsid` or `by nohup`.
 * @param about one line: whose it is
 */
export function startScript(frame: string, about: string): string {
  return [
    "umask 077",
    `${folders}; mkdir -p "$d" && mkdir "$d/${frame}" || exit 1`,
    'for o in "$d"/*/; do o=${o%/}',
    `[ -s "$o/about" ] && [ "$o" != "$d/${frame}" ] || continue`,
    's=ended; [ -e "$o/end" ] || case "$(ps -ww -o args= -p "$(cat "$o/pid" 2>/dev/null || echo 0)" 2>/dev/null)" in *"${o##*/}"*) continue ;; *) s=broken ;; esac',
    'printf "old %s %s %s\\n" "${o##*/}" $s "$(head -n 1 "$o/about")"; done',
    `cd "$d/${frame}" && cat >go && : >sender && : >receiver && printf '%s\\n' ${shellQuote(about)} >about || exit 1`,
    'g="$PWD/go"',
    'if [ "$(id -u)" = 0 ] && [ -d /run/systemd/system ] && systemd-run --quiet --collect' +
      ` --unit=zfsr-${frame} --description=${shellQuote(`zfsr: ${about}`)} -p IgnoreSIGPIPE=no "--setenv=HOME=$HOME"` +
      ' ${SSH_AUTH_SOCK:+"--setenv=SSH_AUTH_SOCK=$SSH_AUTH_SOCK"} /bin/sh "$g" </dev/null >/dev/null 2>&1; then echo by systemd',
    // from a subshell, so that it is nobody's child when the connection ends
    'elif command -v setsid >/dev/null; then ( setsid /bin/sh "$g" </dev/null >/dev/null 2>&1 & ); echo by setsid',
    'else ( nohup /bin/sh "$g" </dev/null >/dev/null 2>&1 & ); echo by nohup; fi',
  ].join("\n");
}

/**
 * Prints what both halves have reported and go on to report, from the first line on: the sender's on standard error, the
 * receiver's on standard output. `FRAME send caught up` on standard error comes once, behind what was there before.
 * Ends with the transfer; with 44 where nothing is kept of it. Costs one process (sleep) each half second there.
 */
export function followScript(frame: string): string {
  return [
    enter(frame),
    "i=0; until [ -s pid ] || [ $i -ge 50 ]; do sleep 0.2 2>/dev/null || sleep 1; i=$((i+1)); done",
    findProcess(frame),
    "exec 5<sender 6<receiver; c=",
    // whether it is over is looked at first: what was written before that is read after
    'while :; do o=; if [ -e end ] || [ -z "$p" ] || ! kill -0 "$p" 2>/dev/null; then o=1; fi',
    // what a shell reads of a file it reads on from there; a line that is not whole yet is passed on as it is
    `while IFS= read -r l <&6; do printf '%s\\n' "$l"; done; printf %s "$l"`,
    `while IFS= read -r k <&5; do printf '%s\\n' "$k" >&2; done; printf %s "$k" >&2`,
    `[ -n "$c$k" ] || { c=1; echo "${frame} send caught up" >&2; }`,
    '[ -z "$o" ] || break',
    "sleep 0.5 2>/dev/null || sleep 1; done",
    `[ -e end ] || { [ -z "$l" ] || echo; echo "it ended on its host without a word: it was killed, or the host was started anew"; exit 1; }`,
  ].join("\n");
}

/** Ends a transfer by the id of its process, and prints all that both halves have reported, as `followScript` does. */
export function endScript(frame: string): string {
  return [
    enter(frame),
    findProcess(frame),
    `[ -z "$p" ] || (\n${killScript("$p")}\n) >/dev/null 2>&1 || exit 1`,
    "cat receiver; cat sender >&2",
    `echo "${frame} send caught up" >&2`,
  ].join("\n");
}

/** Takes away what is kept of a transfer. */
export function removeScript(frame: string): string {
  return `${folders}; rm -rf "$d/${frame}"`;
}
