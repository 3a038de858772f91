import * as z from "zod/mini";
import { readyAction, shortText } from "./message";

const bar = z.strictObject({
  title: z.string(),
  /** `182 MiB/s`; undefined where it was not measured. */
  rate: z.optional(z.string()),
  /** The bar's length, from 0 to 1. */
  share: z.number(),
  /** It is faster than the longest bar tells. */
  beyond: z.boolean(),
  note: z.string(),
});
export type BarView = z.infer<typeof bar>;

export const measureState = z.strictObject({
  source: z.string(),
  target: z.string(),
  phase: z.enum(["waiting", "measuring", "ready", "failed"]),
  message: z.string(),
  bars: z.array(bar),
  limit: z.optional(z.string()),
  advice: z.array(
    z.strictObject({
      gain: z.string(),
      title: z.string(),
      because: z.string(),
      command: z.optional(z.string()),
    }),
  ),
  readings: z.array(z.string()),
});
export type MeasureState = z.infer<typeof measureState>;

export const measureAction = z.discriminatedUnion("type", [
  readyAction,
  z.strictObject({ type: z.enum(["start", "startReading", "cancel"]) }),
]);
export type MeasureAction = z.infer<typeof measureAction>;

/** What the page keeps over a reload of the window. */
export const measureKept = z.strictObject({ source: shortText, target: shortText });
export type MeasureKept = z.infer<typeof measureKept>;
