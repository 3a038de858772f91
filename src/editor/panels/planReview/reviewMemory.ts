import type { Memento } from "vscode";
import type { Plan } from "../../../core/plan/plan";
import type { ReplicationSubject, ReviewSubject } from "../../plans/review";

/** A review as it is kept for the next window: what made another plan than a replication's does not outlive this one. */
export type KeptReview = ReplicationSubject | { readonly kind: "kept"; readonly plan: Plan };

const key = "planReviews";
/** Reviews that are kept; more panels nobody has open. */
const most = 20;

/**
 * Reviews that are open, kept by the editor itself: a page keeps the id alone, so that nothing it sends becomes a plan.
 */
export class ReviewMemory {
  constructor(private readonly memento: Memento) {}

  get(id: string): KeptReview | undefined {
    return this.all.find(([known]) => known === id)?.[1];
  }

  keep(id: string, subject: ReviewSubject, plan: Plan | undefined): void {
    const kept: KeptReview | undefined = subject.kind === "replication" ? subject : plan && { kind: "kept", plan };
    if (kept) void this.memento.update(key, [[id, kept], ...this.others(id)].slice(0, most));
  }

  forget(id: string): void {
    void this.memento.update(key, this.others(id));
  }

  private others(id: string): (readonly [string, KeptReview])[] {
    return this.all.filter(([known]) => known !== id);
  }

  private get all(): readonly (readonly [string, KeptReview])[] {
    return this.memento.get<readonly (readonly [string, KeptReview])[]>(key, []);
  }
}
