import { formatBytes, formatRate } from "../base/bytes";
import type { Advice } from "./advise";
import type { Limit } from "./findLimit";
import { type MeasuredStage, type Measurement, tooSmall } from "./measurement";

const limitWords = {
  send: "Reading (zfs send)",
  network: "The network",
  cipher: "The cipher of ssh",
  receive: "Writing (zfs receive)",
  processors: "The processors",
} as const;

/** What limits, in a sentence. */
export function limitSentence(limit: Limit | undefined): string {
  if (limit === undefined) return "What limits cannot be told: too little was measured.";
  const where = limit.id === "network" ? "" : ` on ${limit.host}`;
  return `${limitWords[limit.id]}${where} limits, at about ${formatRate(limit.rate)}: ${limit.because}.`;
}

/** What an advice would bring: `to 600 MiB/s (3.0 times)`, or that it cannot be counted. */
export function gainWords({ rate }: Advice, limit: Limit): string {
  if (rate === undefined) return "might help";
  const by = rate / limit.rate;
  return `to ${formatRate(rate)} (${by >= 2 ? `${by.toFixed(1)} times` : `+${Math.round((by - 1) * 100)} %`})`;
}

/** How a stage was measured: what, how much, how long, and how busy the hosts were. */
export function stageNote({ how, bytes, seconds, busy }: MeasuredStage): string {
  const hosts = Object.entries(busy).map(([host, part]) => `${host}'s processors ${percent(part)} busy`);
  return [how, `${formatBytes(bytes)} in ${seconds.toFixed(1)} s`, ...hosts].join(", ");
}

/** What was measured with: the sample, how it was sent, and the way it took. */
export function sampleWords({ sample, way }: Measurement): string {
  return `${way}; with ${sample.snapshot} in full (${sample.argv.slice(2, -1).join(" ")})`;
}

/** What was seen beside the rates, a line for each. */
export function readingLines(measurement: Measurement): string[] {
  const { readings, ciphers } = measurement;
  const small = tooSmall(measurement);
  const { arc, connection, segments, mtu, disks, devices } = readings;
  const chosen = ciphers.find((reading) => reading.chosen);
  const wait = (ms: number | undefined): string => (ms === undefined ? "-" : `${ms.toFixed(1)} ms`);
  const waits = (all: number | undefined, disk: number | undefined): string =>
    `(wait ${wait(all)}, of the disk ${wait(disk)})`;
  return [
    ...(small === undefined
      ? []
      : [`only ${formatBytes(small)} were there to measure with: take the figures for a lower bound`]),
    ...(["send", "receive"] as const).flatMap((side) => [
      ...disks[side].map(
        (disk) =>
          `${side}: ${disk.name} read ${formatRate(disk.readRate)} ${waits(disk.readWait, disk.diskReadWait)}, wrote ${formatRate(disk.writeRate)} ${waits(disk.writeWait, disk.diskWriteWait)}`,
      ),
      ...devices[side]
        .filter(({ used }) => used > 0)
        .map(({ name, used }) => `${side}: device ${name} ${percent(used)} busy`),
    ]),
    ...(arc === undefined
      ? []
      : [
          `ARC while reading: ${percent(arc.hits)} of requests found in memory${arc.size === undefined || arc.most === undefined ? "" : `, ${formatBytes(arc.size)} of ${formatBytes(arc.most)} in use`}`,
        ]),
    ...(chosen ? [`ssh: ${percent(chosen.processor)} of one processor on its busier side`] : []),
    ...(segments === undefined ? [] : [`TCP: ${segments.retransmitted} of ${segments.sent} segments sent again`]),
    ...(connection === undefined
      ? []
      : [
          `connection: ${formatBytes(connection.queue)} waiting to be sent${connection.roundTrip === undefined ? "" : `, ${connection.roundTrip.toFixed(1)} ms there and back`}, the target's window full for ${percent(connection.receiverFull)} of the time`,
        ]),
    ...(mtu === undefined ? [] : [`MTU: ${mtu}`]),
  ];
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}
