import { change, destroy, entriesOf, look } from "./entry";
import { causesBeside, unitLog } from "./looks";

const timers = look("See when timers ran and run", "systemctl list-timers --all");

/** Units, timers, cron jobs and the tools that they start. */
export const service = entriesOf("service", [
  {
    id: "script-does-not-compile",
    needles: ["aborted due to compilation errors", "syntax error at "],
    pattern:
      /Execution of (?<path>\/\S+) aborted due to compilation errors|syntax error at (?<path2>\/\S+) line \d+, near/,
    title: "{path} cannot be run: its text is damaged or badly edited",
    cause: "perl does not understand it, so nothing of it was done",
    remedies: [look("See where", "perl -c {path}"), change("Install it anew")],
    source: "perl; jimsalterjrs/sanoid",
  },
  {
    id: "unit-masked",
    severity: "warning",
    needles: " is masked",
    pattern:
      /Unit (?<unit>zfs[\w@-]*\.(?:target|service)|(?:zed|sanoid|syncoid|zrepl)[\w@-]*\.(?:timer|service)) is masked/,
    title: "{unit} is masked, so nothing starts it",
    cause: "Somebody or a package switched it off for good: systemctl mask",
    remedies: [
      look("See which others are", "systemctl list-unit-files --state=masked"),
      change("Let it be started again", "systemctl unmask {unit}"),
      change("Then have it started at boot", "systemctl enable {unit}"),
    ],
    source: "systemd",
  },
  {
    id: "zfs-unit-failed",
    needles: [".service: "],
    pattern:
      /(?<unit>(?:zfs-(?!load-key)[\w@-]+|zed|sanoid|sanoid-prune|syncoid[\w@-]*|zrepl|znapzend|zfsr[\w@-]*)\.service): (?:Main process exited, code=(?:exited|killed|dumped), status=(?!0\/)|Failed with result (?!'oom-kill')|Unit process .{0,40}remains running|Start request repeated too quickly)/,
    title: "{unit} failed",
    cause: "What it runs ended with an error, which its log tells",
    remedies: [unitLog],
    follows: causesBeside,
    source: "systemd; OpenZFS etc/systemd/system",
  },
  {
    id: "zfs-unit-not-started",
    needles: ["Failed to start ", "Dependency failed for ", "failed with result 'dependency'"],
    pattern:
      /(?<unit2>zfs[\w@-]*\.(?:service|target)): Job \S+ failed with result 'dependency'|(?:Failed to start|Dependency failed for) (?:(?<unit>zfs-[\w@-]+\.service|zed\.service|sanoid[\w-]*\.service|syncoid[\w@-]*\.service) - )?(?:Import ZFS pools by (?:cache file|device scanning)|Mount ZFS filesystems|ZFS Event Daemon|Install ZFS kernel module|Load ZFS key|Wait for ZFS Volume|ZFS file system shares|Snapshot ZFS|Replicate ZFS|zfs-\S+|sanoid|syncoid)/,
    title: "{unit|A unit of ZFS} could not be started",
    cause: "What it runs ended with an error, which its log tells",
    remedies: [unitLog, look("See which units failed", "systemctl --failed")],
    follows: causesBeside,
    source: "systemd",
  },
  {
    id: "cache-file-invalid",
    needles: ["invalid or corrupt cache file contents"],
    pattern: /invalid or corrupt cache file contents/,
    title: "The list of pools to import at boot cannot be read",
    cause: "/etc/zfs/zpool.cache is damaged, or of another version",
    remedies: [change("Write it anew once the pool is imported", "zpool set cachefile=/etc/zfs/zpool.cache {pool}")],
    source: "OpenZFS lib/libzutil; openzfs/zfs#8831",
  },
  {
    id: "cache-file-missing",
    severity: "info",
    needles: ["zpool.cache was not met", "zpool.cache): No such file"],
    pattern:
      /Condition(?:FileNotEmpty|PathExists)=\/etc\/zfs\/zpool\.cache was not met|failed to open cache file: No such file/,
    title: "No pools are imported by the cache file",
    cause: "/etc/zfs/zpool.cache is missing or empty",
    remedies: [
      change("Write it once the pool is imported", "zpool set cachefile=/etc/zfs/zpool.cache {pool}"),
      look("Or let devices be scanned: zfs-import-scan.service"),
    ],
    source: "OpenZFS zfs-import-cache.service",
  },
  {
    id: "import-scan-skipped",
    severity: "info",
    needles: "zpool.cache was not met",
    pattern: /Condition(?:FileNotEmpty|PathExists)=!\/etc\/zfs\/zpool\.cache was not met/,
    title: "No devices were looked at for pools, since there is a cache file",
    cause: "zfs-import-scan.service leaves it to zfs-import-cache.service then, which may be switched off",
    remedies: [
      look("See whether that is switched on", "systemctl is-enabled zfs-import-cache.service"),
      change(
        "Switch the units of ZFS on as their package means it",
        "systemctl preset zfs-import-cache.service zfs-import-scan.service zfs-mount.service zfs-share.service zfs-zed.service zfs.target",
      ),
    ],
    source: "OpenZFS zfs-import-scan.service",
  },
  {
    id: "zsys-slow",
    needles: "Service took too long to respond",
    pattern: /zsysctl(?:\[\d+\])?:[^\n]{0,80}Service took too long to respond/,
    title: "The daemon of zsys did not answer in time",
    cause: "It reads all snapshots first; with very many of them that takes longer than it is waited for",
    remedies: [
      look("See how many there are", "zfs list -H -t snapshot -o name | wc -l"),
      destroy("Destroy old autozsys snapshots that nothing needs; their list is shown by zsysctl show"),
    ],
    source: "Ubuntu zsys",
  },
  {
    id: "import-needs-recreating",
    needles: "Destroy and re-create the pool from",
    pattern: /Destroy and re-create the pool from/,
    title: "A pool could not be imported",
    cause:
      "zpool import says so for any pool whose devices it did not find: most often they appear later than the import",
    remedies: [look("See what could be imported now; destroy nothing", "zpool import")],
    follows: ["pool-health"],
    source: "OpenZFS cmd/zpool",
  },
  {
    id: "no-pools-to-import",
    severity: "info",
    needles: "no pools available to import",
    pattern: /no pools available to import/,
    title: "There is no pool to import",
    cause: "No device with a pool on it was found that is not imported already",
    remedies: [look("Look by id", "zpool import -d /dev/disk/by-id")],
    source: "OpenZFS cmd/zpool",
  },
  {
    id: "command-not-found",
    needles: [": command not found", ": not found", "command not found: ", "Command not found", "Unknown command"],
    pattern:
      /(?:^|[\s:])(?<process>mbuffer|pv|zstd|lzop|lz4|pigz|socat|nc|ncat|busybox|perl|sudo|syncoid|sanoid|zstream|zrep|zrepl|zfs-autobackup|python3): (?:[Cc]ommand )?not found|(?:command not found:|Unknown command:?) (?<process2>mbuffer|pv|zstd|lzop|lz4|pigz|socat|nc|ncat|perl|sudo|syncoid|sanoid|zstream|zrep|zrepl|zfs-autobackup)\b/m,
    title: "{process} is not installed there, or not on the PATH",
    cause: "The PATH of a command run by ssh or cron is shorter than that of a login",
    remedies: [look("See where it is", "command -v {process}")],
    source: "sh",
  },
  {
    id: "helper-library-missing",
    needles: "error while loading shared libraries",
    pattern:
      /(?:^|[\s:])(?<process>[\w.+/-]+): error while loading shared libraries: (?!lib(?:zfs|zpool|nvpair|uutil|zfs_core|zfsbootenv|zutil)\.)\S+: cannot open/m,
    title: "{process} cannot run: a library is missing",
    cause: "The system was updated, and the program was not built for it",
    remedies: [change("Install it anew there")],
    source: "glibc; jimsalterjrs/sanoid#783",
  },
  {
    id: "sanoid-lock",
    needles: ["sanoid_", " is invalid."],
    pattern: /ERROR: (?<path>\S*sanoid_\w+\.lock) is invalid\./,
    title: "sanoid's lock file is damaged, so no snapshots are taken",
    cause: "It was being written when the machine stopped",
    remedies: [look("See whether a sanoid runs", "pgrep -a sanoid"), change("If none does, remove the lock")],
    source: "sanoid; jimsalterjrs/sanoid#555",
  },
  {
    id: "sanoid-stale",
    instead: [
      {
        when: /has no (?<reason>hourly|daily|weekly|monthly|yearly) snapshots at all[\s\S]{0,2000}^\s{0,40}\k<reason> ?= ?0\b/m,
        category: "config",
        title: "{dataset} is to have no {reason} snapshots, and sanoid's check still asks for them",
        cause: "The limits of the check hold, whether snapshots of that kind are taken or not",
        remedies: [change("Set {reason}_warn = 0 and {reason}_crit = 0 in its template in sanoid.conf")],
      },
    ],
    needles: ["newest ", " snapshots at all"],
    pattern:
      /(?:CRIT|WARN)(?:ICAL|ING)?: (?<dataset>\S+) (?:has no \w+ snapshots at all|newest \w+ snapshot is .{1,60} old)/,
    title: "{dataset} has no snapshot as new as it should",
    cause: "Snapshots are not taken, or not replicated, as often as the policy says",
    remedies: [
      timers,
      look("See its newest snapshots", "zfs list -H -t snapshot -o name,creation -s creation -d 1 {dataset}"),
      look("Where none of that kind are wanted, its _warn and _crit in sanoid.conf have to be 0"),
    ],
    source: "sanoid --monitor-snapshots",
  },
  {
    id: "syncoid-critical",
    needles: ["CRITICAL ERROR: "],
    lines: 2,
    pattern:
      /CRITICAL ERROR:\s.{0,1800} failed: ?\d+(?: at |$)|CRITICAL ERROR:\s.{0,1800}\n {0,4}failed: ?\d+ at |CRITICAL ERROR: .{0,600} failed, \d+ at |CRITICAL ERROR: snapshots couldn't be listed for /m,
    instead: [
      {
        when: /CRITICAL ERROR:[^\n]{0,2000}(?:failed: ?65280|exit code 65280|exit code 255)/,
        category: "network",
        title: "ssh of syncoid failed (exit code 255)",
        cause:
          "65280 is exit code 255, which is ssh's own: the host was not reached, did not let it in, or the connection broke",
        remedies: [
          look("Try it by hand as that user: ssh -v USER@HOST true"),
          look("Let the job keep what ssh says: no 2>/dev/null, no -q"),
        ],
      },
      {
        when: /\^C[^\n]{0,40}CRITICAL ERROR:[^\n]{0,2000}\n?[^\n]{0,40}failed[:,] ?2\b[\s\S]{0,400}?^real\s{1,8}(?:[2-9]|\d{2,4})m/m,
        category: "tuning",
        title: "syncoid was interrupted by hand, after minutes in which one command was not done",
        cause:
          "2 is what a Ctrl-C gives; what took so long stands in that line: a snapshot waits for a pool that is busy, sleeps or is nearly full",
        remedies: [
          look("See what the pool does", "zpool iostat -vl 5 3"),
          look("See whether all devices answer, and how full it is", "zpool status; zpool list"),
          look("Run that command by hand, and see how long it takes"),
        ],
      },
      {
        when: /CRITICAL ERROR:[^\n]{0,2000}\n?[^\n]{0,40}failed[:,] ?(?:2|130|33280)\b/,
        title: "syncoid was interrupted by hand",
        cause: "2 and 130 are what a Ctrl-C gives",
        remedies: [look("Run it again: where the target kept a partial receive, it goes on from there")],
      },
      {
        when: /CRITICAL ERROR:[^\n]{0,2000}failed[:,] ?256\b/,
        cause:
          "A program of its pipeline ended with exit code 1 (256); what it said, if anything, stands before this line",
      },
    ],
    title: "syncoid or sanoid could not do its work",
    cause: "A program of its pipeline failed; what it said, if anything, stands before this line",
    remedies: [look("Run that pipeline by hand, without -q and 2>/dev/null, to see what fails")],
    follows: "any",
    source: "syncoid, sanoid",
  },
  {
    id: "syncoid-warning-failed",
    severity: "warning",
    needles: ["WARNING: "],
    pattern: /WARNING: +zfs (?:destroy|bookmark|hold|release) .{0,400} failed: \d+/,
    title: "syncoid could not tidy up",
    cause: "zfs said why, in the line above",
    follows: "any",
    source: "syncoid",
  },
  {
    id: "znapzend-cannot-send",
    needles: ["ERROR: cannot send snapshots to", "ERROR: cannot destroy snapshot", "ERROR: executing receive process"],
    pattern:
      /ERROR: (?:cannot send snapshots to (?<dataset>\S+)|cannot destroy snapshot\(s\) (?<snapshot>\S+)|executing receive process)/,
    title: "znapzend could not do its work",
    cause: "zfs, mbuffer or ssh said why, in the lines above",
    follows: "any",
    source: "znapzend lib/ZnapZend/ZFS.pm",
  },
  {
    id: "zrepl-step-error",
    needles: ["STEP-ERROR", "Status: filesystem-error"],
    pattern: /STEP-ERROR|Status: filesystem-error/,
    title: "zrepl could not do a step",
    cause: "zfs said why, in the lines around",
    follows: "any",
    source: "zrepl status",
  },
  {
    id: "zrepl-handshake",
    needles: ["error listing", "error creating"],
    pattern: /zrepl[^\n]{0,200}\[ERRO\][^\n]{0,200}(?:error (?:listing|creating|advancing|receiving|sending))/,
    title: "zrepl reports an error",
    cause: "One of its commands failed, or the other daemon did not answer",
    remedies: [look("Let it say more", "zrepl status --mode raw")],
    follows: "any",
    source: "zrepl",
  },
  {
    id: "autobackup-failed",
    needles: [": FAILED: ", "datasets failed", "dataset(s) failed", " failures!"],
    pattern: /! \[(?:Source|Target)\] (?<dataset>\S+): FAILED: |! \d+ (?:dataset(?:s|\(s\)) failed|failures!)/,
    title: "zfs-autobackup could not do {dataset|a dataset}",
    cause: "zfs said why, in the lines above",
    follows: "any",
    source: "zfs_autobackup",
  },
  {
    id: "zettarepl-error",
    needles: ["non-recoverable replication error", "recoverable replication error"],
    pattern: /(?:non-)?recoverable replication error \w+\(/,
    title: "A replication task of TrueNAS failed",
    cause: "What zfs or ssh said stands in the same line or above",
    follows: "any",
    source: "zettarepl",
  },
  {
    id: "pvesr-failed",
    needles: ["replication job error"],
    pattern:
      /(?:got unexpected replication job error|end replication job with error|replication job error)(?: - (?:.+))?/,
    title: "A replication of Proxmox failed",
    cause: "What zfs or ssh said stands in the same line or above; it is tried again after 5 minutes, then less often",
    remedies: [look("See all jobs", "pvesr status")],
    follows: "any",
    source: "Proxmox pve-manager",
  },
  {
    id: "cron-mail",
    severity: "warning",
    needles: ["(CRON) error", "(CRON) info (No MTA"],
    pattern: /\(CRON\) (?:error|info \(No MTA installed, discarding output\))/,
    title: "What a cron job said was thrown away",
    cause: "No mail program is installed, so its errors are not seen by anybody",
    remedies: [change("Write its output to the journal: … 2>&1 | systemd-cat -t NAME")],
    source: "cron",
  },
  {
    id: "timer-failed",
    severity: "warning",
    needles: [".timer: "],
    pattern:
      /(?<unit>(?:zfs-[\w@-]+|sanoid|syncoid[\w@-]*|zfsr[\w@-]*)\.timer): (?:Refusing to start|Failed|Job .{0,60} failed)/,
    title: "{unit} does not start its work",
    cause: "Its service failed before, or its time cannot be read",
    remedies: [timers, unitLog],
    source: "systemd",
  },
]);
