import * as z from "zod";
import { cipherName, propertyName } from "../jobs/values";
import { compressions, transports } from "../plan/transferOptions";
import { ZfsrError } from "../base/errors";
import type { Plan } from "../plan/plan";
import { datasetNameFault, shortNameFault } from "../zfs/names";
import { defaultReceive, defaultRequest, defaultSend, type ReplicationRequest } from "./request";

/** A plan as it is kept in a file, with what it was made for. */
export interface KeptPlan {
  /** The job it belongs to, where it comes from a job file. */
  readonly job: string | undefined;
  readonly request: ReplicationRequest;
  readonly plan: Plan;
}

const dataset = z.string().refine((text) => datasetNameFault(text) === undefined, "no name of a dataset");
const host = z.string().regex(/^[^-\s\p{Cc}][^\s\p{Cc}]*$/u, "no name of a host");
const globs = z.array(z.string());
const keepRules = z.record(z.string(), z.number()).optional();

const hook = z.strictObject({ host, argv: z.array(z.string()).min(1), timeout: z.number().optional() });

const request = z.looseObject({
  job: z.string(),
  source: z.strictObject({
    host,
    dataset,
    snapshot: z
      .string()
      .refine((text) => shortNameFault(text) === undefined)
      .optional(),
  }),
  target: z.strictObject({ host, dataset }),
  recursive: z.boolean(),
  select: z.strictObject({ include: globs, exclude: globs, snapshots: globs }),
  send: z.looseObject({ raw: z.union([z.literal("auto"), z.boolean()]), intermediates: z.boolean() }),
  receive: z.looseObject({ set: z.record(propertyName, z.string()), inherit: z.array(propertyName) }),
  transfer: z
    .looseObject({
      transport: z.enum(transports),
      port: z.int(),
      compression: z.enum(compressions),
      buffer: z.union([z.literal("auto"), z.literal("off"), z.number()]),
      cipher: cipherName,
      stallTimeout: z.number(),
      onSource: z.boolean().optional(),
      parallel: z.union([z.literal("auto"), z.int()]),
      limit: z.number().optional(),
      retries: z.strictObject({ limit: z.number(), first: z.number(), most: z.number() }),
    })
    .optional(),
  hold: z.boolean(),
  bookmark: z.boolean(),
  onDiverged: z.enum(["stop", "rollback", "rename"]),
  keep: z.strictObject({ source: keepRules, target: keepRules, match: globs }),
  consent: globs,
  accept: globs,
  hooks: z.strictObject({ before: z.array(hook), after: z.array(hook) }).optional(),
  window: z.strictObject({ from: z.int(), to: z.int(), days: z.array(z.int()) }).optional(),
});

const step = z.looseObject({
  id: z.string(),
  kind: z.string(),
  host,
  argv: globs,
  needs: globs,
  destroys: z.array(z.looseObject({ host: z.string(), kind: z.string(), name: z.string() })),
});

const planFile = z.looseObject({
  kind: z.literal("zfsr-plan"),
  version: z.literal(1),
  plans: z
    .array(
      z.looseObject({
        job: z.string().optional(),
        request,
        plan: z.looseObject({
          version: z.literal(1),
          title: z.string(),
          steps: z.array(step),
          goals: z.array(
            z.looseObject({
              source: z.looseObject({ dataset: z.string() }),
              newest: z.looseObject({ guid: z.string() }),
            }),
          ),
          warnings: z.array(z.looseObject({ object: z.string(), message: z.string() })),
        }),
      }),
    )
    .min(1),
});

/** The text of a file that keeps plans. @param madeAt ISO 8601 */
export function writePlanFile(plans: readonly KeptPlan[], madeAt: string): string {
  return `${JSON.stringify({ kind: "zfsr-plan", version: 1, madeAt, plans }, undefined, 2)}\n`;
}

/**
 * Reads a file of plans. What it says is never run: it is compared with what is planned anew, and that is run.
 * @param path for the message. @throws ZfsrError usage for what is no such file
 */
export function readPlanFile(text: string, path: string): readonly KeptPlan[] {
  const refuse = (because: string): ZfsrError =>
    new ZfsrError({ reason: "usage", object: path, because, nextStep: "make one: zfsr plan SRC DST --out FILE" });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse("it is no JSON, so it is no plan");
  }
  const parsed = planFile.safeParse(value);
  if (parsed.success) {
    return (parsed.data.plans as unknown as KeptPlan[]).map((kept) => ({
      ...kept,
      request: {
        ...defaultRequest,
        ...kept.request,
        send: { ...defaultSend, ...kept.request.send },
        receive: { ...defaultReceive, ...kept.request.receive },
      },
    }));
  }
  const [issue] = parsed.error.issues;
  throw refuse(`it is no plan that zfsr wrote: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
}
