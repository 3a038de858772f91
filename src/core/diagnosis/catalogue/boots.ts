import { change, type Entry, entriesOf, look } from "./entry";

/** How a host starts: boot loaders, the first stages, units of ZFS, and what zsys keeps. */
export const boots: readonly Entry[] = [
  ...entriesOf("config", [
    {
      id: "no-root-on-command-line",
      needles: "Could not find a root= entry",
      pattern: /Could not find a root= entry on the kernel command line/,
      title: "The boot loader named no root filesystem",
      cause: "The kernel's command line has no root=, or has it in the form of another kind of initramfs",
      remedies: [
        look("See what it is", "cat /proc/cmdline"),
        look(
          "Compare it with what that initramfs reads: root=ZFS=POOL/ROOT (initramfs-tools), root=zfs:POOL/ROOT (dracut)",
        ),
      ],
      source: "systemd-fstab-generator(8); zbm-dev/zfsbootmenu#571",
    },
    {
      id: "no-hostid-at-boot",
      severity: "warning",
      needles: ["No hostid found on kernel command line", "hostid not set"],
      pattern: /ZFS: No hostid found on kernel command line or \/etc\/hostid/,
      title: "The initramfs has no hostid",
      cause:
        "Neither the kernel's command line has spl_hostid= nor was /etc/hostid put into it, so a pool that has one looks like another machine's",
      remedies: [
        look("See which one this machine has", "hostid; ls -l /etc/hostid"),
        change("If there is no /etc/hostid, write it", "zgenhostid"),
        change(
          "Then build the initramfs anew (dracut -f, update-initramfs -u), and see that it is in it: lsinitrd | grep hostid",
        ),
      ],
      source: "OpenZFS contrib/dracut; project-trident/trident-core#106",
    },
    {
      id: "grub-cannot-read-pool",
      needles: ["grub-probe: error: ", "grub-install: error: "],
      pattern:
        /grub-(?:probe|install): error: (?:unknown filesystem|failed to get canonical path of [`'"](?<path>[^`'"\n]{1,200})[`'"])/,
      title: "grub does not find its way from the devices to the pool",
      cause:
        "grub reads few of the features of a pool, and knows its devices by other names, so that the boot menu it writes may lack the pool",
      remedies: [
        look(
          "See what the pool's devices are called, and which features are active",
          "zpool status -LP && zpool get all",
        ),
        change("Keep /boot on a pool with compatibility=grub2, or start by another loader, as ZFSBootMenu"),
      ],
      source: "GRUB grub-probe; zfsonlinux/grub#19",
    },
    {
      id: "zsys-user-unknown",
      needles: "couldn't save state for user",
      pattern: /couldn't save state for user "(?<user>[^"\n]{1,64})": user "[^"\n]{1,64}" doesn't exist/,
      title: "zsys keeps no states of {user}: it knows users of the machine itself alone",
      cause: "The account comes from a directory (LDAP, AD), or has no dataset of its own",
      remedies: [
        look("See whether it is in /etc/passwd", "getent passwd {user}"),
        change("Turn its unit off for that user: systemctl --user mask zsys-user-savestate.timer"),
      ],
      source: "zsys; ubuntu/zsys#100",
    },
    {
      id: "zed-folder-missing",
      needles: "ailed to open dir",
      pattern: /[Ff]ailed to open dir "(?<path>[^"\n]{1,200}\/zed\.d)": No such file or directory/,
      title: "zed finds none of its scripts: there is no {path}",
      cause: "The package of zed is not installed there, or zed was built for another folder",
      remedies: [
        look("See which package has it", "ls -ld /etc/zfs/zed.d /usr/libexec/zfs/zed.d"),
        change("Install the package of zed (zfs-zed on Debian), or tell it the folder: zed -d FOLDER"),
      ],
      source: "OpenZFS cmd/zed/zed_conf.c; zfsonlinux/pkg-zfs#137",
    },
  ]),
  ...entriesOf("mount", [
    {
      id: "stage-two-missing",
      needles: "stage 2 init script",
      pattern: /stage 2 init script \((?<path>[^)\n]{1,200})\) not found/,
      title: "The root filesystem that was mounted has no init in it",
      cause: "A dataset of the system (/nix, /usr) was not mounted with it, or another root was mounted than was meant",
      remedies: [
        look(
          "See which datasets the system's configuration mounts in its first stage (neededForBoot), and their mountpoint=legacy",
        ),
        look("See the kernel's command line and what is below the root: zfs list -r -o name,canmount,mountpoint"),
      ],
      source: "NixOS stage 1; NixOS/nixpkgs#95105",
    },
    {
      id: "mount-over-root",
      needles: "cannot mount '/': directory is not empty",
      pattern: /cannot mount '\/': directory is not empty/,
      severity: "warning",
      title: "A root filesystem was to be mounted over the one that runs",
      cause: "Its property mountpoint is /, and its pool was imported without another root (-R)",
      remedies: [
        look("See which it is", "zfs list -H -o name,mounted,mountpoint,canmount"),
        change(
          "Where it is another system's root in the pool that runs, let it not be mounted by itself: zfs set canmount=noauto DATASET",
        ),
        change(
          "Where it is another pool's, export that pool, and import it below another directory: zpool import -N -R /mnt POOL",
        ),
      ],
      source: "OpenZFS lib/libzfs/libzfs_mount.c; openzfs/zfs#5969",
    },
  ]),
  ...entriesOf("service", [
    {
      id: "zsys-daemon-silent",
      needles: "zsys daemon",
      pattern: /couldn't connect to zsys daemon: (?<reason>[^\n]{1,120})/,
      title: "zsysd does not answer",
      cause: "It is still reading a long history of states, or has failed",
      remedies: [
        look("Read what it said", "journalctl -u zsysd -n 100 --no-pager"),
        change("Start it again", "systemctl restart zsysd"),
      ],
      source: "zsys; ubuntu/zsys#79",
    },
    {
      id: "unit-is-masked",
      severity: "warning",
      needles: "-> /dev/null",
      pattern:
        /(?<path>\/(?:etc|run)\/systemd\/\S{1,80}\/(?<unit>zfs[\w@.-]{1,60}\.(?:service|target|mount))) -> \/dev\/null/,
      title: "{unit} is masked: nothing starts it",
      cause: "A link to /dev/null stands in its place, by hand or by the package",
      remedies: [
        look("See which of them are enabled", "systemctl list-unit-files 'zfs*'"),
        change("Unmask it", "systemctl unmask {unit}"),
      ],
      source: "systemd.unit(5); openzfs/zfs#14029",
    },
    {
      id: "zfs-units-disabled",
      needles: "no pools available",
      lines: 4,
      pattern:
        /no pools available(?! to import)(?:\n[^\n]{0,200}){0,2}?systemctl is-enabled [^\n]{0,200}\bzfs[\w.@-]{0,60}[^\n]{0,200}\n(?:disabled|masked)/,
      title: "No pool is imported at boot: the units of ZFS are disabled",
      cause: "An update or an installation by hand did not enable them",
      remedies: [
        look("See which there are, and which of them are masked", "systemctl list-unit-files 'zfs*'"),
        change("Unmask those that are: systemctl unmask UNIT"),
        change(
          "Enable them; without /etc/zfs/zpool.cache it is zfs-import-scan.service",
          "systemctl enable zfs-import-cache.service zfs-import.target zfs-mount.service zfs.target",
        ),
      ],
      source: "systemd; openzfs/zfs#4590",
    },
  ]),
];
