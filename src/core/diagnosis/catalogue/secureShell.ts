import { change, type Entry, entriesOf, look } from "./entry";
import { bannedAfterwards, leftPartial } from "./looks";

const links = look("Look at the network's own counters", "ip -s link");
const listening = look("See whether it listens", "ss -ltn");

/** OpenSSH's and the pipe tools' words, beyond those that stand in `ssh.ts` and `network.ts`. */
export const secureShell: readonly Entry[] = [
  ...entriesOf("network", [
    {
      id: "ssh-packet-broken",
      needles: [
        "packet_write_wait: ",
        "packet_write_poll: ",
        "ssh_dispatch_run_fatal: ",
        "Read from remote host",
        "Timeout, ",
        "timed out waiting for",
        "Received disconnect from",
        "Connection closed by ",
        "Connection reset by ",
      ],
      pattern:
        /packet_write_(?:wait|poll): Connection to (?<host>\S+)|ssh_dispatch_run_fatal: Connection (?:to|from) (?<host2>\S+) port \d+: (?:Broken pipe|Connection|Operation timed|Timeout|unexpected)|Read from remote host (?<host3>[^\s:]+): |^Connection (?:to|with) (?<host4>\S+) timed out|^Connection closed by (?<host5>[\d.a-f:]+|\S+\.\S+)(?: port \d+)?\.?$|^Connection reset by (?<host6>[\d.a-f:]+|\S+\.\S+) port \d+/m,
      instead: [leftPartial],
      title: "The connection to {host|the other host} broke",
      cause: "The network was interrupted, the other side hung up, or something between forgot the connection",
      remedies: [change("Resume what was interrupted: zfsr resume HOST:DATASET"), links],
      follows: ["ssh-auth", "ssh-hostkey"],
      source: "OpenSSH packet.c, clientloop.c",
    },
    {
      id: "ssh-shared-connection",
      instead: [
        {
          when: /ControlSocket \S{0,80}syncoid-\S{1,200}-\d{9,11} already exists/,
          title: "Two syncoids that started in the same second share one ssh connection",
          cause:
            "This release names the socket by the host and the second alone, and the one that ends first closes it",
          remedies: [
            change("Start them some seconds apart, or one after the other"),
            look("Or update syncoid: newer releases name the socket by the process, too"),
          ],
        },
      ],
      needles: ["mux_client_", "ControlSocket ", "Control socket", "muxserver_listen"],
      pattern:
        /mux_client_\w+: (?:read from master failed|master (?:is|died)|[^\n]{0,80}(?:failed|refused|Broken pipe))|muxserver_listen(?: bind\(\))?: |ControlSocket \S+ already exists, disabling multiplexing/,
      severity: "warning",
      title: "ssh's shared connection does not serve",
      cause: "The first connection has ended or takes no more sessions, or its socket was left behind",
      remedies: [look("See it", "ssh -O check HOST"), change("Start the first connection again")],
      follows: ["network", "ssh-auth", "ssh-hostkey"],
      source: "OpenSSH mux.c",
    },
    {
      id: "ssh-exec-failed",
      needles: ["exec request failed on channel", "shell request failed on channel", "subsystem request failed"],
      pattern: /(?:exec|shell|subsystem) request failed on channel \d+/,
      title: "The other host let ssh in, and ran no command",
      cause: "It has no process, memory or session left, or its sshd forbids it",
      remedies: [look("See what its sshd says", "journalctl -u ssh -u sshd -n 100 --no-pager")],
      source: "OpenSSH clientloop.c",
    },
    {
      id: "pipe-tool-cannot-connect",
      needles: [
        "Connection timed out",
        "Operation timed out",
        "No route to host",
        "Network is unreachable",
        "Name or service not known",
        "failed: Temporary failure in name resolution",
        "getaddrinfo",
      ],
      pattern:
        /(?:(?:^|[\s:(])nc|ncat|netcat|socat(?:\[\d+\])?|mbuffer)\b[^\n]{0,160}(?:(?:Connection|Operation) timed out|No route to host|Network is unreachable|Name or service not known|Temporary failure in name resolution|getaddrinfo)/m,
      title: "The other side of the stream was not reached",
      cause: "It does not listen, has another address, or a firewall is between",
      remedies: [listening, look("See whether it can be reached: ping")],
      source: "netcat, socat, mbuffer",
    },
    {
      id: "pipe-tool-broken",
      needles: ["Broken pipe", "Connection reset by peer"],
      pattern:
        /(?:(?:^|[\s:(])nc|ncat|netcat|socat(?:\[\d+\])?|mbuffer)\b[^\n]{0,160}(?:Broken pipe|Connection reset by peer)/m,
      title: "The stream's connection broke",
      cause: "What reads it on the other side ended first, or the network was interrupted",
      remedies: [look("Look at what the other side said")],
      follows: "any",
      source: "netcat, socat, mbuffer",
    },
    {
      id: "network-card-hung",
      needles: ["Detected Hardware Unit Hang", "Reset adapter", "transmit queue", "tx timeout", "Link is Down"],
      pattern:
        /(?:e1000e?|igb|ixgbe|i40e|r8169|igc|bnx2x?|mlx\d_core|atlantic)[^\n]{0,120}(?:Detected Hardware Unit Hang|Reset adapter|tx timeout|transmit queue \d+ timed out)/,
      title: "A network card hung and was reset",
      cause: "Its driver or firmware, often with segmentation offloading",
      remedies: [links, change("Switch offloading off for a try: ethtool -K INTERFACE tso off gso off")],
      source: "Linux net",
    },
    {
      id: "interface-gone",
      severity: "warning",
      needles: ["entered disabled state", "carrier lost", "Lost carrier", "link state changed to DOWN"],
      pattern:
        /\b(?:eth|en|em|igb|ix|bond|re|vtnet|mlx)\w{0,16}: (?:Lost carrier|carrier lost|link state changed to DOWN)/,
      title: "A network link went down",
      cause: "The cable, the switch or the card lost it",
      remedies: [links],
      source: "systemd-networkd, dhcpcd, FreeBSD",
    },
  ]),
  ...entriesOf("ssh-auth", [
    {
      id: "ssh-key-not-accepted",
      needles: [
        "sign_and_send_pubkey: ",
        "no mutual signature",
        "not in PubkeyAccepted",
        "no such identity: ",
        "error in libcrypto",
        "incorrect passphrase supplied",
        "read_passphrase: can't open",
        "Too many authentication",
        "ermission denied, please try again",
        "ssh_askpass: ",
      ],
      pattern:
        /sign_and_send_pubkey: |no mutual signature (?:supported|algorithm)|userauth_pubkey: [^\n]{0,80}not in PubkeyAccepted|no such identity: (?<path>\S+?):|incorrect passphrase supplied to decrypt|read_passphrase: can't open|Permission denied, please try again|ssh_askpass: exec/,
      instead: [
        bannedAfterwards,
        {
          when: /Permission denied, please try again/,
          unless:
            /sign_and_send_pubkey|no mutual signature|PubkeyAccepted|no such identity|supplied to decrypt|read_passphrase|ssh_askpass/,
          title: "A login by password was refused",
          cause:
            "No key was taken before, so ssh went on to a password; or that account or service is not allowed there",
          remedies: [
            look("Try it by hand with the same port and key: ssh -v -p PORT -i KEY USER@HOST true"),
            look("See on that host that the key is allowed and the account may use the service"),
          ],
        },
      ],
      title: "ssh's key could not be used",
      cause: "It has a passphrase that nobody could type, is missing, or is of a kind the other side no longer takes",
      remedies: [
        look("See which keys the agent offers", "ssh-add -l"),
        look("See what ssh would offer", "ssh -G HOST"),
      ],
      source: "OpenSSH sshconnect2.c",
    },
    {
      id: "ssh-config-modes",
      needles: ["Bad owner or permissions on"],
      pattern: /Bad owner or permissions on (?<path>\S+)/,
      title: "ssh does not trust {path}",
      cause: "Others than its user may write it",
      remedies: [
        look("See owner and mode", "ls -l {path}"),
        change("Let only its owner write it", "chmod go-w {path}"),
      ],
      source: "OpenSSH readconf.c",
    },
    {
      id: "ssh-command-forced",
      needles: [
        "rejected command",
        "ommand not allowed",
        "is not allowed to execute this command",
        "restricted",
        "not permitted by forced command",
      ],
      pattern:
        /(?:zfs-?ssh|forced|ssh)[^\n]{0,60}(?:rejected|refused|denied) command|[Cc]ommand not allowed: |(?:rbash|rssh|rrsync|lshell)[^\n]{0,60}(?:restricted|not allowed|forbidden)/,
      title: "That user may log in, but not run this command",
      cause: "The key is bound to a command in authorized_keys, or the account has a restricted shell",
      remedies: [look("See the key's line in authorized_keys of that user there")],
      source: "OpenSSH, restricted shells",
    },
  ]),
  ...entriesOf("config", [
    {
      id: "ssh-unknown-kind",
      needles: [
        "Unknown cipher type",
        "Bad SSH2 cipher spec",
        "Bad SSH2 mac spec",
        "no matching cipher found",
        "Unsupported option",
        "Unknown mac type",
        "command-line: line 0",
      ],
      pattern:
        /Unknown (?:cipher|mac) type '|Bad SSH2 (?:cipher|mac|MAC|KexAlgorithms) spec|command-line: line 0: |command-line line 0: /,
      title: "ssh does not know a cipher or an option it was given",
      cause: "It was taken out of newer releases, or is not in that one yet",
      remedies: [look("See the ciphers it knows", "ssh -Q cipher")],
      source: "OpenSSH ssh.c, readconf.c",
    },
  ]),
];
