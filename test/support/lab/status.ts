/** Looks at each host and prints what it finds. */
import { type HostName, hostSpec } from "./hosts.js";
import { files } from "./places.js";
import { isAlive, isStopped } from "./processes.js";
import { readRecord } from "./record.js";
import { run } from "./run.js";

export interface HostStatus {
  readonly name: HostName;
  /** Answers: ssh worked and the pool is there. */
  readonly state: "answers" | "off" | "paused" | "silent";
  readonly port?: number;
  /** What it says of itself: version, state of systemd, health of the pool. */
  readonly says: string;
}

/** Takes a host's name, asks it by the same ssh_config that tests use, gives what it is like. */
export async function hostStatus(name: HostName): Promise<HostStatus> {
  const host = readRecord()?.hosts[name];
  if (!host || !isAlive(host)) return { name, state: "off", says: "" };
  if (isStopped(host)) return { name, state: "paused", port: host.port, says: "" };
  const question = `cat /sys/module/zfs/version; systemctl is-system-running; zpool list -H -o health ${hostSpec(name).pool}`;
  const ssh = ["ssh", "-F", files.sshConfig, "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", name, question];
  const { code, stdout, stderr } = await run(ssh, { limit: 20_000, accept: "any" });
  const says = (stdout || stderr).trim().split("\n").join(", ");
  return { name, state: code === 0 ? "answers" : "silent", port: host.port, says };
}

/** Takes hosts' names, prints a table of them, and tells whether all answer. */
export async function printStatus(names: readonly HostName[]): Promise<boolean> {
  const all = await Promise.all(names.map(hostStatus));
  const rows = all.map((one) => [one.name, one.state, hostSpec(one.name).pool, String(one.port ?? "-"), one.says]);
  for (const row of [["HOST", "STATE", "POOL", "PORT", "SAYS"], ...rows]) {
    const [name = "", state = "", pool = "", port = "", says = ""] = row;
    process.stdout.write(`${name.padEnd(7)}${state.padEnd(9)}${pool.padEnd(8)}${port.padEnd(7)}${says}\n`);
  }
  return all.every((one) => one.state === "answers");
}
