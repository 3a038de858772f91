import * as z from "zod/mini";
import { readyAction, shortText } from "./message";

const cell = z.strictObject({
  kind: z.enum(["snapshot", "bookmark", "gap", "absent"]),
  holds: z.array(z.string()),
  clones: z.array(z.string()),
  bookmarked: z.boolean(),
  /** For a snapshot: whether it can be destroyed there, and why or why not. */
  verdict: z.optional(z.strictObject({ kind: z.enum(["safe", "kept", "last"]), because: z.string() })),
});
export type LineageCellView = z.infer<typeof cell>;

const row = z.strictObject({
  guid: z.string(),
  name: z.string(),
  otherNames: z.array(z.string()),
  /** Milliseconds since 1970. */
  creation: z.number(),
  cells: z.array(cell),
  /** The newest in common of these columns. */
  baseOf: z.array(z.tuple([z.number(), z.number()])),
});
export type LineageRowView = z.infer<typeof row>;

export const lineageState = z.strictObject({
  host: z.string(),
  dataset: z.string(),
  phase: z.enum(["looking", "ready", "failed"]),
  message: z.string(),
  columns: z.array(
    z.strictObject({
      host: z.string(),
      dataset: z.string(),
      /** Why it could not be looked at, or that it does not exist. */
      failure: z.optional(z.string()),
    }),
  ),
  rows: z.array(row),
  /** Rows that are older than those listed. */
  older: z.number(),
  /** How two places stand to each other, in words. */
  pairs: z.array(z.strictObject({ from: z.string(), to: z.string(), base: z.optional(z.string()), text: z.string() })),
  safe: z.number(),
});
export type LineageState = z.infer<typeof lineageState>;

export const lineageAction = z.discriminatedUnion("type", [
  readyAction,
  z.strictObject({ type: z.enum(["refresh", "showOlder"]) }),
]);
export type LineageAction = z.infer<typeof lineageAction>;

/** What the page keeps over a reload of the window. */
export const lineageKept = z.strictObject({ host: shortText, dataset: shortText, only: z.enum(["all", "safe"]) });
export type LineageKept = z.infer<typeof lineageKept>;
