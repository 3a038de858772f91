import * as z from "zod";
import { parseBytes } from "../base/bytes";
import { parseDuration } from "../base/duration";
import { ZfsrError } from "../base/errors";
import type { Hook } from "../plan/hook";
import { parseTimeWindow } from "../plan/timeWindow";
import { shortNameFault } from "../zfs/names";
import { parseDatasetPlace } from "../zfs/place";
import { parseSchedule } from "./schedule";

// Kinds of values in a job file, each with the message that says what would be right.

/** A text that `read` understands. @param message what is wrong with one that it does not */
function readText<T>(read: (text: string) => T | undefined, message: string) {
  return z.string().transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
}

/** `alpha:tank/db` */
export const place = z.string().transform((text, context) => {
  try {
    const found = parseDatasetPlace(text);
    if (found.snapshot === undefined) return found;
    context.addIssue({ code: "custom", message: "a job names datasets, not snapshots" });
  } catch (error) {
    context.addIssue({ code: "custom", message: ZfsrError.is(error) ? error.because : String(error) });
  }
  return z.NEVER;
});

/** Milliseconds. */
export const duration = readText(parseDuration, "it is no duration; write 90s, 15m, 1h or 7d");

/** Bytes. */
export const size = readText(parseBytes, "it is no size; write 512 MiB or 1G");

/** Bytes a second: a size, with or without `/s`. */
export const rate = readText(
  (text) => parseBytes(text.replace(/\/s\s*$/, "")),
  "it is no rate; write 50 MiB/s or 800k",
);

/** What snapshots' names begin with. */
export const prefix = z.string().superRefine((text, context) => {
  const fault = shortNameFault(text);
  if (fault !== undefined) context.addIssue({ code: "custom", message: `no snapshot can be named so: ${fault}` });
});

/** The time in a snapshot's name. Without seconds, two runs of one minute would ask for one name. */
export const timeFormat = z.string().superRefine((text, context) => {
  const unknown = /%[^YmdHMSs%]/.exec(text)?.[0];
  const fault = shortNameFault(text.replace(/%[YmdHMSs]/g, "0"));
  if (unknown !== undefined)
    context.addIssue({ code: "custom", message: `'${unknown}' is not known; write %Y %m %d %H %M %S or %s` });
  else if (!/%[Ss]/.test(text))
    context.addIssue({ code: "custom", message: "it has no seconds (%S), so names would clash" });
  else if (fault !== undefined) context.addIssue({ code: "custom", message: `no snapshot can be named so: ${fault}` });
});

/** `22:00-06:00` */
export const timeWindow = readText(parseTimeWindow, "it is no time window; write 22:00-06:00 or mon,tue 22:00-06:00");

/** The five fields of crontab(5). */
export const schedule = z.string().transform((text, context) => {
  const found = parseSchedule(text);
  if (!("fault" in found)) return found;
  context.addIssue({ code: "custom", message: found.fault });
  return z.NEVER;
});

const words = z
  .array(
    z
      .union([
        z
          .string()
          .regex(/^[^\0\r\n]*$/, "a word has no line break: put a script of several lines into a file and name that"),
        z.number(),
      ])
      .transform(String),
  )
  .refine(([program = ""]) => program !== "", "a program and its words, not nothing");

/** A command's words, or a map that says more. */
export const hook = z
  .union([words, z.strictObject({ host: z.string().default("local"), argv: words, timeout: duration.optional() })], {
    error: "a list of words, or a map of host, argv (a list of words) and timeout",
  })
  .transform((value): Hook => (Array.isArray(value) ? { host: "local", argv: value } : value));

export const autoOrBoolean = z.union([z.literal("auto"), z.boolean()], { error: "auto, true or false" });
export const onOrOff = z.union([z.literal("on"), z.literal("off"), z.boolean()], { error: "on or off" });
export const count = z.int().min(0);

/** How many snapshots a rule keeps. None would be no rule, and reads like one that destroys all. */
export const keptCount = z.int().min(1, "it has to keep at least 1: leave the rule out where it is to keep nothing");
/** Pipelines at once. sshd takes ten sessions a connection (MaxSessions), and some are for other things. */
const laneCounts = "it is 1 to 8, or auto";
export const lanes = z.union([z.literal("auto"), z.int().refine((count) => count >= 1 && count <= 8, laneCounts)], {
  error: laneCounts,
});
export const port = z.int().min(1).max(65_535);

/** One glob, or a list of them. */
export const globs = z.union([z.string().min(1), z.array(z.string().min(1))], { error: "a glob or a list of globs" });

/** The name of a property; `zfs set` takes no others (OpenZFS zfs_prop.c, zprop_name_valid). */
export const propertyName = z.string().regex(/^[a-z0-9][a-z0-9:._@-]*$/, "that is no name of a property");

/** A property that people make; a snapshot takes no others. */
export const userPropertyName = propertyName.regex(
  /:/,
  "a snapshot takes user properties only, such as com.example:why",
);

export const propertyValue = z.union([z.string(), z.number(), z.boolean()]);

/** The name of a cipher, as `ssh -Q cipher` lists them; it never looks like an option. */
export const cipherName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9@._+-]*$/, "that is no name of a cipher; see ssh -Q cipher");
