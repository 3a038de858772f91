import * as z from "zod/mini";
import { readyAction, shortText } from "./message";
import { stepState } from "./stepState";

const outcome = z.enum(["running", "done", "attention", "interrupted", "failed", "lost"]);
export type TransferOutcome = z.infer<typeof outcome>;

/** One run in the list and in the history of its job. */
const run = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  /** Milliseconds. */
  duration: z.optional(z.number()),
  bytes: z.number(),
  outcome,
});
export type RunRow = z.infer<typeof run>;

const stage = z.strictObject({
  /** The read, the network or the write, in words. */
  name: z.string(),
  /** Bytes a second of late; undefined where nothing tells. */
  rate: z.optional(z.number()),
  /** The part of the time, 0 to 1, in which the stream waited for it; undefined where nothing tells. */
  share: z.optional(z.number()),
  /** What it is measured by, and what else was seen of it. */
  source: z.string(),
  slowest: z.boolean(),
});

const shown = z.strictObject({
  id: z.string(),
  title: z.string(),
  outcome,
  /** What became of it, in a sentence. */
  text: z.string(),
  bytes: z.number(),
  total: z.optional(z.number()),
  rate: z.number(),
  eta: z.optional(z.number()),
  elapsed: z.number(),
  streams: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      state: stepState,
      bytes: z.optional(z.number()),
      total: z.optional(z.number()),
      rate: z.optional(z.number()),
    }),
  ),
  /** Streams beyond those that are listed. */
  hiddenStreams: z.number(),
  stages: z.array(stage),
  /** Seconds since the run began, and bytes a second up to then. */
  curve: z.strictObject({ seconds: z.array(z.number()), rates: z.array(z.number()) }),
  findings: z.array(z.strictObject({ severity: z.enum(["error", "warning", "info"]), text: z.string() })),
  can: z.strictObject({ cancel: z.boolean(), resume: z.boolean() }),
  /** Earlier runs of the same job, newest first. */
  history: z.array(run),
});
export type ShownTransfer = z.infer<typeof shown>;

export const transfersState = z.strictObject({
  /** Running ones first, then the newest. */
  runs: z.array(run),
  shown: z.optional(shown),
});
export type TransfersState = z.infer<typeof transfersState>;

export const transfersAction = z.discriminatedUnion("type", [
  readyAction,
  z.strictObject({ type: z.enum(["select", "cancel", "resume", "showLog"]), run: shortText }),
]);
export type TransfersAction = z.infer<typeof transfersAction>;

/** What the page keeps over a reload of the window. */
export const transfersKept = z.strictObject({ run: z.optional(shortText) });
export type TransfersKept = z.infer<typeof transfersKept>;
