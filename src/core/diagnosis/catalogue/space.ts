import { change, destroy, entriesOf, look } from "./entry";
import { spaceOfDataset } from "./looks";

const prune = destroy("Destroy snapshots that no job needs; zfsr plan names them");
const quotas = look(
  "See the quotas of the pool",
  "zfs get -H -r -t filesystem,volume -s local,received -o name,property,value quota,refquota {pool}",
);

/** Pools and quotas are full. */
export const space = entriesOf("space", [
  {
    of: "receive-over-quota",
    title: "{dataset} has used up a quota",
    cause: "What is received counts against the quota of the dataset and of all above it",
    remedies: [quotas, change("Receive without the source's quotas: -x quota -x refquota"), prune],
  },
  {
    of: "over-quota",
    title: "A quota is used up",
    cause: "quota, refquota, or that of a user or group allows no more there",
    remedies: [quotas, prune],
  },
  {
    of: "receive-out-of-space",
    title: "The target's pool is full",
    cause: "Its pool has no room for what the stream brings, or a reservation keeps it back",
    remedies: [
      spaceOfDataset,
      look("See how full the pools are", "zpool list -o name,size,free,capacity,fragmentation"),
      prune,
    ],
  },
  {
    of: "out-of-space",
    instead: [
      {
        when: /cannot (?:destroy|set property for) '(?<dataset>[^'\n]{1,255})': out of space/,
        title: "{dataset}'s pool is so full that not even removing works",
        cause: "Removing has to write, too, and there is no room for it",
        remedies: [
          change("Empty a large file that nothing needs: truncate -s 0 FILE; what snapshots have of it stays"),
          change(
            "Let the pool use more of its reserve for the moment",
            "echo 7 > /sys/module/zfs/parameters/spa_slop_shift",
          ),
          change("Or add a device: zpool add POOL DEVICE"),
        ],
      },
      {
        when: /cannot create snapshot '(?<dataset>[^'@\n]{1,255})@(?<reason>[^'\n]{1,255})': out of space/,
        title: "There is no room for the snapshot {dataset}",
        cause: "The pool is full, or it is a volume whose refreservation has to be free once more for a snapshot",
        remedies: [
          look("See what takes and reserves the space", "zfs list -o space,volsize,refreservation -r {pool}"),
          change("A volume may be made sparse: zfs set refreservation=none VOLUME"),
          prune,
        ],
      },
    ],
    title: "{dataset|The pool} is out of space",
    remedies: [spaceOfDataset, prune],
  },
  {
    of: "no-space-left",
    instead: [
      {
        when: /(?:rm: cannot remove|unlink[^\n]{0,200}:)[^\n]{0,300}No space left on device|cannot destroy '[^'\n]{1,255}': out of space|internal error: Channel number out of range/,
        title: "There is no space left, not even for taking something away",
        cause: "The pool is full, and freeing needs a little space, too",
        remedies: [
          look("See how full the pools are", "zpool list -o name,free,capacity"),
          change("Take back a reservation: zfs set refreservation=none DATASET, or reservation=none"),
          destroy("Empty a large file that no snapshot holds and nothing needs: truncate -s 0 FILE"),
          destroy("Then destroy snapshots that no job needs; zfsr plan names them"),
        ],
      },
    ],
    title: "There is no space left for {path|a file}",
    remedies: [look("See how full the pools are", "zpool list -o name,free,capacity"), prune],
  },
  {
    id: "sanoid-capacity",
    severity: "warning",
    needles: ["ZPOOL ", "zpool "],
    pattern: /(?:CRIT|WARN(?:ING)?)[^\n]{0,20} ZPOOL (?<pool>\S+) : [A-Z]+ \{Size:\S+ Free:\S+ Cap:(?:8|9|10)\d/,
    title: "{pool} is nearly full",
    cause: "Above four fifths ZFS has to search for free space, and writes become slow",
    remedies: [look("See what takes the space", "zfs list -o space -r {pool}"), prune],
    source: "sanoid --monitor-capacity",
  },
  {
    id: "pre-retention-space",
    needles: "Insufficient free space",
    pattern: /[Ii]nsufficient (?:free )?space (?:on|for|in) (?:target |dataset |pool )?'?(?<dataset>[\w./:-]+)/,
    title: "There is not space enough for {dataset}",
    cause: "What is to be received is larger than what is free",
    remedies: [spaceOfDataset, prune],
    source: "zettarepl, bzfs",
  },
  {
    id: "list-nothing-left",
    severity: "warning",
    needles: ["AVAIL"],
    lines: 6,
    pattern:
      /^NAME +AVAIL +USED +USEDSNAP[^\n]{0,80}\n(?:[^\n]{1,300}\n){0,4}?(?<dataset>[\w.:-]{1,255}(?:\/[\w.:/-]{1,255})?) +0B? +[1-9][\d.]*[BKMGTP]?B?(?: |$)|^NAME +USED +AVAIL +REFER[^\n]{0,80}\n(?:[^\n]{1,300}\n){0,4}?(?<dataset2>[\w.:-]{1,255}(?:\/[\w.:/-]{1,255})?) +[1-9][\d.]*[KMGTP]?B? +0B? +\d/m,
    title: "{dataset} has no space left",
    cause:
      "The pool is full, a quota above it is used up, or its own snapshots and reservation take all that it may have",
    remedies: [
      spaceOfDataset,
      look("See what bounds it, also above", "zfs get -H quota,refquota,reservation,refreservation {dataset}"),
      change(
        "Raise the quota where there is space, or move something away; of a volume nothing can be written until then, its mount included",
      ),
    ],
    source: "zfs-list(8); openzfs/zfs#3600",
  },
  {
    id: "refreservation",
    needles: "refreservation",
    pattern:
      /(?:cannot (?:create|receive|set)[^\n]{0,200})'?refreservation'? (?:is greater than|property on (?<dataset>\S+): (?:out of space|size is greater))/,
    title: "A reservation of {dataset|the volume} cannot be met",
    cause: "A volume reserves its whole size, and the pool has less than that free",
    remedies: [change("Receive without it: -x refreservation")],
    source: "OpenZFS",
  },
  {
    id: "tmp-full",
    needles: "No space left on device",
    pattern: /(?:mktemp|mbuffer|sort|gpg|ssh)[^\n]{0,120}: No space left on device/,
    title: "A helper has no space for its temporary files",
    cause: "/tmp or /run of that machine is full, not the pool",
    remedies: [look("See which filesystem is full", "df -h")],
    source: "coreutils, mbuffer",
  },
  {
    id: "node-watches-used-up",
    loose: true,
    needles: "ENOSPC: ",
    pattern: /ENOSPC: System limit for number of file watchers reached|ENOSPC: no space left on device, watch /,
    title: "A program may watch no more files: no disk is full",
    cause: "The kernel's number of watches is used up",
    remedies: [change("Allow more", "sysctl fs.inotify.max_user_watches=524288")],
    source: "inotify(7), Node.js",
  },
  {
    id: "node-no-space",
    loose: true,
    needles: "ENOSPC: no space left on device",
    pattern: /ENOSPC: no space left on device, (?!watch )\w{2,20}(?: '(?<path>\/[^'\n]{1,300})')?/,
    title: "There is no room where {path|a program wrote}",
    cause: "A filesystem, a pool or a quota is full",
    remedies: [look("See which filesystem it is, and what is left of it", "df -h {path?}"), spaceOfDataset],
    source: "Node.js; vatesfr/xen-orchestra#2981",
  },
]);
