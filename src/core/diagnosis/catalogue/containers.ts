import { change, type Entry, entriesOf, look } from "./entry";

const above = look("Look at the lines before it");

/** Words of containers and virtual machines whose storage is ZFS, and of scripts in Python. */
export const containers: readonly Entry[] = [
  ...entriesOf("naming", [
    {
      id: "dataset-given-as-path",
      needles: ["returned non-zero exit status", "ZFSException: "],
      pattern:
        /Command '\['zfs', '(?:get|list|send|receive|recv|snapshot)',[^\n]{0,300}'(?<dataset>\/[^'\n]{1,300})'\]' returned non-zero exit status|ZFSException: (?:trailing slash|leading slash|empty component|invalid character)/,
      title: "{dataset|A name} begins or ends with a slash, which no dataset's name does",
      cause: "A tool was given a mountpoint, or a name with a slash too many, where it wants a dataset",
      remedies: [look("See the names there are", "zfs list -H -o name,mountpoint")],
      source: "pyznap, py-libzfs; yboetz/pyznap#9",
    },
  ]),
  ...entriesOf("config", [
    {
      id: "proxmox-lun-missing",
      needles: "ould not find lu_name for",
      pattern: /[Cc]ould not find lu_name for (?:zvol )?(?<dataset>\S+)/,
      title: "Proxmox finds no iSCSI unit for {dataset}",
      cause: "The volume is there, but not in the storage's list of units, or that list was read while it changed",
      remedies: [look("See the storages", "pvesm status"), look("See the units on the storage's own page")],
      source: "Proxmox PVE/Storage/ZFSPlugin.pm",
    },
  ]),
  ...entriesOf("encryption", [
    {
      id: "load-key-unit-failed",
      needles: "zfs-load-key",
      pattern:
        /(?<unit>zfs-load-key[\w@.-]{0,200}\.service)(?:: (?:Main process exited, code=(?:exited|killed|dumped), status=(?!0\/)|Failed with result|[Ss]tart operation timed out)| failed because)/,
      title: "{unit} failed: a key was not loaded",
      cause: "The key's file or prompt gave no key, or one that does not fit; the unit's log tells which",
      remedies: [
        look("See what it said", "journalctl -u {unit} -n 30 --no-pager"),
        look("See the keys", "zfs get -H -r -t filesystem,volume keylocation,keystatus"),
      ],
      follows: "any",
      source: "systemd; OpenZFS etc/systemd/system-generators",
    },
    {
      id: "container-key-missing",
      needles: 'using "zfs"',
      pattern: /Failed to mount "(?<dataset>[^"\n]+)" on "[^"\n]+" using "zfs": permission denied/,
      title: "{dataset} could not be mounted: its key is not loaded",
      cause: "mount(2) says 'permission denied' of an encrypted dataset without its key, even to root",
      remedies: [look("See it", "zfs get -H encryptionroot,keystatus {dataset}")],
      source: "Incus; lxc/incus#3046",
    },
  ]),
  ...entriesOf("mount", [
    {
      id: "container-mount-failed",
      needles: [
        "creating zfs mount",
        "ailed to mount ZFS",
        "MountVolume.",
        "Mounting from zfs:",
        "format and mount the zvol",
      ],
      pattern:
        /not able to format and mount the zvol|[Ee]rror creating zfs mount[^\n]{0,300}|Failed to mount ZFS (?:filesystem|dataset)|MountVolume\.\w+ failed for volume[^\n]{0,300}zfs|Mounting from zfs:(?<dataset>\S+) failed with error \d+/,
      instead: [
        {
          when: /creating zfs mount (?:of (?<dataset>\S{1,255}) )?[^\n]{0,300}(?:device or resource|target|dataset) (?:is )?busy/i,
          category: "busy",
          title: "{dataset|A layer} of a container is in use, so it was not mounted once more",
          cause: "The container runs, or another mount namespace has kept it from an earlier one",
          remedies: [
            look("See which processes have it", "grep -l {dataset} /proc/[0-9]*/mountinfo"),
            change("End those, or copy while the container is stopped; then try again"),
          ],
        },
      ],
      title: "{dataset|A dataset} could not be mounted for a container or a root",
      cause: "It is mounted elsewhere, is gone, or its pool is not imported",
      remedies: [look("See what is mounted where", "zfs list -H -o name,mounted,mountpoint,canmount")],
      follows: ["busy", "missing-snapshot", "pool-health", "permission", "encryption", "mount", "device"],
      source: "Docker, LXD, kubelet, FreeBSD",
    },
  ]),
  ...entriesOf("service", [
    {
      id: "python-command-failed",
      needles: "CalledProcessError",
      pattern:
        /CalledProcessError\w*: Command '(?:\[')?(?:\/[\w/.-]{0,60}\/)?(?<process>zfs|zpool)\b[^\n]{0,600}returned non-zero exit status/,
      title: "A script's {process} command failed",
      cause: "What {process} said is in the script's output, or was thrown away by it",
      remedies: [look("Run that command by hand, as the same user")],
      follows: "any",
      source: "Python subprocess",
    },
    {
      id: "container-storage-failed",
      needles: [
        "ailed to run: z",
        'driver "zfs" failed',
        "could not activate storage",
        "is not online",
        "ailed to create ZFS",
        "ailed to destroy ZFS",
        "ailed to delete ZFS",
        "ailed to clone ZFS",
        "VolumeDriver.",
      ],
      pattern:
        /VolumeDriver\.\w+: (?:exit status \d|zfs)|[Ff]ailed to run: (?:zfs|zpool) |driver "zfs" failed to|could not activate storage '(?<path>[^'\n]+)'|storage '(?<path2>[^'\n]+)' is not online|[Ff]ailed to (?:create|destroy|delete|clone|rename) ZFS /,
      title: "Containers or guests could not use their storage on ZFS",
      cause: "What zfs said stands in the same line or near it",
      remedies: [above],
      follows: "any",
      source: "LXD, Incus, Docker, Proxmox",
    },
  ]),
];
