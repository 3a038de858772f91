import { ZfsrError } from "../base/errors";
import { withoutSudo } from "../zfs/place";
import { localHostId, type HostId } from "./host";

/** Where a HostId leads: this machine, or what ssh is given. */
export type HostAddress =
  | { readonly kind: "local" }
  | {
      readonly kind: "ssh";
      /** An alias of ssh_config(5), a host name or an address (IPv6 without brackets). */
      readonly name: string;
      /** Overrides the ssh config's User where given. */
      readonly user?: string;
      /** Overrides the ssh config's Port where given. */
      readonly port?: number;
    };

/** What OpenSSH 9.6 refuses in names as well, because they may reach a shell through ProxyCommand and Match exec. */
const refused = /[\s'`"$\\;&<>|(){}\0-\x1f\x7f]/;

/**
 * Reads `local`, `alias`, `sudo+alias` (zfs through sudo), `name:port`, `user@name`, `user@name:port`, `user@[2001:db8::1]:port`, `2001:db8::1`.
 * @throws ZfsrError `invalid-name` for what could be taken for an option or reach a shell, and for a port out of range.
 */
export function parseHostId(id: string): HostAddress {
  if (id === localHostId) return { kind: "local" };
  return parseAddress(withoutSudo(id), id);
}

function parseAddress(address: string, id: string): HostAddress {
  if (address === localHostId)
    throw invalid(id, "this machine is used as the user who runs zfsr", "run zfsr through sudo");
  if (address === "" || refused.test(address))
    throw invalid(id, "it is empty or contains a blank or a character that no host name has");
  const at = address.lastIndexOf("@");
  const user = at >= 0 ? address.slice(0, at) : undefined;
  const rest = address.slice(at + 1);
  const bracketed = /^\[([^[\]]+)\](?::(\d+))?$/.exec(rest);
  const plain = bracketed ? null : /^([^:]+):(\d+)$/.exec(rest);
  const name = bracketed?.[1] ?? plain?.[1] ?? rest;
  const portText = bracketed?.[2] ?? plain?.[2];
  if (name === "" || user === "") throw invalid(id, "the name before or after the @ is empty");
  if (name.startsWith("-") || user?.startsWith("-"))
    throw invalid(id, "a name that begins with - could be taken for an option of ssh");
  if (/[[\]]/.test(name)) throw invalid(id, "its brackets do not enclose an address");
  const port = portText === undefined ? undefined : Number(portText);
  if (port !== undefined && (port < 1 || port > 65535)) throw invalid(id, "its port is not between 1 and 65535");
  return { kind: "ssh", name, ...(user === undefined ? {} : { user }), ...(port === undefined ? {} : { port }) };
}

/** The same as `parseHostId`, giving the id itself for those who only want it checked. */
export function hostId(text: string): HostId {
  parseHostId(text);
  return text as HostId;
}

function invalid(
  id: string,
  because: string,
  nextStep = "give an alias of the ssh config, user@name or user@name:port",
): ZfsrError {
  return new ZfsrError({
    reason: "invalid-name",
    object: `host ${JSON.stringify(id)}`,
    because,
    nextStep,
  });
}
