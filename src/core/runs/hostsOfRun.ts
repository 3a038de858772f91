import { isTransfer } from "../plan/step";
import type { RunEvent } from "./events";

/** The hosts that a run works on, as its plans name them, in the order in which they come first; none before it is planned. */
export function hostsOfRun(events: readonly RunEvent[]): string[] {
  const steps = events.flatMap((event) => (event.type === "planned" ? event.plan.steps : []));
  return [...new Set(steps.flatMap((step) => (isTransfer(step) ? [step.host, step.target.host] : [step.host])))];
}
