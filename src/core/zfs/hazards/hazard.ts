import type { PoolFeatures } from "../features";
import type { ZfsVersion } from "../model";
import type { ReleaseRange } from "../release";
import type { Known } from "./known";

/** One end of a stream. What is not known is left undefined: a hazard that hangs on it is then possible, not certain. */
export interface HazardEnd {
  /** As `zfs version` prints it. Hazards are decided by the kernel module, a few by the userland. */
  readonly version: ZfsVersion | undefined;
  readonly features: PoolFeatures | undefined;
  /** The dataset is encrypted. On a target that does not exist yet: its parent is, so that it would be. */
  readonly encrypted: boolean | undefined;
  /** The key is there; undefined where there is no encryption, too. */
  readonly keyLoaded: boolean | undefined;
  /** Bytes; a volume's volblocksize. */
  readonly recordsize: number | undefined;
  /** `legacy`, `auto`, …; `legacy` for a volume. */
  readonly dnodesize: string | undefined;
  /** The filesystem's version property; 5 for a volume, which has none to worry about. */
  readonly filesystemVersion: number | undefined;
  /** The smallest (source) and the largest (target) ashift of the pool's vdevs. */
  readonly ashift: number | undefined;
  readonly mounted: boolean | undefined;
  /** zfs is run by a user with delegated permissions, not by root. */
  readonly delegated: boolean | undefined;
  /** Its key was changed there since it was first received raw (`zfs change-key`). */
  readonly rekeyed: boolean | undefined;
}

/** How it is sent and received. */
export interface HazardStream {
  readonly raw: boolean;
  readonly largeBlocks: boolean;
  readonly compressed: boolean;
  readonly incremental: boolean;
  /** With all snapshots between (`-I`). */
  readonly intermediates: boolean;
  /** A stream of a whole tree, `send -R`. zfsr makes none; other tools do. */
  readonly replicate?: boolean;
  /** `send -p`, or `-R`, which implies it. */
  readonly properties?: boolean;
  /** `send -h` */
  readonly holds?: boolean;
  /** `send -X` */
  readonly excludesDatasets?: boolean;
  /** From or to a redaction bookmark. */
  readonly redacted?: boolean;
  /** `receive -s` */
  readonly resumable: boolean;
  /** It goes on from a resume token. */
  readonly resumed: boolean;
  /** `receive -F` */
  readonly force?: boolean;
  /** `receive -x` */
  readonly excludesProperties?: boolean;
  /** The streams before it were sent with another choice of large blocks. */
  readonly largeBlocksChanged: boolean | undefined;
  /** What it builds on was received raw; undefined where that is not known or it builds on nothing. */
  readonly baseRaw: boolean | undefined;
  /** It goes back into what it was once sent from, or streams go both ways. */
  readonly back: boolean | undefined;
}

/** All that hazards are judged by. */
export interface HazardFacts {
  readonly source: HazardEnd;
  /** Undefined while no target is chosen. */
  readonly target: HazardEnd | undefined;
  readonly stream: HazardStream;
}

export type HazardSeverity = "error" | "warning" | "info";

/** A defect of some releases of OpenZFS, or a trap of all, that replication can fall into. */
export interface Hazard {
  readonly id: string;
  /** What happens, in one clause without a full stop. */
  readonly title: string;
  readonly severity: HazardSeverity;
  /** The end whose release decides: `either` is looked at on both. */
  readonly end: "source" | "target" | "either";
  /** Which half of that end decides. */
  readonly decidedBy: "kernel" | "userland";
  /** Where the defect is, by branch; the later end of a range is the release that mended it. */
  readonly affected: readonly ReleaseRange[];
  /** Builds of distributions that have the mend although their release does not, as `zfs version` prints them. */
  readonly patchedBuilds?: readonly RegExp[];
  /** What besides the release must hold. @param end the end that is looked at */
  readonly condition: (facts: HazardFacts, end: HazardEnd) => Known;
  /** What to do besides the update: an imperative clause without a full stop. */
  readonly nextStep: string;
  /** Issue and commit in the repository openzfs/zfs. */
  readonly source: string;
}
