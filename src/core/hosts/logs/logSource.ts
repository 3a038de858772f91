import { dmesgTime, eventTime, historyTime, type LineTime, secondsTime, syslogTime } from "./lineTime";

/** Something on a host that keeps what happened, or that tells how things stand. */
export interface LogSource {
  /** Stable, for `--json`, URIs and settings. */
  readonly id: LogSourceId;
  /** For a person: `journalctl, units of ZFS`. */
  readonly title: string;
  /** The program or file without which the host does not have it. */
  readonly needs: { readonly program: string } | { readonly file: string };
  /**
   * A command of sh that prints it, oldest line first. `$1`: how many lines are wanted (it may print more), `$2`: since
   * when, as `date +%s` prints it, or empty, `$3`: a pool, or empty for all.
   */
  readonly read: string;
  /** The same for what comes from now on, without an end; undefined for what only tells how things stand. */
  readonly follow: string | undefined;
  /** `follow` prints what is there before what comes: what was written before now is then left out by its time. */
  readonly followsFromStart?: true;
  /** When a line was written; undefined where its lines have no time, or the command has looked at `$2` itself. */
  readonly time: LineTime | undefined;
}

export type LogSourceId =
  "status" | "units" | "tools" | "sshd" | "kernel" | "events" | "history" | "dbgmsg" | "syslog" | "messages";

const journal = (units: readonly string[]): Pick<LogSource, "needs" | "read" | "follow" | "time"> => {
  const chosen = units.map((unit) => `-u '${unit}'`).join(" ");
  return {
    needs: { program: "journalctl" },
    read: `journalctl -q --no-pager -o short-iso -n "$1" \${2:+--since "@$2"} ${chosen}`,
    follow: `journalctl -q --no-pager -o short-iso -n 0 -f ${chosen}`,
    time: undefined,
  };
};

const file = (path: string): Pick<LogSource, "needs" | "read" | "follow"> => ({
  needs: { file: path },
  read: `tail -n "$1" ${path}`,
  follow: `tail -n 0 -F ${path} 2>/dev/null`,
});

/**
 * Where a host's ZFS, its kernel, its ssh and the tools that replicate leave word, in the order in which one reads them.
 * The command line's `zfsr logs` and the editor's Open Logs both read these.
 */
export const logSources: readonly LogSource[] = [
  {
    id: "status",
    title: "zpool status -v",
    needs: { program: "zpool" },
    read: `zpool status -v \${3:+"$3"}`,
    follow: undefined,
    time: undefined,
  },
  {
    id: "units",
    title: "journalctl, units of ZFS",
    ...journal(["zfs*", "zpool*", "zed*", "dkms*"]),
  },
  {
    id: "tools",
    title: "journalctl, tools that replicate, and cron",
    ...journal(["zfsr*", "sanoid*", "syncoid*", "zrepl*", "znapzend*", "pyznap*", "zettarepl*", "pvesr*", "cron*"]),
  },
  { id: "sshd", title: "journalctl, sshd", ...journal(["ssh.service", "sshd.service", "ssh@*", "sshd@*"]) },
  {
    id: "kernel",
    title: "dmesg",
    needs: { program: "dmesg" },
    // --time-format is util-linux's; busybox and FreeBSD have none
    read: "dmesg --time-format iso 2>/dev/null || dmesg",
    follow: "dmesg --time-format iso -W",
    time: dmesgTime,
  },
  {
    id: "events",
    title: "zpool events -v",
    needs: { program: "zpool" },
    read: `zpool events -v \${3:+"$3"}`,
    follow: `zpool events -vf \${3:+"$3"}`,
    followsFromStart: true,
    time: eventTime,
  },
  {
    id: "history",
    title: "zpool history -il",
    needs: { program: "zpool" },
    read: `zpool history -il \${3:+"$3"}`,
    follow: undefined,
    time: historyTime,
  },
  { id: "syslog", title: "/var/log/syslog", ...file("/var/log/syslog"), time: syslogTime },
  { id: "messages", title: "/var/log/messages", ...file("/var/log/messages"), time: syslogTime },
  {
    id: "dbgmsg",
    title: "/proc/spl/kstat/zfs/dbgmsg",
    needs: { file: "/proc/spl/kstat/zfs/dbgmsg" },
    read: `cat /proc/spl/kstat/zfs/dbgmsg`,
    follow: undefined,
    time: secondsTime,
  },
];
