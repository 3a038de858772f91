import { change, type Entry, entriesOf, look } from "./entry";

const oneConnection = change(
  "Make fewer connections: let them share one (ControlMaster auto, ControlPersist 60 in ssh's configuration), or start jobs apart",
);

/** What sshd allows at once, connections that hang before the login, and logins that print something. */
export const logins: readonly Entry[] = [
  ...entriesOf("tuning", [
    {
      id: "sshd-max-startups",
      severity: "warning",
      needles: ["MaxStartups"],
      pattern:
        /drop(?:ped|ping)? connection #?\d{0,6} ?from \[?(?<host>[\w.:%]{2,64})\]?:\d{1,5} on \S{1,80} past MaxStartups|(?:beginning|exited) MaxStartups throttling|Exceeded MaxStartups/,
      instead: [
        {
          when: /exited MaxStartups throttling after|beginning MaxStartups throttling/,
          unless: /past MaxStartups|Exceeded MaxStartups/,
          severity: "info",
          title: "sshd had more logins at once than it lets begin",
        },
      ],
      title: "sshd dropped connections, since too many logins had begun at once",
      cause:
        "MaxStartups (10:30:100 unless set) bounds those that are not through yet: many jobs that start together, or strangers that try passwords",
      remedies: [
        look("See who they are", "journalctl -u ssh -u sshd -n 100 --no-pager"),
        oneConnection,
        change("Raise it in that host's sshd_config, as MaxStartups 50:30:200, and reload sshd"),
      ],
      follows: ["ssh-auth", "ssh-hostkey"],
      source: "OpenSSH sshd.c",
    },
    {
      id: "sshd-penalty",
      severity: "info",
      needles: ["penalty: ", "srclimit_penalise", "Not allowed at this time"],
      pattern:
        /drop connection #\d{1,6} from \[?(?<host>[\w.:%]{2,64})\]?:\d{1,5} on \S{1,80} penalty: (?<reason>[^\n]{1,120})|srclimit_penalise: \S{1,80}: (?:new|activating) [^\n]{0,160}|^Not allowed at this time\b/m,
      instead: [
        {
          when: /drop connection #\d{1,6} from \[?(?<host>[\w.:%]{2,64})\]?:\d{1,5} on \S{1,80} penalty: (?<reason>[^\n]{1,120})|Not allowed at this time/,
          unless: /invalid user|Failed password|Invalid user/,
          severity: "warning",
        },
      ],
      title: "sshd turns {host|that address} away for a while ({reason|a penalty})",
      cause:
        "Since 9.8 it punishes addresses whose connections end before a login or fail it: many short ones, keys that are tried in vain, checks of the port",
      remedies: [
        look("See what is set", "sshd -T | grep -i persource"),
        oneConnection,
        change("Except that address in sshd_config of the host that refuses: PerSourcePenaltyExemptList ADDRESS"),
      ],
      follows: ["ssh-auth", "ssh-hostkey"],
      source: "OpenSSH srclimit.c; digint/btrbk#605",
    },
  ]),
  ...entriesOf("network", [
    {
      id: "ssh-exchange-hangs",
      needles: ["expecting SSH2_MSG_KEX"],
      lines: 2,
      pattern: /expecting SSH2_MSG_KEX\w{0,20}_REPLY\n(?!debug\d: )/,
      title: "ssh hangs while keys are exchanged",
      cause:
        "The first large packets do not come through: a tunnel or VPN on the way has a smaller MTU than the ends believe",
      remedies: [
        look("See how large a packet may be: ping -M do -s 1400 HOST, with less until it answers"),
        change("For a try, lower the MTU of the interface, and set it back after: ip link set dev INTERFACE mtu 1280"),
        look("Or ask for smaller packets: ssh -o KexAlgorithms=curve25519-sha256 HOST"),
      ],
      source: "OpenSSH kex.c; tailscale/tailscale#6189",
    },
    {
      id: "stream-left-alone",
      severity: "warning",
      needles: "<defunct>",
      lines: 5,
      pattern:
        /\[(?<process>znapzend|zfs|ssh|syncoid|pyznap|perl|python3?|zxfer)\] <defunct>\n(?:[^\n]{0,400}\n){0,3}?[^\n]{0,300}\bmbuffer [^\n]{0,200}-O ?'?(?<host>[\w.-]{1,255}):(?<port>\d{1,5})/,
      title: "mbuffer still waits for {host}:{port}, and {process} beside it has ended",
      cause: "The receiving mbuffer does not listen there, has ended, or the connection is dead without a word",
      remedies: [
        look("See whether it listens on the other host", "ss -ltn"),
        change("End what waits, and its receive on the other host; then start the job again"),
        change("Have mbuffer give up by itself: -W 60, on both sides"),
      ],
      source: "ps(1), mbuffer; oetiker/znapzend#151",
    },
    {
      id: "btrbk-ssh-failed",
      needles: "SSH command failed",
      pattern: /ERROR: (?:\.\.\. )?SSH command failed \(exitcode=255\)/,
      title: "ssh of btrbk failed",
      cause: "255 is ssh's own exit code: the host was not reached, dropped the connection, or let nobody in",
      remedies: [
        look("Look at what sshd of the other host said then", "journalctl -u ssh -u sshd -n 100 --no-pager"),
        look("Try the connection by hand: ssh HOST true"),
      ],
      follows: ["network", "ssh-auth", "ssh-hostkey"],
      source: "btrbk; digint/btrbk#605",
    },
  ]),
  ...entriesOf("stream-corrupt", [
    {
      id: "shell-not-clean",
      needles: ["is your shell clean?", "Received message too long ", "rotocol mismatch -- "],
      pattern:
        /protocol version mismatch -- is your shell clean\?|Received message too long \d{1,12}|Ensure the remote shell produces no output/,
      instead: [
        {
          when: /\bssh [^\n]{0,80}-tt?\b|--rsh=[^\n]{0,80}-tt?\b/,
          cause: "ssh was told to take a terminal (-t), which changes bytes and mixes errors into the data",
          remedies: [
            change(
              "Leave -t and -tt out; where sudo asks for a terminal, allow the command with NOPASSWD and no requiretty",
            ),
          ],
        },
      ],
      title: "What the other side prints came first, and was taken for data",
      cause:
        "A start-up file of the account's shell (.bashrc, .profile, config.fish) or a banner prints something at each login",
      remedies: [
        look("See it: 'ssh HOST true' must print nothing at all, neither of output nor of errors"),
        change("Let those files print only to a terminal: [ -t 1 ] || return, in fish: status is-interactive; or exit"),
      ],
      source: "rsync compat.c, OpenSSH sftp-client.c",
    },
  ]),
];
