import { change, type Entry, entriesOf, look } from "./entry";
import { versionsHere } from "./looks";

const headers = look(
  "See that the headers of the running kernel are there, and which compiler built it",
  "uname -r && cat /proc/version",
);

/** Releases whose commands and modules are told apart. */
const releases = ["0.7", "0.8", "2.0", "2.1", "2.2", "2.3", "2.4"] as const;

/** The module as it is built, packaged and loaded: what compilers, package managers and loaders say. */
export const builds: readonly Entry[] = [
  ...entriesOf("module", [
    {
      id: "package-wants-kernel",
      needles: ['cannot resolve "', "unable to satisfy dependency '", "nothing provides "],
      pattern:
        /(?:cannot resolve "|unable to satisfy dependency '|nothing provides (?:needed )?)(?<kernel>(?:linux(?:-\w{1,20})?|kernel(?:-\w{1,20})?|zfs-utils(?:-git)?)\s?=\s?[\w.:+-]{1,60})["']?(?:[^\n]{0,60}\b(?:zfs|spl)|$)/m,
      title: "The package of ZFS waits for {kernel}, which is not to be had",
      cause: "It is built for one kernel and one release of its tools, and the system's are others by now",
      remedies: [
        look("Wait for the package that fits, and hold the kernel back until then"),
        change("Or take the one that is built on the machine itself: zfs-dkms"),
      ],
      source: "pacman, dnf; archzfs/archzfs#300",
    },
    {
      id: "module-does-not-compile",
      needles: ["error: "],
      pattern:
        /(?:^|\s)\/?(?:[\w.+-]{1,80}\/){0,12}(?:(?:zfs|spl|openzfs)[\w.+-]{0,40}\/(?:[\w.+-]{1,80}\/){0,8}|include\/(?:spl|zfs|os)\/)[\w.+-]{1,60}\.[ch]:\d{1,6}:(?:\d{1,5}:)? (?:fatal )?error: (?<reason>[^\n]{1,160})/m,
      title: "The module does not compile: {reason}",
      cause: "This release of OpenZFS does not know that kernel yet, or its headers are not those of the running one",
      remedies: [
        look("Compare the kernel with those that this release supports: its META file, Linux-Maximum"),
        headers,
        change("Take a newer release of OpenZFS, or an older kernel"),
      ],
      source: "GCC; openzfs/zfs#10190",
    },
    {
      id: "module-sources-refused",
      loose: true,
      needles: ["error: implicit declaration of function ", "ERROR: modpost: ", "ERROR: module not found: `"],
      pattern:
        /error: implicit declaration of function (?<reason>\S{1,80})|ERROR: modpost: (?<reason2>[^\n]{1,160})|ERROR: module not found: `(?<module>(?!z\w|spl)[\w-]{1,60})'/,
      title: "What was to be built for the kernel does not fit it: {reason|see the line}",
      cause:
        "The kernel has other functions and modules than the sources or the image's list expect: one of them is older",
      remedies: [
        headers,
        look("Compare the kernel with those that this release supports: its META file, Linux-Maximum"),
        look(
          "Of an initramfs: see whether the new kernel has that module built in (modinfo NAME), and only then take it out of the list",
        ),
      ],
      source: "GCC, kbuild, mkinitcpio; openzfs/zfs#5593",
    },
    {
      id: "kext-not-loaded",
      needles: ".kext failed to load",
      pattern:
        /(?<path>\/\S{1,120}\/(?:spl|zfs)\.kext) failed to load - \((?<reason>[^)\n]{1,80})\) ?(?<reason2>[^;\n]{0,80})/,
      title: "{path} could not be loaded into the kernel",
      cause: "It was built for another macOS, is not allowed by its security settings, or its own spl is missing",
      remedies: [
        look("See what it lacks: kextutil -v {'path}"),
        change("Install the release for that macOS, allow the extension in its settings, and restart"),
      ],
      source: "OpenZFS on OS X; openzfsonosx/zfs#419",
    },
    {
      id: "versions-listed-differ",
      severity: "warning",
      needles: releases.map((release) => `zfs-${release}.`),
      lines: 2,
      pattern: new RegExp(
        releases
          .map((release, at) => {
            const own = release.replace(".", "\\.");
            return `^zfs-(?<reason${at || ""}>${own}\\.[\\w.+~-]{1,60})\\nzfs-kmod-(?!${own}\\.)(?<kernel${at || ""}>\\d[\\w.+~-]{2,60})$`;
          })
          .join("|"),
        "m",
      ),
      title: "The commands of zfs are {reason}, the module that is loaded is {kernel}",
      cause: "What one asks the other may not know: an update without a restart, or a module that was not built",
      remedies: [versionsHere, change("Restart that machine, or export the pools and load the module anew")],
      source: "zfs-version(8); openzfs/zfs#13045",
    },
  ]),
  ...entriesOf("space", [
    {
      id: "initramfs-not-written",
      needles: ["cannot write compressed block", "cannot copy extracted data for './boot/"],
      pattern: /cannot copy extracted data for '\.\/boot\/|Write error : cannot write compressed block/,
      title: "There is no room for a kernel or its initramfs",
      cause: "The filesystem or pool of /boot is full, often of kernels of before and of its snapshots",
      remedies: [
        look("See what takes it", "df -h /boot && zfs list -t all -o space -r bpool"),
        look("See for which kernels the zfs module is built, and keep the one that runs", "uname -r && dkms status"),
        change("Let go of older kernels than that, one by one, and of old snapshots of /boot's dataset"),
      ],
      source: "lz4, initramfs-tools; terem42/zfs-hetzner-vm#29",
    },
  ]),
];
