import assert from "node:assert/strict";
import { jobFileJsonSchema } from "../../../../src/core/jobs/jsonSchema";
import { keyTexts } from "../../../../src/core/jobs/keyTexts";

interface Part {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly additionalProperties?: Part | boolean;
  readonly required?: readonly string[];
}

/** The paths of all keys below a part of the schema, each with what is said of it. */
function keys(part: Part, path = ""): [string, string | undefined][] {
  return Object.entries(part.properties ?? {}).flatMap(([key, child]) => [
    [`${path}${key}`, child.description] as [string, string | undefined],
    ...keys(child, `${path}${key}.`),
  ]);
}

describe("the JSON schema of job files", () => {
  const schema = jobFileJsonSchema() as Part;
  const { jobs, defaults } = schema.properties ?? assert.fail();
  const job = jobs?.additionalProperties as Part;

  it("has the keys of the file, and takes no others", () => {
    assert.deepEqual(Object.keys(schema.properties ?? {}), ["version", "hosts", "defaults", "jobs"]);
    assert.deepEqual(schema.required, ["version", "jobs"]);
    assert.deepEqual(job.required, ["source", "targets"]);
    assert.equal(job.properties?.["recursive"]?.type, "boolean");
    const closed = [schema, defaults, job, job.properties["send"]];
    assert.ok(closed.every((part) => part?.additionalProperties === false));
  });

  it("says of each key what it means", () => {
    const unsaid = [...keys(schema), ...keys(job, "jobs.*.")].filter(([, text]) => text === undefined);
    assert.deepEqual(unsaid, []);
  });

  it("has no words for keys that there are not", () => {
    const said = new Set([...keys(schema), ...keys(job)].map(([, text]) => text));
    const left = Object.entries(keyTexts).filter(
      ([name, text]) => !said.has(text) && !/^hosts\.\*|^jobs\.\*/.test(name),
    );
    assert.deepEqual(left, []);
  });
});
