import { change, destroy, entriesOf, look } from "./entry";
import { elsewhere, listedHold, partialKeepsBusy, sendHold } from "./looks";

const receives = look("See which receives run", "ps -eo pid,etime,args | grep '[z]fs receive\\|[z]fs recv'");

/** Something is in use. */
export const busy = entriesOf("busy", [
  {
    of: "receive-busy",
    title: "{dataset|The target} is busy",
    instead: [partialKeepsBusy],
    remedies: [
      receives,
      look("See whether a partial receive is saved", "zfs get -H -r -o name,value receive_resume_token {dataset?}"),
    ],
  },
  {
    of: "unmount-busy",
    title: "{path|The filesystem} cannot be unmounted",
    cause: "A process has files open there or stands in it",
    remedies: [look("See who has files open there", "fuser -vm {path}")],
  },
  { of: "send-mounted-head", title: "{dataset|The dataset} is mounted, and not a snapshot" },
  {
    of: "pool-busy",
    title: "{pool|The pool} is busy",
    instead: [
      {
        when: /INFO: task (?<process>zfs|zpool|txg_\w{1,40}|receive_\w{1,40}|send_\w{1,40}|zvol\w{0,40}):\d{1,10} blocked for more than/,
        title: "{pool|The pool} is busy: {process} hangs in the kernel and holds it",
        cause: "It has waited for minutes, for a device or for the module itself, and cannot be ended from outside",
        remedies: [
          look("See whether all devices answer", "zpool status -v"),
          look("See what it waits for", "journalctl -k -n 200 --no-pager"),
          look("If they do, only a restart of that machine lets go of it; then run a newer release"),
        ],
      },
    ],
    remedies: [
      look("See what of it is mounted", "zfs mount"),
      look("See whether it holds swap", "swapon --show"),
      look("See whether NFS serves any of it, which keeps it in use", "exportfs -v"),
    ],
  },
  { of: "key-busy", title: "The key of {dataset} cannot be unloaded", severity: "warning" },
  {
    of: "dataset-busy",
    next: "in remedies",
    title: "{dataset|The dataset} is busy",
    instead: [
      {
        when: sendHold,
        title: "{snapshot} is being sent, or was when a send ended badly",
        cause: "'zfs send' of process {process} holds it ({reason})",
        category: "hold-clone",
        remedies: [
          look("See whether that send still runs", "ps -p {process}"),
          look("If not, its hold goes with the next import of the pool; until then it can be released by hand"),
        ],
      },
      {
        when: listedHold,
        title: "{snapshot} is held by {reason}",
        cause: "A held snapshot cannot be destroyed, neither by itself nor by a rollback past it",
        category: "hold-clone",
        remedies: [
          look("See who holds it, since when", "zfs holds -H {snapshot}"),
          change("Release it once nothing needs it", "zfs release {reason} {snapshot}"),
        ],
      },
      {
        when: /cannot destroy '(?<dataset>[^'@]{1,255}\/recv-(?<process>\d+)-\d+)': dataset is busy/,
        title: "{dataset} is left over from a receive that was broken off",
        cause: "Process {process} received into it; as long as it or something else has it open, it stays",
        remedies: [
          look("See whether that process lives", "ps -p {process}"),
          look("See who has its volume open", "fuser -v /dev/zvol/{dataset}; dmsetup ls"),
          destroy("If nobody does, destroy it, after an export and import of the pool where it is still busy"),
        ],
      },
      {
        when: /PV Name\s+(?<device>\/dev\/zd\d+)\s+VG Name\s+(?<reason>\S+)/,
        title: "{dataset|The volume} is open: LVM uses it for the volume group {reason}",
        cause: "{device} is a physical volume of it; neither ps nor zfs holds show that",
        remedies: [
          change("Let go of it", "vgchange -an {reason}"),
          look("Keep LVM from zvols: a global_filter in /etc/lvm/lvm.conf that rejects /dev/zd*"),
        ],
      },
      elsewhere,
      {
        when: /cannot (?:destroy|rename|unmount) '(?<snapshot>[^'@]{1,255}@[^']{1,255})': dataset is busy/,
        title: "{snapshot} is held or being sent",
        cause: "A hold keeps it, a clone depends on it, or it is being sent just now",
        remedies: [look("See who holds it, since when", "zfs holds -H {snapshot}"), receives],
      },
    ],
    cause: "Another receive, a send, a mount, a hold or an open volume has it",
    remedies: [
      receives,
      look("See what else has it: 'zfs holds' of its snapshots, 'fuser -vm' of its mountpoint, lsof of its volume"),
    ],
  },
  {
    id: "syncoid-receiving",
    severity: "warning",
    needles: "is already target of a zfs receive process",
    pattern: /Cannot sync now: (?<dataset>\S+) is already target of a zfs receive process/,
    title: "{dataset} is being received already",
    cause: "Another receive of the same target runs: two schedules overlap, or an old receive hangs",
    remedies: [receives, look("Wait for it; it goes on by itself at the next run")],
    source: "syncoid",
  },
  {
    id: "umount-target-busy",
    needles: ": target is busy.",
    pattern: /umount: (?<path>\/\S*): target is busy\./,
    title: "{path} cannot be unmounted",
    cause: "A process has files open there, or stands in it",
    remedies: [look("See who has files open there", "fuser -vm {path}")],
    source: "util-linux umount",
  },
  {
    id: "still-running",
    severity: "info",
    needles: [
      "same previous periodic job is still running",
      "previous replication is still running",
      "Another instance of",
    ],
    pattern:
      /same previous periodic job is still running|previous replication is still running|Another instance of (?<process>sanoid|syncoid|pyznap|znapzend)/,
    title: "The run before has not ended yet",
    cause: "A run takes longer than the time between two runs",
    remedies: [look("Compare how long a run takes with how often it is started"), change("Start it less often")],
    source: "bzfs_jobrunner, pyznap",
  },
  {
    id: "nbd-device-busy",
    needles: "Device or resource busy",
    pattern:
      /(?:cannot open|open|mount|zpool create)\b.{0,80}(?<device>\/dev\/[\w/.:-]+).{0,40}Device or resource busy/,
    title: "{device} is in use by something else",
    cause: "Another layer (md, LVM, multipath, a mount) has the device",
    remedies: [look("See what is built on it", "lsblk {device}")],
    source: "Linux",
  },
  {
    id: "zrep-unsent",
    severity: "warning",
    needles: "_unsent",
    pattern: /^(?<snapshot>[^\s@]+@zrep_[0-9a-f]{6}_unsent)[ \t]*$/m,
    title: "{snapshot} was not sent",
    instead: [
      {
        when: /zrep:lock-pid\s{1,40}(?<process>\d{1,9})/,
        title: "{snapshot} was not sent, and process {process} has zrep's lock",
        remedies: [
          look("See whether that process lives", "ps -p {process}"),
          change(
            "If not, take the lock away: zfs inherit zrep:lock-pid and zrep:lock-time of that dataset; then run zrep sync",
          ),
          destroy("Once a sync went through, destroy what ends in _unsent"),
        ],
      },
    ],
    cause: "A sync broke off, by a restart for one; its lock may be there still and keep the next ones out",
    remedies: [
      look("See its state and its lock", "zrep list -v"),
      destroy("Once a sync went through, destroy what ends in _unsent"),
    ],
    follows: ["diverged", "network", "ssh-auth", "ssh-hostkey", "space", "permission", "config"],
    source: "zrep",
  },
  {
    id: "replacement-is-busy",
    needles: " is busy",
    pattern:
      /cannot (?:replace (?<reason>\S{1,200}) with|attach) (?<device>[^\s:]{1,200})(?: to \S{1,200})?: \S{1,200} is busy/,
    title: "{device} is in use already, so it can replace nothing",
    cause: "It is a spare or a part of a pool, is mounted, or belongs to md or multipath",
    remedies: [
      look("See what has it", "zpool status -P && lsblk -o NAME,FSTYPE,MOUNTPOINT,SIZE"),
      change(
        "Where it is a spare that has stepped in already, detach the failed one, and it stays: zpool detach POOL OLD",
      ),
    ],
    source: "OpenZFS lib/libzfs/libzfs_pool.c; openzfs/zfs#3175",
  },
]);
