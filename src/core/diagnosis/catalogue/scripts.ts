import { again, change, type Entry, entriesOf, look } from "./entry";

const compare = look("Compare both sides by guid: zfsr plan SOURCE TARGET shows the newest snapshot they share");
const byHand = look("Try the connection by hand: ssh HOST true");
const above = look("Look at the lines before it");

/** Words of syncoid, sanoid, bzfs, TrueNAS, Proxmox and of the libraries that such tools use. */
export const scripts: readonly Entry[] = [
  ...entriesOf("diverged", [
    {
      id: "syncoid-would-destroy",
      needles: ["no matching snapshots!", "owardly refusing", "require destroying existing"],
      pattern:
        /\b[Tt]arget (?:(?<dataset>\S+) )?exists but has no matching snapshots!|Cowardly refusing to destroy|Replication to target would require destroying existing/,
      title: "{dataset|The target} shares no snapshot with its source",
      cause: "All snapshots that both sides had were destroyed on one of them, or the target was made by hand",
      remedies: [
        compare,
        look("Send in full under another name, and keep what is there until that is verified"),
        change("Where sanoid takes snapshots on the target by itself, have it only prune them: autosnap = no"),
      ],
      follows: ["diverged"],
      source: "syncoid; jimsalterjrs/sanoid#305",
    },
    {
      id: "tool-conflict",
      needles: ["Conflict: ", "no common snapshot", "No common snapshot", "no common base", "common ancestor"],
      pattern:
        /Conflict: (?:Most recent destination snapshot (?<snapshot>\S+) is more recent|No common snapshot found between)|(?<!INFO: )[Nn]o common snapshots? (?:found|exists?|between|with|on|for)(?![^\n]{0,200}sending oldest)|[Nn]o common (?:base|ancestor)\b(?! is needed)/,
      title: "Source and target have no snapshot in common that an increment could begin with",
      cause: "The common ones were pruned on one side, or the target has newer ones of its own",
      remedies: [compare],
      source: "bzfs, zrep, zxfer and others",
    },
  ]),
  ...entriesOf("busy", [
    {
      id: "bzfs-destination-busy",
      needles: ["is already busy with", "still running with same", "can't lock file '", "is locked ("],
      pattern:
        /Destination is already busy with .{1,60} from another process: (?<dataset>\S+)|can't lock file '(?<path>[^'\n]+)' - got timeout|\b(?:VM|CT|guest) (?:\d+ )?is locked \(/,
      title: "{dataset|It} is being worked on by another process",
      cause: "A run, a backup or a migration of the same is not over",
      remedies: [look("See what runs", "ps -eo pid,etime,args | grep '[z]fs'")],
      source: "bzfs, Proxmox",
    },
  ]),
  ...entriesOf("missing-snapshot", [
    {
      id: "tool-source-missing",
      needles: [
        "Source or target not found",
        "no datasets found",
        "Pool does not exist for",
        "Source dataset does not exist",
        "Source dataset includes no snapshot",
        "Destination dataset does not exist",
        "no such volume",
        "no snapshots to send",
        "ataset ",
      ],
      pattern:
        /(?<!Skipping )(?:Source or target not found|CRITICAL[^\n]{0,20}no datasets found|Pool does not exist for (?:src|dst) dataset: (?<dataset>[^\s.]+)|(?:Source|Destination) dataset does not exist: (?<dataset2>\S+)|Source dataset includes no snapshot: (?<dataset3>[^\s.]+)|no such volume '?(?<dataset4>[\w:/-]+)|there are no snapshots to send|[Dd]ataset (?<dataset5>[\w.-]+\/[\w./:-]+) (?:was )?not found)/,
      title: "{dataset|What was to be replicated} is not there",
      cause: "It was destroyed or renamed, its pool is not imported, or no snapshot was taken yet",
      remedies: [look("See what there is", "zfs list -t all -o name")],
      source: "syncoid, bzfs, Proxmox",
    },
  ]),
  ...entriesOf("module", [
    {
      id: "tool-zfs-missing",
      needles: [
        "CLI is not available on",
        "No such file or directory: 'zfs'",
        "No such file or directory: 'zpool'",
        '"zfs": executable file not found',
        '"zpool": executable file not found',
        "spawn zfs ENOENT",
      ],
      pattern:
        /(?:zfs|zpool) CLI is not available on|No such file or directory: '(?:zfs|zpool)'|"(?:zfs|zpool)": executable file not found in \$PATH|spawn (?:zfs|zpool) ENOENT/,
      title: "OpenZFS is not there, or not on the PATH",
      cause: "The PATH of a service, of cron or of a command run by ssh is shorter than that of a login",
      remedies: [look("See where it is", "ls /sbin/zfs /usr/sbin/zfs /usr/local/sbin/zfs")],
      source: "bzfs, Python, Go, Node.js",
    },
  ]),
  ...entriesOf("config", [
    {
      id: "perl-module-missing",
      needles: ["in @INC"],
      pattern: /Can't locate (?<path>[\w/]+\.pm) in @INC/,
      title: "A Perl module is missing: {path}",
      cause: "sanoid, syncoid or znapzend was installed without what it needs, or Perl was updated",
      remedies: [change("Install it: Config::IniFiles and Capture::Tiny are what sanoid and syncoid need")],
      source: "Perl; sanoid, znapzend",
    },
  ]),
  ...entriesOf("service", [
    {
      id: "python-module-missing",
      needles: ["ModuleNotFoundError: No module named", "ImportError: cannot import name"],
      pattern:
        /ModuleNotFoundError: No module named '(?<path>zfs_autobackup|pyznap|paramiko|zettarepl|bzfs_main|libzfs|configparser|colorama)[\w.]*'/,
      title: "A Python module is missing: {path}",
      cause: "The tool was installed for another Python, or Python was updated",
      remedies: [change("Install the tool anew, in an environment of its own")],
      source: "Python",
    },
    {
      id: "sanoid-command-silent",
      needles: ["command returns no result", "returned invalid capacity value", "didn't finish in the allowed time"],
      pattern:
        /ERROR: '.{1,200}' command (?:returns no result|returned invalid capacity value)|WARN: \S+ didn't finish in the allowed time/,
      title: "sanoid was not told what it asked for",
      cause: "A command of zfs or a script of the user hung, or failed without a word",
      remedies: [above],
      follows: ["pool-health", "module", "permission", "missing-snapshot"],
      source: "sanoid",
    },
    {
      id: "bzfs-worker-failed",
      needles: ["Worker job failed", "Terminating worker job", "Exiting bzfs with status code", "Tolerated "],
      pattern:
        /Worker job failed with (?:exit code|unexpected exception)|Terminating worker job as it failed to complete|Exiting bzfs\w* with status code (?!0\b)\d+|Tolerated [1-9]\d* errors/,
      title: "A run of bzfs failed",
      cause: "What zfs or ssh said stands in the lines before",
      remedies: [above],
      follows: "any",
      source: "bzfs",
    },
    {
      id: "znapzend-sent-nothing",
      needles: [
        "suspending cleanup of source",
        "suspending recursive cleanup",
        "snapshot(s) not covered",
        "pre-send-command '",
        "pre snapshot command on",
        "post snapshot command on",
      ],
      pattern:
        /suspending (?:recursive )?cleanup of source (?<dataset>\S+)|some snapshot\(s\) not covered|(?:pre|post)-send-command '.{1,200}' failed|running (?:pre|post) snapshot command on (?<dataset2>\S+) failed/,
      title: "znapzend could not send everything of {dataset|a dataset}",
      cause: "Why stands in the lines before; nothing is pruned on the source until it can",
      remedies: [above],
      follows: "any",
      source: "znapzend",
    },
    {
      id: "proxmox-replication-state",
      needles: [
        "missing replicate feature on volume",
        "no such replication job",
        "volume_size_info on",
        "is not replicatable",
        "no replicatable volumes",
      ],
      pattern:
        /missing replicate feature on volume '?(?<dataset>[\w:/-]+)|no replicatable volumes|volume_size_info on '?(?<dataset2>[^'\s]+)'? failed/,
      title: "Proxmox cannot replicate or read {dataset|that guest}",
      cause: "A volume lies on a storage that is not ZFS, or the other node has no storage of that name",
      remedies: [look("See the storages of both nodes", "pvesm status")],
      source: "Proxmox pve-guest-common",
    },
  ]),
  ...entriesOf("network", [
    {
      id: "paramiko-cannot-connect",
      needles: [
        "NoValidConnectionsError",
        "Unable to connect to port",
        "Error reading SSH protocol banner",
        "EOFError",
        "SSH session not active",
        "socket.timeout",
        "SSH connection lost",
      ],
      pattern:
        /NoValidConnectionsError|Unable to connect to port (?<port>\d+) on|Error reading SSH protocol banner|SSH session not active|(?:paramiko|zettarepl|ssh)[^\n]{0,300}(?:EOFError|socket\.timeout)/,
      title: "A tool could not connect by ssh",
      cause: "The host is off or has another address, its sshd does not answer, or a firewall is between",
      remedies: [byHand],
      source: "paramiko; zettarepl, pyznap",
    },
    {
      id: "service-cannot-reach",
      needles: [
        "dial tcp",
        "read tcp",
        "write tcp",
        "connect EHOSTUNREACH",
        "connect ECONNREFUSED",
        "connect ETIMEDOUT",
        "connect ENETUNREACH",
        "read ECONNRESET",
        "getaddrinfo E",
      ],
      pattern:
        /\b(?:[Zz][Ff][Ss]|zpool|[Rr]eplicat|[Mm]igration|[Tt]ransferring|[Ss]napshot|csi|[Nn][Aa][Ss]|[Ii]ncus|[Ll]xd)\w*[^\n]{0,400}(?:(?:dial|read|write) tcp [^\n]{0,160}(?:timed out|timeout|refused|reset by peer|no route to host|unreachable|no such host|broken pipe)|(?:connect|read|getaddrinfo) E(?:HOSTUNREACH|CONNREFUSED|TIMEDOUT|NETUNREACH|CONNRESET|NOTFOUND|AI_AGAIN)(?: (?<host>[\w.-]+))?)/,
      title: "A program could not reach {host|the other host}",
      cause: "The host is off or has another address, the network was interrupted, or a firewall is between",
      remedies: [look("See whether it can be reached at all: ping, and ssh by hand")],
      source: "Go net, Node.js net; LXD, Incus, democratic-csi",
    },
    {
      id: "zfs-send-not-started",
      needles: [
        "Timeout waiting for `zfs send`",
        "Timeout waiting for listening side",
        "Listen side has not terminated",
        "connect side error",
      ],
      pattern:
        /Timeout waiting for (?:`zfs send` to start|listening side helper)|Listen side has not terminated within/,
      title: "The two ends of a stream did not come together",
      cause: "The listening side was not reached on its port, or took too long to begin",
      remedies: [look("See whether the port may pass the firewall, and which address was given to the other side")],
      source: "zettarepl transport/ssh_netcat.py",
    },
  ]),
  ...entriesOf("resume", [
    {
      id: "mbuffer-cancelled",
      needles: "canceled",
      pattern: /mbuffer: (?:warning: )?error during (?:output|input) (?:to|from) \S+: canceled/,
      title: "A stream was interrupted by hand or by a signal",
      cause: "mbuffer was told to stop; what was received may be kept",
      remedies: again,
      follows: ["network", "space", "diverged", "exists", "busy", "permission", "memory"],
      source: "mbuffer",
    },
    {
      id: "compressor-pipe-broken",
      needles: ["Broken pipe", "rite error"],
      pattern: /(?:^|[\s:])(?:zstd|lz4|gzip|lzop|pigz|xz|bzip2|pv|gpg)\b[^\n]{0,120}(?:Broken pipe|[Ww]rite error)/m,
      title: "A stream ended before its end",
      cause: "What comes after the compressor in the pipe went away first",
      remedies: [above],
      follows: "any",
      source: "zstd, lz4, gzip, lzop, pigz, pv",
    },
  ]),
  ...entriesOf("ssh-auth", [
    {
      id: "paramiko-not-let-in",
      needles: [
        "AuthenticationException",
        "PasswordRequiredException",
        "Authentication failed.",
        "not a valid RSA",
        "not a valid OPENSSH",
        "No authentication methods available",
        "Private key file is encrypted",
      ],
      pattern:
        /AuthenticationException|PasswordRequiredException|SSH[^\n]{0,200}Authentication failed\.|not a valid (?:RSA|OPENSSH|DSA|EC) private key file|No authentication methods available|Private key file is encrypted/,
      title: "A tool was not let in by ssh",
      cause: "Its key is not among those the other host accepts, or cannot be read",
      remedies: [byHand],
      source: "paramiko; zettarepl, pyznap",
    },
  ]),
  ...entriesOf("ssh-hostkey", [
    {
      id: "paramiko-host-key",
      needles: [
        "BadHostKeyException",
        "not found in known_hosts",
        "Invalid SSH host key",
        "knownhosts: key",
        "ssh: handshake failed",
      ],
      pattern:
        /BadHostKeyException|Server '?(?<host>[^\s']+)'? not found in known_hosts|Invalid SSH host key|knownhosts: key (?:mismatch|is unknown)/,
      title: "The key of {host|the other host} is not known, or another than before",
      cause: "It was installed anew, another machine has its address, or the tool has known hosts of its own",
      remedies: [look("Compare the fingerprint with the one shown on that machine's own console")],
      source: "paramiko, Go x/crypto/ssh",
    },
  ]),
  ...entriesOf("permission", [
    {
      id: "umount-only-root",
      needles: "only root can",
      pattern: /u?mount: (?:\S+: )?(?:only root can|must be superuser)/,
      title: "This user may not mount or unmount",
      cause: "On Linux nobody but root may, whatever is delegated",
      remedies: [look("Receive unmounted: zfs receive -u, canmount=noauto")],
      source: "util-linux",
    },
  ]),
  ...entriesOf("tuning", [
    {
      id: "time-stepped-back",
      severity: "warning",
      needles: "Time has stepped back",
      pattern: /Time has stepped back \(/,
      title: "The clock went back",
      cause: "The machine's time was wrong, and was set; snapshots' names and retention go by it",
      remedies: [look("See whether it is kept", "timedatectl")],
      source: "zettarepl scheduler/clock.py",
    },
  ]),
];
