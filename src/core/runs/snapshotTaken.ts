import type { RunEventBody } from "./events";

/** Tells by the events of runs whether the snapshot that one of them was to take first is there. */
export class SnapshotTaken {
  /** Ids of the steps that take it, of the plan that runs. */
  private steps: ReadonlySet<string> = new Set();
  taken = false;

  readonly hear = (event: RunEventBody): void => {
    if (event.type === "planned")
      this.steps = new Set(event.plan.steps.flatMap(({ id, kind }) => (kind === "snapshot" ? [id] : [])));
    // hooks have steps, too, of which no plan tells
    if (event.type === "step-ended" && event.outcome === "done") this.taken ||= this.steps.has(event.step);
  };
}
