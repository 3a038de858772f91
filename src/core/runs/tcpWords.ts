import type { StreamTools } from "./streamTools";

/** Where the receiver listens, and who may connect. */
export interface TcpPlace {
  /** The one address of the target on which it listens. */
  readonly address: string;
  readonly port: number;
  /** The address the source connects from; undefined where it does not tell. */
  readonly peer: string | undefined;
}

/** The programs of a tcp connection, on each side. With TLS they run in a private folder that has the certificate. */
export interface TcpWords {
  readonly program: "socat with TLS" | "socat" | "netcat" | "mbuffer";
  readonly listen: readonly string[];
  readonly connect: readonly string[];
  /** The stream crosses the network encrypted, and the source knows the certificate of the target. */
  readonly encrypted: boolean;
}

/** Seconds for which somebody may connect. */
export const acceptSeconds = 30;

/**
 * Chooses the programs: socat with TLS where both have it, then socat, netcat in its flavours, mbuffer.
 * Each takes one connection and ends with it. socat, ncat and mbuffer let only the peer in; a plain netcat takes the first
 * who comes, which is why the stream begins with a secret. mbuffer is the last choice, since it listens on all addresses.
 * @returns undefined when the two hosts have nothing to connect with
 */
export function tcpWords(
  { address, port, peer }: TcpPlace,
  source: StreamTools,
  target: StreamTools,
  encrypt: boolean,
): TcpWords | undefined {
  const six = address.includes(":");
  const literal = six ? `[${address}]` : address;
  if (source.socat && target.socat) {
    const range = peer === undefined ? "" : `,range=${six ? `[${peer}]/128` : `${peer}/32`}`;
    const listening = `bind=${literal},reuseaddr,accept-timeout=${acceptSeconds}${range}`;
    if (encrypt && target.openssl) {
      return {
        program: "socat with TLS",
        listen: socat(`OPENSSL-LISTEN:${port},pf=ip${six ? 6 : 4},${listening},cert=host.pem,verify=0`, "STDOUT"),
        connect: socat("STDIN", `OPENSSL:${literal}:${port},cafile=host.crt,commonname=zfsr,connect-timeout=10`),
        encrypted: true,
      };
    }
    return {
      program: "socat",
      listen: socat(`TCP${six ? 6 : 4}-LISTEN:${port},${listening}`, "STDOUT"),
      connect: socat("STDIN", `TCP${six ? 6 : 4}:${literal}:${port},connect-timeout=10`),
      encrypted: false,
    };
  }
  const listen = netcatListen(target, address, String(port), peer);
  const connect = netcatConnect(source, address, String(port));
  if (listen && connect) return { program: "netcat", listen, connect, encrypted: false };
  if (peer !== undefined && source.programs.has("mbuffer") && target.programs.has("mbuffer")) {
    const usual = ["mbuffer", "-q", "-s", "128k", "-m", "32M"];
    return {
      program: "mbuffer",
      listen: [...usual, "-I", `${peer}:${port}`],
      connect: [...usual, "-O", `${address}:${port}`],
      encrypted: false,
    };
  }
  return undefined;
}

/** One way, in blocks that keep a fast link busy. */
function socat(from: string, to: string): readonly string[] {
  return ["socat", "-u", "-b", "131072", from, to];
}

function netcatListen(
  { netcat }: StreamTools,
  address: string,
  port: string,
  peer: string | undefined,
): readonly string[] | undefined {
  switch (netcat) {
    case "openbsd":
      return ["nc", "-n", "-d", "-l", address, port];
    case "traditional":
      return ["nc", "-n", "-l", "-s", address, "-p", port];
    case "busybox":
      return ["nc", "-l", "-s", address, "-p", port];
    case "ncat":
      return ["ncat", "-n", "--recv-only", ...(peer === undefined ? [] : ["--allow", peer]), "-l", address, port];
    case undefined:
      return undefined;
  }
}

function netcatConnect({ netcat }: StreamTools, address: string, port: string): readonly string[] | undefined {
  switch (netcat) {
    case "openbsd":
      return ["nc", "-n", "-N", address, port];
    case "traditional":
      return ["nc", "-n", "-q", "0", address, port];
    case "busybox":
      return ["nc", address, port];
    case "ncat":
      return ["ncat", "-n", "--send-only", address, port];
    case undefined:
      return undefined;
  }
}
