/** Counts what a tool makes hosts do: sessions of sshd, connections, processes started. */
import type { HostName } from "../support/lab/hosts";
import { poll } from "../support/lab/poll";
import { onHost } from "../support/lab/remote";

export interface Activity {
  readonly connections: number;
  readonly sessions: number;
  readonly processes: number;
}

const settings = "/etc/ssh/sshd_config.d/00-bench.conf";

/** Makes sshd write down its sessions, for as long as `work` takes. */
export async function withSessionLog<T>(hosts: readonly HostName[], work: () => Promise<T>): Promise<T> {
  for (const host of hosts) await setSshd(host, `echo LogLevel VERBOSE >${settings}`);
  try {
    return await work();
  } finally {
    for (const host of hosts) await setSshd(host, `rm -f ${settings}`);
  }
}

/** Changes sshd's settings; for a moment after it has read them it does not listen. */
async function setSshd(host: HostName, change: string): Promise<void> {
  await onHost(host, `${change} && systemctl reload ssh`);
  await poll(`the ssh server of ${host}`, 30_000, 500, async () =>
    (await onHost(host, "true", { accept: "any" })).code === 0 ? true : undefined,
  );
}

/** What all hosts together did while `work` ran; the looks at it themselves are not counted. */
export async function activityOf<T>(
  hosts: readonly HostName[],
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly activity: Activity }> {
  const idle = await looks(hosts);
  const before = await looks(hosts);
  const result = await work();
  const after = await looks(hosts);
  const sum = (what: keyof Activity): number =>
    hosts.reduce((total, _, i) => {
      const [a = 0, b = 0, c = 0] = [idle, before, after].map((look) => look[i]?.[what]);
      return total + Math.max(0, c - b - (b - a));
    }, 0);
  return {
    result,
    activity: { connections: sum("connections"), sessions: sum("sessions"), processes: sum("processes") },
  };
}

async function looks(hosts: readonly HostName[]): Promise<Activity[]> {
  const all: Activity[] = [];
  // the lab's own line (10.98) is not what is counted; of each connection, LogLevel VERBOSE tells of 'Accepted key', too
  const question =
    "journalctl -b -u ssh -o cat | grep -v 'from 10\\.98\\.' | awk '/^Accepted [a-z-]* for /{c++} /^Starting session/{s++} END{print c+0, s+0}'; awk '/^processes/{print $2}' /proc/stat";
  for (const host of hosts) {
    const { stdout } = await onHost(host, question);
    const [connections = 0, sessions = 0, processes = 0] = stdout.split(/\s+/).map(Number);
    all.push({ connections, sessions, processes });
  }
  return all;
}
