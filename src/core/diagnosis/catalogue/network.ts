import { change, entriesOf, type Instead, look, type RemedyTemplate } from "./entry";
import { banned, leftPartial } from "./looks";

const reach = look("See whether it can be reached at all", "ping -c 3 {host}");
const links = look("Look at the network's own counters", "ip -s link");
const resumeIt: RemedyTemplate = {
  ...change("Resume what was interrupted: zfsr resume HOST:DATASET"),
  where: /\bzfs\b|syncoid|zrepl|zettarepl|autobackup|znapzend|pyznap|zrep\b/,
};
const keepOpen = change(
  "Keep it open while nothing is sent: ServerAliveInterval 30 for that host in ssh's configuration",
);
/** Backup programs that send no stream of zfs. */
const byOthers: Instead = {
  when: /\b(?:borg|attic|restic|rsync|rclone|duplicity|scp|sftp|unison)\b/i,
  unless: /\bzfs (?:send|receive|recv)\b|syncoid|zrepl|zettarepl|autobackup|znapzend|pyznap/,
  remedies: [links, keepOpen, look("Run it again")],
};
const later = look("It only says that the other end of the pipe went away: look at what that end said");

/** The way between the hosts. */
export const network = entriesOf("network", [
  {
    of: "ssh-cannot-connect",
    instead: [
      {
        when: banned,
        title: "{host} turns this address away since logins failed",
        cause:
          "It let a login be tried just before: fail2ban, sshguard or a firewall there shuts an address out for a while, or it restarts",
        remedies: [
          look("Wait, then try once; a ban ends by itself, after ten minutes as fail2ban comes"),
          look("On that host's console, see whom it has banned", "fail2ban-client status sshd"),
          change("Let this address in again there: fail2ban-client set sshd unbanip ADDRESS"),
          look("Then use the right key or password: each further failure begins the ban anew"),
        ],
      },
    ],
    title: "{host} cannot be reached on port {port}",
    remedies: [reach],
  },
  {
    of: "ssh-cannot-resolve",
    instead: [
      {
        when: /Could not resolve hostname (?<reason>smb|cifs|nfs|afp|ftps?|sftp|https?|ssh|rsync|file|dav|davs|webdav|s3|gs|ipfs|scp): /,
        category: "config",
        title: "An address that begins with {reason}:// was given where a host is wanted",
        cause:
          "rsync, scp and tools around ssh write HOST:PATH, so that what stands before the colon is taken for a host",
        remedies: [
          change("Write USER@HOST:PATH for what is reached by ssh"),
          change("A share (smb, nfs) has to be mounted first, and is then a path like any other"),
        ],
      },
      {
        when: /(?:Could not resolve hostname |\bsyncoid [^\n]{0,200}@)(?<snapshot>(?:autosnap|syncoid|zfs-auto-snap|zrepl)_[^\s:]{1,80}(?::\d\d){0,2})/,
        category: "config",
        title: "A snapshot's name was taken for a host's: {snapshot}",
        cause: "syncoid takes datasets and no snapshots; what stands before an @ it takes for a user",
        remedies: [
          change("Name the dataset alone: leave out @{snapshot}"),
          look("To send certain snapshots only, use --include-snaps"),
        ],
      },
      {
        when: /^Start(?:ing|ed) \S[^\n]{0,300}\n(?:[^\n]{0,600}\n){0,5}?[^\n]{0,300}Could not resolve hostname (?<host>[^\s:]{1,255}): /m,
        title: "{host} could not be resolved when its unit had just started",
        cause:
          "Most often the network was not up yet: at boot, after waking up, or by a timer that makes up for a missed run",
        remedies: [
          look("Ask for it now: if it is found, the unit was too early", "getent hosts {host}"),
          change(
            "Let the unit wait and try again: Wants= and After=network-online.target, Restart=on-failure, RestartSec=60",
          ),
          look("See the name in ssh's configuration there, and its DNS or VPN"),
        ],
      },
    ],
    title: "The name {host} cannot be resolved",
    remedies: [look("Ask for it by hand", "getent hosts {host}")],
  },
  {
    of: "ssh-cannot-connect-bare",
    title: "The other host cannot be reached",
    cause: "The host is off or has another address, no sshd listens there, or a firewall is between",
  },
  {
    of: "ssh-exchange-closed",
    title: "The other side hung up at once",
    remedies: [
      look("See what its sshd says", "journalctl -u ssh -u sshd -n 100 --no-pager"),
      change("Raise MaxStartups in its sshd_config, or connect less often at once"),
    ],
  },
  { of: "ssh-server-silent", title: "{host|The other side} stopped answering", remedies: [resumeIt, links] },
  {
    of: "ssh-connection-lost",
    title: "The connection to {host|the other host} broke",
    cause: "Something in between cut it, often after a while in which nothing was sent, or one side went away",
    instead: [leftPartial, byOthers],
    remedies: [resumeIt, links, keepOpen],
  },
  {
    id: "ssh-session-refused",
    needles: ["ession open refused by peer", ": open failed: "],
    pattern:
      /[Ss]ession open refused by peer|channel \d+: open failed: (?:administratively prohibited|connect failed|resource shortage)/,
    title: "sshd allows no more sessions on one connection",
    cause: "Its MaxSessions (10 unless set) is used up, or it forbids forwarding",
    remedies: [change("Run fewer transfers at once on one connection, or raise MaxSessions there")],
    source: "OpenSSH mux.c",
  },
  {
    id: "ssh-control-path-too-long",
    needles: ["too long for Unix domain socket", "ControlPath"],
    pattern: /too long for Unix domain socket|ControlPath (?:"[^"]{0,300}" )?too long/,
    instead: [
      {
        when: /(?:path )?"(?<path>\/tmp\/syncoid-[^"\n]{1,400})" too long for Unix domain socket|ControlPath "?(?<path2>\/tmp\/syncoid-[^"\n]{1,400})"? too long/,
        category: "naming",
        title: "The name of syncoid's socket is too long: it has user, host and time in it",
        cause:
          "A socket's path may have about 100 characters, and the host's name is long; newer releases of syncoid cut it",
        remedies: [
          change(
            "Give the host a short name in ssh's configuration (Host SHORT, HostName LONG), and name that to syncoid",
          ),
          change("Or update syncoid"),
        ],
      },
    ],
    title: "The path of ssh's control socket is too long",
    cause: "A socket's path may have about 100 characters",
    remedies: [change("Use ControlPath with %C below a short directory")],
    source: "OpenSSH misc.c",
  },
  {
    id: "ssh-port-forward-failed",
    severity: "warning",
    needles: ["remote port forwarding failed", "cannot listen to port"],
    pattern:
      /remote port forwarding failed for listen port (?<port>\d+)|channel_setup_fwd_listener\w*: cannot listen to port: (?<port2>\d+)/,
    title: "ssh could not open the port {port} it was to forward",
    cause: "Something listens there already: often an older connection that hangs",
    remedies: [look("See who has it", "ss -ltnp")],
    source: "OpenSSH",
  },
  {
    id: "mbuffer-cannot-connect",
    needles: ["could not connect to", "unable to establish network connection"],
    pattern:
      /mbuffer: (?:error|fatal): (?:could not connect to (?<host>[^\s:]+):(?<port>\d+)|unable to establish network connection)/,
    title: "mbuffer could not connect to {host|the other side}",
    cause: "The receiving mbuffer was not listening yet, or any more, or a firewall is between",
    remedies: [look("See whether it listens", "ss -ltn"), reach],
    source: "mbuffer network.c",
  },
  {
    id: "mbuffer-stalled",
    needles: "watchdog timeout",
    pattern: /mbuffer: (?:error|fatal): watchdog timeout: (?:input|output) stalled/,
    title: "mbuffer saw no data for too long",
    cause: "The sending pool was busy reading, the receiving one hangs, or the connection is dead",
    remedies: [look("See what the pools do", "zpool iostat -v 1 5"), links],
    source: "mbuffer mbuffer.c",
  },
  {
    id: "mbuffer-output",
    needles: ["mbuffer: error: outputThread", "error during output to"],
    pattern:
      /mbuffer: (?:error: outputThread: error writing to \S+ at offset|warning: error during output to (?!\S+: canceled))/,
    title: "mbuffer could not pass the stream on",
    cause: "What comes after it in the pipe went away first",
    remedies: [later],
    follows: "any",
    source: "mbuffer mbuffer.c",
  },
  {
    id: "mbuffer-input",
    needles: "mbuffer: error: inputThread",
    pattern: /mbuffer: error: inputThread: error reading/,
    title: "mbuffer could not read the stream on",
    cause: "What comes before it in the pipe went away first",
    remedies: [later],
    follows: "any",
    source: "mbuffer mbuffer.c",
  },
  {
    id: "pv-failed",
    needles: "pv: ",
    pattern: /(?:^|[\s:])pv: .{0,80}(?:write failed|read failed)/,
    title: "pv could not pass the stream on",
    cause: "The other end of the pipe went away first",
    remedies: [later],
    follows: "any",
    source: "pv",
  },
  {
    id: "port-in-use",
    needles: ["Address already in use", "bind failed"],
    pattern: /(?:\bnc\b|ncat|netcat|socat|mbuffer)[^\n]{0,120}(?:Address already in use|bind failed)/,
    title: "The port for the stream is in use",
    cause: "Two transfers chose the same port, or an old one still listens",
    remedies: [look("See who has it", "ss -ltnp")],
    source: "netcat, socat, mbuffer",
  },
  {
    id: "netcat-refused",
    needles: "Connection refused",
    pattern: /(?:(?:^|[\s:])nc|ncat|netcat|socat)\b[^\n]{0,120}Connection refused/,
    title: "Nobody listened for the stream",
    cause: "The receiving side was not ready yet, had ended, or a firewall refused",
    remedies: [look("See whether it listens", "ss -ltn")],
    source: "netcat, socat",
  },
  {
    id: "zrepl-connect",
    needles: ["dial tcp"],
    pattern:
      /zrepl[^\n]{0,300}dial tcp (?<host>[\w.:[\]-]+?):(?<port>\d+): .{0,60}(?:refused|timeout|no route|unreachable)/,
    title: "zrepl could not connect to {host}",
    cause: "The other daemon does not listen there, or a firewall is between",
    remedies: [reach],
    source: "zrepl",
  },
  {
    id: "zrepl-tls",
    needles: ["tls: ", "x509: "],
    pattern: /zrepl[^\n]{0,400}(?:tls: (?:bad certificate|handshake failure|failed to verify)|x509: )/,
    title: "zrepl's two sides do not trust each other's certificates",
    cause: "A certificate has expired, or is not signed by the authority that the other side knows",
    remedies: [look("See until when the certificates hold: openssl x509 -noout -dates -in FILE")],
    source: "zrepl, Go crypto/tls",
  },
  {
    id: "link-down",
    severity: "warning",
    needles: ["ink is Down", "ink is down", "NETDEV WATCHDOG"],
    pattern: /(?:NIC )?[Ll]ink is [Dd]own|NETDEV WATCHDOG: .{0,80}timed out/,
    title: "A network link went down",
    cause: "The cable, the switch or the card lost it",
    remedies: [resumeIt, links],
    source: "Linux net",
  },
  {
    id: "tcp-lost",
    severity: "warning",
    needles: ["TCP: Possible SYN flooding", "TCP: out of memory"],
    pattern: /TCP: (?:request_sock_TCP: )?Possible SYN flooding on port (?<port>[\d.:[\]a-f]+)|TCP: out of memory/,
    title: "The kernel refuses TCP connections",
    cause: "More connections arrive at once than are taken, or TCP's memory is used up",
    remedies: [look("See the counters", "nstat -az TcpExtListenDrops TcpExtTCPMemoryPressures")],
    source: "Linux net",
  },
  {
    id: "conntrack-full",
    needles: "nf_conntrack: table full",
    pattern: /nf_conntrack: (?:nf_conntrack: )?table full, dropping packet/,
    title: "The firewall forgets connections",
    cause: "Its table of connections is full",
    remedies: [change("Raise net.netfilter.nf_conntrack_max on that machine")],
    source: "Linux netfilter",
  },
  {
    id: "zettarepl-stuck",
    needles: ["Replication has stuck", "Stopping stuck replication process"],
    pattern: /Replication has stuck|Stopping stuck replication process/,
    title: "A replication made no progress and was ended",
    cause: "The connection is dead, or the receiving pool hangs",
    remedies: [look("See what the pools do", "zpool iostat -v 1 5"), links],
    source: "zettarepl replication/process_runner.py",
  },
  {
    id: "firewall-drop",
    severity: "info",
    needles: ["[UFW BLOCK]", "FINAL_REJECT"],
    pattern: /(?:\[UFW BLOCK\]|FINAL_REJECT).{0,300}DPT=(?<port>22|9000|8023|9090)(?=\s)/,
    title: "The firewall dropped a connection to port {port}",
    cause: "Its rules do not allow the sender",
    remedies: [look("See its rules", "nft list ruleset")],
    source: "ufw, firewalld",
  },
  {
    id: "ssh-corrupted-mac",
    needles: ["Corrupted MAC on input", "message authentication code incorrect", "Bad packet length"],
    pattern: /Corrupted MAC on input|message authentication code incorrect|Bad packet length \d+/,
    title: "ssh received damaged data",
    cause: "Something between the hosts changes bytes: a network card's offloading, memory, a middlebox",
    remedies: [look("Look for errors of the network card", "ip -s link"), look("Test the memory of both hosts")],
    source: "OpenSSH packet.c",
  },
  {
    id: "rsync-connection-broke",
    loose: true,
    needles: ["rsync: "],
    pattern:
      /rsync: (?:\[\w+\] )?(?:writefd_unbuffered failed|read error|connection unexpectedly closed|link_stat "[^"\n]{1,200}" failed: Host is down|safe_\w+ failed)[^\n]{0,160}/,
    title: "rsync lost the other side",
    cause: "The connection broke, or rsync ended there: what it said there stands in that host's log",
    remedies: [look("See whether the host can be reached, and whether its disk is full")],
    follows: ["ssh-auth", "ssh-hostkey", "space"],
    source: "rsync io.c",
  },
]);
