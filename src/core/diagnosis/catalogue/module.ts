import { change, entriesOf, look } from "./entry";
import { kernelLog, versionsHere } from "./looks";

const dkms = look("See for which kernels it was built", "dkms status");
const load = change("Load it", "modprobe zfs");

/** The kernel module: not there, not built, not fitting. */
export const module = entriesOf("module", [
  {
    of: "module-not-loaded",
    next: "in remedies",
    follows: ["module"],
    instead: [
      {
        when: /Deleting module zfs-(?<reason>\d[\w.]*) completely from the DKMS tree/,
        title: "There is no zfs module for this kernel: the update removed {reason} and built none",
        cause: "The old module was taken out of DKMS, and the new one was not built",
        remedies: [
          look("See for which kernels it was built", "dkms status"),
          look(
            "See that the headers of the running kernel are there (kernel-devel, linux-headers), and that this release supports it",
          ),
          change("Build it: dkms autoinstall, or install zfs-dkms anew"),
        ],
      },
    ],
    title: "The zfs module is not loaded",
    cause: "It was not built for the running kernel, or nothing has loaded it yet",
    remedies: [load, dkms],
  },
  {
    of: "zfs-not-installed",
    instead: [
      {
        when: /CROND?\[|\bCron <|\(CRON\)|CMDOUT/,
        category: "service",
        title: "zfs is not on the PATH of a cron job",
        cause: "Cron's PATH lacks /sbin and /usr/sbin, where zfs and zpool lie",
        remedies: [
          look("See where it is", "ls /sbin/zfs /usr/sbin/zfs /usr/local/sbin/zfs"),
          change(
            "Set it at the head of the crontab: PATH=/usr/local/sbin:/usr/local/bin:/sbin:/bin:/usr/sbin:/usr/bin",
          ),
        ],
      },
    ],
    title: "OpenZFS is not there, or not on the PATH",
    cause: "Its directory (/sbin, /usr/sbin) is not on the PATH of ssh and cron, or it is not installed",
    remedies: [look("See where it is", "ls /sbin/zfs /usr/sbin/zfs /usr/local/sbin/zfs")],
  },
  {
    of: "module-too-old",
    title: "The commands are newer than the module that is loaded",
    cause: "It was updated, and the machine not restarted since",
    remedies: [versionsHere],
  },
  {
    id: "module-not-found",
    needles: ["Module zfs not found", "Module spl not found", "module not found: `"],
    pattern:
      /Module (?<module>zfs|spl) not found(?: in directory \/lib\/modules\/(?<kernel>\S+))?|module not found: `(?:z\w+|spl)'/,
    title: "There is no zfs module for {kernel|the running kernel}",
    cause: "The kernel was updated, and the module was not built for it",
    remedies: [dkms, change("Build it for the running kernel", "dkms autoinstall")],
    source: "kmod",
  },
  {
    id: "zfs-library-missing",
    needles: ["error while loading shared libraries: lib", 'Shared object "lib', "Library not loaded: ", "Error: lib"],
    pattern:
      /(?:(?:^|[\s:])(?<process>[\w.+/-]{1,200}): error while loading shared libraries: |ImportError: |OSError: )(?<reason>lib(?:zfs|zpool|nvpair|uutil|zfs_core|zfsbootenv|zutil)\.so[\w.]{0,20}): cannot open|Shared object "(?<reason2>lib(?:zfs|zpool|nvpair|uutil|zfs_core|zutil|spl)\.so[\w.]{0,20})" not found(?:, required by "(?<process2>[^"\n]{1,80})")?|Library not loaded: \S{0,120}(?<reason3>lib(?:zfs|zpool|nvpair|uutil|zfs_core)[\w.]{0,20})/m,
    instead: [
      {
        when: /shared libraries: [^\n]{1,80}: cannot open[\s\S]{0,2000}^(?<dataset>[\w.:-]{1,100}\/[\w./:-]{1,200}) +\d[^\n]{0,80} \/usr$/m,
        title:
          "zpool cannot run before its pool is imported: a library of it ({reason}) lies in /usr, which is {dataset}",
        cause: "The commands are in /sbin, and so are to be usable early; their libraries are installed below /usr",
        remedies: [
          change("Have the initramfs import the pool and mount /usr, or keep /usr in the root dataset"),
          look("See which package has the library, and where", "ldd $(command -v zpool)"),
        ],
      },
    ],
    title: "{process|A program} does not find ZFS's library {reason|it was built for}",
    cause:
      "OpenZFS was updated, and with it the number of its libraries; what was built for the old one has to be built anew",
    remedies: [
      look("See which of them are there", "ls -l /lib*/*zfs*.so* /usr/lib*/*zpool*.so* /usr/lib/*/libzfs*.so*"),
      versionsHere,
      change("Update or build anew what uses it; bring commands, libraries and module of ZFS to one release"),
      change("Where the library is there, have it found: ldconfig"),
    ],
    source: "glibc, FreeBSD rtld, dyld; johnramsden/zectl#59",
  },
  {
    id: "module-unsigned",
    severity: "info",
    needles: "module verification failed: signature",
    pattern: /\b(?<module>zfs|spl|icp|znvpair|zcommon|zavl|zunicode|zlua|zzstd): module verification failed: signature/,
    title: "The module {module} is not signed by a key that the kernel knows, and was loaded all the same",
    cause: "The kernel only notes it, unless Secure Boot is on",
    source: "Linux module loader",
  },
  {
    id: "dkms-build-failed",
    needles: ["Bad return status for module build", "DKMS make.log", "Error! "],
    pattern:
      /Bad return status for module build on kernel: (?<kernel>\S+)|Error! .{0,80}(?:zfs|spl)\S*.{0,80}(?:failed|could not)/,
    title: "The zfs module could not be built for {kernel|a kernel}",
    cause: "This release of OpenZFS does not know that kernel, or its headers are missing",
    remedies: [
      look("See what the compiler said", "tail -n 50 /var/lib/dkms/zfs/*/build/make.log"),
      change("Start the older kernel until OpenZFS is updated"),
    ],
    source: "dkms",
  },
  {
    id: "module-headers-missing",
    needles: ["kernel headers", "Your kernel headers for kernel"],
    pattern:
      /Your kernel headers for kernel (?<kernel>\S+) cannot be found|Missing (?<kernel2>\S+) kernel headers for module (?:zfs|spl)\b/,
    title: "The headers of {kernel} are missing, so the module cannot be built",
    cause: "The kernel was updated without its headers",
    remedies: [change("Install them: linux-headers-{kernel}")],
    source: "dkms",
  },
  {
    id: "module-symbols",
    needles: ["Unknown symbol", "disagrees about version of symbol", "Invalid module format", "Exec format error"],
    pattern:
      /(?<module>zfs|spl|icp|znvpair|zcommon|zavl|zunicode|zlua|zzstd): (?:Unknown symbol|disagrees about version of symbol)|insert '(?<module2>zfs|spl)': (?:Invalid module format|Exec format error|Unknown symbol)/,
    title: "The module {module} does not fit the running kernel",
    cause: "It was built for another kernel, or parts of two releases are mixed",
    instead: [
      {
        when: /(?<module>zfs|spl): Unknown symbol __x86_(?:indirect|return)_thunk/,
        title: "The module {module} was built for a newer kernel than the one that runs",
        cause: "The kernel was updated, and the machine has not been restarted since",
        remedies: [change("Restart that machine into the new kernel"), look("See which one runs", "uname -r"), dkms],
      },
    ],
    remedies: [
      versionsHere,
      dkms,
      change(
        "After an update of the kernel, restart; otherwise remove all of spl and zfs, and install one release anew",
      ),
    ],
    source: "Linux module loader",
  },
  {
    id: "module-signature",
    needles: ["Key was rejected by service", "Required key not available", "Loading of unsigned module is rejected"],
    pattern:
      /(?:'?(?<module>zfs|spl|icp|znvpair|zcommon)'?: |Loading of unsigned module)?.{0,20}(?:Key was rejected by service|Required key not available|unsigned module is rejected)/,
    title: "Secure Boot keeps the zfs module from being loaded",
    cause: "The module is not signed by a key that the machine knows",
    remedies: [
      look("See what is enrolled", "mokutil --sb-state"),
      change("Enrol dkms's key: mokutil --import /var/lib/dkms/mok.pub, then restart"),
    ],
    source: "Linux module loader",
  },
  {
    id: "dev-zfs-missing",
    needles: ["/dev/zfs and /proc/self/mounts are required", "Unable to open /dev/zfs"],
    pattern: /\/dev\/zfs and \/proc\/self\/mounts are required|Unable to open \/dev\/zfs(?!: Permission denied)/,
    title: "/dev/zfs is not there",
    cause: "It runs in a container or chroot that does not have it, or the module is not loaded",
    remedies: [load],
    source: "OpenZFS lib/libzfs/os/linux",
  },
  {
    id: "modules-load-failed",
    needles: ["Failed to find module 'zfs'", "Failed to insert module 'zfs'", "Failed to load ZFS module stack"],
    pattern: /Failed to (?:find|insert) module 'zfs'|Failed to load ZFS module stack/,
    title: "The zfs module was not loaded at boot",
    cause: "It is not there for this kernel, or the kernel refused it",
    instead: [
      {
        when: /insmod: [^\n]{0,80}modules\/(?<kernel>[\w.+-]{1,100})\/[^\n]{0,200}Invalid module format/,
        title: "The zfs module there is for {kernel}, and another kernel runs",
        cause: "A module is taken by the kernel alone that it was built for",
        remedies: [
          look("See which kernel runs", "uname -r"),
          dkms,
          change("Build the module for the one that runs, or start {kernel}"),
        ],
      },
    ],
    remedies: [dkms, kernelLog],
    source: "systemd-modules-load",
  },
  {
    id: "module-version-mismatch",
    severity: "warning",
    needles: ["Unknown error 1", "internal error: "],
    pattern: /internal error: (?:Unknown error 10\d\d|Invalid exchange|Cannot allocate|cannot .{0,80})/,
    title: "Commands and module of zfs do not understand each other",
    cause: "They are of different releases: an update without a restart, a container with another release",
    remedies: [versionsHere],
    source: "OpenZFS lib/libzfs/libzfs_util.c",
  },
]);
