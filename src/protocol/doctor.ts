import * as z from "zod/mini";
import { readyAction, shortText } from "./message";

const check = z.strictObject({
  /** By which the page names it; it holds for this look alone. */
  id: z.string(),
  group: z.string(),
  state: z.enum(["ok", "warn", "fail", "unknown"]),
  host: z.string(),
  title: z.string(),
  detail: z.string(),
  why: z.string(),
  remedy: z.optional(z.string()),
  /** A plan can do what the remedy says. */
  planned: z.boolean(),
});
export type CheckView = z.infer<typeof check>;

export const doctorState = z.strictObject({
  source: z.string(),
  target: z.optional(z.string()),
  phase: z.enum(["looking", "ready", "failed"]),
  message: z.string(),
  checks: z.array(check),
});
export type DoctorState = z.infer<typeof doctorState>;

export const doctorAction = z.discriminatedUnion("type", [
  readyAction,
  z.strictObject({ type: z.enum(["refresh", "showText"]) }),
  z.strictObject({ type: z.enum(["fix", "copy"]), check: shortText }),
]);
export type DoctorAction = z.infer<typeof doctorAction>;

/** What the page keeps over a reload of the window. */
export const doctorKept = z.strictObject({
  source: shortText,
  target: z.optional(shortText),
  only: z.enum(["all", "wrong"]),
});
export type DoctorKept = z.infer<typeof doctorKept>;
