import type { Plan } from "../../core/plan/plan";
import type { ReplicationRequest } from "../../core/replication/request";
import type { Transfer } from "../runs/transfers";

/** A replication: its options can be changed while it is reviewed, and the plan follows. It runs as a process of its own. */
export interface ReplicationSubject {
  readonly kind: "replication";
  readonly request: ReplicationRequest;
  /** Take a snapshot of the source first. */
  readonly snapshot: boolean;
}

/** Looks at the hosts and plans. */
export type MakePlan = (signal: AbortSignal) => Promise<Plan>;

/** Any other plan. It runs in this window, step by step, with a journal like all runs. */
export interface PlanSubject {
  readonly kind: "plan";
  /** Changes nothing. Asked again for a dry run, and right before a plan runs that destroys. @throws ZfsrError */
  readonly make: MakePlan;
  /** The words behind `zfsr` that do the same, where there are any: `["destroy", "beta:backup/demo@monday"]`. */
  readonly words?: readonly string[];
}

/** What a person is to look at before it runs. */
export type ReviewSubject = ReplicationSubject | PlanSubject;

/**
 * Shows a plan for review: what runs where, why, how many bytes, what is destroyed. Running it asks for the consent that
 * fits its danger, so that a caller asks for nothing more.
 * @returns the run once it has been started from there (`ended` tells what it came to); undefined when the person left
 * without running it. A plan that cannot be made is told there.
 */
export type ReviewPlan = (subject: ReviewSubject) => Promise<Transfer | undefined>;
