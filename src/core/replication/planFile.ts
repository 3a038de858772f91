import * as z from "zod";
import { ZfsrError } from "../base/errors";
import type { Plan } from "../plan/plan";
import { keptPlan } from "./keptPlan";
import type { ReplicationRequest } from "./request";

/** A plan as it is kept in a file, with what it was made for. */
export interface KeptPlan {
  /** The job it belongs to, where it comes from a job file. */
  readonly job: string | undefined;
  readonly request: ReplicationRequest;
  readonly plan: Plan;
  /** Hosts that the job file marks as production. */
  readonly production?: readonly string[] | undefined;
}

const planFile = z.looseObject({
  kind: z.literal("zfsr-plan"),
  version: z.literal(1),
  plans: z.array(keptPlan).min(1),
});

/** The text of a file that keeps plans. @param madeAt ISO 8601 */
export function writePlanFile(plans: readonly KeptPlan[], madeAt: string): string {
  return `${JSON.stringify({ kind: "zfsr-plan", version: 1, madeAt, plans }, undefined, 2)}\n`;
}

/**
 * Reads a file of plans. It is compared with what is planned anew, and that is run, with its hooks, where it is the same: who
 * may write the file may do what it says.
 * @param path for the message. @throws ZfsrError usage for what is no such file
 */
export function readPlanFile(text: string, path: string): readonly KeptPlan[] {
  const refuse = (because: string): ZfsrError =>
    new ZfsrError({ reason: "usage", object: path, because, nextStep: "make one: zfsr plan SRC DST --out FILE" });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse("it is no JSON, so it is no plan");
  }
  const parsed = planFile.safeParse(value);
  if (parsed.success) return parsed.data.plans;
  const [issue] = parsed.error.issues;
  throw refuse(`it is no plan that zfsr wrote: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
}
