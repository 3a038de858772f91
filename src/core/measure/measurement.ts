import type { SnapshotName } from "../zfs/names";
import type { ArcReading } from "./readings/arc";
import type { ConnectionReading } from "./readings/connection";
import type { DeviceReading } from "./readings/devices";
import type { DiskReading } from "./readings/disks";

/** What a stream passes through, each measured by itself, and `together`: reading and ssh at once, into memory. */
export type StageId = "send" | "network" | "ssh" | "together" | "receive";

/** One stage, or why it was not measured. */
export type Stage = MeasuredStage | { readonly id: StageId; readonly title: string; readonly because: string };

export interface MeasuredStage {
  readonly id: StageId;
  /** `read on alpha (zfs send)` */
  readonly title: string;
  /** Bytes a second. */
  readonly rate: number;
  readonly bytes: number;
  readonly seconds: number;
  /** How it was measured: one clause. */
  readonly how: string;
  /** Of all processors of the hosts that took part, the part that was busy: 0.5 is half. By host. */
  readonly busy: Readonly<Record<string, number>>;
}

/** ssh with one cipher, over the way that a stream would take. */
export interface CipherReading {
  readonly cipher: string;
  /** What ssh takes by itself. */
  readonly chosen: boolean;
  /** Bytes a second that arrived. */
  readonly rate: number;
  /** Seconds of processor time a second, of the one side of ssh that used more; 1 is one processor, all of it. */
  readonly processor: number;
}

/** A part of the stream itself, for what is measured with it. */
export interface Sample {
  readonly snapshot: SnapshotName;
  /** The words of `zfs send`. */
  readonly argv: readonly string[];
  readonly recordsize: number;
  readonly encrypted: boolean;
}

/** What was seen beside the rates. Whatever a host does not tell is left out. */
export interface Readings {
  readonly disks: { readonly send: readonly DiskReading[]; readonly receive: readonly DiskReading[] };
  readonly devices: { readonly send: readonly DeviceReading[]; readonly receive: readonly DeviceReading[] };
  readonly arc: ArcReading | undefined;
  readonly connection: ConnectionReading | undefined;
  /** Segments of all the source's connections while ssh was measured. */
  readonly segments: { readonly sent: number; readonly retransmitted: number } | undefined;
  readonly mtu: number | undefined;
  /** What the stream shrinks to under zstd -1, and how many bytes of it a second. */
  readonly packing: { readonly ratio: number; readonly rate: number } | undefined;
  readonly cores: { readonly source: number; readonly target: number };
}

/** All that was measured between two places. */
export interface Measurement {
  readonly source: string;
  readonly target: string;
  readonly sample: Sample;
  readonly way: "direct" | "relay" | "local";
  readonly stages: readonly Stage[];
  readonly ciphers: readonly CipherReading[];
  readonly readings: Readings;
}

/** Tells stages with a rate from those without. */
export function isMeasured(stage: Stage): stage is MeasuredStage {
  return "rate" in stage;
}

/** The rate of a stage; undefined where it was not measured. */
export function rateOf({ stages }: Pick<Measurement, "stages">, id: StageId): number | undefined {
  const stage = stages.find((candidate) => candidate.id === id);
  return stage && isMeasured(stage) ? stage.rate : undefined;
}

/** The longest bar stands for so many times the limit; what is faster goes on beyond the edge. */
const timesTheLimit = 8;

/**
 * The rate that the longest bar of a picture stands for. A network a hundred times as fast as the disks would leave all
 * else too short to be compared. @param limit bytes a second
 */
export function longestBar({ stages, ciphers }: Measurement, limit: number | undefined): number {
  const fastest = Math.max(0, ...stages.filter(isMeasured).map(({ rate }) => rate), ...ciphers.map(({ rate }) => rate));
  return limit === undefined ? fastest : Math.min(fastest, limit * timesTheLimit);
}

/** A sample of fewer bytes tells more of how streams begin than of how they go on. */
const enough = 16 * 2 ** 20;

/** The bytes of a sample that is too small to go by; undefined for one that is not. */
export function tooSmall({ stages }: Measurement): number | undefined {
  const carried = stages.find(({ id }) => id === "together");
  return carried && isMeasured(carried) && carried.bytes < enough ? carried.bytes : undefined;
}
