import { change, entriesOf, look } from "./entry";
import { bannedAfterwards } from "./looks";

const sshdLog = look("See what sshd says there", "journalctl -u ssh -u sshd -n 100 --no-pager");

/** A user is not let in. */
export const sshAuth = entriesOf("ssh-auth", [
  {
    of: "ssh-permission-denied",
    instead: [bannedAfterwards],
    title: "{host|The other host} did not let {user|this user} in",
    cause: "No key or password that was offered is allowed for that user there",
    remedies: [look("See which keys the agent offers", "ssh-add -l")],
  },
  {
    id: "ssh-too-many-keys",
    needles: "Too many authentication failures",
    pattern: /(?:from (?<host>\S+) port \d+:2: )?Too many authentication failures/,
    title: "ssh offered too many keys before the right one",
    cause: "The agent holds more keys than sshd lets try (MaxAuthTries)",
    remedies: [change("Name the key with IdentityFile, and set IdentitiesOnly yes for that host")],
    source: "OpenSSH auth.c",
  },
  {
    id: "ssh-key-too-open",
    needles: ["UNPROTECTED PRIVATE KEY FILE", " are too open"],
    pattern: /UNPROTECTED PRIVATE KEY FILE|Permissions \d+ for '(?<path>[^']+)' are too open/,
    instead: [
      {
        when: /Permissions \d+ for '(?<path>\/etc\/ssh\/ssh_host_[^'\n]{1,80})' are too open/,
        category: "service",
        title: "sshd does not take its own host key {path}, since others may read it",
        cause: "Without any host key it does not start",
        remedies: [
          change("Let only root read all of them: chmod 600 /etc/ssh/ssh_host_*_key"),
          change("Then start it again", "systemctl restart sshd"),
        ],
      },
    ],
    title: "A private key may be read by others, so ssh does not use it",
    cause: "The mode of its file is too open",
    remedies: [change("Let only its owner read it", "chmod 600 {path}")],
    source: "OpenSSH authfile.c",
  },
  {
    id: "ssh-key-unreadable",
    severity: "warning",
    needles: ['Load key "', "Identity file "],
    pattern:
      /Load key "(?<path>[^"]+)": (?:error in libcrypto|invalid format|Permission denied)|Identity file (?<path2>\S+) not accessible/,
    title: "The key {path} cannot be used",
    cause: "Its file is missing, damaged, or not this user's to read",
    remedies: [look("See whether it is there", "ls -l {path}")],
    follows: ["ssh-auth"],
    source: "OpenSSH sshconnect2.c",
  },
  {
    id: "sshd-bad-modes",
    needles: "bad ownership or modes",
    pattern:
      /(?:Authentication refused|fatal): bad ownership or modes for (?:chroot )?(?:directory|file)(?: component)? "?(?<path>[^\s"]+)/,
    instead: [
      {
        when: /fatal: bad ownership or modes for chroot (?:directory|file)(?: component)? "?(?<path>[^\s"]{1,255})/,
        category: "permission",
        title: "sshd does not lock a user into {path}, since others than root may write there",
        cause:
          "A chroot and all above it have to belong to root, writable by nobody else; a dataset that was received may bring other modes",
        remedies: [
          look("See owner and mode of each part", "namei -l {path}"),
          change(
            "Give it to root, and let users write into a directory below: chown root:root {'path}; chmod 755 {'path}",
          ),
        ],
      },
    ],
    title: "sshd does not trust {path}, so no key is accepted",
    cause: "Others than the user may write there",
    remedies: [look("See owner and mode", "ls -ld {path}"), change("Let only the owner write", "chmod go-w {path}")],
    source: "OpenSSH sshd",
  },
  {
    id: "sshd-failed-login",
    severity: "warning",
    needles: ["Failed password for", "Failed publickey for", "Connection closed by authenticating user"],
    pattern:
      /Failed (?:password|publickey) for (?:invalid user )?(?<user>\S+) from (?<host>\S+)|Connection closed by authenticating user (?<user2>\S+) (?<host2>\S+)/,
    title: "A login of {user} from {host} was refused",
    cause: "The key or password was not accepted",
    remedies: [sshdLog],
    follows: ["ssh-auth"],
    source: "OpenSSH sshd",
  },
  {
    id: "sshd-user-not-allowed",
    needles: ["not allowed because", "account is locked", "Your account has expired"],
    pattern: /User (?<user>\S+) (?:from \S+ )?not allowed because|Your account has expired/,
    title: "{user|This user} may not log in there",
    cause: "sshd's AllowUsers or DenyUsers, a locked or expired account, or a shell that is not allowed",
    remedies: [sshdLog],
    source: "OpenSSH sshd",
  },
  {
    id: "ssh-agent-gone",
    severity: "warning",
    needles: ["Could not open a connection to your authentication agent", "agent refused operation"],
    pattern: /Could not open a connection to your authentication agent|agent refused operation/,
    title: "The ssh agent did not sign",
    cause: "No agent runs in this session, or it wants a touch or a confirmation",
    remedies: [look("See whether it has keys", "ssh-add -l")],
    follows: ["ssh-auth"],
    source: "OpenSSH",
  },
  {
    id: "syncoid-connection-test",
    needles: ["ssh connection echo test failed"],
    pattern: /ssh connection echo test failed for (?<user>[^@\s]+)@(?<host>\S+) with exit code \d+/,
    title: "syncoid could not log in to {host}",
    cause: "Exit code 255 is ssh's own: the network, the host's key or the login",
    remedies: [look("Try it by hand as that user", "ssh -v {user}@{host} true")],
    follows: "any",
    source: "syncoid",
  },
  {
    id: "nologin",
    needles: ["This account is currently not available", "System is booting up", "pam_nologin"],
    pattern:
      /This account is currently not available|System is booting up\. Unprivileged users|pam_nologin\(\S+\): (?:Refused|unexpected)/,
    title: "That machine lets nobody but root in just now, or never this user",
    cause: "It is starting or in maintenance (/run/nologin), or the account's shell is nologin",
    remedies: [look("See the account's shell", "getent passwd {user}")],
    source: "util-linux nologin, pam_nologin",
  },
]);

