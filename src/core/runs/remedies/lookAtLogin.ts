import { shellCommand } from "../../base/shellQuote";
import type { Remedy } from "../../diagnosis/finding";
import { advice, byHost } from "../../diagnosis/remedy";
import { linesIn, question } from "../../hosts/question";
import { run } from "../../hosts/run";
import type { Command } from "../../zfs/command";
import { printable } from "../../zfs/names";
import { peerIn } from "./peerIn";
import { optionsOf, type Scene, type Told } from "./told";

/** As whom a host would log in at another one, and with which keys: those that are there, and those of an agent. */
export async function lookAtLogin(told: Told, scene: Scene): Promise<Remedy[]> {
  const peer = peerIn(told);
  if (peer === undefined) return [];
  const { host } = scene;
  const { me, user, port, keys, agent } = await run(host, findKeys(peer), optionsOf(scene));
  const as = told.parts.user ?? user;
  if (as.startsWith("-")) return [];
  const [first] = keys;
  const offered = [...keys.map(printable), ...(agent > 0 ? [`${agent} of an agent`] : [])].join(", ");
  if (offered === "") {
    return [advice(`give ${printable(me)} on ${host.id} a key, with ssh-keygen: it has none to offer to ${peer}`)];
  }
  const attempt = ["ssh", "-v", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "-l", as, "-p", port, peer, "true"];
  return [
    byHost(
      `See which key is refused: ${printable(me)} of ${host.id} offers ${offered} to ${peer} as ${printable(as)}`,
      "none",
      host.id,
      shellCommand(attempt),
    ),
    ...(first === undefined
      ? []
      : [
          byHost(
            `Read the public half, which authorized_keys of ${printable(as)} on ${peer} has to have`,
            "none",
            host.id,
            shellCommand(["cat", `${first}.pub`]),
          ),
        ]),
  ];
}

interface Keys {
  /** Who runs the tool. */
  readonly me: string;
  readonly user: string;
  readonly port: string;
  /** Files that are there and can be read. */
  readonly keys: readonly string[];
  /** How many an agent has. */
  readonly agent: number;
}

function findKeys(peer: string): Command<Keys> {
  return question(
    `the keys for ${peer}`,
    `echo "me $(id -un)";
     ssh -G "$1" 2>/dev/null | while read -r key value; do
       case $key in
         user|port) echo "$key $value" ;;
         identityfile) case $value in "~/"*) value="$HOME/\${value#??}" ;; esac; [ -r "$value" ] && echo "key $value" ;;
       esac;
     done;
     ssh-add -l 2>/dev/null | sed -n 's/^[0-9]\\{1,\\} .*/agent/p'; true`,
    (stdout) => {
      const lines = linesIn(stdout);
      const all = (word: string): string[] =>
        lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
      return {
        me: all("me")[0] ?? "this user",
        user: all("user")[0] ?? "this user",
        port: all("port")[0] ?? "22",
        keys: all("key"),
        agent: lines.filter((line) => line === "agent").length,
      };
    },
    [peer],
  );
}
