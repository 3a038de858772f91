import { shellCommand } from "../../base/shellQuote";
import type { ExecOptions, Host } from "../../hosts/host";
import { sshWords } from "../../zfs/place";
import { Report } from "../readings/report";
import { quietSsh } from "../way";

/** What one login from the source at the target told. */
export interface Login {
  /** The source reaches the target by itself, without a person. */
  readonly works: boolean;
  /** The line of ssh that told why not. */
  readonly said: string;
  /** What ssh agreed on by itself. */
  readonly cipher: string | undefined;
  /** Ciphers that the source's ssh knows. */
  readonly ciphers: readonly string[];
  /** The target's address, from the source. */
  readonly address: string | undefined;
  readonly mtu: number | undefined;
  /** Both have it where a measurement of the network alone is possible. */
  readonly iperf: boolean;
}

/** Logs in at `target` from `source`, once, and looks what leads there. */
export async function tryLogin(source: Host, target: string, options: ExecOptions): Promise<Login> {
  const to = sshWords(target);
  const login = shellCommand([...quietSsh, "-v", ...to, "command -v iperf3 >/dev/null && echo @there"]);
  const script = [
    `${login} </dev/null 2>&1 | grep -aE '^@there|kex: client->server|Authenticated to|denied|refused|timed out|failed|resolve|No route'`,
    'echo "@ciphers $(ssh -Q cipher | tr "\\n" " ")"',
    `c=$(${shellCommand(["ssh", "-G", ...to])}); n=$(echo "$c" | sed -n 's/^hostname //p')`,
    'a=$(getent ahosts "$n" 2>/dev/null | awk \'NR==1 {print $1}\'); echo "@address ${a:-$n}"',
    `d=$(ip -o route get "$a" 2>/dev/null | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p'); echo "@mtu $(cat "/sys/class/net/$d/mtu" 2>/dev/null)"`,
    "command -v iperf3 >/dev/null && echo '@here yes'",
    ":",
  ].join("\n");
  const { stdout } = await source.script(script, options);
  const report = new Report(stdout);
  const works = /Authenticated to/.test(stdout);
  return {
    works,
    said: works
      ? ""
      : (stdout.split(/\r?\n/).find((line) => line !== "" && !line.startsWith("@")) ?? "ssh said nothing"),
    cipher: /kex: client->server cipher: (\S+)/.exec(stdout)?.[1],
    ciphers: report.word("ciphers")?.split(" ") ?? [],
    address: report.word("address"),
    mtu: report.number("mtu"),
    iperf: /^@there/m.test(stdout) && report.word("here") === "yes",
  };
}
