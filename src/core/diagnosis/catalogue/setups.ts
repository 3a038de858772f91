import { change, type Entry, entriesOf, look } from "./entry";

/** How a host is set up: its login shells, the paths that tools are told, units, and names that cannot be. */
export const setups: readonly Entry[] = [
  ...entriesOf("config", [
    {
      id: "shell-without-assignments",
      needles: ": Command not found.",
      pattern: /^(?<reason>[A-Z_]{1,40}=\S{0,80}): Command not found\.$/m,
      title: "The login shell there does not know '{reason}' before a command",
      cause: "It is csh or tcsh, and the tool that logs in writes for sh",
      remedies: [
        look("See which it is: ssh USER@HOST 'echo $shell'"),
        change("Give that account sh or bash as its login shell, or have the tool say: env {'reason} COMMAND"),
      ],
      source: "tcsh; bolthole/zrep#47",
    },
    {
      id: "zfs-path-wrong",
      needles: "no such file or directory: /",
      pattern: /no such file or directory: (?<path>\/(?:[\w.-]{1,60}\/){0,8}s?bin\/(?:zfs|zpool))\b/,
      title: "There is no {path} on that host",
      cause: "A tool was told this path, and the system, or its last update, has the program elsewhere",
      remedies: [look("See where it is", "command -v zfs zpool"), change("Set that path in the tool's settings")],
      source: "zsh; democratic-csi",
    },
  ]),
  ...entriesOf("module", [
    {
      id: "configure-no-modules",
      needles: "does not include the required loadable module",
      pattern: /This kernel does not include the required loadable module/,
      title: "configure says that the kernel takes no modules",
      cause: "It was built without them, or with another compiler than configure tries: clang where this is gcc",
      remedies: [
        look("See by which it was built", "cat /proc/version"),
        change("If it was clang: ./configure CC=clang LLVM=1 KERNEL_LLVM=1, then build anew"),
        look("See what was tried: the end of config.log and of build/conftest*/build.log"),
      ],
      source: "OpenZFS config/kernel-config-defined.m4; openzfs/zfs#16946",
    },
  ]),
  ...entriesOf("exists", [
    {
      id: "guest-exists",
      needles: "already exists on node",
      pattern: /\b(?<reason>(?:VM|CT) \d+) already exists on node(?: '(?<host>[\w.-]+)')?/,
      title: "{reason} is on {host|the other node} already",
      cause: "An earlier migration or restore made it, or two guests were given one number",
      remedies: [
        look("See what it is before it is removed: qm config NUMBER or pct config NUMBER there"),
        change("Choose another number, or remove the one that an aborted run has left"),
      ],
      source: "Proxmox qemu-server, pve-container",
    },
  ]),
  ...entriesOf("naming", [
    {
      id: "user-property-capitals",
      needles: "invalid property '",
      pattern: /invalid property '(?<property>(?=[^'\n]{0,255}[A-Z])[^':\n]{1,128}:[^'\n]{1,128})'/,
      title: "{property} is no name that a user property can have",
      cause: "Capitals are not allowed there: small letters, digits and : + . _ - are",
      remedies: [change("Choose a name without them; of znapzend, a destination's tag in small letters")],
      source: "zfsprops(7); oetiker/znapzend#476",
    },
    {
      id: "automount-blanks",
      needles: ["nable to automount ", ": Object is remote"],
      pattern:
        /[Uu]nable to automount (?<snapshot>[^@\n]{1,255}@\S{1,255} [^\n]{0,255}?) at \/|\/\.zfs\/snapshot\/(?<reason>[^\s\/]{1,255} [^\n\/]{0,255}?)\/?'?: Object is remote/,
      title: "{snapshot|The snapshot} cannot be looked into below .zfs: its name has blanks",
      cause: "The helper that mounts it splits the name at them",
      remedies: [
        change("Rename it: zfs rename 'DATASET@OLD NAME' DATASET@NEW-NAME"),
        look("Name snapshots without blanks, as by date +%Y-%m-%d_%H%M"),
      ],
      source: "OpenZFS module/os/linux/zfs/zfs_ctldir.c; openzfs/zfs#1027",
    },
  ]),
  ...entriesOf("service", [
    {
      id: "zfs-units-disabled",
      needles: "no pools available",
      lines: 4,
      pattern:
        /no pools available(?! to import)(?:\n[^\n]{0,200}){0,2}?systemctl is-enabled [^\n]{0,200}\bzfs[\w.@-]{0,60}[^\n]{0,200}\n(?:disabled|masked)/,
      title: "No pool is imported at boot: the units of ZFS are disabled",
      cause: "An update or an installation by hand did not enable them",
      remedies: [
        look("See which there are", "systemctl list-unit-files 'zfs*'"),
        change("Enable them", "systemctl enable zfs-import-cache.service zfs-mount.service zfs.target"),
      ],
      source: "systemd; openzfs/zfs#4590",
    },
    {
      id: "scrub-stopped-by-unit",
      needles: "zpool scrub -s ",
      pattern: /^(?:zpool(?:\[\d+\])?: |ExecStop=)\S{0,60}zpool scrub -s (?<pool>[\w.:%-]+)/m,
      severity: "warning",
      title: "A unit stops its own scrub of {pool}",
      cause: "'zpool scrub' returns at once, so the unit is over, and what it does at its end cancels the scrub",
      remedies: [
        look("See the unit", "systemctl cat 'zpool-scrub@*' 'zfs-scrub*'"),
        change("Take ExecStop out of it, or have it wait: zpool scrub -w"),
      ],
      source: "systemd units of distributions",
    },
  ]),
  ...entriesOf("mount", [
    {
      id: "mount-over-root",
      needles: "cannot mount '/': directory is not empty",
      pattern: /cannot mount '\/': directory is not empty/,
      severity: "warning",
      title: "A root filesystem was to be mounted over the one that runs",
      cause: "Its property mountpoint is /, and its pool was imported without another root (-R)",
      remedies: [
        look("See which it is", "zfs list -H -o name,mounted,mountpoint,canmount"),
        change("Export its pool, and import it below another directory: zpool import -N -R /mnt POOL"),
      ],
      source: "OpenZFS lib/libzfs/libzfs_mount.c; openzfs/zfs#5969",
    },
  ]),
];
