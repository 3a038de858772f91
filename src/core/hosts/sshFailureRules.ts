import type { Reason } from "../base/errors";

/** What one text of ssh means. */
export interface SshFailureRule {
  readonly pattern: RegExp;
  readonly reason: Reason;
  /** `$1` … stand for the groups of the pattern. */
  readonly because: string;
  readonly nextStep: string;
}

/**
 * What OpenSSH's ssh prints when it fails, most telling first: a host key that changed ends in the same last line as one
 * that is unknown. Texts of OpenSSH 9.2; test/fixtures/ssh.jsonl holds them literally.
 */
export const sshFailureRules: readonly SshFailureRule[] = [
  rule(
    /REVOKED HOST KEY|host key .* revoked/i,
    "host-key-revoked",
    "the key it presented is marked as revoked",
    "ask who runs the host which key is right; a revoked key is never accepted",
  ),
  rule(
    /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    "host-key-changed",
    "the key it presented is not the one that is known",
    "find out why the key changed before you remove the old one with ssh-keygen -R",
  ),
  rule(
    /No (?:matching )?(\S+) host key is known for (\S+) and you have requested strict checking/,
    "host-key-unknown",
    "no $1 key is known for $2, and StrictHostKeyChecking is yes",
    "add its key to known_hosts after comparing the fingerprint",
  ),
  rule(
    /Host key verification failed/,
    "host-key-unknown",
    "its host key is not known and was not accepted",
    "connect when somebody can compare the fingerprint, or add the key to known_hosts",
  ),
  rule(
    /Too many authentication failures/,
    "auth-failed",
    "the server gave up after too many keys were offered",
    "name the right key with IdentityFile and set IdentitiesOnly yes",
  ),
  rule(
    /UNPROTECTED PRIVATE KEY FILE[^]*?Permissions \d+ for '([^']+)' are too open/,
    "auth-failed",
    "the private key $1 can be read by others, so ssh does not use it",
    "chmod 600 the key file",
  ),
  rule(
    /Identity file (\S+) not accessible[^]*Permission denied/,
    "auth-failed",
    "the identity file $1 can't be read, and nothing else was accepted",
    "correct IdentityFile in the ssh config",
  ),
  rule(
    /Load key "([^"]+)": (.+?)\r?\n[^]*Permission denied/,
    "auth-failed",
    "the key $1 could not be loaded ($2), and nothing else was accepted",
    "see that the file holds a private key that ssh can read",
  ),
  rule(
    /Permission denied \(([^)]*)\)/,
    "auth-failed",
    "the server accepts $1, and nothing that was offered fits",
    "see that your public key is in authorized_keys there, or that an agent holds the key",
  ),
  rule(
    /^Permission denied, please try again/m,
    "auth-failed",
    "the password was not accepted",
    "try again with the right password",
  ),
  rule(
    /account has expired/i,
    "auth-failed",
    "the account there has expired",
    "ask who runs the host to renew the account",
  ),
  rule(
    /Could not resolve hostname ([^:\s]+)/,
    "host-unknown",
    "the name $1 can't be resolved",
    "check HostName in the ssh config, and the network",
  ),
  rule(
    /Unable to negotiate with .*? no matching (.+?) found\. Their offer: ([^\r\n]*)/,
    "host-unreachable",
    "there is no $1 that both sides know; it offers $2",
    "allow one of these algorithms in the ssh config, or update the older side",
  ),
  rule(
    /connect to host (\S+) port (\d+): (Connection refused)/,
    "host-unreachable",
    "nothing listens on $1 port $2",
    "start sshd there, or correct HostName and Port",
  ),
  rule(
    /connect to host (\S+) port (\d+): (Connection timed out|Operation timed out)/,
    "host-unreachable",
    "$1 port $2 does not answer",
    "check the address, the firewall, and that the host is up; for one that is only slow, raise ConnectTimeout in the ssh config",
  ),
  rule(
    /connect to host (\S+) port (\d+): ([^\r\n]+)/,
    "host-unreachable",
    "$1 port $2: $3",
    "check the network and the route to the host",
  ),
  rule(
    /timed out during banner exchange/,
    "host-unreachable",
    "it accepts connections but no sshd answers",
    "see whether the host is overloaded, and that Port is sshd's; for one that is only slow, raise ConnectTimeout in the ssh config",
  ),
  rule(
    /(?:kex_exchange_identification|ssh_exchange_identification|Connection reset by .* port|Connection closed by .* port)/,
    "host-unreachable",
    "it closed the connection before it was set up",
    "see sshd's log there: MaxStartups, a blocked address, or maintenance",
  ),
  rule(
    /Timeout, server \S+ not responding/,
    "connection-lost",
    "it does not answer any more",
    "check the network; what was running there may still run",
  ),
  rule(
    /closed by remote host|Broken pipe|Connection reset by peer|mux_client_read_packet|Control socket connect|client_loop: send disconnect/,
    "connection-lost",
    "the connection broke",
    "try again; what was running there may still run",
  ),
  rule(
    /Bad configuration option: (\S+)/,
    "usage",
    "the ssh config has an unknown option, $1",
    "correct the ssh config; ssh -G shows the line",
  ),
  rule(
    /terminating, \d+ bad configuration options|Bad port '([^']*)'/,
    "usage",
    "the ssh config is not valid",
    "correct the ssh config; ssh -G shows the line",
  ),
  rule(
    /ControlPath too long|unix_listener: path .* too long/,
    "failed",
    "the path of its control socket is too long for this system",
    "use a temporary folder with a shorter path",
  ),
];

function rule(pattern: RegExp, reason: Reason, because: string, nextStep: string): SshFailureRule {
  return { pattern, reason, because, nextStep };
}
