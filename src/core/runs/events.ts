import type { Finding } from "../diagnosis/finding";
import type { Plan } from "../plan/plan";
import type { ReplicationRequest } from "../replication/request";
import type { Guid, SnapshotName } from "../zfs/names";

/** `done` 0, `failed` 1, `attention` 3 (done, but something is left for a person), `interrupted` 4 (what was received is kept). */
export type RunOutcome = "done" | "failed" | "attention" | "interrupted";
export type StepOutcome = "done" | "failed" | "skipped" | "interrupted";

/** What was read back from one target after the run. */
export interface TargetState {
  /** `beta:backup/demo` */
  readonly place: string;
  /** Undefined when it has no snapshot, or could not be looked at. */
  readonly newest: { readonly name: SnapshotName; readonly guid: Guid } | undefined;
  /** The newest snapshot has the guid that the plan promised. */
  readonly verified: boolean;
  /** A partial receive is saved there, for a resume. */
  readonly partial: boolean;
}

type Body =
  | {
      readonly type: "run-started";
      readonly run: string;
      readonly title: string;
      readonly pid: number;
      readonly request?: ReplicationRequest;
    }
  | { readonly type: "planned"; readonly plan: Plan; readonly bytes: number | undefined }
  | { readonly type: "step-started"; readonly step: string }
  /** Bytes of this step so far; `total` as zfs estimates it; `rate` in bytes a second; `eta` in milliseconds. */
  | {
      readonly type: "progress";
      readonly step: string;
      readonly bytes: number;
      readonly total: number | undefined;
      readonly rate: number;
      readonly eta: number | undefined;
    }
  | { readonly type: "log"; readonly level: "debug" | "info" | "warn" | "error"; readonly message: string }
  | { readonly type: "finding"; readonly finding: Finding }
  | { readonly type: "step-ended"; readonly step: string; readonly outcome: StepOutcome; readonly bytes?: number }
  | {
      readonly type: "run-ended";
      readonly outcome: RunOutcome;
      readonly bytesSent: number;
      readonly findings: readonly Finding[];
      readonly targets: readonly TargetState[];
    };

/** What happens in a run, in order. The journal is these as JSON lines; all that is shown of a run is read from them. */
export type RunEvent = Body & {
  /** ISO 8601, UTC, by the clock of the machine that zfsr runs on. */
  readonly at: string;
};

/** An event before it has its time. */
export type RunEventBody = Body;

export type Emit = (event: RunEventBody) => void;
