import { change, type Entry, entriesOf, look } from "./entry";
import { kernelLog, smartOf, statusOfPool, versionsHere, elsewhere } from "./looks";

const reachable = look("See whether it can be reached at all: ping, and ssh by hand");
const help = look("See what it takes: run it with --help, and compare its version with its documentation");

/** What systems and languages around a replication say in its stead: Python, Go, Perl, Proxmox, the kernel. */
export const everyday: readonly Entry[] = [
  ...entriesOf("network", [
    {
      id: "python-network-error",
      loose: true,
      needles: ["[Errno "],
      pattern:
        /\[Errno (?:-[235]|32|5[14]|6[0145]|10[0134]|11[0123])\] (?<reason>(?:[A-Z][\w ]*)?(?:[Tt]imed out|refused|reset|unreachable|No route to host|Broken pipe|is down|name resolution|not known|No address)[^\n]{0,80})/,
      title: "The network failed: {reason}",
      cause: "The other host is off, does not listen there, or something between does not let it through",
      remedies: [reachable],
      follows: ["ssh-auth", "ssh-hostkey"],
      source: "Python socket",
    },
    {
      id: "certificate-not-taken",
      loose: true,
      needles: ["x509: ", "tls: ", "SSL: CERTIFICATE_VERIFY_FAILED", "certificate verify failed"],
      pattern:
        /x509: (?<reason>(?:certificate|cannot|failed)[^\n]{0,160})|tls: (?<reason2>(?:failed to verify|bad certificate|handshake failure|unknown certificate|first record)[^\n]{0,160})|(?<reason3>CERTIFICATE_VERIFY_FAILED|certificate verify failed)/,
      title: "A certificate was not taken: {reason}",
      cause: "It has expired, is for another name, or is not signed by an authority that the other side knows",
      remedies: [look("See until when it holds, and for whom: openssl x509 -noout -dates -subject -in FILE")],
      source: "Go crypto/x509, OpenSSL",
    },
    {
      id: "ssh-command-255",
      needles: ["failed: exit code 255", "returned non-zero exit status 255", "exit status 255"],
      pattern:
        /[Cc]ommand '?\[?'(?:\S{0,80}\/)?ssh\b(?![^\n]{0,1500}\bpve)[^\n]{0,1500}(?:failed: exit code 255|returned non-zero exit status 255|(?:exited with |failed with |: )exit (?:status|code) 255)/,
      title: "ssh itself failed",
      cause: "255 is ssh's own exit code: the host was not reached, or did not let it in",
      remedies: [look("Try the connection by hand: ssh HOST true")],
      follows: ["network", "ssh-auth", "ssh-hostkey"],
      source: "OpenSSH ssh(1)",
    },
  ]),
  ...entriesOf("config", [
    {
      id: "option-unknown",
      loose: true,
      needles: [
        "Unknown option: ",
        "unrecognized arguments: ",
        "unknown shorthand flag",
        "unknown flag: ",
        "flag provided but not defined",
        "error: argument -",
        "arguments are required: ",
        "unknown command ",
        "rong number of arguments",
      ],
      pattern:
        /^Unknown option: (?<property>[\w-]+)|error: unrecognized arguments: |unknown (?:shorthand )?flag: |flag provided but not defined: |error: argument -[^\n]{1,80}: |error: the following arguments are required: |^Error: unknown command "|[Ww]rong number of arguments/m,
      title: "A program does not know an option it was given ({property|see its line})",
      cause: "It is misspelt, or that version of the program has it not yet or no more",
      remedies: [help],
      source: "Perl Getopt::Long, Python argparse, Go flag and cobra",
    },
    {
      id: "configuration-file-missing",
      loose: true,
      needles: ["onfig", ".conf", ".yml", ".yaml"],
      pattern:
        /(?:[Cc]onfig(?:uration)?[ -]?file[^\n]{0,120}|(?:^|[\s'\"(:=])\/[\w./-]{1,200}\.(?:conf|ya?ml|toml)['\")]?:? (?:\([^)\n]{1,80}\) )?)(?:does not exist|not found|[Nn]o such file|cannot be (?:read|opened)|is missing)|(?:cannot|could not|unable to|failed to) (?:read|open|load|find|parse) (?:the )?config/,
      title: "A configuration could not be read",
      cause: "Its file is not there, cannot be read by that user, or is not as the program wants it",
      remedies: [look("See where the program looks for it, and who may read it")],
      source: "zrepl, pyznap, znapzend, others",
    },
    {
      id: "yaml-not-read",
      loose: true,
      needles: ["yaml: ", "mapping values are not allowed", "did not find expected"],
      pattern:
        /yaml: (?:line \d+|unmarshal errors|control characters|found)[^\n]{0,160}|mapping values are not allowed|did not find expected (?:key|node|',')/,
      title: "A configuration in YAML is not well formed",
      cause: "Its indentation is not even, has tabs, or a key is misspelt",
      remedies: [look("See the line that is named; zrepl configcheck checks zrepl's")],
      source: "Go yaml, PyYAML",
    },
    {
      id: "proxmox-storage-absent",
      needles: ["storage '", "local devices: ", "no such volume"],
      pattern:
        /storage '(?<path>[^'\n]+)' (?:is not available on node|does not exist|is not online|does not support)|can't migrate (?:running )?VM which uses local (?:devices|disks)/,
      title: "Proxmox's storage {path|on that node} is not there for this guest",
      cause: "It is not defined for the other node, has another name there, or the guest is bound to a device",
      remedies: [look("See what each node has", "pvesm status")],
      source: "Proxmox VE PVE::Storage, PVE::QemuMigrate",
    },
  ]),
  ...entriesOf("missing-snapshot", [
    {
      id: "zettarepl-nothing-matching",
      needles: ["does not have any matching snapshots to replicate"],
      pattern: /Dataset '(?<dataset>[^'\n]+)' does not have any matching snapshots to replicate/,
      title: "{dataset} has no snapshot that the replication task takes",
      cause: "None has a name of the task's schema: none was taken yet, or it is named otherwise",
      remedies: [look("See its snapshots", "zfs list -t snapshot -o name,creation -d 1 {dataset}")],
      source: "zettarepl replication/run.py",
    },
    {
      id: "autobackup-nothing-selected",
      needles: ["No source filesystems selected", "No filesystems selected"],
      pattern: /No (?:source )?filesystems selected, please do a 'zfs set (?<property>[\w:-]+)=/,
      title: "No dataset is marked with {property}",
      cause: "The property that chooses what is backed up is set nowhere, or under another name",
      remedies: [look("See where it is set", "zfs get -t filesystem,volume -s local,received all")],
      source: "zfs_autobackup",
    },
  ]),
  ...entriesOf("diverged", [
    {
      id: "zettarepl-target-has-data",
      needles: ["does not have matching snapshots but has data"],
      pattern: /Target dataset '(?<dataset>[^'\n]+)' does not have matching snapshots but has data/,
      title: "{dataset} shares no snapshot with the source, and has data of its own",
      cause: "It was made or written by something else, or its snapshots were destroyed",
      remedies: [look("Compare both sides by guid: zfsr plan SOURCE TARGET shows the newest snapshot they share")],
      source: "zettarepl replication/run.py",
    },
    {
      id: "zrepl-sides-share-none",
      needles: ["but no common one"],
      pattern: /remote and local filesystem have snapshots, but no common one/,
      title: "Both sides have snapshots, and share none",
      cause: "Those that were shared have been pruned on one side, or the target was made by something else",
      remedies: [look("Compare both sides by guid: zfsr plan SOURCE TARGET shows the newest snapshot they share")],
      source: "zrepl replication/logic/diff",
    },
  ]),
  ...entriesOf("encryption", [
    {
      id: "zettarepl-encrypted-already",
      needles: ["Re-encrypting already encrypted source dataset"],
      pattern: /Re-encrypting already encrypted source dataset '(?<dataset>[^'\n]+)'/,
      title: "{dataset} is encrypted already, and the task is to encrypt it once more",
      cause: "With its properties it goes as it is; a new encryption would need it as plain data",
      remedies: [
        change("Switch encryption off in the task: the copy stays encrypted with the source's key"),
        change("Or leave Include Dataset Properties out, so that the target encrypts it with a key of its own"),
      ],
      source: "zettarepl replication/run.py",
    },
    {
      id: "zettarepl-encryption-differs",
      needles: ["Unable to send ", "must be encrypted (as", "ncryption inheritance requested"],
      pattern:
        /Unable to send (?:encrypted )?dataset '[^'\n]+' to existing (?:unencrypted|unrelated)[^\n]{0,40}dataset '(?<dataset>[^'\n]+)'|Destination dataset '(?<dataset2>[^'\n]+)' must be encrypted \(as|Encryption inheritance requested for destination dataset '(?<dataset3>[^'\n]+)'/,
      title: "What is sent and {dataset} do not go together in their encryption",
      cause: "An encrypted dataset goes raw into a new one, or as plain data below an encrypted parent",
      remedies: [look("See it", "zfs get -H encryption,encryptionroot,keystatus {dataset}")],
      source: "zettarepl replication/run.py, encryption.py",
    },
  ]),
  ...entriesOf("module", [
    {
      id: "module-version-magic",
      needles: ["version magic '", "disagrees about version of symbol"],
      pattern:
        /(?<module>zfs|spl|z[a-z]{3,8}|icp): (?:version magic '[^'\n]+' should be|disagrees about version of symbol)/,
      title: "The module {module} was built for another kernel",
      cause: "The kernel was updated and the module was not, or the other way round",
      remedies: [look("See for which kernels it was built", "dkms status"), versionsHere],
      source: "Linux module loader",
    },
    {
      id: "zfs-not-on-path",
      needles: ["No such file or directory", "ot found", "libzfs_init"],
      pattern:
        /^(?:\/usr\/bin\/)?env: ['‘"]?(?<module>zfs|zpool|zrepl)['’"]?: No such file or directory|exec of (?:zfs|zpool)\b[^\n]{0,300} failed: No such file or directory|libzfs_init(?:\(\))? failed|Can't exec "(?:\S*\/)?(?:zfs|zpool)": No such file/m,
      title: "zfs's commands or library are not there, or not on the PATH",
      cause: "OpenZFS is not installed, or the PATH of a command run by ssh, cron or a unit lacks /sbin",
      remedies: [versionsHere, look("See where it is", "command -v zfs")],
      source: "sh, Perl, coreutils",
    },
  ]),
  ...entriesOf("device", [
    {
      id: "nvme-critical-warning",
      needles: ["ritical Warning", "critical_warning", "Unaligned partial completion"],
      pattern:
        /Device: (?<device>\/dev\/nvme\w+)[^\n]{0,20}, Critical Warning \(0x(?!00)|\[(?<device2>sd[a-z]+)\] (?:tag#\d+ )?Unaligned partial completion/,
      title: "{device} is not sound",
      cause: "It is too hot, worn, has lost its spare blocks, or answers only in part",
      remedies: [smartOf, kernelLog],
      source: "smartmontools smartd, Linux SCSI",
    },
  ]),
  ...entriesOf("device", [
    {
      id: "usb-controller-dead",
      needles: ["HC died; cleaning up", "not responding, assume dead", "self-assessment test result: FAILED"],
      pattern:
        /xHCI host controller not responding, assume dead|HC died; cleaning up|self-assessment test result: FAILED/,
      instead: [
        {
          when: /xHCI host controller not responding, assume dead|HC died; cleaning up/,
          title: "The USB controller stopped answering, and was given up",
          cause: "A disk on it hung, its power failed, or the bridge does not bear UAS",
          remedies: [
            kernelLog,
            look("Check the power supply, cable and port of the USB disk; a restart brings the controller back"),
            change("Try the bridge without UAS: usb-storage.quirks=VENDOR:PRODUCT:u on the kernel's command line"),
          ],
        },
      ],
      title: "A controller of disks or a disk has failed",
      cause: "The controller no longer answers, or the disk failed its own test",
      remedies: [kernelLog, statusOfPool],
      source: "Linux xhci, smartctl",
    },
  ]),
  ...entriesOf("mount", [
    {
      id: "export-refused",
      needles: ["does not support NFS export", "is already mounted"],
      pattern:
        /exportfs: (?<path>\S+) does not support NFS export|(?:filesystem|cannot mount) '?(?<dataset>[^'\s]+)'? is already mounted/,
      instead: [
        elsewhere,
        {
          when: /(?:filesystem|cannot mount) '?(?<dataset>[^'\s]{1,255})'? is already mounted/,
          unless: /does not support NFS export/,
          title: "{dataset} is mounted already",
          cause: "Something mounted it before: a boot script, zfs mount -a, another run",
        },
      ],
      title: "{path|A dataset} was not shared",
      cause: "What lies there is no filesystem that NFS can export",
      remedies: [look("See what is mounted where", "zfs mount")],
      source: "nfs-utils, OpenZFS cmd/zfs",
    },
  ]),
  ...entriesOf("ssh-auth", [
    {
      id: "root-login-refused",
      needles: ["ROOT LOGIN REFUSED", "oot login is not allowed"],
      pattern: /ROOT LOGIN REFUSED FROM|[Rr]oot login is not allowed/,
      title: "sshd does not let root in",
      cause: "PermitRootLogin forbids it, or allows it with a forced command alone",
      remedies: [look("See what sshd has set", "sshd -T | grep -i permitrootlogin")],
      source: "OpenSSH auth.c",
    },
  ]),
  ...entriesOf("ssh-hostkey", [
    {
      id: "offending-key",
      needles: ["Offending ", "ffending key"],
      pattern: /Offending (?:\w+ )?key (?:in|for)[^\n]{0,20} (?<path>\S+?):\d+/,
      title: "A host's key is not the one that {path} has",
      cause: "The host was installed anew, has another key now, or is another one",
      remedies: [look("Compare the fingerprint on the host itself: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub")],
      follows: ["ssh-hostkey"],
      source: "OpenSSH sshconnect.c",
    },
  ]),
  ...entriesOf("memory", [
    {
      id: "memory-for-buffer",
      needles: ["annot allocate", "an't allocate", "MemoryError", "bad_alloc"],
      pattern:
        /mbuffer: (?:fatal|error): [Cc]annot allocate \d+|(?:fork|[Ss]ystem call)[^\n]{0,40}: (?:retry: )?(?:[Rr]esource temporarily unavailable|[Cc]annot allocate memory)|[Cc]an't (?:allocate|fork)[^\n]{0,40}memory/,
      title: "A program could not have the memory it asked for",
      cause: "Its buffer is larger than what is free, or the ARC has most of it",
      remedies: [look("See what is free", "free -m"), change("Give mbuffer less: -m 256M")],
      source: "mbuffer, sh, Perl",
    },
  ]),
  ...entriesOf("kernel-bug", [
    {
      id: "segment-in-range-tree",
      needles: [
        "segment to range tree",
        "segment from range tree",
        "allocating allocated segment",
        "freeing free segment",
      ],
      pattern:
        /(?:adding existent|removing nonexistent) segment (?:to|from) range tree|(?:allocating allocated|freeing free) segment/,
      title: "The pool's list of free space contradicts itself",
      cause: "Damaged space maps, often after memory that was not sound; the import stops there",
      remedies: [
        look("See whether it can be imported to be read: zpool import -o readonly=on POOL"),
        kernelLog,
        versionsHere,
      ],
      source: "OpenZFS module/zfs/range_tree.c",
    },
    {
      id: "kernel-panic-line",
      needles: ["panic: "],
      pattern:
        /^(?:kernel: )?panic: (?!runtime error|interface conversion|assignment|send on|close of)(?<reason>\S[^\n]{0,200})/m,
      title: "The kernel stopped: {reason}",
      cause: "A fault of the kernel, a module or the memory; the lines behind it say where",
      remedies: [kernelLog, versionsHere],
      follows: ["data-corruption", "device"],
      source: "FreeBSD, illumos",
    },
    {
      id: "warning-in-module",
      severity: "warning",
      needles: ["WARNING: CPU: "],
      pattern: /WARNING: CPU: \d+ PID: \d+ at [^\n]{0,200}(?:\bzfs|\bspl\b|\[zfs\]|\[spl\])/,
      title: "The kernel warns of what the zfs module did",
      cause: "The module met something that its authors did not expect; the trace behind it says where",
      remedies: [kernelLog, versionsHere],
      follows: ["kernel-bug", "memory"],
      source: "Linux",
    },
  ]),
  ...entriesOf("tuning", [
    {
      id: "too-many-files",
      loose: true,
      severity: "error",
      needles: ["oo many open files", "EMFILE"],
      pattern: /[Tt]oo many open files|\bEMFILE\b/,
      title: "A program has as many files open as it may",
      cause: "Its limit is low for so many datasets or connections at once",
      remedies: [look("See the limit", "ulimit -n"), change("Raise LimitNOFILE= of its unit, or run less at once")],
      source: "Linux setrlimit(2)",
    },
  ]),
];
