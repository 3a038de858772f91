import * as z from "zod";
import { cipherName, propertyName } from "../jobs/values";
import { commandKinds } from "../plan/step";
import { compressions, defaultTransfer, transports } from "../plan/transferOptions";
import {
  type BookmarkName,
  type DatasetName,
  datasetNameFault,
  type Guid,
  shortNameFault,
  type SnapshotName,
} from "../zfs/names";
import { defaultReceive, defaultSend } from "./request";

/** A value that may be missing: JSON has no word for undefined. */
function maybe<T extends z.ZodType>(schema: T) {
  return schema.optional().transform((value) => value);
}

/** A name inside a plan, which is compared with one that is planned anew and goes nowhere else. */
function compared<T extends string>() {
  return z.custom<T>((value) => typeof value === "string", "no text");
}

const dataset = z.custom<DatasetName>(
  (value) => typeof value === "string" && datasetNameFault(value) === undefined,
  "no name of a dataset",
);
const host = z.string().regex(/^[^-\s\p{Cc}][^\s\p{Cc}]*$/u, "no name of a host");
const texts = z.array(z.string());
const keepRules = z.looseObject({
  last: z.number().optional(),
  hourly: z.number().optional(),
  daily: z.number().optional(),
  weekly: z.number().optional(),
  monthly: z.number().optional(),
  yearly: z.number().optional(),
  within: z.number().optional(),
});
const hook = z.strictObject({ host, argv: texts.min(1), timeout: z.number().optional() });

const send = z.looseObject({
  raw: z.union([z.literal("auto"), z.boolean()]),
  intermediates: z.boolean(),
  compressed: z.boolean().default(defaultSend.compressed),
  largeBlocks: z.boolean().default(defaultSend.largeBlocks),
  embedded: z.boolean().default(defaultSend.embedded),
  properties: z.boolean().default(defaultSend.properties),
  backup: z.boolean().default(defaultSend.backup),
  replicate: z.boolean().default(defaultSend.replicate),
});

const receive = z.looseObject({
  resumable: z.boolean().default(defaultReceive.resumable),
  readonly: z.boolean().default(defaultReceive.readonly),
  createParents: z.boolean().default(defaultReceive.createParents),
  set: z.record(propertyName, z.string()),
  inherit: z.array(propertyName),
});

const transfer = z.looseObject({
  transport: z.enum(transports),
  port: z.int(),
  trustedNetwork: z.boolean().default(defaultTransfer.trustedNetwork),
  compression: z.enum(compressions),
  buffer: z.union([z.literal("auto"), z.literal("off"), z.number()]),
  cipher: cipherName,
  stallTimeout: z.number(),
  onSource: z.boolean().default(defaultTransfer.onSource),
  parallel: z.union([z.literal("auto"), z.int()]),
  limit: maybe(z.number()),
  retries: z.strictObject({ limit: z.number(), first: z.number(), most: z.number() }),
});

const request = z.looseObject({
  job: z.string(),
  siblings: z.exactOptional(texts),
  source: z.strictObject({
    host,
    dataset,
    snapshot: maybe(z.string().refine((text) => shortNameFault(text) === undefined)),
  }),
  target: z.strictObject({ host, dataset }),
  recursive: z.boolean(),
  select: z.strictObject({ include: texts, exclude: texts, snapshots: texts }),
  send,
  receive,
  transfer: transfer.optional(),
  hold: z.boolean(),
  bookmark: z.boolean(),
  onDiverged: z.enum(["stop", "rollback", "rename"]),
  keep: z.strictObject({ source: maybe(keepRules), target: maybe(keepRules), match: texts }),
  consent: z.array(z.enum(["retention", "rollback", "rename"])),
  accept: texts,
  hooks: z.strictObject({ before: z.array(hook), after: z.array(hook) }).optional(),
  window: z.strictObject({ from: z.int(), to: z.int(), days: z.array(z.int()) }).optional(),
});

const stepBase = {
  id: z.string(),
  host,
  dataset: compared<DatasetName>(),
  argv: texts,
  needs: texts,
  destroys: z.array(
    z.looseObject({
      host: z.string(),
      kind: z.enum(["dataset", "snapshot", "bookmark", "partial-receive", "changes", "volume-end"]),
      name: z.string(),
      bytes: maybe(z.number()),
      guid: z.exactOptional(compared<Guid>()),
      exact: z.exactOptional(z.boolean()),
    }),
  ),
  asks: z.exactOptional(z.boolean()),
  reason: z.string(),
};
const commandStep = z.looseObject({
  ...stepBase,
  kind: z.enum(commandKinds),
  frees: z.exactOptional(z.number()),
  together: z.exactOptional(z.looseObject({ argv: texts, steps: z.number() })),
  key: z.exactOptional(
    z.looseObject({ encryptionRoot: compared<DatasetName>(), format: z.enum(["passphrase", "hex"]) }),
  ),
});
const expected = z.looseObject({ name: compared<SnapshotName>(), guid: compared<Guid>() });
const transferStep = z.looseObject({
  ...stepBase,
  kind: z.enum(["send", "resume"]),
  target: z.looseObject({ host: z.string(), dataset: compared<DatasetName>(), argv: texts }),
  from: maybe(compared<SnapshotName | BookmarkName>()),
  to: compared<SnapshotName>(),
  expected,
  raw: z.boolean(),
  bytes: maybe(z.number()),
});

const plan = z.looseObject({
  version: z.literal(1),
  title: z.string(),
  steps: z.array(z.discriminatedUnion("kind", [commandStep, transferStep])),
  goals: z.array(
    z.looseObject({
      host: z.string(),
      dataset: compared<DatasetName>(),
      source: z.looseObject({ host: z.string(), dataset: compared<DatasetName>() }),
      newest: expected,
    }),
  ),
  warnings: z.array(
    z.looseObject({
      id: z.exactOptional(z.string()),
      object: z.string(),
      message: z.string(),
      nextStep: z.string(),
      level: z.enum(["note", "person"]),
      stops: z.exactOptional(z.boolean()),
    }),
  ),
});

/** What a file has of each plan that it keeps. */
export const keptPlan = z.looseObject({ job: maybe(z.string()), request, plan, production: texts.optional() });
