import { isMeasured, type Measurement, rateOf } from "./measurement";

/** What holds the stream up. `processors`: those of one host, which its stages share. */
export type LimitId = "send" | "network" | "cipher" | "receive" | "processors";

/** The narrowest place, and what a replication can be expected to reach. */
export interface Limit {
  readonly id: LimitId;
  /** Of the two hosts, the one that it is about; for the network, the source. */
  readonly host: string;
  /** Bytes a second. */
  readonly rate: number;
  /** How it is known: one clause with figures. */
  readonly because: string;
}

/** More than this of a processor, and the cipher is what ssh waits for. */
const saturated = 0.8;
/** Less than this, and ssh waits for what is under way, however fast a TCP stream of its own is: its window is smaller. */
const halfIdle = 0.5;

/**
 * The stage that limits. Stages of a pipeline work at the same time, so that the slowest sets the rate; where stages that
 * are quick by themselves are slow together and the processors are busy, these limit.
 * @returns undefined where nothing could be measured
 */
export function findLimit(measurement: Measurement): Limit | undefined {
  const [source, target] = [hostOf(measurement.source), hostOf(measurement.target)];
  const candidates: Limit[] = [];
  const send = rateOf(measurement, "send");
  const receive = rateOf(measurement, "receive");
  const ssh = rateOf(measurement, "ssh");
  const together = rateOf(measurement, "together");
  if (send !== undefined)
    candidates.push({ id: "send", host: source, rate: send, because: "zfs send alone reads no faster" });
  if (receive !== undefined)
    candidates.push({ id: "receive", host: target, rate: receive, because: "zfs receive alone writes no faster" });
  if (ssh !== undefined) candidates.push(sshLimit(measurement, ssh));
  const slowest = [...candidates].sort((a, b) => a.rate - b.rate)[0];
  const shared = sharedProcessors(measurement, source, together, slowest?.rate);
  return shared ?? slowest;
}

/** Whether the network or the cipher is what ssh waits for. */
function sshLimit(measurement: Measurement, rate: number): Limit {
  const host = measurement.way === "relay" ? "this machine" : hostOf(measurement.source);
  const network = rateOf(measurement, "network");
  const chosen = measurement.ciphers.find((reading) => reading.chosen);
  if (network !== undefined && network <= rate * 1.15)
    return { id: "network", host, rate: Math.min(network, rate), because: "one TCP stream without ssh is no faster" };
  if (chosen && chosen.processor >= saturated)
    return {
      id: "cipher",
      host,
      rate,
      because: `ssh keeps a processor ${percent(chosen.processor)} busy with ${chosen.cipher}`,
    };
  if (network !== undefined && (chosen?.processor ?? 1) >= halfIdle)
    return { id: "cipher", host, rate, because: "one TCP stream without ssh is faster by far" };
  const idle = chosen ? `, with ${percent(1 - chosen.processor)} of a processor to spare` : "";
  return { id: "network", host, rate, because: `zeros through ssh go no faster${idle}` };
}

/** Reading and carrying together are slower than either, and the source's processors are busy. */
function sharedProcessors(
  { stages }: Measurement,
  host: string,
  together: number | undefined,
  slowest: number | undefined,
): Limit | undefined {
  const stage = stages.find(({ id }) => id === "together");
  if (together === undefined || slowest === undefined || !stage || !isMeasured(stage)) return undefined;
  const busy = stage.busy[host];
  if (busy === undefined || busy < saturated || together >= slowest * 0.85) return undefined;
  return {
    id: "processors",
    host,
    rate: together,
    because: `reading and carrying share processors that are ${percent(busy)} busy`,
  };
}

/** The host of `host:dataset`, as places are written. */
function hostOf(place: string): string {
  return place.slice(0, place.lastIndexOf(":"));
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}
