import { change, destroy, type Entry, entriesOf, look } from "./entry";

const above = look("Look at the lines before it");
const newest = "Compare both sides by guid: zfsr plan SOURCE TARGET shows the newest snapshot they share";
const otherRun = look(
  "See whether another one runs",
  "ps -eo pid,etime,args | grep '[s]anoid\\|[p]yznap\\|[z]napzend'",
);

/** What the replication tools say in words of their own, beside what they repeat of zfs and ssh. */
export const tools: readonly Entry[] = [
  ...entriesOf("network", [
    {
      id: "tool-cannot-reach",
      needles: [
        "Host is down",
        "No route to host",
        "Network is unreachable",
        "Network is down",
        "Connection timed out",
        "Connection refused",
        "Connection reset by peer",
        "Network connection timeout",
        "Name or service not known",
        "i/o timeout",
        "broken or not fast enough",
      ],
      pattern:
        /(?:replication|zettarepl|zrepl|syncoid|pyznap|znapzend|autobackup|Could not connect to host)[^\n]{0,400}(?:Host is down|No route to host|Network is (?:down|unreachable)|Connection (?:timed out|refused|reset by peer)|Network connection timeout|Name or service not known|i\/o timeout|broken or not fast enough)/,
      instead: [
        {
          when: /For task '[^'\n]{1,200}' at attempt [12] recoverable replication error/,
          unless: /at attempt [3-9]|non-recoverable|\bERROR\b/,
          severity: "info",
          title: "A replication task of TrueNAS lost its connection, and tries again",
          cause: "The other host did not answer in time; it is told as an error when the attempts are used up",
          remedies: [look("See whether the next attempt went through, in the lines below")],
        },
        {
          when: /\b(?:read|write)v? tcp [^\s>]{3,80}->(?<host>[\w.-]{1,255}|\[[\w:.%]{2,60}\]):(?<port>\d{1,5}): i\/o timeout/,
          title: "The connection to {host} stood still for too long",
          cause: "It was open, and nothing went through: the other side was busy, or the way drops packets",
          remedies: [
            look("Look at what the other side did then: a full or slow pool, a long destroy"),
            look("Look at the network's own counters", "ip -s link"),
            change("Update the tool: later releases wait longer; or raise its timeout"),
          ],
        },
      ],
      title: "A replication tool could not reach the other host",
      cause: "The host is off or has another address, the network is down, or a firewall is between",
      remedies: [look("See whether it can be reached at all: ping, and ssh by hand")],
      source: "zettarepl, zrepl, pyznap",
    },
    {
      id: "autobackup-ssh-failed",
      needles: "returned exit code 255",
      pattern: /Command "ssh (?:-\S+ )*(?<host>[^\s"'-][^\s"']*) [^\n]{1,1500}" returned exit code 255/,
      title: "ssh to {host} failed",
      cause: "255 is ssh's own exit code: the host was not reached, or did not let it in",
      remedies: [look("Try it by hand", "ssh {host} true")],
      follows: ["network", "ssh-auth", "ssh-hostkey"],
      source: "zfs_autobackup; psy0rz/zfs_autobackup#165",
    },
    {
      id: "pyznap-connection",
      needles: ["Connection issue while opening", "Could not connect to host", "Error while connecting to"],
      pattern:
        /Connection issue while opening|Could not connect to host (?<host>[^\s:]+)|Error while connecting to \S+@(?<host2>[^\s:]+)/,
      title: "pyznap could not reach {host|the other host}",
      cause: "The host is off, a firewall is between, or ssh was not let in",
      source: "pyznap",
      follows: ["ssh-auth", "ssh-hostkey"],
    },
  ]),
  ...entriesOf("missing-snapshot", [
    {
      id: "znapzend-destination-missing",
      needles: "does not exist on destination",
      pattern:
        /dataset \((?<dataset>[^)\n]{1,255})\) does not exist on destination \((?<host>[^)\n]{1,255})\), use --autoCreation/,
      title: "{dataset} is not there on {host}",
      cause: "znapzend creates no dataset on its destination unless it is told to",
      remedies: [
        change("Let znapzend create it: znapzend --autoCreation"),
        change("Or create it there: zfs create {'dataset}"),
      ],
      source: "znapzend lib/ZnapZend.pm",
    },
  ]),
  ...entriesOf("service", [
    {
      id: "sanoid-lock-lost",
      needles: ["No valid lockfile found", "valid lockfile exists but", "Valid lock already exists"],
      pattern:
        /ERROR: (?:No valid lockfile found|A valid lockfile exists but does not belong to me|Valid lock already exists)/,
      title: "Two runs of sanoid were in each other's way",
      cause: "It is started by two timers or cron jobs, or a run takes longer than the time between two",
      remedies: [otherRun, change("Start it from one place only")],
      source: "sanoid; jimsalterjrs/sanoid#958, #578",
    },
    {
      id: "sanoid-lock-empty",
      needles: "process ID list syntax error",
      pattern: /error: process ID list syntax error/,
      title: "sanoid asked for a process without a number",
      cause: "Its lock file is empty: it was being written when the machine stopped",
      remedies: [look("See its locks", "ls -l /run/sanoid /var/run/sanoid*"), change("Remove the empty one")],
      source: "sanoid; jimsalterjrs/sanoid#165",
    },
    {
      id: "tool-cannot-run-zfs",
      needles: " failed, -1 at ",
      pattern: /CRITICAL ERROR: (?<path>\S+) \w+ .{1,400} failed, -1 at /,
      title: "{path} could not be started",
      cause: "There is no such program at that path; on that system zfs lies elsewhere",
      remedies: [look("See where it is", "command -v zfs zpool")],
      source: "sanoid; jimsalterjrs/sanoid#147",
    },
    {
      id: "unit-cannot-start",
      needles: ["Failed at step ", ": Failed to execute command: "],
      pattern:
        /(?<unit>[\w@.\\-]+\.service): Failed (?:at step (?:EXEC|CHDIR|USER|GROUP|NAMESPACE) spawning (?<path>\S+):|to execute command: )/,
      title: "{unit} could not start {path|its program}",
      cause: "The program is not there, may not be executed, or its user or directory is missing",
      remedies: [look("See its mode", "ls -l {path}"), look("See what it is to run", "systemctl cat {unit}")],
      source: "systemd",
    },
    {
      id: "pyznap-error",
      needles: ["ERROR: Error while "],
      pattern: /ERROR: Error while (?:opening|sending|taking|creating|deleting|checking|aborting)/,
      title: "pyznap could not do its work",
      cause: "What zfs or ssh said stands in the same line",
      follows: "any",
      source: "pyznap",
    },
    {
      id: "autobackup-command-failed",
      needles: ["returned exit code ", "Last command returned error", "error during transfer"],
      pattern:
        /[!#] (?:\[\w+\] )?(?:Command "(?!ssh )[^\n]{1,1500}" returned exit code \d+|Exception: |error during transfer)/,
      title: "A command of zfs-autobackup failed",
      cause: "What it said stands above",
      remedies: [above],
      follows: "any",
      source: "zfs_autobackup",
    },
    {
      id: "znapzend-plan",
      needles: [
        "ERROR: backup plan ",
        "No backup set defined or enabled",
        "ERROR: filesystem ",
        "' does not exist or can't be executed",
      ],
      pattern:
        /ERROR: backup plan .{1,300} is not valid|No backup set defined or enabled, yet|ERROR: property \S+: executable '(?<path>[^']+)' does not exist or can't be executed/,
      title: "znapzend has no plan that it can follow",
      cause: "A plan is missing, disabled, or names a program that is not there",
      remedies: [look("See the plans", "znapzendzetup list")],
      source: "znapzend lib/ZnapZend/Config.pm",
    },
    {
      id: "zrep-error",
      needles: [
        "zrep_",
        "Error: Problem doing sync",
        "Error: Error transferring",
        "Error: snap of ",
        "Error: Unforseen error",
        "REMOTE expire failed",
      ],
      pattern:
        /Error: snap of .{0,200}failed|Error: Unforseen error|REMOTE expire failed|Error: (?:zrep_\w+ |Problem doing sync for (?<dataset>[^\s@]+)(?!\S{1,300}\. Renamed to )|Error transferring (?<dataset2>[^\s@]+)@\S+ to )/,
      title: "zrep could not do its work",
      cause: "What zfs or ssh said stands above; a lock may be left of a run before",
      remedies: [above, look("See its state", "zrep status")],
      follows: [
        "diverged",
        "network",
        "space",
        "ssh-auth",
        "permission",
        "exists",
        "feature-version",
        "config",
        "busy",
      ],
      source: "zrep",
    },
    {
      id: "zettarepl-unhandled",
      needles: [
        "unhandled replication error",
        "Unhandled exception while running",
        "retention failed",
        "Failed replication task",
      ],
      pattern:
        /unhandled replication error \w+|Unhandled exception while running (?:replication task|retention)|(?:Local|Remote) retention failed|Failed replication task .{1,100} after \d+ retries/,
      title: "A task of TrueNAS failed",
      cause: "What zfs or ssh said stands in the same line or above",
      remedies: [above],
      follows: "any",
      source: "zettarepl",
    },
    {
      id: "proxmox-command-failed",
      needles: ["command 'set -o pipefail", "command 'zfs ", "zfs error: "],
      pattern:
        /command '(?:set -o pipefail|zfs )[^\n]{1,1500}' failed: (?:exit code \d+|got (?:signal|timeout))|^\S* ?zfs error: /m,
      title: "A command of Proxmox failed",
      cause: "What it said stands in the same line or above",
      remedies: [above],
      follows: "any",
      source: "Proxmox pve-storage",
    },
    {
      id: "syncoid-cannot-list",
      needles: ["couldn't be listed for", "Unable to enumerate pools", "ERROR: list command failed"],
      pattern:
        /(?:snapshots|bookmarks) couldn't be listed for (?<dataset>\S+)|Unable to enumerate pools|ERROR: list command failed/,
      title: "syncoid could not see what {dataset|the other side} has",
      cause: "zfs list failed there: no zfs on its PATH, no permission, or no such dataset",
      remedies: [above],
      follows: "any",
      source: "syncoid",
    },
    {
      id: "syncoid-needs-program",
      needles: "is needed on",
      pattern: /CRIT: (?<process>\S+) is needed on (?:source|target) for insecure direct connection/,
      title: "{process} is not there, and the direct connection needs it",
      cause: "syncoid was told to stream without ssh",
      remedies: [look("See where it is", "command -v {process}")],
      source: "syncoid",
    },
  ]),
  ...entriesOf("diverged", [
    {
      id: "autobackup-no-common",
      needles: ["Cant find common ", "Please destroy incompatible snapshots"],
      pattern: /Cant find common (?:snapshot|bookmark)|Please destroy incompatible snapshots on target/,
      title: "The target shares no usable snapshot with its source",
      cause: "The common ones were thinned out on one side, or the target has newer ones of its own",
      remedies: [look(newest), look("Send in full under another name, and keep what is there until that is verified")],
      source: "zfs_autobackup ZfsDataset.py",
    },
  ]),
  ...entriesOf("missing-snapshot", [
    {
      id: "tool-nothing-to-send",
      needles: [
        "could not find any snapshots on source",
        "no snapshots exist on source",
        ", cannot send...",
        "ERROR: Dataset ",
        "ERROR: Source ",
        "ERROR: Destination ",
        "does not exist on target. You may want",
      ],
      pattern:
        /ERROR: (?:Dataset|Source|Destination) (?<dataset3>\S+) does not exist|could not find any snapshots on source|no snapshots exist on source (?<dataset>\S+?),|No snapshots on (?<dataset2>[^\s,]+), cannot send|Origin (?<snapshot>\S+) for clone \S+ does not exist on target/,
      title: "{dataset|The source} has no snapshot that could be sent",
      cause: "No tool has taken one yet, or the names looked for are others",
      remedies: [look("See its snapshots", "zfs list -H -t snapshot -o name -d 1 {dataset}")],
      source: "syncoid, pyznap, zfs_autobackup",
    },
  ]),
  ...entriesOf("resume", [
    {
      id: "zrepl-token-gone",
      needles: "not found on sender",
      pattern: /resume token `\w+` = \d+ not found on sender(?: \(`\w+` = "(?<snapshot>[^"]+)"\))?/,
      title: "{snapshot|What was being sent} is gone from the sender",
      cause: "It was destroyed while a partial receive of it was kept",
      remedies: [
        look("Hold what is being sent, so that no pruning takes it"),
        look("See the partial receive on the receiving side: zfs get -r receive_resume_token DATASET"),
        destroy("Give the partial receive up there, so that replication goes on: zfs receive -A DATASET"),
      ],
      source: "zrepl internal/replication/logic",
    },
    {
      id: "zettarepl-token-outdated",
      severity: "warning",
      needles: "receive_resume_token for dataset",
      pattern:
        /receive_resume_token for dataset '(?<dataset>[^']+)' (?:is outdated|references snapshot that no longer exists)/,
      title: "What {dataset} had received in part is given up",
      cause: "The snapshot it belongs to is gone from the source",
      remedies: [look("Hold what is being sent, so that no pruning takes it")],
      source: "zettarepl",
    },
  ]),
  ...entriesOf("encryption", [
    {
      id: "zettarepl-encryption",
      needles: ["own encryption root", "Encryption requested for destination dataset"],
      pattern:
        /(?:Destination dataset|Encryption requested for destination dataset) '(?<dataset>[^']+)'(?: already exists and is it'?s own encryption root|, but it already exists)/,
      instead: [
        {
          when: /'(?<dataset>[^'\n]{1,255})' already exists and is it'?s own encryption root/,
          title: "{dataset} is an encryption root of its own, which the program does not replicate into",
          cause: "It would have to give up its own key for that of the task",
          remedies: [
            change("Replicate into a dataset that does not exist yet, below an encrypted one"),
            change("Or let it take the key of the dataset above", "zfs change-key -i {dataset}"),
          ],
        },
      ],
      title: "{dataset} is there with another encryption than was asked for",
      cause: "Encryption is decided when a dataset is made, not by what is received later",
      remedies: [look("See it", "zfs get -H encryption,encryptionroot,keystatus {dataset}")],
      source: "zettarepl replication/run.py",
    },
  ]),
  ...entriesOf("exists", [
    {
      id: "zettarepl-target-differs",
      needles: ["ReplicationError("],
      pattern:
        /ReplicationError\(.{0,4}(?:Target dataset '(?<dataset>[^']+)' already exists|Source '[^']+' is a \w+, but target)/,
      title: "{dataset|The target} is there, and is not what is to be received",
      cause: "A dataset of that name was made by hand, or is of another kind",
      remedies: [look("See what it is", "zfs get -H type,used,origin {dataset}")],
      source: "zettarepl replication/run.py",
    },
  ]),
  ...entriesOf("busy", [
    {
      id: "run-before-locked",
      severity: "warning",
      needles: [": already locked", "flock: failed to get lock", "Another copy of znapzend", "' already running..."],
      pattern:
        /lockf: (?<path>\S+): already locked|flock: failed to get lock|Another copy of znapzend \(\d+\) seems to be running|Cannot send to \S+, process '.{1,300}' already running/,
      title: "The run before has not ended yet",
      cause: "Its lock is still held: it takes longer than the time between two runs, or hangs",
      remedies: [otherRun, change("Start it less often")],
      source: "lockf(1), flock(1), znapzend, pyznap; jimsalterjrs/sanoid#459",
    },
  ]),
  ...entriesOf("config", [
    {
      id: "increment-across-datasets",
      needles: "incremental source must be in same filesystem",
      pattern: /incremental source must be in same filesystem/,
      title: "An increment's base belongs to another dataset",
      cause: "Base and snapshot of 'zfs send -i' are of one dataset, or a clone and its origin",
      remedies: [look("Give the base as @SNAPSHOT alone")],
      source: "OpenZFS cmd/zfs/zfs_main.c; webzfs/webzfs#71",
    },
    {
      id: "proxmox-storage-formats",
      needles: "no matching import/export format found",
      pattern: /no matching import\/export format found for storage '(?<path>[^']+)'/,
      title: "The storage {path} takes no stream of ZFS",
      cause: "Replication of Proxmox goes from ZFS to ZFS, under the same storage name on both nodes",
      remedies: [look("See the storages of both nodes", "pvesm status")],
      source: "Proxmox pve-storage; PegaProx/project-pegaprox#627",
    },
    {
      id: "tool-configuration",
      needles: [
        "ERROR: Error while loading config",
        "ReplicationConfigurationError",
        "invalid argument combination, zfs send",
      ],
      pattern:
        /ERROR: Error while loading config|ReplicationConfigurationError\(|invalid argument combination, zfs send -R and --recursive/,
      title: "A replication tool does not take its configuration",
      cause: "A setting is missing, misspelt, or does not go with another",
      source: "pyznap, zettarepl, syncoid",
    },
  ]),
  ...entriesOf("ssh-auth", [
    {
      id: "tool-key-unreadable",
      needles: "is not a valid ssh key file",
      pattern: /ERROR: (?<path>\S+) is not a valid ssh key file/,
      title: "The key {path} cannot be used",
      cause: "Its file is missing, or the setting names another path",
      remedies: [look("See whether it is there", "ls -l {path}")],
      source: "pyznap",
    },
  ]),
  ...entriesOf("data-corruption", [
    {
      id: "autobackup-hash-differs",
      needles: ["md5hash difference", "Some files have checksum errors"],
      pattern: /md5hash difference: \w+ != \w+|Some files have checksum errors/,
      title: "Copies on both sides differ",
      cause: "What was read on one side is not what was read on the other",
      source: "zfs_autobackup zfs-autoverify",
    },
  ]),
];
