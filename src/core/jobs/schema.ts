import * as z from "zod";
import { ZfsrError } from "../base/errors";
import { parseDuration } from "../base/duration";
import { shortNameFault } from "../zfs/names";
import { parseDatasetPlace } from "../zfs/place";

// What a job file may hold. Keys are those of docs/jobs.md; unknown ones are mistakes, never ignored.

/** `alpha:tank/db` */
const place = z.string().transform((text, context) => {
  try {
    const found = parseDatasetPlace(text);
    if (found.snapshot === undefined) return found;
    context.addIssue({ code: "custom", message: "a job names datasets, not snapshots" });
  } catch (error) {
    context.addIssue({ code: "custom", message: ZfsrError.is(error) ? error.because : String(error) });
  }
  return z.NEVER;
});

const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  context.addIssue({ code: "custom", message: "it is no duration; write 90s, 15m, 1h or 7d" });
  return z.NEVER;
});

const prefix = z.string().superRefine((text, context) => {
  const fault = shortNameFault(text);
  if (fault !== undefined) context.addIssue({ code: "custom", message: `no snapshot can be named so: ${fault}` });
});

const autoOrBoolean = z.union([z.literal("auto"), z.boolean()], { error: "auto, true or false" });
const onOrOff = z.union([z.literal("on"), z.literal("off"), z.boolean()], { error: "on or off" });

/** What may stand in a job and in `defaults`. */
const settings = {
  recursive: z.boolean().optional(),
  snapshot: z.strictObject({ prefix: prefix.optional(), recursive: z.literal("atomic").optional() }).optional(),
  send: z
    .strictObject({
      raw: autoOrBoolean.optional(),
      compressed: z.boolean().optional(),
      "large-blocks": autoOrBoolean.optional(),
      embedded: z.boolean().optional(),
      intermediates: z.boolean().optional(),
    })
    .optional(),
  receive: z
    .strictObject({
      resumable: z.boolean().optional(),
      mount: z.literal("never").optional(),
      readonly: onOrOff.optional(),
    })
    .optional(),
  transport: z.enum(["auto", "direct", "relay"]).optional(),
  protect: z.strictObject({ hold: z.boolean().optional() }).optional(),
  "on-diverged": z.literal("stop").optional(),
  "max-lag": duration.optional(),
};

const job = z.strictObject({ ...settings, source: place, targets: z.array(place).min(1) });

/** The whole file. */
export const jobFileSchema = z.strictObject({
  version: z.literal(1),
  hosts: z.record(z.string(), z.strictObject({}).nullable()).optional(),
  defaults: z.strictObject(settings).optional(),
  jobs: z.record(
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, "a job's name has letters, digits and _ . - only"),
    job,
  ),
});

export type RawJobFile = z.output<typeof jobFileSchema>;
export type RawJob = RawJobFile["jobs"][string];
export type JobIssue = z.core.$ZodIssue;
