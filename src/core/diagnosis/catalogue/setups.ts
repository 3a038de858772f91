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
    {
      id: "chroot-place-missing",
      needles: "chroot: cannot change root directory to ",
      pattern: /chroot: cannot change root directory to '?(?<path>\/[^'\s:]{0,200})'?: No such file/,
      title: "There is no {path} to change the root to",
      cause: "In a container, the host's root is not mounted there: its volumes say nothing of it",
      remedies: [look("See which volumes the container has, and which one is to be {path}")],
      source: "coreutils chroot(1); democratic-csi/democratic-csi#263",
    },
    {
      id: "tool-is-required",
      needles: ["Required tool '"],
      pattern: /Required tool '(?<process>[\w.-]{1,40})' is missing/,
      title: "A program does not find {process}",
      cause: "The tools of ZFS are not installed there, or not where a snap or container sees them",
      remedies: [
        look("See where it is", "command -v zfs zpool"),
        change(
          "Install them (zfsutils-linux on Debian); of LXD's snap: snap set lxd zfs.external=true, and restart it",
        ),
      ],
      source: "LXD; canonical/lxd#11446",
    },
    {
      id: "overlay-over-zfs",
      needles: "'overlay' is not supported over zfs",
      pattern: /'overlay' is not supported over zfs/,
      title: "Containers' layers cannot lie on ZFS by overlay there",
      cause: "overlayfs over ZFS came with OpenZFS 2.2 and kernels of its time",
      remedies: [
        change("Use the driver zfs, or fuse-overlayfs as mount_program, in storage.conf"),
        change("Or put the storage on a volume with another filesystem"),
      ],
      source: "containers/storage; NixOS/nixpkgs#145261",
    },
    {
      id: "program-not-found-by-sh",
      loose: true,
      needles: ": not found",
      pattern: /^\/bin\/(?:ba|da)?sh: (?:line )?\d+: (?<process>[\w.-]{1,60}): not found$/m,
      title: "The shell of a job finds no {process}",
      cause: "The PATH of cron and of units is short: /usr/local/sbin and /usr/sbin are often not on it",
      remedies: [
        look("See where it is", "command -v {process}"),
        change("Give its whole path, or set PATH at the top of the crontab"),
      ],
      source: "cron(8); zfsonlinux/zfs-auto-snapshot#51",
    },
    {
      id: "program-not-in-path",
      loose: true,
      needles: ["exit code 127", "exit status 127", "returned 127"],
      pattern:
        /(?:[Cc]ommand "(?<process>[\w.\/-]{1,60})[^"\n]{0,400}" returned exit code 127|exit (?:code|status) 127|\breturned 127\b)/,
      title: "A program was not found: {process|see the line}",
      cause:
        "127 is what a shell ends with then: it is not installed, or not in the PATH, which is short in cron and units",
      remedies: [
        look("See where it is", "command -v zfs zpool mbuffer zstd"),
        change(
          "Set PATH at the top of the crontab, or in the unit: PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
        ),
      ],
      source: "POSIX sh; psy0rz/zfs_autobackup#179",
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
      id: "resource-name-refused",
      needles: "invalid resource name",
      pattern: /invalid resource name "(?<reason>[^"\n]{1,200})": \[(?<reason2>[^\]\n]{1,200})\]/,
      title: "Kubernetes does not take the name {reason}",
      cause: "It becomes the name of an object there, which a dataset's name with slashes cannot be",
      remedies: [
        change(
          "Give the volume a name of small letters, digits and - (volumeHandle), and the pool by its own parameter",
        ),
      ],
      source: "Kubernetes; openebs/zfs-localpv#360",
    },
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
];
