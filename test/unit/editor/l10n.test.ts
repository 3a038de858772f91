/** What is said to a person can be said in other languages: by the manifest, by keys; by the editor, by the English text. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import plain from "../../../package.json";
import words from "../../../package.nls.json";
import { english, speakBy, t } from "../../../src/editor/l10n/t";
import { bundle, saidByEditor } from "../../support/l10n/said";
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

describe("the words of the editor", function () {
  this.timeout(60_000);
  const said = saidByEditor();

  it("stand in l10n/bundle.l10n.json: npm run l10n writes it", () => {
    const written = readFileSync(new URL("../../../l10n/bundle.l10n.json", import.meta.url), "utf8");
    assert.equal(written, bundle());
    assert.equal(plain.l10n, "./l10n");
  });

  it("are written out where they are said, with an argument for each place", () => {
    assert.ok(said.length > 300);
    for (const { path, message, given } of said) {
      assert.ok(message !== undefined, `${path}: a text that is put together cannot be translated`);
      const places = new Set([...message.matchAll(/\{(\d+)\}/g)].map(([, index]) => Number(index)));
      assert.deepEqual([...places].sort(), [...Array(given).keys()], `${path}: ${message}`);
    }
  });

  it("call the same things alike everywhere, and as the command line does", () => {
    const saidIn = (text: string): string[] => said.filter(({ message }) => message === text).map(({ path }) => path);
    assert.deepEqual(saidIn("Show Log"), ["src/editor/notify.ts"], "the log of the extension, not the report of a run");
    assert.deepEqual(saidIn("Show its log"), [], "it is called a report");
    assert.equal(words["command.transfer.showLog"], "Open Report");
    const unfinished = said.filter(({ message }) => /^(done, with something )?left for you$/.test(message ?? ""));
    assert.deepEqual([...new Set(unfinished.map(({ message }) => message))], ["done, with something left for you"]);
    assert.ok(
      unfinished.some(({ path }) => path === "src/protocol/stateWords.ts"),
      "also of a job's last run",
    );
    const nothing = "Nothing that is known to be trouble.";
    assert.deepEqual(saidIn(nothing), ["src/editor/commands/log/explain.ts"]);
    assert.ok(readFileSync(new URL("../../../src/cli/commands/explain.ts", import.meta.url), "utf8").includes(nothing));
  });

  it("have no emoji, nor do those of the manifest", () => {
    const all = [...said.flatMap(({ message }) => message ?? []), ...Object.values(words)];
    assert.deepEqual(
      all.filter((text) => /\p{Emoji_Presentation}|\uFE0F/u.test(text)),
      [],
    );
  });

  it("are English where nothing translates them, else what the window says", () => {
    assert.equal(t("{0} of {1}", "1 MiB", 2), "1 MiB of 2");
    assert.equal(t("{0}", "{1}", "no"), "{1}");
    speakBy((message) => message.toUpperCase());
    try {
      assert.equal(t("done"), "DONE");
    } finally {
      speakBy(english);
    }
  });

  it("are said when they are shown, not when their file is loaded: then the language is not known yet", () => {
    assert.deepEqual(
      said.filter(({ early }) => early),
      [],
    );
  });
});
