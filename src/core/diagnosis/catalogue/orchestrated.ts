import { change, type Entry, entriesOf, look } from "./entry";
import { versionsHere } from "./looks";

const causes = [
  "busy",
  "space",
  "diverged",
  "exists",
  "permission",
  "missing-snapshot",
  "stream-corrupt",
  "feature-version",
  "mount",
  "network",
  "ssh-auth",
  "pool-health",
  "memory",
  "config",
  "module",
  "encryption",
] as const;

/** What drives ZFS from above: Ansible, Proxmox, LXD, Docker, programs in Python and Go, and what strace shows of them. */
export const orchestrated: readonly Entry[] = [
  ...entriesOf("config", [
    {
      id: "ansible-parameters",
      loose: true,
      needles: [
        "missing: ",
        "nsupported parameters for ",
        "missing required arguments",
        "mutually exclusive",
        "must be one of",
        "required together",
      ],
      pattern:
        /"msg": ?"(?:(?<reason>Unsupported parameters for \([\w.]{1,80}\) module: [^"\n]{1,120})|(?<reason2>missing required arguments: [^"\n]{1,120})|(?<reason3>\w{1,40} is \w{1,40} but (?:all|any) of the following are missing: [^"\n]{1,120})|(?<reason4>parameters are (?:mutually exclusive|required together): [^"\n]{1,120})|(?<reason5>value of \w{1,40} must be one of: [^"\n]{1,160})|(?<reason6>one of the following is required: [^"\n]{1,120}))/,
      title: "Ansible's module does not take the task as it is written: {reason}",
      cause:
        "A parameter is missing or misspelt, has to stand below another (properties), or came with a newer collection",
      remedies: [
        look("See what the module of that version takes: ansible-doc community.general.zfs, zpool, zfs_delegate_admin"),
        look("See which version it is", "ansible-galaxy collection list community.general"),
      ],
      source: "Ansible module_utils; ansible-collections/community.general#10766",
    },
    {
      id: "archive-kind-unknown",
      needles: ["nsupported archive format", "nsupported import format", "nrecognized archive format"],
      pattern: /^(?:[^\n]{0,80}: )?(?:Unsupported (?:archive|import) format|Unrecognized archive format)\b/m,
      title: "A file is of no kind that the program takes in",
      cause:
        "It goes by the end of the name (.zst, .gz, .xz, .zip, .txz) or by the file's first bytes, and by an option that says which is meant",
      remedies: [
        look("See what the file is: file FILE"),
        look("See which kinds that version takes: its help, 'bastille import' for one"),
      ],
      source: "Bastille, libarchive; BastilleBSD/bastille#265",
    },
    {
      id: "proxmox-clone-refused",
      needles: [
        "Full clone of a running",
        "clone feature ",
        "snapshot feature is not available",
        "onvert a VM to template",
        "onvert a CT to template",
      ],
      pattern:
        /Full clone of a running (?<process>container|VM) is only possible from a snapshot|(?:Full|Linked) clone feature (?:is not supported|for '(?<dataset>[^'\n]{1,255})' is not (?:available|supported))|snapshot feature is not available|[Cc]onvert a (?:VM|CT) to template if/,
      title: "Proxmox does not clone or snapshot that guest as it was asked",
      cause:
        "A container that runs is cloned from a snapshot alone, and a disk or mount point on a storage without snapshots not at all",
      remedies: [
        change(
          "Take a snapshot first, and clone from it: pct snapshot ID NAME; pct clone ID NEW --snapname NAME; or stop the guest",
        ),
        look("See on which storage each of its disks is, and of what kind that is", "pvesm status"),
      ],
      source: "Proxmox pve-container PVE/API2/LXC.pm, qemu-server",
    },
  ]),
  ...entriesOf("busy", [
    {
      id: "ioctl-busy",
      severity: "error",
      needles: ["zfs_ioc_", "EBUSY"],
      pattern:
        /\bzfs_ioc_\w{1,40}\b[^\n]{0,80}(?:->|returned|error|rc|ret|err) ?[=:]? ?-?16\b|ioctl\(\d{1,5}(?:<[^>\n]{1,80}>)?, (?:_IOC\([^)\n]{0,40}0x5a,|ZFS_IOC_\w{1,40}|0x5a[0-9a-f]{2}\b)[^\n]{0,400} = -1 EBUSY/,
      title: "The module answered a command of zfs that it is busy (EBUSY, 16)",
      cause: "The dataset is mounted in some mount namespace, open as a volume, held, being sent or received into",
      remedies: [
        look("See which processes have it mounted, in containers as well: grep DATASET /proc/[0-9]*/mountinfo"),
        look("See holds and clones of its snapshots: zfs list -t all -o name,userrefs,clones -r DATASET"),
        change("End what has it, then try again"),
      ],
      source: "OpenZFS module/zfs/zfs_ioctl.c, strace(1)",
    },
    {
      id: "docker-layer-busy",
      needles: ["ailed to remove root filesystem", "ailed to remove filesystem"],
      pattern:
        /[Dd]river "?zfs"? failed to remove (?:root )?filesystem[^\n]{0,400}(?:mount still active|is busy|resource busy)/,
      title: "Docker could not remove a container's layer: it is still mounted",
      cause: "Another process, often in a mount namespace of its own, has it mounted since",
      remedies: [
        look("See which processes have it", "grep -l docker/zfs /proc/[0-9]*/mountinfo"),
        change("End or restart those, then remove the container again"),
      ],
      source: "Docker graphdriver/zfs; moby/moby#20153",
    },
  ]),
  ...entriesOf("service", [
    {
      id: "migration-ended-by-other-side",
      needles: "websocket: close 1000",
      pattern:
        /(?:\bError: |\blevel=error |\bFailed )[^\n]{0,300}(?:migration|transferring)[^\n]{0,120}websocket: close 1000\b/,
      title: "The other daemon ended a migration by itself",
      cause:
        "1000 is an orderly end: it gave up for a reason that stands in that daemon's own log, as a mount in use or a dataset that is there",
      remedies: [
        look("Read what it said, on both hosts", "journalctl -u snap.lxd.daemon -u lxd -u incus -n 100 --no-pager"),
        look("Let it tell while it is tried again: lxc monitor --type=logging --pretty on both"),
      ],
      follows: causes,
      source: "LXD, Incus; canonical/lxd#10479",
    },
    {
      id: "go-program-panic",
      needles: ["panic: ", "fatal error: "],
      lines: 5,
      pattern:
        /^(?:[\w.-]{1,40}(?:\[\d+\])?: )?(?:panic|fatal error): (?<reason>[^\n]{1,200})\n(?:[^\n]{0,200}\n){0,3}?[^\n]{0,40}goroutine \d{1,9} \[|^(?:[\w.-]{1,40}(?:\[\d+\])?: )?panic: (?<reason2>runtime error: [^\n]{1,160}|interface conversion: [^\n]{1,160}|assignment to entry in nil map|send on closed channel|close of (?:closed|nil) channel)|fatal error: (?<reason3>all goroutines are asleep|concurrent map [\w ]{1,40})/m,
      title: "A program ended itself: {reason}",
      cause: "A fault of the program (it is written in Go); neither the kernel nor the pool is at fault",
      remedies: [
        look("See which version it is, and whether a newer one mends it: zrepl version"),
        change("Start it again"),
        look("Keep the lines behind 'goroutine', and report them"),
      ],
      source: "Go runtime; zrepl/zrepl#348",
    },
    {
      id: "rust-program-panic",
      loose: true,
      needles: "' panicked at ",
      pattern: /thread '[^'\n]{1,80}' panicked at (?<reason>[^\n]{1,200})/,
      title: "A program ended itself at {reason}",
      cause: "A fault of the program (it is written in Rust), or an answer that it did not expect",
      remedies: [look("Run it again with RUST_BACKTRACE=1, and look for a newer version")],
      follows: causes,
      source: "Rust std",
    },
    {
      id: "python-fault",
      loose: true,
      needles: [
        "KeyError: ",
        "TypeError: ",
        "AttributeError: ",
        "IndexError: ",
        "NameError: ",
        "UnboundLocalError: ",
        "UnicodeDecodeError: ",
        "RecursionError: ",
        "ZeroDivisionError: ",
      ],
      pattern:
        /^(?<reason>(?:Key|Type|Attribute|Index|Name|UnboundLocal|UnicodeDecode|Recursion|ZeroDivision)Error: [^\n]{1,200})/m,
      title: "A program met what it did not expect, and ended: {reason}",
      cause: "A fault of it (in Python), or zfs answered in another form than it knows; the lines above say where",
      remedies: [look("See whether a newer version of the program mends it"), versionsHere],
      follows: causes,
      source: "Python",
    },
    {
      id: "unit-refused",
      loose: true,
      needles: [
        "ExecStart",
        "bad unit file setting",
        "bad-setting",
        "lacks value setting",
        "Unknown lvalue '",
        "Unknown key name '",
        "Unknown key '",
        "Executable path is not absolute",
        "Neither a valid executable name nor",
      ],
      pattern:
        /(?<unit>[\w@.\\:-]{1,120}\.(?:service|timer|mount|socket|path)): (?:Service (?:lacks both ExecStart|has no ExecStart|has more than one ExecStart)|Timer unit lacks value setting|Unit configuration has fatal error)[^\n]{0,160}|Unit (?<unit2>[\w@.\\:-]{1,120}) has a bad unit file setting|Loaded: bad-setting|(?<path>\/\S{1,200}\.(?:service|timer|mount)):\d{1,5}: (?:Executable path is not absolute|Neither a valid executable name nor)/,
      title: "systemd does not take the unit {unit|as it is written}",
      cause:
        "A line of it is missing, empty or misspelt: a drop-in that replaces less than it takes away, or a package that wrote half of it",
      remedies: [
        look("See the unit with its drop-ins", "systemctl cat {unit}"),
        look("Have it checked", "systemd-analyze verify {unit}"),
        change("Mend it, then: systemctl daemon-reload, and start it"),
      ],
      source: "systemd core/service.c; NixOS/nixpkgs#25566",
    },
  ]),
];
