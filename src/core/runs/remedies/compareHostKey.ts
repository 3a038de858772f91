import { shellCommand } from "../../base/shellQuote";
import type { Remedy } from "../../diagnosis/finding";
import { advice, byHost } from "../../diagnosis/remedy";
import { linesIn, question } from "../../hosts/question";
import { run } from "../../hosts/run";
import type { Command } from "../../zfs/command";
import { printable } from "../../zfs/names";
import { peerIn } from "./peerIn";
import { optionsOf, type Scene, type Told } from "./told";

/** By which keys a host knows another one, and how to compare them with what that one shows. Connects to nobody itself. */
export async function compareHostKey(told: Told, scene: Scene): Promise<Remedy[]> {
  const peer = peerIn(told);
  if (peer === undefined) return [];
  const { host } = scene;
  const { name, hostname, port, known } = await run(host, findKnown(peer), optionsOf(scene));
  if (hostname.startsWith("-")) return [];
  const shown = `${shellCommand(["ssh-keyscan", "-p", port, hostname])} 2>/dev/null | ssh-keygen -lf -`;
  const there = advice(
    `compare with what ${peer} itself says, on its console: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub`,
  );
  if (known.length === 0) {
    return [byHost(`See the key that ${peer} shows: ${host.id} knows none of ${name}`, "none", host.id, shown), there];
  }
  const prints = known.map(({ print }) => printable(print)).join(", ");
  const files = [...new Set(known.map(({ file }) => file))];
  return [
    byHost(`See the key that ${peer} shows: ${host.id} knows it by ${prints}`, "none", host.id, shown),
    there,
    ...files.map((file) =>
      byHost(
        `Forget the key of ${name} in ${printable(file)}, once it is certain that it has a new one`,
        "changes",
        host.id,
        shellCommand(["ssh-keygen", "-R", name, "-f", file]),
      ),
    ),
  ];
}

interface Known {
  /** Under which known_hosts has it. */
  readonly name: string;
  readonly hostname: string;
  readonly port: string;
  readonly known: readonly { readonly file: string; readonly print: string }[];
}

function findKnown(peer: string): Command<Known> {
  return question(
    `the known keys of ${peer}`,
    `c=$(ssh -G "$1" 2>/dev/null);
     v() { printf '%s\\n' "$c" | sed -n "s/^$1 //p"; };
     h=$(v hostname); p=$(v port); n=$(v hostkeyalias);
     [ -n "$n" ] || { n=$h; [ "$p" = 22 ] || n="[$h]:$p"; };
     echo "$n"; echo "$h"; echo "$p";
     for f in $(v userknownhostsfile); do
       case $f in "~/"*) f="$HOME/\${f#??}" ;; esac;
       ssh-keygen -l -F "$n" -f "$f" 2>/dev/null | grep -v '^#' | while read -r line; do echo "$f $line"; done;
     done; true`,
    (stdout) => {
      const [name = peer, hostname = peer, port = "22", ...lines] = linesIn(stdout);
      const known = lines.flatMap((line) => {
        const print = /\b(?:SHA256|MD5):\S+/.exec(line)?.[0];
        return print === undefined ? [] : [{ file: line.slice(0, line.indexOf(" ")), print }];
      });
      return { name, hostname, port, known };
    },
    [peer],
  );
}
