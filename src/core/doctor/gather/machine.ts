import type { Command } from "../../zfs/command";
import { unreadable } from "../../zfs/rows";
import type { HostFacts, ScheduleEntry } from "../facts";
import { linesIn, numberIn, question } from "../../hosts/question";

const toolNames = "zfs zpool zdb ssh mbuffer pv iperf3 nc socat zstd lz4 pigz iostat journalctl systemctl sudo";

/** Who runs the commands: name, number, groups. */
export function readUser(): Command<HostFacts["user"]> {
  return question("the user", `id -un && id -u && id -Gn`, (stdout) => {
    const [name = "", uid = "", groups = ""] = stdout.split("\n");
    return { name, uid: numberIn(uid), groups: groups.split(" ").filter((group) => group !== "") };
  });
}

/** Seconds since 1970 by the host's clock. */
export function readSeconds(): Command<number> {
  return question("the clock", "date +%s", numberIn);
}

/** `Linux 6.1.176 x86_64` */
export function readSystem(): Command<string> {
  return question("the system", "uname -srm", (stdout) => stdout.trim());
}

/** Which of the programs that replication and its doctor use are there. */
export function readPrograms(): Command<ReadonlySet<string>> {
  const script = `for p in ${toolNames}; do command -v $p >/dev/null 2>&1 && echo $p; done; true`;
  return question("programs", script, (stdout) => new Set(linesIn(stdout)));
}

/** Processors, and whether they know AES. */
export function readCores(): Command<number> {
  return question("processors", "getconf _NPROCESSORS_ONLN || nproc || sysctl -n hw.ncpu", numberIn);
}

/** Whether the processor computes AES by itself. */
export function readAes(): Command<boolean | undefined> {
  return question(
    "the processor's flags",
    "grep -m1 -iE '^(flags|features)' /proc/cpuinfo || sysctl -n hw.instruction_sse 2>/dev/null || true",
    (stdout) => (/^(flags|features)/i.test(stdout) ? /\baes\b/i.test(stdout) : undefined),
  );
}

/** The kind of virtual machine; undefined on bare metal. */
export function readVirtual(): Command<string | undefined> {
  return question(
    "virtualization",
    "systemd-detect-virt 2>/dev/null || { grep -qm1 '^flags.*hypervisor' /proc/cpuinfo && echo hypervisor; } || true",
    (stdout) => {
      const [kind] = linesIn(stdout);
      return kind === undefined || kind === "none" ? undefined : kind.trim();
    },
  );
}

/** Bytes of memory. */
export function readMemory(): Command<number> {
  return question("the memory", "cat /proc/meminfo 2>/dev/null || sysctl -n hw.physmem", (stdout) => {
    const kib = /^MemTotal:\s+(\d+) kB/m.exec(stdout)?.[1];
    return kib === undefined ? numberIn(stdout) : Number(kib) * 1024;
  });
}

/** Whether memory errors are corrected: the kernel's driver watches a controller, or the firmware says so. */
export function readEcc(): Command<boolean | undefined> {
  return question(
    "ECC",
    `ls /sys/devices/system/edac/mc 2>/dev/null | grep '^mc[0-9]' ;
     dmidecode -t memory 2>/dev/null | grep -m1 'Error Correction Type' ; true`,
    (stdout) => {
      if (/^mc\d/m.test(stdout) || /Error Correction Type: .*ECC/.test(stdout)) return true;
      return /Error Correction Type: None/.test(stdout) ? false : undefined;
    },
  );
}

/** What filters packets: policies other than accept. Empty where nothing does. */
export function readFirewall(): Command<readonly string[]> {
  return question(
    "the firewall",
    `if [ "$(id -u)" != 0 ]; then echo 'only root may see the firewall: permission denied' >&2; exit 1; fi;
     for p in nft iptables ufw pfctl; do command -v $p >/dev/null 2>&1 && there=1; done;
     if [ -z "$there" ]; then echo 'no program of the host tells what is filtered (nft, iptables, ufw, pfctl)' >&2; exit 1; fi;
     { nft list ruleset ; iptables -S ; ip6tables -S ; ufw status ; pfctl -sr ; } 2>/dev/null
     | grep -iE 'policy (drop|reject)|^-P (INPUT|OUTPUT) (DROP|REJECT)|^Status: active|^block|dport (22|9000)|--dport (22|9000)' | head -n 40 ; true`,
    linesIn,
  );
}

/** Timers and cron entries that snapshot, replicate, prune or scrub. */
export function readSchedules(): Command<readonly ScheduleEntry[]> {
  const tools = "zfs|zpool|syncoid|sanoid|zrepl|znapzend|pyznap|autobackup|bzfs|zfsr|pvesr";
  return question(
    "schedules",
    `for f in /etc/crontab /etc/cron.d/* /var/spool/cron/crontabs/* /var/spool/cron/*; do
       [ -f "$f" ] && [ -r "$f" ] && grep -HE '^[^#]*(${tools})' "$f" | grep -v ':[A-Z_]*=' ;
     done 2>/dev/null | sed 's/^/cron /' ;
     [ "$(id -u)" = 0 ] || crontab -l 2>/dev/null | grep -E '^[^#]*(${tools})' | sed 's/^/cron crontab:/' ;
     command -v systemctl >/dev/null && systemctl list-timers --all --no-legend --plain 2>/dev/null | grep -oE '[^ ]+\\.timer' | grep -E '${tools}' | while read -r t; do
       systemctl show "$t" -p TimersCalendar --value 2>/dev/null | grep -oE 'OnCalendar=[^;]*' | sed "s|^OnCalendar=|timer $t:|" ; done ;
     true`,
    (stdout) => linesIn(stdout).flatMap(scheduleIn),
  );
}

/** Whether the units that bring pools back after a restart are enabled. */
export function readUnits(): Command<ReadonlyMap<string, string>> {
  const units = "zfs-import-cache.service zfs-import-scan.service zfs-mount.service zfs-zed.service zfs.target";
  return question(
    "units of systemd",
    `command -v systemctl >/dev/null || exit 0; for u in ${units}; do echo "$u $(systemctl is-enabled $u 2>/dev/null) $(systemctl is-failed $u 2>/dev/null)"; done`,
    (stdout) =>
      new Map(
        linesIn(stdout).map((line) => {
          const [unit = "", enabled = "", state = ""] = line.split(" ");
          return [unit, state === "failed" ? "failed" : enabled];
        }),
      ),
  );
}

/** `cron /etc/cron.d/sanoid:5 * * * * root sanoid` or `timer zrepl.timer:hourly` */
function scheduleIn(line: string): ScheduleEntry[] {
  const cron = /^cron ([^:]+):\s*((?:@\w+|\S+ +\S+ +\S+ +\S+ +\S+))\s+(.*)$/.exec(line);
  if (cron) return [{ from: cron[1] ?? "", when: (cron[2] ?? "").replace(/\s+/g, " "), command: cron[3] ?? "" }];
  const timer = /^timer ([^:]+):\s*(.*)$/.exec(line);
  if (timer) return [{ from: timer[1] ?? "", when: (timer[2] ?? "").trim(), command: timer[1] ?? "" }];
  throw unreadable(line, "it is no entry of cron or of a timer");
}
