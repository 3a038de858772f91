import type { Pipeline } from "../transport";

/** The ports of a TCP connection, seen from one of its ends. */
export interface ConnectionPorts {
  readonly own: number | undefined;
  readonly peer: number | undefined;
}

/** What the halves have told of the ssh connections they hang on: `$SSH_CONNECTION`. */
export interface HalfConnections {
  readonly send: string;
  readonly receive: string;
}

/**
 * The connection that the source writes the stream to, as the source has it: direct, that of the ssh it has started, told
 * by the target's half; through this machine, that of its own half. Addresses may be translated on the way; ports mostly
 * are not.
 * @param port where the target listens, for tcp @returns undefined within one host, or where it was not told
 */
export function streamPorts(
  way: Pipeline["name"],
  { send, receive }: HalfConnections,
  port: number,
): ConnectionPorts | undefined {
  if (way === "local") return undefined;
  if (way === "tcp") return { own: undefined, peer: port };
  const told = /^\S+ (\d+) \S+ (\d+)$/.exec(way === "direct" ? receive : send);
  if (!told) return undefined;
  const [client, server] = [Number(told[1]), Number(told[2])];
  return way === "direct" ? { own: client, peer: server } : { own: server, peer: client };
}
