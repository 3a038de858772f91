import type { CipherReading, Measurement, Readings, Stage, StageId } from "../../../../../src/core/measure/measurement";
import type { SnapshotName } from "../../../../../src/core/zfs/names";

const MiB = 2 ** 20;

const nothingRead: Readings = {
  disks: { send: [], receive: [] },
  devices: { send: [], receive: [] },
  arc: undefined,
  connection: undefined,
  segments: undefined,
  mtu: undefined,
  packing: undefined,
  cores: { source: 4, target: 4 },
};

/** A measurement from alpha to beta. @param rates MiB a second of the stages that were measured */
export function measurementOf(
  rates: Partial<Record<StageId, number>>,
  more: {
    readonly ciphers?: readonly CipherReading[];
    readonly readings?: Partial<Readings>;
    readonly busy?: number;
    readonly encrypted?: boolean;
    readonly recordsize?: number;
  } = {},
): Measurement {
  const { ciphers = [], readings = {}, busy = 0.3, encrypted = false, recordsize = 131_072 } = more;
  const stages = (["send", "network", "ssh", "together", "receive"] as const).map((id): Stage => {
    const rate = rates[id];
    if (rate === undefined) return { id, title: id, because: "it was left out" };
    const seconds = 2;
    return { id, title: id, rate: rate * MiB, bytes: rate * MiB * seconds, seconds, how: "so", busy: { alpha: busy } };
  });
  const snapshot = "tank/demo@a" as SnapshotName;
  return {
    source: "alpha:tank/demo",
    target: "beta:backup/demo",
    sample: { snapshot, argv: ["zfs", "send", "-L", snapshot], recordsize, encrypted },
    way: "direct",
    stages,
    ciphers,
    readings: { ...nothingRead, ...readings },
  };
}

/** @param rate MiB a second */
export function cipherOf(cipher: string, rate: number, processor: number, chosen = false): CipherReading {
  return { cipher, chosen, rate: rate * MiB, processor };
}
