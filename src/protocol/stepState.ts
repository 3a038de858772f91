import * as z from "zod/mini";

/** How a step of a plan stands. */
export const stepState = z.enum(["waiting", "running", "done", "failed", "skipped", "interrupted"]);
export type StepState = z.infer<typeof stepState>;
