import * as z from "zod";
import { compressions, transports } from "../plan/transferOptions";
import {
  autoOrBoolean,
  cipherName,
  count,
  keptCount,
  duration,
  globs,
  hook,
  lanes,
  onOrOff,
  place,
  port,
  prefix,
  propertyName,
  propertyValue,
  rate,
  schedule,
  size,
  timeFormat,
  userPropertyName,
  timeWindow,
} from "./values";

// What a job file may hold. Keys are those of docs/jobs.md; unknown ones are mistakes, never ignored.

const keepRules = z.strictObject({
  last: keptCount.optional(),
  hourly: keptCount.optional(),
  daily: keptCount.optional(),
  weekly: keptCount.optional(),
  monthly: keptCount.optional(),
  yearly: keptCount.optional(),
  within: duration.optional(),
});

const snapshot = z.strictObject({
  prefix: prefix.optional(),
  format: timeFormat.optional(),
  recursive: z.literal("atomic").optional(),
  use: globs.optional(),
  properties: z.record(userPropertyName, propertyValue).optional(),
});

const send = z.strictObject({
  raw: autoOrBoolean.optional(),
  compressed: z.boolean().optional(),
  "large-blocks": autoOrBoolean.optional(),
  embedded: z.boolean().optional(),
  intermediates: z.boolean().optional(),
  properties: z.boolean().optional(),
  backup: z.boolean().optional(),
  replicate: z.boolean().optional(),
});

const receive = z.strictObject({
  resumable: z.boolean().optional(),
  mount: z.literal("never").optional(),
  readonly: onOrOff.optional(),
  "create-parents": z.boolean().optional(),
  properties: z
    .strictObject({
      set: z.record(propertyName, propertyValue).optional(),
      inherit: z.array(propertyName).optional(),
    })
    .optional(),
});

/** What may stand in a job and in `defaults`. */
const settings = {
  recursive: z.boolean().optional(),
  include: globs.optional(),
  exclude: globs.optional(),
  snapshot: snapshot.optional(),
  send: send.optional(),
  receive: receive.optional(),
  transport: z.enum(transports).optional(),
  port: port.optional(),
  "trusted-network": z.boolean().optional(),
  limit: rate.optional(),
  compression: z.enum(compressions).optional(),
  buffer: z.union([z.literal("auto"), z.literal("off"), size], { error: "auto, off or a size" }).optional(),
  cipher: cipherName.optional(),
  "stall-timeout": duration.optional(),
  "on-source": z.boolean().optional(),
  retries: count.optional(),
  parallel: lanes.optional(),
  schedule: schedule.optional(),
  window: timeWindow.optional(),
  hooks: z.strictObject({ before: z.array(hook).optional(), after: z.array(hook).optional() }).optional(),
  protect: z.strictObject({ hold: z.boolean().optional(), bookmark: z.boolean().optional() }).optional(),
  keep: z
    .strictObject({ source: keepRules.optional(), targets: keepRules.optional(), match: globs.optional() })
    .optional(),
  "on-diverged": z.enum(["stop", "rollback", "rename"]).optional(),
  consent: z.array(z.enum(["retention", "rollback", "rename"])).optional(),
  accept: z.array(z.string()).optional(),
  "max-lag": duration.optional(),
};

const job = z.strictObject({ ...settings, source: place, targets: z.array(place).min(1) });

const host = z.strictObject({
  ssh: z.string().min(1).optional(),
  port: port.optional(),
  sudo: z.boolean().optional(),
  production: z.boolean().optional(),
});

/** The whole file. */
export const jobFileSchema = z.strictObject({
  version: z.literal(1),
  hosts: z.record(z.string(), host.nullable()).optional(),
  defaults: z.strictObject(settings).optional(),
  jobs: z.record(
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, "a job's name has letters, digits and _ . - only"),
    job,
  ),
});

export type RawJobFile = z.output<typeof jobFileSchema>;
export type RawHost = z.output<typeof host>;
export type RawJob = RawJobFile["jobs"][string];
export type RawSettings = NonNullable<RawJobFile["defaults"]>;
export type JobIssue = z.core.$ZodIssue;
