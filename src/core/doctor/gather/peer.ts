import type { Command } from "../../zfs/command";
import { sshWords } from "../../zfs/place";
import type { PeerFacts } from "../facts";
import { question } from "../../hosts/question";

/**
 * How another host looks from this one: one login without a person, the device and MTU on the way, a whole packet, and
 * port 9000. It takes some seconds where nothing answers.
 * @param peer the host as places name it, which is how the stream's own connection names it
 */
export function readPeer(peer: string): Command<PeerFacts> {
  return question(
    `the way to ${peer}`,
    `bound() { if command -v timeout >/dev/null; then timeout "$@"; else shift; "$@"; fi; };
     echo "@ssh"; bound 20 ssh -v -o BatchMode=yes -o ConnectTimeout=8 -o NumberOfPasswordPrompts=0 "$@" true </dev/null 2>&1
       | grep -vE '^debug1: (Reading|Applying|identity|load_hostkeys|Local|expecting|SSH2_MSG|rekey|channel|Sending|Entering|pledge|client_|Remote:|Requesting|Exit|compat|Offering|Will attempt|Skipping|get_agent|Server accepts|set_sock)' | tail -n 40;
     conf=$(ssh -G "$@" 2>/dev/null); name=$(echo "$conf" | sed -n 's/^hostname //p'); port=$(echo "$conf" | sed -n 's/^port //p');
     addr=$(getent ahosts "$name" 2>/dev/null | awk 'NR==1 {print $1}'); echo "@address \${addr:-$name}"; echo "@port $port";
     dev=$(ip -o route get "$addr" 2>/dev/null | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p'); echo "@device $dev";
     mtu=$(cat "/sys/class/net/$dev/mtu" 2>/dev/null); echo "@mtu $mtu";
     [ -n "$mtu" ] && [ "$dev" != lo ] && ping -n -c 2 -i 0.3 -W 2 -M do -s $((mtu - 28)) "$addr" >/dev/null 2>&1; echo "@whole $?";
     [ -n "$mtu" ] && ping -n -c 2 -i 0.3 -W 2 -s 56 "$addr" >/dev/null 2>&1; echo "@small $?";
     if command -v nc >/dev/null; then echo "@9000 $(nc -z -v -w 4 "$addr" 9000 2>&1 </dev/null | tail -n 1)"; fi; true`,
    peerIn,
    sshWords(peer),
  );
}

/** Reads what the script printed. */
function peerIn(stdout: string): PeerFacts {
  const value = (name: string): string | undefined => {
    const found = new RegExp(`^@${name} (.*)$`, "m").exec(stdout)?.[1]?.trim();
    return found === "" ? undefined : found;
  };
  const said = stdout.slice(stdout.indexOf("@ssh\n") + 5, stdout.indexOf("\n@address"));
  const mtu = value("mtu");
  const port = value("port");
  const nine = value("9000");
  // where not even small packets are answered, ping is filtered and tells nothing
  const pings = value("small") === "0";
  return {
    ...sshIn(said),
    cipher: /^debug1: kex: client->server cipher: (\S+)/m.exec(said)?.[1],
    address: value("address"),
    sshPort: port === undefined ? undefined : Number(port),
    device: value("device"),
    mtu: mtu === undefined ? undefined : Number(mtu),
    wholePackets: pings && value("device") !== "lo" ? value("whole") === "0" : undefined,
    port9000:
      nine === undefined
        ? undefined
        : /refused/i.test(nine)
          ? "refused"
          : /succeeded|open/i.test(nine)
            ? "open"
            : "filtered",
  };
}

const refusals: readonly (readonly [PeerFacts["ssh"], RegExp])[] = [
  ["host-key", /^.*(Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|No .* host key is known).*$/m],
  ["auth", /^.*(Permission denied \(|Too many authentication failures|no mutual signature).*$/m],
  [
    "unreachable",
    /^.*(Could not resolve hostname|Connection refused|Connection timed out|No route to host|Network is unreachable|Connection closed by).*$/m,
  ],
];

function sshIn(said: string): Pick<PeerFacts, "ssh" | "said"> {
  if (/^(debug1: )?Authenticated to /m.test(said)) return { ssh: "ok", said: "" };
  for (const [ssh, pattern] of refusals) {
    const line = pattern.exec(said)?.[0];
    if (line !== undefined) return { ssh, said: line.replace(/^debug1: /, "").trim() };
  }
  return { ssh: "failed", said: said.trim().split("\n").at(-1) ?? "" };
}
