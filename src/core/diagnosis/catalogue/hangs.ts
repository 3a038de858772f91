import { change, type Entry, entriesOf, look } from "./entry";
import { kernelLog, statusOfPool, versionsHere } from "./looks";

const busyDevices = look("See which device is slow", "zpool iostat -vl 5 3");
const howMany = look("See how many there are", "zfs list -H -t snapshot -o name | wc -l");

/** What hangs, and what is slow: stacks that somebody looked at, programs that waited too long, threads that are busy. */
export const hangs: readonly Entry[] = [
  ...entriesOf("kernel-bug", [
    {
      id: "process-stack-in-zfs",
      severity: "warning",
      needles: ["[<0>] ", "/stack", "[zfs]", "[spl]", " mi_switch", "zfs`"],
      lines: 5,
      pattern:
        /^\[<0>\] (?:_{0,2}cv_\w{1,30}\+0x[0-9a-f]{1,6}\/0x[0-9a-f]{1,6} \[spl\]\n\[<0>\] ){0,3}(?<reason>[a-z_]\w{1,60})[\w.]{0,40}\+0x[0-9a-f]{1,6}\/0x[0-9a-f]{1,6} \[(?:zfs|spl)\]|\/proc\/[^\n]{1,80}\/stack\n(?:\[<[0-9a-f]{1,16}>\] [^\n]{0,120}\n){0,3}?\[<[0-9a-f]{1,16}>\] (?<reason2>\w{1,60})\+0x[0-9a-f]{1,6}\/0x[0-9a-f]{1,6} \[(?:zfs|spl)\]|^0x[0-9a-f]{8,16} 0x[0-9a-f]{8,16} \[(?:zfs|spl)\](?<reason3>\w{1,60})\+0x|^ {0,2}#\d{1,2} \[[0-9a-f]{8,16}\] (?<reason4>\w{1,60}) at [0-9a-f]{8,16} \[(?:zfs|spl)\]|^ {0,8}\d{1,7} {1,8}\d{1,7} (?:zfs|zpool) {1,20}\S{1,20} {1,20}mi_switch[^\n]{0,400}?\b(?<reason5>(?:txg|zio|spa|dsl|dmu|zfs|dbuf|arc|vdev)_\w{1,60})|^ {0,8}(?:[0-9a-f]{8,16} )?zfs`(?<reason6>\w{1,60})(?:\+0x[0-9a-f]{1,6})?(?:\(|$)/m,
      instead: [
        {
          when: /\b(?:txg_thread_wait|taskq_thread|l2arc_feed_thread|zthr_procedure|mmp_thread|arc_reap|spa_async_thread)\b/,
          unless: /ioctl|zfs_ioc_|txg_wait_(?:synced|open)|zio_wait|spa_config_enter|rrw_enter|rwsem_down/,
          severity: "info",
          title: "A thread of the zfs module waits for work",
          cause: "That is what it does while there is none",
          remedies: [],
        },
      ],
      title: "A process was in the zfs module when its stack was looked at, in {reason}",
      cause:
        "It waits for a lock, a device or a group of changes; where all devices answer, a fault of the release keeps it there",
      remedies: [
        statusOfPool,
        look(
          "See whether the pool gets on, by looking twice: where it does, wait",
          "tail -n 3 /proc/spl/kstat/zfs/*/txgs; zpool get freeing",
        ),
        kernelLog,
        look(
          "If all devices answer and nothing moves for long, only a restart of that machine ends it; then run a newer release",
        ),
        versionsHere,
      ],
      follows: ["pool-health", "device", "kernel-bug", "memory", "data-corruption"],
      source: "Linux /proc/PID/stack, kdb, crash(8); FreeBSD procstat(1); illumos mdb(1)",
    },
  ]),
  ...entriesOf("tuning", [
    {
      id: "proxmox-zfs-timeout",
      severity: "error",
      needles: ["failed: got timeout", "zfs error: got timeout"],
      pattern:
        /command '(?:\S{0,40}\/)?(?:zfs|zpool) (?:[^\n']{0,600}? )?(?:(?<dataset>[\w.:-]{1,255}\/[\w.\/:-]{1,255})\S{0,255})?[^\n']{0,300}' failed: got timeout|zfs error: got timeout/,
      title: "zfs did not answer within the time that Proxmox waits",
      cause:
        "The pool is busy, slow or asleep, or has very many snapshots; what was begun is often finished a little later",
      remedies: [
        look("See whether it is there by now, before it is tried again", "zfs list -r {dataset?}"),
        statusOfPool,
        busyDevices,
        change("Try again when the pool has less to do"),
      ],
      follows: ["pool-health", "device", "kernel-bug"],
      source: "Proxmox pve-storage ZFSPoolPlugin.pm",
    },
    {
      id: "zfs-command-timed-out",
      severity: "error",
      needles: ["timed out after ", "TimeoutExpired", "context deadline exceeded", "timed out: "],
      pattern:
        /TimeoutExpired: Command '[^\n]{0,20}\b(?:zfs|zpool)\b[^\n]{0,400}timed out after \d|\b(?:zfs|zpool) (?:list|get|create|destroy|snapshot|clone|rename|rollback|set|status|import|export|promote)\b[^\n]{0,300}(?:timed out after \d|: context deadline exceeded)/,
      title: "A command of zfs took longer than the program that ran it waits",
      cause: "The pool is busy, slow or hangs, or there are very many snapshots; what was begun may still be done",
      remedies: [
        look("Run that command by hand, and see how long it takes"),
        statusOfPool,
        busyDevices,
        howMany,
        change("Give it more time in the program's settings, where it has one for that"),
      ],
      follows: ["pool-health", "device", "kernel-bug"],
      source: "Python subprocess, Go context",
    },
    {
      id: "proxmox-status-slow",
      severity: "info",
      needles: ["status update time ("],
      pattern: /pvestatd(?:\[\d+\])?: status update time \((?<reason>(?:[2-9]\d|\d{3,6})\.\d+ seconds)\)/,
      title: "Proxmox took {reason} to ask its guests and storages how they are",
      cause: "One of them answers late: a pool that is busy, a share that is gone, a guest that hangs",
      remedies: [look("See which storage is slow", "time pvesm status"), statusOfPool, busyDevices],
      follows: "any",
      source: "Proxmox pvestatd",
    },
    {
      id: "zsys-deadline",
      severity: "error",
      needles: ["zsysctl", "zsysd"],
      lines: 5,
      pattern:
        /\bzsys(?:ctl|d)\b[^\n]{0,200}(?:\n[^\n]{0,200}){0,4}?\b(?:code = DeadlineExceeded|context deadline exceeded)/,
      title: "The daemon of zsys did not answer in the time that zsysctl gives it",
      cause: "It reads all datasets and snapshots first, which takes long with very many",
      remedies: [
        howMany,
        look("See which datasets there are below the root's own that the system did not make, as those of Docker"),
        change("Keep those out of ROOT: a dataset of their own elsewhere in the pool, for /var/lib/docker for one"),
      ],
      source: "Ubuntu zsys; ubuntu/zsys#102",
    },
    {
      id: "module-threads-busy",
      severity: "info",
      needles: ["zvol", "z_wr_i", "z_rd_i", "txg_sync", "z_null", "dp_sync"],
      pattern:
        /^(?:root {1,12})?\d{1,8} {1,8}(?:[1-9]\d|\d{3})\.\d {1,8}\d{1,2}\.\d {1,12}0 {1,12}0 \? {1,12}[A-Z]\S{0,3} {1,8}\S{4,8} {1,8}[\d:]{4,9} \[(?<process>zvol|z_wr_i\w{1,4}|z_rd_i\w{1,4}|txg_sync|z_null\w{0,4}|dp_sync\w{0,12})|^ {0,8}\d{1,8} root {1,12}\S{1,4} {1,8}\S{1,4} {1,8}0 {1,8}0 {1,8}0 [RDSI] {1,8}(?:[3-9]\d|\d{3})\.\d {1,8}\d{1,2}\.\d {1,12}[\d:.]{4,12} (?<process2>zvol|z_wr_i\w{1,4}|z_rd_i\w{1,4}|txg_sync|dp_sync\w{0,12})/m,
      title: "Threads of the zfs module have much to do: {process}",
      cause:
        "Compression, checksums and writes to volumes take processors, and what waits for them counts as load; it is no error by itself",
      remedies: [
        busyDevices,
        look(
          "See whether writes have the size of a volume's blocks, or make it read first",
          "zfs get -t volume volblocksize,compression",
        ),
        change("Copy with less at once: a rate (mbuffer -r, pv -L), ionice, or larger writes (dd bs=1M oflag=direct)"),
      ],
      follows: "any",
      source: "Linux ps(1), top(1)",
    },
    {
      id: "stream-speed-shown",
      severity: "info",
      needles: "zfs send",
      lines: 4,
      pattern:
        /zfs send [^\n|]{1,300}\|[^\n]{1,300}(?:\n[^\n]{0,300}){1,3}?\b(?:zpool iostat|iostat -)|zfs send [^\n|]{1,300}\| ?pv [^\n]{0,200}> ?\/dev\/null/,
      title: "Somebody looked at how fast a stream goes",
      cause:
        "Small files and records are read by many seeks, and a pipe without a buffer lets one side wait for the other",
      remedies: [
        look("Measure the source alone: zfs send SNAPSHOT | pv > /dev/null"),
        look("See what each device does meanwhile, on both sides", "zpool iostat -vl 5 3"),
        change("Put a buffer between: mbuffer -s 128k -m 1G on both sides"),
      ],
      follows: "any",
      source: "zfs-send(8), zpool-iostat(8)",
    },
  ]),
];
