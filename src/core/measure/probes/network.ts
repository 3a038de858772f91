import { ZfsrError } from "../../base/errors";
import { shellQuote } from "../../base/shellQuote";
import type { ExecOptions, Host } from "../../hosts/host";
import type { Bounds } from "../bounds";
import type { MeasuredStage } from "../measurement";

/**
 * The network alone, by iperf3, which both hosts have: the target listens for one test and ends, the source sends
 * nothing that anybody would want.
 * @param port where the target listens; a firewall must let the source through
 */
export async function measureNetwork(
  source: Host,
  target: Host,
  address: string,
  port: number,
  bounds: Bounds,
  options: ExecOptions,
): Promise<MeasuredStage> {
  const seconds = Math.min(5, bounds.seconds);
  const at = shellQuote(address);
  const serve = `iperf3 -s -1 -B ${at} -p ${port} -J >/dev/null 2>&1 & i=$!; ( sleep ${seconds + 15}; kill $i ) 2>/dev/null & s=$!; wait $i; kill $s 2>/dev/null`;
  const ask = [
    "n=0; while [ $n -lt 20 ]; do n=$((n+1))",
    `  o=$(iperf3 -c ${at} -p ${port} -t ${seconds} -J 2>&1)`,
    // with -J it ends with 0 whatever happens; the server may not listen yet, all else will not change
    "  case $o in *refused*) sleep 0.4;; *) break;; esac",
    'done; echo "$o"',
  ].join("\n");
  const server = new AbortController();
  const stop = (): void => server.abort(options.signal?.reason);
  options.signal?.addEventListener("abort", stop, { once: true });
  // it is ended as soon as the client has given up
  const listening = target.script(serve, { signal: server.signal }).then(
    () => undefined,
    (error: unknown) => (ZfsrError.is(error, "cancelled") ? undefined : ZfsrError.from(error, target.id)),
  );
  try {
    const { stdout } = await source.script(ask, options);
    server.abort();
    const failure = await listening;
    if (failure) throw failure;
    return { ...networkIn(stdout, `${source.id} to ${target.id}`), busy: {} };
  } finally {
    options.signal?.removeEventListener("abort", stop);
    server.abort();
  }
}

/** Reads what `iperf3 -J` printed. @throws ZfsrError host-unreachable where it could not connect */
export function networkIn(json: string, object: string): Omit<MeasuredStage, "busy"> {
  const { end, error } = parsed(json);
  const received = end?.sum_received;
  if (received?.bits_per_second === undefined || received.bits_per_second === 0)
    throw new ZfsrError({
      reason: "host-unreachable",
      object,
      because: `iperf3 got no answer: ${error ?? "it printed no result"}`,
      nextStep: "let the port through between the two hosts, or name one that is with --port",
    });
  return {
    id: "network",
    title: `network from ${object}`,
    rate: received.bits_per_second / 8,
    bytes: received.bytes ?? 0,
    seconds: received.seconds ?? 0,
    how: "iperf3, one TCP stream",
  };
}

interface IperfResult {
  readonly error?: string;
  readonly end?: {
    readonly sum_received?: { readonly bits_per_second?: number; readonly bytes?: number; readonly seconds?: number };
  };
}

function parsed(json: string): IperfResult {
  try {
    return JSON.parse(json) as IperfResult;
  } catch {
    return { error: json.trim().split("\n", 1)[0] ?? "" };
  }
}
