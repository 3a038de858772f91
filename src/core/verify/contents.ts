import type { DatasetName } from "../zfs/names";

/** One way in which a file, or a part of a volume, is not the same on both sides. */
export type Aspect =
  | "only-on-source"
  | "only-on-target"
  | "kind"
  | "mode"
  | "owner"
  | "group"
  | "links"
  | "size"
  | "modified"
  | "link-target"
  | "device"
  | "contents"
  | "attributes"
  | "unreadable-on-source"
  | "unreadable-on-target";

/** A file that differs, or a part of a volume. */
export interface Difference {
  /** From the root of the dataset: `./letters/a.txt`; of a volume the bytes: `bytes 0 to 67108863`. */
  readonly path: string;
  readonly what: readonly Aspect[];
}

/** Which snapshots of a dataset are compared. */
export interface Pair {
  readonly type: "filesystem" | "volume";
  readonly source: Side;
  readonly target: Side;
  /** Bytes that the snapshot refers to on the source: how much there is to be read, about. */
  readonly referenced: number;
}

export interface Side {
  readonly dataset: DatasetName;
  /** What stands behind `@`. */
  readonly snapshot: string;
}

/** What came of the comparison of one dataset. */
export interface DatasetContents {
  /** `alpha:tank/demo@monday`; without a snapshot where none was chosen. */
  readonly source: string;
  readonly target: string;
  readonly state: "equal" | "different" | "not-compared";
  /** Files, directories and links; of a volume, parts of 64 MiB. */
  readonly items: number;
  /** Bytes of contents that were read on each side. */
  readonly bytes: number;
  /** At most the first thousand. */
  readonly differences: readonly Difference[];
  /** How many more there are. */
  readonly more: number;
  /** Why it was not compared, or what of it was not: clauses. */
  readonly because: readonly string[];
  /** What can be done about that. */
  readonly nextStep: string | undefined;
}

/** What is heard of while contents are compared. */
export type ContentsEvent =
  | {
      readonly type: "progress";
      /** Of contents, read on the slower of both sides. */
      readonly bytes: number;
      /** About how many there are. */
      readonly total: number;
      /** The dataset of the source that is read just now: `alpha:tank/demo`. */
      readonly dataset: string;
    }
  | ({ readonly type: "compared" } & DatasetContents);

/** Tells whether all was compared, and all of it is the same. */
export function allEqual(datasets: readonly DatasetContents[]): boolean {
  return datasets.every(({ state }) => state === "equal");
}

/** A dataset that cannot be compared. @param because a clause @param nextStep an imperative clause */
export function notCompared(source: string, target: string, because: string, nextStep: string): DatasetContents {
  return {
    ...{ source, target, state: "not-compared", items: 0, bytes: 0, differences: [], more: 0 },
    ...{ because: [because], nextStep },
  };
}