/** A host is not known to be who it says it is. */
export const sshHostkey = entriesOf("ssh-hostkey", [
  {
    id: "ssh-host-key-changed",
    needles: ["REMOTE HOST IDENTIFICATION HAS CHANGED", "Host key for "],
    pattern:
      /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for (?<host>\S+) has changed and you have requested strict checking/,
    title: "{host|The other host} shows another key than before",
    cause: "It was installed anew, another machine has its address, or someone is in between",
    remedies: [
      look(
        "Compare the fingerprint with the one shown on that machine's own console: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub",
      ),
      change("Only then forget the old key", "ssh-keygen -R {host}"),
    ],
    source: "OpenSSH sshconnect.c",
  },
  {
    id: "ssh-host-key-unknown",
    needles: ["host key is known for", "authenticity of host"],
    pattern:
      /No \S+ host key is known for (?<host>\S+) and you have requested strict checking|authenticity of host '(?<host2>[^'\s]+)[^']*' can't be established/,
    title: "The key of {host} is not known",
    cause: "This user has never connected to it from there, and nobody could be asked",
    remedies: [look("See its keys and compare them with those on its console", "ssh-keyscan {host}")],
    source: "OpenSSH sshconnect.c",
  },
  {
    id: "ssh-host-key-failed",
    needles: "Host key verification failed",
    pattern: /Host key verification failed/,
    title: "A host's key was not accepted",
    cause: "It is not known to this user there, or has changed, and nobody could be asked",
    remedies: [look("Connect once by hand as that user, and compare the fingerprint")],
    follows: ["ssh-hostkey"],
    source: "OpenSSH sshconnect.c",
  },
  {
    id: "ssh-host-key-revoked",
    needles: ["REVOKED HOST KEY", "is marked as revoked"],
    pattern: /REVOKED HOST KEY|host key for (?<host>\S+) is marked as revoked/,
    title: "The key of {host|the host} is revoked",
    cause: "It was declared as no longer to be trusted",
    remedies: [look("Ask whoever runs that host for its new key")],
    source: "OpenSSH sshconnect.c",
  },
  {
    id: "ssh-host-key-ip-differs",
    severity: "warning",
    needles: "differs from the key for the IP address",
    pattern: /host key for '(?<host>[^']+)' differs from the key for the IP address/,
    title: "{host} and its address are known with different keys",
    cause: "The address belonged to another machine before",
    remedies: [look("Compare both entries of known_hosts with the host's console")],
    source: "OpenSSH sshconnect.c",
  },
]);
