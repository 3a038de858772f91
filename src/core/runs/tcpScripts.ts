import { shellCommand, shellQuote } from "../base/shellQuote";
import { sshWords } from "../zfs/place";
import type { PipelineHalves } from "./pipelineScript";
import { acceptSeconds, type TcpPlace, type TcpWords } from "./tcpWords";

/** A private folder that goes with the script, whatever ends it. */
const privateFolder = [
  "umask 077",
  'd=$(mktemp -d) && cd "$d" || exit 1',
  "trap 'cd /; rm -rf \"$d\"' EXIT",
  "trap 'exit 1' HUP INT TERM",
];

/**
 * For the target: listens, says so, and receives from the one who knows the secret. It reads the secret from its standard
 * input, so that no list of processes shows it. Nobody who connects within half a minute, or nobody any more who would hear
 * of it (the runner has been killed): then the listener is ended by its own guard.
 * @param halves of a pipeline that opens with `secret`
 */
export function tcpReceiveScript(
  words: TcpWords,
  place: Pick<TcpPlace, "address" | "port">,
  halves: PipelineHalves,
  frame: string,
): string {
  return [
    "exec 2>&1",
    `mark() { printf '%s receive %s %s\\n' ${frame} "$1" "$2"; }`,
    "IFS= read -r secret; exec </dev/null",
    `listens() { grep -qsiE ': ${listeningSocket(place)} [0-9A-F]+:0000 0A' /proc/net/tcp /proc/net/tcp6; }`,
    // the stream must not go to somebody else who listens there
    `! listens || { echo "port ${place.port} of ${place.address} is in use already"; exit 1; }`,
    ...privateFolder,
    ...(words.encrypted
      ? [
          "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=zfsr -keyout host.key -out host.crt 2>said || { cat said; exit 1; }",
          "cat host.key host.crt >host.pem",
          `mark certificate "$(base64 <host.crt | tr -d '\\n')"`,
        ]
      : []),
    `known() { : >known; rm -f host.*; }`,
    // without /proc, a second has to do
    "guard() { trap '' PIPE; i=0",
    "until listens || [ $i -ge 20 ] || { [ ! -e /proc/net/tcp ] && [ $i -ge 5 ]; }; do kill -0 $1 2>/dev/null || exit; sleep 0.2 || sleep 1; i=$((i+1)); done",
    "sleep 0.1 || sleep 1; kill -0 $1 2>/dev/null || exit; mark peer awaited; i=0",
    `while [ $i -lt ${acceptSeconds} ] && mark peer none 2>/dev/null; do sleep 1; [ ! -e known ] && kill -0 $1 2>/dev/null || exit 0; i=$((i+1)); done`,
    "kill $1 2>/dev/null; }",
    // the guard's own output must not hold the pipe to the receiver open
    `exec 5>&1; { ${shellCommand(words.listen)} 2>&5 & l=$!; guard $l >&5 & wait $l; } | (`,
    halves.receive,
    ")",
  ].join("\n");
}

/** Listening on `address`, or on all, as /proc/net/tcp has it: a regular expression. Of an IPv6 address, the port alone. */
function listeningSocket({ address, port }: Pick<TcpPlace, "address" | "port">): string {
  const hex = (byte: string | number, digits: number): string => Number(byte).toString(16).padStart(digits, "0");
  const four = address.includes(":")
    ? "[0-9A-F]+"
    : `(0+|[0-9A-F]*${address
        .split(".")
        .reverse()
        .map((byte) => hex(byte, 2))
        .join("")})`;
  return `${four}:${hex(port, 4)}`;
}

/** For the source: sends the streams to the listener, the secret first. Reads the secret and, with TLS, the certificate. */
export function tcpSendScript(words: TcpWords, halves: PipelineHalves): string {
  return [
    "exec 3>&2",
    "IFS= read -r secret",
    ...(words.encrypted
      ? ["IFS= read -r certificate", ...privateFolder, `printf %s "$certificate" | base64 -d >host.crt`]
      : []),
    "exec </dev/null",
    "(",
    halves.send,
    `) | ${shellCommand(words.connect)} >&2`,
  ].join("\n");
}

/**
 * For the source: the target's address as the source knows its name, and the address it would connect from.
 * Prints `address A` and `peer P`, each where it is known.
 */
export function tcpAddressScript(target: string): string {
  const words = sshWords(target);
  const name = (words.at(-1) ?? target).replace(/^.*@/, "");
  return [
    `n=$(ssh -G ${shellCommand(words)} 2>/dev/null </dev/null | sed -n 's/^hostname //p')`,
    `n=\${n:-${shellQuote(name)}}`,
    `a=$(getent ahostsv4 "$n" | awk '{ print $1; exit }'); [ -n "$a" ] || a=$(getent ahosts "$n" | awk '{ print $1; exit }')`,
    `[ -z "$a" ] || { echo "address $a"; ip -o route get "$a" 2>/dev/null | sed -n 's/.* src \\([0-9a-fA-F.:]*\\).*/peer \\1/p'; }`,
    '[ -z "$SSH_CONNECTION" ] || { set -- $SSH_CONNECTION; echo "client $1"; }',
  ].join("\n");
}
