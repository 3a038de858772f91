import { change, entriesOf, look } from "./entry";
import { kernelLog, smartOf, statusOfPool } from "./looks";

const importable = look("See what could be imported, and what is missing", "zpool import");
const clear = change("When the devices are back, let it go on", "zpool clear {pool}");
const soundness = look(
  "Ask that disk itself with smartctl -x, and look at its cable, its power and the kernel's messages",
);
const oneDevice = change(
  "If the cable or power was it, clear it once (zpool clear {'pool} {'device}) and scrub; else replace it: zpool replace {'pool} {'device} NEW",
);
const clearOrReplace = change(
  "If the cable or power was it, clear it once (zpool clear POOL DEVICE) and scrub; else replace it: zpool replace POOL DEVICE NEW",
);

/** What `zpool status` and `zpool list` say of a pool. */
export const poolStatus = entriesOf("pool-health", [
  {
    id: "status-state",
    needles: ["DEGRADED", "FAULTED", "UNAVAIL", "SUSPENDED", "REMOVED"],
    pattern: /^\s*state:\s+(?:DEGRADED|FAULTED|UNAVAIL|SUSPENDED|REMOVED)\b/m,
    title: "{pool|The pool} is not healthy",
    cause: "Devices of it are missing, failed or returned errors",
    remedies: [statusOfPool],
    follows: ["pool-health", "data-corruption", "feature-version"],
    source: "zpool status",
  },
  {
    id: "status-device",
    needles: ["FAULTED", "UNAVAIL", "REMOVED", "DEGRADED"],
    pattern:
      /^\s+(?<device>[\w.:/-]+)\s+(?:FAULTED|UNAVAIL|REMOVED|DEGRADED)\s+(?:[\d.]+[KMGT]?\s+){3}(?:too many errors|was \/|cannot open|corrupted data|external device fault|\d)|^\s+(?<device2>[\w.:/-]+)\s+(?:FAULTED|UNAVAIL|REMOVED)\s+(?:[\d.]+[KMGT]?\s+){2}[\d.]+[KMGT]?/m,
    title: "{device} has failed or is missing",
    cause: "It returned too many errors, or no longer answers",
    remedies: [statusOfPool, kernelLog, change("Replace it: zpool replace POOL {'device} NEW")],
    follows: ["pool-health", "data-corruption"],
    source: "zpool status",
  },
  {
    id: "list-health",
    needles: ["DEGRADED", "FAULTED", "SUSPENDED", "UNAVAIL"],
    pattern:
      /^(?<pool>[A-Za-z][\w.:-]*)\t(?:[^\t\n]*\t){6,10}(?:DEGRADED|FAULTED|SUSPENDED|UNAVAIL)(?=\t|$)|"state": ?"(?:DEGRADED|FAULTED|SUSPENDED|UNAVAIL)"|^[\w.:-]+\s+health\s+(?:DEGRADED|FAULTED|SUSPENDED|UNAVAIL)\b/m,
    title: "{pool|A pool} is not healthy",
    cause: "Devices of it are missing, failed or returned errors",
    remedies: [statusOfPool],
    source: "zpool list, zpool status -j",
  },
  {
    id: "status-ZFS-8000-9P",
    severity: "warning",
    needles: ["ZFS-8000-9P", "has experienced an unrecoverable error"],
    pattern: /ZFS-8000-9P|has experienced an unrecoverable error/,
    instead: [
      {
        // a disk, by the number in its name: neither the pool, which stands first, nor what the disk is part of
        when: /(?<!(?:STATE|config:)[^\n]{0,60}\n)^[ \t]+(?<device>(?!mirror|raidz|draid|spare|replacing)[A-Za-z/][\w.:/-]{0,200}\d[\w.:/-]{0,40})[ \t]{1,80}ONLINE[ \t]{1,40}(?!0[ \t]{1,40}0[ \t]{1,40}0\b)\d/m,
        title: "{device} of {pool|the pool} returned errors, which were mended",
        remedies: [statusOfPool, soundness, oneDevice],
      },
    ],
    title: "A device of {pool|the pool} returned errors, which were mended",
    cause: "The device, its cable or the memory is not sound; data is whole",
    remedies: [statusOfPool, soundness, clearOrReplace],
    source: "zpool status (ZFS-8000-9P)",
  },
  {
    id: "status-ZFS-8000-2Q",
    needles: ["ZFS-8000-2Q", "could not be opened.  Sufficient replicas"],
    pattern: /ZFS-8000-2Q|could not be opened\. {1,2}Sufficient replicas/,
    title: "A device of {pool|the pool} is missing, and its redundancy still holds",
    cause: "The device could not be opened",
    remedies: [statusOfPool, change("Bring it back and online it, or replace it")],
    source: "zpool status (ZFS-8000-2Q)",
  },
  {
    id: "status-ZFS-8000-3C",
    needles: ["ZFS-8000-3C", "devices are missing from the system"],
    pattern: /ZFS-8000-(?:3C|5E|6X)|devices are missing from the system/,
    title: "{pool|The pool} cannot be opened: devices are missing",
    cause: "There is not redundancy enough for what is missing",
    remedies: [importable, kernelLog],
    source: "zpool status (ZFS-8000-3C, -5E, -6X)",
  },
  {
    id: "status-ZFS-8000-4J",
    needles: ["ZFS-8000-4J", "could not be used because the label is missing or"],
    pattern: /ZFS-8000-4J|could not be used because the label is missing or/,
    title: "A device of {pool|the pool} has lost its label",
    cause: "It was overwritten, or is another device than before",
    remedies: [statusOfPool, change("Replace it: zpool replace POOL DEVICE")],
    source: "zpool status (ZFS-8000-4J)",
  },
  {
    id: "status-ZFS-8000-HC",
    needles: ["ZFS-8000-HC", "ZFS-8000-JQ", "faulted in response to IO failures", "faulted in response to persistent"],
    pattern:
      /ZFS-8000-(?:HC|JQ)|faulted in response to (?:IO failures|persistent errors\. {1,2}There are insufficient)/,
    title: "{pool|The pool} is suspended or has lost devices",
    cause: "Devices failed while they were being used",
    remedies: [statusOfPool, kernelLog, clear],
    alsoToldAs: "suspended",
    source: "zpool status (ZFS-8000-HC, -JQ)",
  },
  {
    id: "status-device-faulted",
    needles: ["faulted in response to persistent errors"],
    pattern: /faulted in response to persistent errors\.(?! {1,2}There are insufficient)/,
    instead: [
      {
        when: /^[ \t]+(?<device>[\w.:/-]{1,200})[ \t]{1,80}FAULTED[ \t]{1,40}\d[ \t]{1,40}\d{2,9}[ \t]{1,40}0[ \t]{1,40}too many errors/m,
        unless: /^[ \t]+(?:replacing|spare)-|Sense Key : |[Uu]ncorrect|Pending_Sector [^\n]{0,100} [1-9]\d*$/m,
        category: "device",
        title: "{device} of {pool|the pool} is faulted: writes to it failed, hardly a read and no checksum",
        cause:
          "A surface that goes bad shows in reads and checksums; writes that fail alone speak for the cable, the power or the controller, or for a disk that dropped off",
        remedies: [
          soundness,
          change("Seat its cables anew, both of data and of power, or change them, before the disk is replaced"),
          oneDevice,
        ],
      },
      {
        when: /^[ \t]+(?<device>[\w.:/-]{1,200})[ \t]{1,80}FAULTED[ \t][^\n]{0,80}too many errors/m,
        title: "{device} of {pool|the pool} is faulted, and not used any more",
        remedies: [statusOfPool, soundness, oneDevice],
      },
    ],
    title: "A device of {pool|the pool} is faulted, and not used any more",
    cause: "It returned too many errors; the redundancy that is left keeps the pool going",
    remedies: [statusOfPool, soundness, clearOrReplace],
    source: "zpool status",
  },
  {
    id: "status-ZFS-8000-K4",
    needles: ["ZFS-8000-K4", "intent log record could not be read"],
    pattern: /ZFS-8000-K4|intent log record could not be read/,
    title: "The newest writes of {pool|the pool} cannot be read back",
    cause: "Its log device is missing or damaged",
    remedies: [statusOfPool, look("Bring the log device back first; clearing loses the last seconds")],
    source: "zpool status (ZFS-8000-K4)",
  },
  {
    id: "status-offline",
    severity: "warning",
    needles: ["has been taken offline by the administrator", "device has been removed"],
    pattern: /has been taken offline by the administrator|device has been removed/,
    title: "A device of {pool|the pool} is offline",
    cause: "It was taken offline or pulled, and the redundancy is less until it is back",
    remedies: [statusOfPool, change("Bring it back: zpool online POOL DEVICE")],
    source: "zpool status (ZFS-8000-OF)",
  },
  {
    id: "status-resilvering",
    severity: "info",
    needles: ["is currently being resilvered", "resilver in progress since"],
    pattern: /is currently being resilvered|resilver in progress since/,
    title: "{pool|The pool} is being mended",
    cause: "A device was replaced or came back, and what it lacks is written to it",
    instead: [
      {
        when: /^[ \t]+(?<device>[\w.:/-]{1,200})[ \t]{1,80}FAULTED[ \t]{1,40}[^\n]{1,60}too many errors/m,
        severity: "error",
        title: "{device} fails while {pool|the pool} is being mended",
        cause: "The disk, its cable, port or power; a disk with shingled tracks (SMR) may not keep up, either",
        remedies: [
          statusOfPool,
          smartOf,
          kernelLog,
          look("Where a new disk fails, too, in the same place, change cable and port before the next one"),
        ],
      },
    ],
    remedies: [look("Wait until it is done before anything else is pulled", "zpool status {pool?}")],
    source: "zpool status",
  },
  {
    id: "status-hostid-mismatch",
    severity: "warning",
    needles: "Mismatch between pool hostid and system",
    pattern: /Mismatch between pool hostid and system hostid/,
    title: "{pool|The pool} carries another machine's hostid",
    cause: "It was imported by copying its cache file, or this machine's hostid has changed",
    remedies: [statusOfPool, look("Export it everywhere else, then export and import it here")],
    source: "zpool status (ZFS-8000-EY)",
  },
  {
    id: "status-domain-faulted",
    needles: "failure domains are faulted",
    pattern: /One or more failure domains are faulted/,
    title: "A shelf or domain of {pool|the pool} has failed",
    cause: "What its devices hang on no longer answers; the devices may be intact",
    remedies: [statusOfPool, kernelLog],
    source: "zpool status",
  },
]);
