import { type Entry, entriesOf, look, change } from "./entry";

const compare = look("Compare both sides by guid: zfsr plan SOURCE TARGET shows the newest snapshot they share");
const check = look("Let zrepl check it", "zrepl configcheck");
const status = look("See what each job says", "zrepl status --mode raw");

/** What zrepl says in words of its own. */
export const zrepl: readonly Entry[] = [
  ...entriesOf("network", [
    {
      id: "zrepl-connection-broke",
      needles: [
        "transport is closing",
        "ping failed",
        "ping rpcs",
        "write stdout: broken pipe",
        "error serving client",
        "dial_timeout of",
        "error reading protocol banner",
        "heartbeat",
        "code = Unavailable",
        "stream: read error",
        "is not reachable:",
      ],
      pattern:
        /transport is closing|(?:zrepl|\[\w+(?:\.\w+)?\]|job=)[^\n]{0,300}(?:ping failed|write stdout: broken pipe|error serving client)|rpc failed to respond to ping rpcs|dial_timeout of \S+ exceeded|error reading protocol banner|(?:zrepl|job=)[^\n]{0,300}heartbeat[^\n]{0,60}(?:timeout|fail)|rpc error: code = Unavailable|control and data rpc [^\n]{0,60}is not reachable|(?:control|data) is not reachable: |stream: read error: [^\n]{0,120}(?:reset by peer|timeout|EOF)/,
      title: "zrepl's connection between the two sides broke",
      cause: "The other daemon ended or is too slow, ssh was not let in, or the network was interrupted",
      remedies: [look("Look at the other side's log of the same time"), status],
      follows: ["ssh-hostkey", "ssh-auth", "network", "config"],
      source: "zrepl internal/rpc; zrepl/zrepl#104, #181",
    },
    {
      id: "zrepl-daemon-unreachable",
      needles: "daemon socket at",
      pattern:
        /connect to daemon socket at "?(?<path>[^\s":]+)|daemon socket at "?(?<path2>[^\s":]+)"?: (?:dial|connect)/,
      title: "zrepl's daemon cannot be asked",
      cause: "It does not run, or this user may not use its socket",
      remedies: [look("See whether it runs", "systemctl status zrepl")],
      source: "zrepl client",
    },
  ]),
  ...entriesOf("ssh-auth", [
    {
      id: "zrepl-client-unknown",
      needles: [
        "no identity mapping for client IP",
        "client IP not in client map",
        "unauthorized common name",
        "unauthorized client common name",
        "must present full RFC5246",
        "client identity",
      ],
      pattern:
        /no identity mapping for client IP|client IP not in client map|unauthorized (?:client )?common name|client must present full RFC5246/,
      title: "zrepl does not know the client that connected",
      cause: "Its address or its certificate's name is not among the clients of that job",
      remedies: [look("Compare the client's address or name with 'clients' or 'client_cns' of the job"), check],
      source: "zrepl internal/transport",
    },
  ]),
  ...entriesOf("diverged", [
    {
      id: "zrepl-conflict",
      needles: [
        "cannot resolve conflict",
        "automatic conflict resolution for initial replication is disabled",
        "conflict resolution",
      ],
      pattern: /cannot resolve conflict|automatic conflict resolution for initial replication is disabled/,
      title: "zrepl does not know which snapshots to begin with",
      cause: "Sender and receiver share none, or several could be the first and the job does not say which",
      remedies: [compare, look("See conflict_resolution of the job")],
      source: "zrepl internal/replication/logic",
    },
  ]),
  ...entriesOf("missing-snapshot", [
    {
      id: "zrepl-nothing-there",
      needles: [
        "root_fs does not exist",
        "sender does not have any versions",
        "replication cursor bookmark does not exist",
        "no v2 replication cursor found",
      ],
      pattern:
        /root_fs does not exist|sender does not have any versions|replication cursor bookmark does not exist|no v2 replication cursor found/,
      title: "zrepl lacks a dataset, a snapshot or its bookmark",
      cause: "The receiver's root does not exist, no snapshot was taken yet, or nothing was replicated yet",
      remedies: [look("See what there is", "zfs list -o name,used,mountpoint"), status],
      source: "zrepl internal/endpoint, internal/daemon/pruner",
    },
  ]),
  ...entriesOf("resume", [
    {
      id: "zrepl-token-undecoded",
      needles: [
        "does not allow decoding resume token",
        "cannot decode resume token",
        "zrepl cannot parse resume token",
      ],
      pattern: /does not allow decoding resume token|cannot decode resume token|zrepl cannot parse resume token/,
      title: "zrepl cannot read a resume token",
      cause: "The snapshot it belongs to is gone from the sender, or the token was asked for on the wrong side",
      remedies: [
        look("See the partial receive on the receiving side: zfs get -r receive_resume_token DATASET"),
        status,
      ],
      source: "zrepl internal/zfs; zrepl/zrepl#510",
    },
  ]),
  ...entriesOf("encryption", [
    {
      id: "zrepl-encryption-policy",
      needles: [
        "encrypted send mandated by policy",
        "policy mandates raw+unencrypted",
        "placeholder.encryption",
        "laceholder filesystem",
        "PlaceholderEncryption",
      ],
      pattern:
        /encrypted send mandated by policy, but filesystem \\?"(?<dataset>[^"\\\n]+)|policy mandates raw\+unencrypted sends|(?:`PlaceholderEncryption` field is invalid|placeholder\.encryption|creation of placeholder filesystem[^\n]{0,80}encrypt)/,
      instead: [
        {
          when: /encrypted send mandated by policy, but filesystem \\?"(?<dataset>[^"\\\n]{1,255})/,
          category: "config",
          title: "zrepl must send encrypted, but {dataset} is not encrypted",
          cause: "The job has send.encrypted: true, and its filesystems include one that is not",
          remedies: [
            change("Take it out of 'filesystems' of that job, or send it by a job with send.encrypted: false"),
            check,
          ],
        },
      ],
      title: "zrepl's setting of encryption does not fit {dataset|the datasets}",
      cause:
        "The job wants encrypted or plain sends, or has to be told how placeholders are made below an encrypted root",
      remedies: [look("See send.encrypted and recv.placeholder.encryption of the job"), check],
      source: "zrepl internal/endpoint",
    },
  ]),
  ...entriesOf("service", [
    {
      id: "zrepl-hook-failed",
      needles: ["hook invocation failed", "hook run was aborted", "snapshots could not be created, check logs"],
      pattern:
        /hook invocation failed|hook run was aborted due to a fatal error|one or more snapshots could not be created, check logs/,
      title: "zrepl could not take a snapshot, or a hook of it failed",
      cause: "What the hook or zfs said stands in the lines before",
      remedies: [status],
      follows: ["missing-snapshot", "permission", "exists", "space", "busy", "config"],
      source: "zrepl internal/daemon/hooks, snapper",
    },
  ]),
  ...entriesOf("config", [
    {
      id: "zrepl-build-failed",
      needles: [
        "cannot build ",
        "cannot set up jobs",
        "is reserved for internal use",
        "duplicate job name",
        "socket directory must not be",
      ],
      pattern:
        /cannot build (?:jobs? from config|job|tls config|snapper|pruning rules|sender|receiver|logging|listener|client|planner)|duplicate job name "|job name "[^"\n]+" is reserved|socket directory must not be world-accessible/,
      title: "zrepl does not take its configuration",
      cause: "A job of it has a mistake, or an option of another version",
      remedies: [check],
      source: "zrepl internal/daemon",
    },
  ]),
];
