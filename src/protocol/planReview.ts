import * as z from "zod/mini";
import { readyAction, shortText } from "./message";
import { stepState } from "./stepState";

/** What can be changed about a replication while its plan is reviewed. */
export const reviewOptions = z.strictObject({
  recursive: z.boolean(),
  /** Take a new snapshot first. */
  snapshot: z.boolean(),
  raw: z.enum(["auto", "yes", "no"]),
  intermediates: z.boolean(),
  hold: z.boolean(),
  transport: z.enum(["auto", "direct", "relay", "tcp", "local"]),
});
export type ReviewOptions = z.infer<typeof reviewOptions>;

const step = z.strictObject({
  id: z.string(),
  /** `send`, `hold`, … */
  kind: z.string(),
  host: z.string(),
  /** The command as a person would type it on `host`. */
  command: z.string(),
  /** For a stream: where it goes, and the command there. */
  target: z.optional(z.strictObject({ host: z.string(), command: z.string() })),
  reason: z.string(),
  /** For a stream; undefined where it is not known. */
  bytes: z.optional(z.number()),
  /** Milliseconds, at the rate of earlier runs between these hosts. */
  duration: z.optional(z.number()),
  destroys: z.array(z.string()),
  state: stepState,
  /** Bytes of a stream so far. */
  sent: z.optional(z.number()),
});
export type ReviewStep = z.infer<typeof step>;

export const planReviewState = z.strictObject({
  /** Finds the review again after the window was reloaded. */
  id: z.string(),
  title: z.string(),
  phase: z.enum(["planning", "ready", "failed", "starting", "running", "ended"]),
  /** Counts plans up: Run names the one it means. */
  revision: z.number(),
  /** Undefined for a plan whose options cannot be changed here. */
  options: z.optional(reviewOptions),
  steps: z.array(step),
  /** Steps beyond those that are listed. */
  hidden: z.number(),
  totals: z.strictObject({
    streams: z.number(),
    bytes: z.optional(z.number()),
    duration: z.optional(z.number()),
    /** Where `duration` comes from, or why there is none. */
    basis: z.string(),
  }),
  destroys: z.array(z.string()),
  warnings: z.array(
    z.strictObject({
      object: z.string(),
      message: z.string(),
      nextStep: z.string(),
      level: z.enum(["note", "person"]),
    }),
  ),
  /** What Run will ask for before it runs. */
  consent: z.string(),
  /** What went wrong, or what a dry run or a run came to. */
  message: z.optional(z.strictObject({ level: z.enum(["info", "warning", "error"]), text: z.string() })),
  progress: z.optional(
    z.strictObject({
      bytes: z.number(),
      total: z.optional(z.number()),
      rate: z.number(),
      eta: z.optional(z.number()),
    }),
  ),
  can: z.strictObject({
    run: z.boolean(),
    dryRun: z.boolean(),
    resume: z.boolean(),
    cancel: z.boolean(),
    saveAsJob: z.boolean(),
    copyCommand: z.boolean(),
  }),
});
export type PlanReviewState = z.infer<typeof planReviewState>;

/** All that the page may ask for. None of it is consent: that is asked by the editor itself. */
export const planReviewAction = z.discriminatedUnion("type", [
  readyAction,
  z.strictObject({ type: z.literal("change"), options: reviewOptions }),
  z.strictObject({ type: z.literal("run"), revision: z.number() }),
  z.strictObject({
    type: z.enum(["dryRun", "resume", "cancel", "saveAsJob", "copyCommand", "showScript", "showLog", "showTransfer"]),
  }),
]);
export type PlanReviewAction = z.infer<typeof planReviewAction>;

/** What the page keeps over a reload of the window. */
export const planReviewKept = z.strictObject({ id: shortText });
export type PlanReviewKept = z.infer<typeof planReviewKept>;
