import type { Finding } from "../diagnosis/finding";
import type { Plan } from "../plan/plan";
import type { ReplicationRequest } from "../replication/request";
import type { Guid, SnapshotName } from "../zfs/names";
import type { StagesReading } from "./stages/stages";

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
      /** Hosts that were marked as production. */
      readonly production?: readonly string[];
    }
  | { readonly type: "planned"; readonly plan: Plan; readonly bytes: number | undefined }
  /** One attempt broke for a reason that passes: the next, of so many, begins in `wait` milliseconds, planned anew. */
  | {
      readonly type: "attempt";
      readonly attempt: number;
      readonly of: number;
      readonly wait: number;
      readonly because: string;
    }
  /**
   * The streams of these steps live on their source host, under this name, whatever becomes of the run's own process; `over`
   * once their results are here.
   */
  | {
      readonly type: "on-source";
      readonly state: "begun" | "over";
      readonly host: string;
      readonly frame: string;
      readonly steps: readonly string[];
    }
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
  /** A command (`argv`) or a script that ran on a host: looks as well as pipelines. `ms` is how long, `error` why it did not end. */
  | {
      readonly type: "command";
      readonly host: string;
      readonly argv?: readonly string[];
      readonly script?: string;
      readonly code?: number;
      readonly ms: number;
      readonly error?: string;
    }
  /** Every now and then while a stream is under way: which of its stages the others wait for. */
  | ({ readonly type: "stages"; readonly step: string } & StagesReading)
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
