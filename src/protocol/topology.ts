import * as z from "zod/mini";
import { readyAction, shortText } from "./message";

const edge = z.strictObject({
  id: z.string(),
  job: z.string(),
  from: z.strictObject({ host: z.string(), dataset: z.string() }),
  to: z.strictObject({ host: z.string(), dataset: z.string() }),
  state: z.enum(["looking", "current", "behind", "partial", "diverged", "missing", "no-snapshots", "unknown"]),
  /** Milliseconds that the target is behind. */
  lag: z.optional(z.number()),
  late: z.boolean(),
  running: z.boolean(),
  /** Milliseconds since 1970 of the newest run. */
  lastRun: z.optional(z.number()),
  /** Why the state is not known. */
  failure: z.optional(z.string()),
});
export type TopologyEdge = z.infer<typeof edge>;

export const topologyState = z.strictObject({
  phase: z.enum(["looking", "ready", "failed"]),
  message: z.string(),
  hosts: z.array(z.strictObject({ name: z.string(), production: z.boolean() })),
  edges: z.array(edge),
});
export type TopologyState = z.infer<typeof topologyState>;

export const topologyAction = z.discriminatedUnion("type", [
  readyAction,
  z.strictObject({ type: z.literal("refresh") }),
  z.strictObject({ type: z.enum(["showLineage", "showTransfers", "replicate"]), edge: shortText }),
]);
export type TopologyAction = z.infer<typeof topologyAction>;

/** What the page keeps over a reload of the window. */
export const topologyKept = z.strictObject({ selected: z.optional(shortText) });
export type TopologyKept = z.infer<typeof topologyKept>;
