import type { BookmarkName, DatasetName, Guid, SnapshotName } from "../zfs/names";

/** Something that a step takes away for good. */
export interface Destroyed {
  readonly host: string;
  readonly kind: "dataset" | "snapshot" | "bookmark" | "partial-receive" | "changes" | "volume-end";
  /**
   * `backup/demo@monday`; for `changes`, the dataset whose changes since its newest snapshot go; for `volume-end`, the volume
   * that is cut off.
   */
  readonly name: string;
  /** Bytes that are gone with it, where that is known. */
  readonly bytes: number | undefined;
  /** Of what is destroyed, where it has one: the same name may stand for something else by the time a plan runs. */
  readonly guid?: Guid;
  /** Of `changes`: nothing but somebody's writing makes them more, as in a volume, or where it is not mounted. */
  readonly exact?: boolean;
}

/** A key that a step reads from its standard input. It is asked for when the step runs, and is in no plan and no journal. */
export interface KeyQuestion {
  readonly encryptionRoot: DatasetName;
  readonly format: "passphrase" | "hex";
}

interface StepBase {
  /** Unique within the plan and stable for equal input: `3-send-tank/demo@b`. */
  readonly id: string;
  readonly host: string;
  /** The dataset that changes, on `host`; for a transfer, the dataset that is read. */
  readonly dataset: DatasetName;
  /** The words that run on `host`. For a transfer, those of `zfs send`. */
  readonly argv: readonly string[];
  readonly destroys: readonly Destroyed[];
  /** Ids of steps that must have succeeded before. */
  readonly needs: readonly string[];
  /** A person agrees to it before it runs, though it destroys nothing. */
  readonly asks?: boolean;
  /** Why it is there: one clause without a full stop. */
  readonly reason: string;
}

/** What a step that is no transfer does. `hook`: a command of a person's own, see hook.ts. */
export const commandKinds = [
  "snapshot",
  "abort-partial",
  "hold",
  "release",
  "bookmark",
  "destroy",
  "set-property",
  "inherit",
  "create",
  "clone",
  "promote",
  "rollback",
  "rename",
  "mount",
  "unmount",
  "load-key",
  "unload-key",
  "scrub",
  "send-to-file",
  "receive-from-file",
  "allow",
  "unallow",
  "hook",
] as const;

/** A command that changes one host and ends. */
export interface CommandStep extends StepBase {
  readonly kind: (typeof commandKinds)[number];
  /** Bytes that come free with what it destroys, as `zfs destroy -nvp` tells; undefined until that was asked. */
  readonly frees?: number;
  /** So many steps have the same of these words: where all of them run, and next to each other, these do it for all. */
  readonly together?: { readonly argv: readonly string[]; readonly steps: number };
  /** What is asked of a person when the step runs. */
  readonly key?: KeyQuestion;
}

/** What the newest snapshot is after a transfer; it is read back and compared. */
export interface Expected {
  readonly name: SnapshotName;
  readonly guid: Guid;
}

/** A stream from one host into another: `zfs send` here, `zfs receive` there. */
export interface TransferStep extends StepBase {
  readonly kind: "send" | "resume";
  readonly target: {
    readonly host: string;
    readonly dataset: DatasetName;
    /** The words of `zfs receive`. */
    readonly argv: readonly string[];
  };
  /** Undefined for a full stream and for a resumed one whose token alone knows. */
  readonly from: SnapshotName | BookmarkName | undefined;
  readonly to: SnapshotName;
  /** What must be on the target afterwards. */
  readonly expected: Expected;
  readonly raw: boolean;
  /** Bytes as `zfs send -nvP` estimates them; undefined until that was asked. */
  readonly bytes: number | undefined;
}

export type Step = CommandStep | TransferStep;

/** Tells transfers from commands. */
export function isTransfer(step: Step): step is TransferStep {
  return step.kind === "send" || step.kind === "resume";
}
