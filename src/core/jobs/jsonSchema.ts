import * as z from "zod";
import { keyTexts } from "./keyTexts";
import { jobFileSchema } from "./schema";

/** The part of a JSON schema that is looked at here. */
interface Part {
  description?: string;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly additionalProperties?: Part | boolean;
  readonly anyOf?: readonly Part[];
}

/**
 * The form of a job file as a JSON schema (draft 7), with what each key means, for editors that check and complete YAML
 * by one. It knows keys and kinds of values; `parseJobFile` knows more.
 */
export function jobFileJsonSchema(): object {
  const schema = z.toJSONSchema(jobFileSchema, { io: "input", target: "draft-7" });
  describe(schema as Part, []);
  return { ...schema, title: "ZFS Replication job file" };
}

/** Writes what is known of the keys below `path` into the schema. */
function describe(part: Part, path: readonly string[]): void {
  for (const [key, child] of Object.entries(part.properties ?? {})) note(child, [...path, key]);
  const { additionalProperties: others } = part;
  if (typeof others === "object") note(others, [...path, "*"]);
  for (const choice of part.anyOf ?? []) describe(choice, path);
}

function note(part: Part, path: readonly string[]): void {
  const text = textOf(path);
  if (text !== undefined) part.description = text;
  describe(part, path);
}

/** Settings are named without what they stand in; the rules of `keep` are the same on both sides. */
function textOf(path: readonly string[]): string | undefined {
  const name = path.join(".").replace(/^(jobs\.\*|defaults)\./, "");
  return keyTexts[name] ?? keyTexts[name.replace(/^keep\.(source|targets)\./, "keep.*.")];
}
