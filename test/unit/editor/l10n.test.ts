/** What the manifest says to a person stands in package.nls.json, by keys, so that it can be said in other languages. */
import assert from "node:assert/strict";
import plain from "../../../package.json";
import words from "../../../package.nls.json";
import { manifest } from "../../support/source/manifest";

/** The texts of the manifest that VS Code shows, by the names of their properties; `enumDescriptions` are lists of them. */
const shown = new Set([
  ...["title", "description", "markdownDescription", "enumDescriptions", "category", "label", "contents"],
  ...["contextualTitle", "altText", "displayName", "aliases"],
]);

/** Every text below a value, with the name of the property that it stands in. */
function* texts(value: unknown, property = ""): Generator<readonly [property: string, text: string]> {
  if (typeof value === "string") yield [property, value];
  else if (Array.isArray(value)) for (const one of value) yield* texts(one, property);
  else if (typeof value === "object" && value !== null)
    for (const [key, one] of Object.entries(value)) yield* texts(one, key);
}
const all = [...texts({ ...plain, keywords: [], scripts: {} })];
const keys = all.flatMap(([, text]) => /^%(.+)%$/.exec(text)?.[1] ?? []);

describe("the words of the manifest", () => {
  it("are there for each key, and each is used", () => {
    assert.deepEqual([...new Set(keys)].sort(), Object.keys(words).sort());
    assert.ok(keys.length > 100);
  });

  it("stand in package.nls.json, all that VS Code shows of them", () => {
    const views = plain.contributes.views.zfsReplication.map(({ name }) => ["name", name] as const);
    const bare = [...all.filter(([property]) => shown.has(property)), ...views].filter(
      ([, text]) => !/^%.+%$/.test(text),
    );
    assert.deepEqual(bare, []);
  });

  it("are no keys themselves, nor empty", () => {
    for (const [key, text] of Object.entries(words)) assert.match(text, /^[^%\s][^%]*$|%22/, key);
    assert.equal(manifest.displayName, "ZFS Replication");
  });
});
