import { formatBytes, formatRate } from "../base/bytes";
import { findLimit, type Limit } from "./findLimit";
import { type Measurement, rateOf } from "./measurement";

/** Something that would help. */
export interface Advice {
  readonly id:
    "cipher" | "tcp" | "compression" | "mtu" | "loss" | "window" | "mbuffer" | "recordsize" | "disks" | "processors";
  readonly title: string;
  /** An option of zfsr or a command, where there is one. */
  readonly command: string | undefined;
  /** Bytes a second that the whole could then reach; undefined where that cannot be told. */
  readonly rate: number | undefined;
  /** How that is known, or what it costs: one clause. */
  readonly because: string;
}

/** Less than this is not worth a change. */
const worthIt = 1.03;

/** What would help against the limit, the most first; what cannot be counted comes last. */
export function advise(measurement: Measurement): readonly Advice[] {
  const limit = findLimit(measurement);
  if (!limit) return [];
  const advices = [
    ...cipherAdvice(measurement, limit),
    ...networkAdvice(measurement, limit),
    ...diskAdvice(measurement, limit),
    ...bufferAdvice(measurement, limit),
  ];
  return advices
    .filter(({ rate }) => rate === undefined || rate >= limit.rate * worthIt)
    .sort((a, b) => (b.rate ?? 0) - (a.rate ?? 0));
}

/** The slowest of the other stages: what remains when the limit is lifted. */
function remaining(measurement: Measurement, ...besides: readonly number[]): number {
  const others = (["send", "receive"] as const).flatMap((id) => rateOf(measurement, id) ?? []);
  return Math.min(...others, ...besides);
}

function cipherAdvice(measurement: Measurement, limit: Limit): Advice[] {
  if (limit.id !== "cipher" && limit.id !== "processors") return [];
  const { ciphers, way } = measurement;
  const advices: Advice[] = [];
  const chosen = ciphers.find((reading) => reading.chosen);
  const best = [...ciphers].sort((a, b) => b.rate - a.rate)[0];
  if (chosen && best && !best.chosen && best.rate >= chosen.rate * worthIt)
    advices.push({
      id: "cipher",
      title: `take the cipher ${best.cipher}`,
      command: `--cipher ${best.cipher}`,
      rate: limit.id === "cipher" ? remaining(measurement, best.rate) : undefined,
      because: `measured: ${formatRate(best.rate)} through ssh, where ${chosen.cipher} gives ${formatRate(chosen.rate)}`,
    });
  const network = rateOf(measurement, "network");
  if (way === "direct" && network !== undefined)
    advices.push({
      id: "tcp",
      title: "send without ssh, where the network may be trusted or the stream is raw",
      command: "--transport tcp",
      rate: remaining(measurement, network),
      because: `iperf3 measured ${formatRate(network)} without a cipher`,
    });
  if (limit.id === "processors")
    advices.push({
      id: "processors",
      title: "give the source more processors",
      command: undefined,
      rate: undefined,
      because: limit.because,
    });
  return advices;
}

function networkAdvice(measurement: Measurement, limit: Limit): Advice[] {
  if (limit.id !== "network") return [];
  const { packing, mtu, segments, connection } = measurement.readings;
  const advices: Advice[] = [];
  if (packing && !measurement.sample.encrypted && packing.ratio <= 0.875)
    advices.push({
      id: "compression",
      title: "compress on the way",
      command: "--no-compressed --compression zstd",
      rate: remaining(measurement, limit.rate / packing.ratio, packing.rate),
      because: `the stream's beginning shrinks to ${Math.round(packing.ratio * 100)} %, at ${formatRate(packing.rate)}`,
    });
  const lost = segments && segments.sent > 0 ? segments.retransmitted / segments.sent : 0;
  if (lost > 0.001)
    advices.push({
      id: "loss",
      title: "look for what loses packets: cable, switch, MTU, a full link",
      command: undefined,
      rate: undefined,
      because: `${(lost * 100).toFixed(2)} % of what the source sent was sent again`,
    });
  if (connection?.roundTrip !== undefined && connection.receiverFull > 0.3)
    advices.push({
      id: "window",
      title: "let TCP have more under way",
      command: "sysctl -w net.ipv4.tcp_rmem='4096 131072 67108864'",
      rate: undefined,
      because: `for ${Math.round(connection.receiverFull * 100)} % of the time the target's window was full, ${connection.roundTrip.toFixed(0)} ms away`,
    });
  if (mtu !== undefined && mtu < 9000)
    advices.push({
      id: "mtu",
      title: "an MTU of 9000 on every device between the two",
      command: undefined,
      rate: remaining(measurement, limit.rate * (payload(9000) / payload(mtu))),
      because: `it is ${mtu}; of each packet ${Math.round(payload(9000) * 100)} % would be data, where ${Math.round(payload(mtu) * 100)} % is now`,
    });
  return advices;
}

/** The part of what goes over the wire that is data: headers of IP and TCP (40), Ethernet with its gap (38). */
function payload(mtu: number): number {
  return (mtu - 40) / (mtu + 38);
}

function diskAdvice(measurement: Measurement, limit: Limit): Advice[] {
  if (limit.id !== "send" && limit.id !== "receive") return [];
  const { sample, readings } = measurement;
  const side = limit.id;
  const advices: Advice[] = [];
  const small = sample.recordsize > 0 && sample.recordsize < 128 * 1024;
  if (small)
    advices.push({
      id: "recordsize",
      title: "larger blocks for data that is written from now on: 1M for large files",
      command: undefined,
      rate: undefined,
      because: `its blocks are ${formatBytes(sample.recordsize)}, and each is read, checked and written by itself`,
    });
  const used = Math.max(0, ...readings.devices[side].map((device) => device.used));
  const waits = readings.disks[side].flatMap(({ diskReadWait, diskWriteWait }) =>
    side === "send" ? (diskReadWait ?? []) : (diskWriteWait ?? []),
  );
  const slowest = Math.max(0, ...waits);
  if (used >= 0.8 || slowest >= 10)
    advices.push({
      id: "disks",
      title: `more or faster disks on ${limit.host}, or a quieter hour`,
      command: undefined,
      rate: undefined,
      because: `the disks are ${Math.round(used * 100)} % busy, a request takes up to ${slowest.toFixed(1)} ms`,
    });
  return advices;
}

function bufferAdvice(measurement: Measurement, limit: Limit): Advice[] {
  const together = rateOf(measurement, "together");
  if (together === undefined || limit.id === "processors" || together >= limit.rate * 0.85) return [];
  return [
    {
      id: "mbuffer",
      title: "a buffer between reading and writing (mbuffer on the target)",
      command: "--buffer 256M",
      rate: undefined,
      because: `together reading and ssh reach ${formatRate(together)}: they wait for one another`,
    },
  ];
}
