import { change, destroy, type Entry, entriesOf, look } from "./entry";
import { causesBeside, versionsHere } from "./looks";

const mounts = look("See what is mounted where", "zfs list -H -o name,mounted,mountpoint,canmount");
const causes = [...causesBeside, "kernel-bug"] as const;

/** What stands around ZFS on a host: names of hosts, shares, packages, units of systemd, programs that go over all files. */
export const surroundings: readonly Entry[] = [
  ...entriesOf("network", [
    {
      id: "program-cannot-resolve",
      needles: [
        "getaddrinfo: ",
        "could not translate host name",
        "ould not resolve host",
        "unable to resolve host",
        "Temporary failure resolving",
        "nodename nor servname provided",
      ],
      pattern:
        /rsync: (?:\[\w+\] )?getaddrinfo: (?<host>\S{1,255}) \d{1,5}: |could not translate host name "(?<host2>[^"\n]{1,255})" to address|(?:curl: \(6\) |[Uu]nable to access '[^'\n]{1,300}': )Could not resolve host: (?<host3>[\w.-]{1,255})|(?<!sudo: )unable to resolve host(?: address)? ['‘"]?(?<host4>[\w.-]{1,255})|Temporary failure resolving '(?<host5>[^'\n]{1,255})'|\b(?:mbuffer|socat|nc|ncat|rsync|lftp|zrepl|borg|restic)\b[^\n]{0,200}nodename nor servname provided/,
      title: "The name {host|of a host} cannot be resolved",
      cause: "It is misspelt, no name server was reached, or the network was not up yet",
      remedies: [
        look("Ask for it by hand", "getent hosts {host}"),
        look("See which name servers that machine asks", "cat /etc/resolv.conf"),
        change("What starts at boot or after waking up waits for the network: After= and Wants=network-online.target"),
      ],
      follows: ["ssh-auth", "ssh-hostkey"],
      source: "rsync, curl, git, PostgreSQL, wget, apt",
    },
    {
      id: "rsync-socket-failed",
      needles: ["rsync: ", "rsync error: "],
      pattern:
        /rsync: (?:\[\w+\] )?(?:failed to connect to (?<host>\S{1,255})(?: \(\S{1,80}\))?: |write error: (?:Broken pipe|Connection)|safe_(?:read|write) failed [^\n]{0,120}(?:Connection|Broken pipe)|read error: (?:Connection|No route)|connection unexpectedly closed|link_stat "[^"\n]{1,200}" failed: Host is down)|rsync error: (?:error in socket IO|timeout (?:in data send\/receive|waiting for daemon connection))/,
      title: "rsync lost {host|the other side}, or did not reach it",
      cause:
        "The connection broke, nobody listens there, or rsync ended on that side, which then says why in its own words",
      remedies: [
        look("Look at the lines before it, and at what the other side said"),
        look("See whether the host can be reached, and whether its disk is full"),
        change("Give it time and go on where it was: --timeout=600 --partial"),
      ],
      follows: [
        "ssh-auth",
        "ssh-hostkey",
        "space",
        "network",
        "memory",
        "permission",
        "stream-corrupt",
        "config",
        "missing-snapshot",
        "module",
      ],
      source: "rsync io.c, socket.c, clientserver.c",
    },
    {
      id: "migration-no-websocket",
      needles: "websocket: bad handshake",
      pattern: /(?:[Ee]rror|[Ff]ailed)\b[^\n]{0,300}websocket: bad handshake/,
      title: "The two daemons did not come together for a migration",
      cause:
        "The address that one gave to the other is not reached from there, a proxy is between, or their releases differ",
      remedies: [
        look("See which address each one gives: lxc config get core.https_address"),
        look("Try it from the other host: curl -k https://ADDRESS:8443"),
        change("Name the way that works: --mode=pull, push or relay"),
      ],
      follows: ["busy", "exists", "permission", "space"],
      source: "LXD, Incus",
    },
  ]),
  ...entriesOf("permission", [
    {
      id: "nfs-refused",
      needles: ["refused mount request from", "access denied by server while mounting", "refused unmount request from"],
      pattern:
        /refused (?:un)?mount request from (?<host>\S{1,255}) for (?<path>\/\S{0,255})(?: \([^)\n]{1,255}\))?: (?<reason>[^\n]{1,80})|mount\.nfs4?: access denied by server while mounting (?<reason2>\S{1,255})/,
      title: "The NFS server lets {host|this client} not have {path|that share} ({reason})",
      cause:
        "It is exported to other addresses, under another path, or not at all; a dataset below a share is a share of its own",
      remedies: [
        look("See on the server what is exported to whom", "exportfs -v; zfs get -r sharenfs {path?}"),
        look("See by which name or address the server knows the client: getent hosts ADDRESS"),
        change(
          "Add that client to what sharenfs has now, which it would else replace: sharenfs='WHAT IS THERE,rw=@OLD:@ADDRESS'",
        ),
      ],
      source: "nfs-utils mountd(8), mount.nfs(8)",
    },
    {
      id: "selinux-denied-on-zfs",
      severity: "warning",
      needles: "avc:  denied",
      pattern:
        /avc: {1,2}denied {1,2}\{ (?<reason>[\w ]{1,80}) \}[^\n]{0,200}comm="(?<process>[^"\n]{1,40})"[^\n]{0,200}(?:dev="?zfs"?|(?:path|name)="\/?(?:dev\/)?zfs")/,
      title: "SELinux kept {process} from {reason} on a dataset",
      cause:
        "The policy of that machine does not allow it, or files there have no labels: xattr=off, received from elsewhere, or never labelled",
      remedies: [
        look("See what was denied", "ausearch -m avc -ts recent"),
        change("Label the files anew: restorecon -R PATH; a snapshot keeps the labels that it was taken with"),
        change("Where the policy lacks it, allow that alone: audit2allow -M NAME, from those lines"),
      ],
      source: "Linux audit",
    },
    {
      id: "btrfs-search-refused",
      needles: "can't perform the search",
      pattern: /can't perform the search: Operation not permitted/,
      title: "btrfs lets only root list subvolumes",
      cause: "The account that btrbk logs in with is none",
      remedies: [
        change(
          "Log in as root with a key bound to ssh_filter_btrbk.sh, or have btrbk use sudo: backend_remote btrfs-progs-sudo",
        ),
      ],
      source: "btrfs-progs; digint/btrbk",
    },
  ]),
  ...entriesOf("module", [
    {
      id: "packages-do-not-fit",
      needles: [
        "cannot install both ",
        "cannot install the best update candidate for package ",
        "none of the providers can be installed",
        "breaks dependency '",
        ": Depends: ",
        ": PreDepends: ",
        ": Breaks: ",
      ],
      pattern:
        /cannot install (?:both|the best update candidate for package) (?<module>(?:lib(?:zfs|zpool|nvpair|uutil)|zfs|kmod-zfs|kernel(?:-core|-devel)?)[\w.+~:-]{0,80})|package (?<module2>(?:lib(?:zfs|zpool|nvpair|uutil)|zfs|kmod-zfs)[\w.+~:-]{0,80})(?: from \S{1,40})? requires [^\n]{1,160}none of the providers|breaks dependency '(?<kernel>(?:linux|zfs|spl)[^'\n]{0,80})' required by (?<module3>[\w.+-]{1,80})|^ {0,4}(?<module4>(?:zfs|spl|libzfs|libzpool|libnvpair|libuutil)[\w.+-]{0,40}) : (?:Pre)?(?:Depends|Breaks|Conflicts): /m,
      title: "The packages of ZFS do not go together with those that are to be installed ({module})",
      cause: "Tools, libraries and module are of one release and one kernel each; one repository is ahead of another",
      remedies: [
        versionsHere,
        look("See from which repository each of them is, and in which releases they are to be had"),
        change(
          "Update all of them at once, or hold the kernel back until the module for it is out; remove none of ZFS to make it pass",
        ),
      ],
      source: "dnf, apt, pacman",
    },
    {
      id: "kernel-not-supported",
      needles: [
        "maximum supported kernel version is",
        "Cannot build against kernel version",
        "modules. You must install them to use DKMS",
        "skipped since the kernel headers",
        "skipped since the",
        "checking whether modules can be built",
        "Cannot generate ORC metadata",
        "nable to locate kernel source",
        "find kernel source",
      ],
      pattern:
        /Cannot build against kernel version (?<kernel>[\w.+-]{1,80})\.?$|maximum supported kernel version is (?<reason>[\w.]{1,20})|No kernel (?<kernel2>[\w.+-]{1,80}) modules\. You must install them to use DKMS|(?:autoinstall for kernel|Module build for kernel) (?<kernel3>[\w.+-]{1,80}) was skipped since the|checking whether modules can be built[:.]{1,3} ?no|Cannot generate ORC metadata|(?:Unable to locate|[Cc]annot find|could not find) kernel source/m,
      instead: [
        {
          when: /[Mm]aximum supported kernel version is (?<reason>[\w.]{1,20})|Cannot build against kernel version (?<kernel>[\w.+-]{1,80})/,
          title: "This release of OpenZFS does not build for {kernel|that kernel} yet",
          cause: "It supports kernels up to the one that its META file names (Linux-Maximum), {reason|an older one}",
          remedies: [
            look("See which newer release supports it"),
            change("Start and keep an older kernel until then, with its headers"),
          ],
        },
      ],
      title: "The module of ZFS cannot be built for {kernel|that kernel}: something of the kernel is missing",
      cause: "Its headers, the modules of the same release, or a tool like libelf are not installed",
      remedies: [
        look("See what there is for which kernel", "uname -r; ls /lib/modules; dkms status"),
        change("Install the headers of that kernel (linux-headers, kernel-devel) and libelf, then: dkms autoinstall"),
      ],
      source: "dkms, OpenZFS config/kernel.m4",
    },
  ]),
  ...entriesOf("service", [
    {
      id: "unit-not-executed",
      needles: ["status=20", "status=21", "status=22", "status=23", "status=24"],
      pattern:
        /(?:(?<unit>[\w@.\\:-]{1,120}\.service): [Mm]ain process exited, code=exited, |\bExecStart\w{0,4}=(?<path>\/\S{1,200})[^\n]{0,200}\(code=exited, |\bCode=exited, )status=(?<reason>20[0-9]\/[A-Z_]{3,20}|21\d\/[A-Z_]{3,20}|22\d\/[A-Z_]{3,20}|23\d\/[A-Z_]{3,20}|24[0-3]\/[A-Z_]{3,20})/,
      title: "systemd could not start what {unit|a unit} is to run ({reason})",
      cause:
        "Numbers from 200 on are systemd's own: EXEC, the program is not there or not for that machine; USER, CHDIR, NAMESPACE, what the unit asks for cannot be had",
      remedies: [
        look("See what it is to run, as whom, and where", "systemctl cat {unit}"),
        look("See whether that program is there and runs by itself", "ls -l {path}"),
        change(
          "Name its path as that package has it; a script needs #! in its first line; then: systemctl daemon-reload",
        ),
      ],
      follows: ["module", "space"],
      source: "systemd.exec(5)",
    },
    {
      id: "unit-job-failed",
      needles: "Job for ",
      pattern:
        /Job for (?<unit>(?:zfs|zpool|zed|zrepl|sanoid|syncoid|znapzend|zsys|zfsr)[\w@.\\:-]{0,120}\.(?:service|target|mount)) failed/,
      title: "{unit} failed when it was started",
      cause: "What it runs ended with an error, which its log tells",
      remedies: [look("Read what the unit said", "journalctl -u {unit} -n 100 --no-pager")],
      follows: causes,
      source: "systemctl(1)",
    },
    {
      id: "package-not-set-up",
      needles: ["error processing package ", "rejected the script header"],
      pattern:
        /error processing package (?<process>(?:zfs(?!-dkms|-initramfs)|zsys|libzfs|sanoid|zrepl|znapzend|spl)[\w.+-]{0,40})|insserv rejected the script header/,
      title: "The package {process|of a service} was not set up to its end",
      cause:
        "Its script could not start or enable a unit: the module is not there, or another unit is masked or lacks its own",
      remedies: [
        look("See what it stumbled over, in the lines before it, and: systemctl --failed"),
        look("See whether the module is there", "modprobe -n -v zfs; dkms status"),
        change("Once that is mended, set up what is left", "dpkg --configure -a"),
      ],
      follows: causes,
      source: "dpkg",
    },
  ]),
  ...entriesOf("mount", [
    {
      id: "mount-unit-failed",
      needles: [".mount: ", "Failed to mount /", "File System Check on"],
      pattern:
        /(?<unit>[\w@.\\:-]{1,160}\.mount): (?:Mount(?:ing)? (?:process exited, code=(?:exited|killed),? status=(?!0\/)|timed out)|Failed with result '(?!success))|Failed to mount (?<path>\/\S{0,200}?)\.?$|Dependency [Ff]ailed for File System Check on (?<path2>\/\S{1,200})/m,
      instead: [
        {
          when: /^(?<dataset>[\w.:-]{1,255}\/[\w.:/-]{1,255})[ \t]{1,20}(?<path>\/\S{0,255})[ \t]{1,20}zfs[ \t]{1,20}\S{1,200}[ \t]{1,10}\d[ \t]{1,10}[12][ \t]*$/m,
          title: "{path} is not mounted: fstab has {dataset} checked by fsck first, which ZFS does not have",
          cause: "The last number of that line is to be 0",
          remedies: [change("Write 0 0 at the end of that line of /etc/fstab, then: systemctl daemon-reload")],
        },
      ],
      title: "{unit|A mount} was not made by systemd",
      cause: "Its pool was not imported yet, its key is not loaded, or it was mounted otherwise before",
      remedies: [
        mounts,
        look("Read what it said", "journalctl -b -u {unit} --no-pager"),
        change(
          "In fstab: options zfsutil or mountpoint=legacy, x-systemd.requires=zfs-import.target, and 0 0 at the end",
        ),
      ],
      follows: causes,
      source: "systemd.mount(5)",
    },
    {
      id: "special-device-missing",
      needles: "special device ",
      pattern: /special device (?<device>\/dev\/\S{1,200}) does not exist/,
      title: "There is no {device} to mount",
      cause:
        "The volume's node is made by udev a little after the volume, or not at all: volmode=none, no udev in that container, a name with blanks",
      remedies: [
        look("See whether it is there by now, and where it points", "ls -l {device}"),
        look("See how its nodes are made: zfs get volmode,snapdev DATASET"),
        change("Have udev make them anew: udevadm trigger --subsystem-match=block; udevadm settle"),
      ],
      follows: ["pool-health", "missing-snapshot"],
      source: "util-linux mount(8), kubelet",
    },
    {
      id: "mount-generator-refuses",
      needles: "zfs-mount-generator: ",
      pattern:
        /zfs-mount-generator(?:\[\d+\])?: (?:invalid|failed|cannot|could not|error)[^\n]{0,120}?(?: for (?<dataset>[\w.:-]{1,255}\/[\w.:/-]{1,255}))?$/m,
      title: "No unit was made that mounts {dataset|a dataset}",
      cause:
        "The list that zed keeps has something in it that the generator does not take: a mountpoint that is no path, or a line that was cut",
      remedies: [
        look("See its line", "cat /etc/zfs/zfs-list.cache/*"),
        change(
          "Have zed write it anew, with zed running, by setting a property to what it is: zfs get canmount DATASET, then zfs set canmount=THAT DATASET",
        ),
      ],
      source: "OpenZFS etc/systemd/system-generators",
    },
  ]),
  ...entriesOf("encryption", [
    {
      id: "key-file-skipped",
      severity: "error",
      needles: "not found, empty or unreadable",
      pattern: /Key file (?<path>\/\S{1,255}) not found, empty or unreadable\. Skipping (?<dataset>[^\s.]{1,255})/,
      title: "The key of {dataset} was not loaded at boot: {path} could not be read then",
      cause: "That file lies on a filesystem that is mounted later, or is not there",
      remedies: [
        change("Load it now, and mount it", "zfs load-key {dataset}"),
        change(
          "Keep the key where it can be read so early, in the root dataset: zfs set keylocation=file:///PATH {'dataset}",
        ),
      ],
      source: "FreeBSD rc.d/zfskeys",
    },
  ]),
  ...entriesOf("space", [
    {
      id: "zsys-keeps-room",
      needles: "Minimum free space to take a snapshot",
      pattern: /Minimum free space to take a snapshot and preserve ZFS performance is (?<reason>\d{1,3}%)/,
      title: "zsys takes no state: less than {reason} of a pool is free",
      cause: "States of before keep what was deleted since, on bpool above all old kernels",
      remedies: [
        look("See what takes it", "zfs list -o space -r bpool; zsysctl show"),
        destroy("Let it destroy the states that its own rules no longer keep", "zsysctl service gc"),
        change("Remove kernels that are not used: apt autoremove"),
      ],
      source: "Ubuntu zsys",
    },
  ]),
  ...entriesOf("config", [
    {
      id: "dot-zfs-gone-over",
      severity: "warning",
      needles: ["/.zfs"],
      pattern:
        /(?:rm|rmdir|chown|chmod|chgrp|chcon|restorecon|setfacl|mv|cp|find|touch|rsync): [^\n]{0,300}(?<path>\/[^\s'"]{0,200}\/\.zfs)\b[^\n]{0,200}(?:Operation not (?:applicable|permitted|supported)|Read-only file system|Permission denied|Directory not empty|Device or resource busy)/,
      title: "A program that goes over all files came to {path}, which nothing can change",
      cause: "There the snapshots are looked into; it is seen where snapdir=visible",
      remedies: [
        change("Leave it out: find PATH -name .zfs -prune -o …, rsync --exclude=.zfs"),
        change("Or hide it: zfs set snapdir=hidden DATASET"),
      ],
      source: "zfsprops(7), coreutils, illumos",
    },
    {
      id: "zrep-not-set-up",
      needles: ["You must initialize ", "could not find sent snap for", "did not receive all required args"],
      pattern:
        /You must initialize (?<dataset>\S{1,255}) for zrep|zrep_sync could not find sent snap for (?<dataset2>\S{1,255}?)\.?$|ERROR: \w{1,40} did not receive all required args/m,
      title: "zrep does not know {dataset|that dataset} under this tag",
      cause:
        "Its properties are those of another tag (-t, ZREPTAG), or it was never set up; some forms of sync want other arguments",
      remedies: [
        look("See what is set there", "zfs get -s local,received all {dataset}"),
        look("See the snapshots of each tag", "zfs list -t snapshot -o name -d 1 {dataset}"),
        change(
          "Set it up with that tag: zrep -t TAG init DATASET HOST DATASET, or changeconfig where snapshots are there",
        ),
      ],
      source: "zrep",
    },
    {
      id: "installer-skips-pool",
      severity: "warning",
      needles: "skipping creating zpool",
      pattern: /skipping creating zpool (?<pool>[\w.:-]{1,255})/,
      title: "The installer did not create the pool {pool}: there is something on the disks already",
      cause: "It takes what is there for its own of an earlier run, and goes on without a pool",
      remedies: [
        look("See what is there", "lsblk -o NAME,SIZE,FSTYPE,LABEL; zpool import"),
        destroy(
          "If nothing of it is needed, have the installer wipe the disks first: disko --mode destroy,format,mount",
        ),
      ],
      source: "nix-community/disko",
    },
  ]),
];
