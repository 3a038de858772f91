import type { PoolProperties } from "./commands/getPoolProperties";

/** `enabled`: may be used; `active`: is used, on disk; `disabled`: known to that OpenZFS, and not to be used yet. */
export type FeatureState = "disabled" | "enabled" | "active";

/** The features a pool has by their names in zpool-features(7), without `feature@`. One it does not know is not there. */
export type PoolFeatures = ReadonlyMap<string, FeatureState>;

/** The features among a pool's properties. */
export function featuresOf(properties: PoolProperties): PoolFeatures {
  const features = new Map<string, FeatureState>();
  for (const [property, value] of properties) {
    const name = /^feature@(.+)$/.exec(property)?.[1];
    if (name !== undefined && (value === "disabled" || value === "enabled" || value === "active"))
      features.set(name, value);
  }
  return features;
}

/** What of a dataset decides which features its stream needs; undefined where it is not known. */
export interface SentDataset {
  /** Bytes; a volume's volblocksize. */
  readonly recordsize: number | undefined;
  readonly encrypted: boolean | undefined;
  /** `legacy`, `auto`, `1k`, …; undefined for a volume, too. */
  readonly dnodesize: string | undefined;
  /** `lz4`, `zstd-3`, `off`, … */
  readonly compression: string | undefined;
  /** Of its pool. */
  readonly features: PoolFeatures;
}

/** The words of `zfs send` and `zfs receive` that decide which features the stream needs. */
export interface StreamKind {
  /** `send -w` */
  readonly raw: boolean;
  /** `send -L`; raw implies it. */
  readonly largeBlocks: boolean;
  /** `send -c`; raw implies it. */
  readonly compressed: boolean;
  /** `send -e` */
  readonly embedded: boolean;
  /** `receive -s` */
  readonly resumable: boolean;
}

/** A feature that a stream needs on the pool it is received into. */
export interface StreamNeed {
  readonly feature: string;
  /** Why: a clause without a full stop. */
  readonly because: string;
}

/** The largest block that every pool knows. */
const usualLargestBlock = 131_072;

/**
 * The features a stream needs on the target, as receive checks them (OpenZFS module/zfs/dmu_recv.c,
 * recv_begin_check_feature_flags_impl) after what send sets (dmu_send.c, setup_featureflags). A feature counts for a
 * dataset where its pool uses it and the dataset's properties ask for it: what a stream truly carries, zfs only tells
 * once it is sent, so this is never less than that for datasets whose properties have not changed.
 */
export function streamNeeds(dataset: SentDataset, stream: StreamKind): StreamNeed[] {
  const active = (feature: string): boolean => dataset.features.get(feature) === "active";
  const large = (dataset.recordsize ?? 0) > usualLargestBlock;
  const plain = dataset.encrypted === false;
  const compressed = stream.compressed || stream.raw;
  const embedded = (stream.embedded || (stream.raw && plain)) && active("embedded_data");
  const needs: (readonly [boolean, string, string])[] = [
    [
      (stream.largeBlocks || stream.raw) && large && active("large_blocks"),
      "large_blocks",
      `its blocks are larger than 128K and sent as they are (${stream.raw ? "raw" : "-L"})`,
    ],
    [
      dataset.dnodesize !== undefined && dataset.dnodesize !== "legacy" && active("large_dnode"),
      "large_dnode",
      `its dnodesize is ${dataset.dnodesize ?? ""}`,
    ],
    [
      (compressed || embedded) && active("lz4_compress"),
      "lz4_compress",
      `blocks are sent compressed as they are stored (${stream.raw ? "raw" : stream.compressed ? "-c" : "-e"})`,
    ],
    [
      compressed && (dataset.compression ?? "").startsWith("zstd") && active("zstd_compress"),
      "zstd_compress",
      "its blocks are compressed by zstd and sent so",
    ],
    [embedded, "embedded_data", "small blocks are sent inside of their pointers (-e)"],
    [stream.raw && dataset.encrypted === true, "encryption", "it is sent raw, still encrypted"],
    [active("longname"), "longname", "its pool has files whose names are longer than 255 bytes"],
    [
      (stream.largeBlocks || stream.raw) && active("large_microzap"),
      "large_microzap",
      "its pool has directories in large microzap blocks",
    ],
    [stream.resumable, "extensible_dataset", "a receive that can be resumed (receive -s) keeps its state in it"],
  ];
  return needs.filter(([needed]) => needed).map(([, feature, because]) => ({ feature, because }));
}

/** A feature the target lacks, and what to do about it. */
export interface MissingFeature extends StreamNeed {
  /** `unknown`: the target's OpenZFS (or the `compatibility` of its pool) has never heard of it. */
  readonly state: "disabled" | "unknown";
  /** An imperative clause without a full stop. */
  readonly nextStep: string;
}

/**
 * What the target's pool cannot take of a stream. An older OpenZFS cannot be talked into a newer feature: then the
 * destination is to be updated first.
 * @param pool the target's pool, for the command that enables a feature
 */
export function missingFeatures(
  needs: readonly StreamNeed[],
  target: PoolFeatures,
  pool: string,
): readonly MissingFeature[] {
  return needs.flatMap((need): MissingFeature[] => {
    const state = target.get(need.feature);
    if (state === "enabled" || state === "active") return [];
    return state === "disabled"
      ? [
          {
            ...need,
            state,
            nextStep: `enable it on the target: zpool set feature@${need.feature}=enabled ${pool} (older OpenZFS can then no longer import that pool once it is used)`,
          },
        ]
      : [
          {
            ...need,
            state: "unknown",
            nextStep: "update the destination first: its OpenZFS does not know this feature",
          },
        ];
  });
}
