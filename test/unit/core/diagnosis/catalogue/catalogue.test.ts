import assert from "node:assert/strict";
import { messages } from "../../../../../src/core/zfs/messages/messages";
import { catalogue } from "../../../../../src/core/diagnosis/catalogue/catalogue";
import { findingsIn } from "../../../../../src/core/diagnosis/scan/scanner";
import { examples } from "../../../../support/field/examples";

function idsIn(text: string): string[] {
  return findingsIn(text).flatMap((finding) => [finding.id, ...finding.consequences.map(({ id }) => id)]);
}

describe("the catalogue", () => {
  const known = examples();

  it("has names that are used once, and more than 180 of them", () => {
    const ids = catalogue.map((entry) => entry.id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.length >= 180, String(ids.length));
  });

  it("knows every message of zfs, from the one table of them", () => {
    const ids = new Set(catalogue.map((entry) => entry.id));
    assert.deepEqual(
      messages.filter((message) => !ids.has(message.id)).map((message) => message.id),
      [],
    );
  });

  it("has an example and a near miss for every entry", () => {
    const lacking = catalogue.filter((entry) => {
      const own = known.find((example) => example.id === entry.id);
      return !own || own.yes.length === 0 || own.no.length === 0;
    });
    assert.deepEqual(
      lacking.map((entry) => entry.id),
      [],
    );
    assert.deepEqual(
      known.filter(({ id }) => !catalogue.some((entry) => entry.id === id)).map(({ id }) => id),
      [],
    );
  });

  it("finds each entry in its examples, and not in what is nearly it", () => {
    const wrong = known.flatMap(({ id, yes, no }) => [
      ...yes
        .filter((text) => !idsIn(text).includes(id))
        .map((text) => `${id} is not found in: ${text}: ${String(idsIn(text))}`),
      ...no.filter((text) => idsIn(text).includes(id)).map((text) => `${id} is found in: ${text}`),
    ]);
    assert.deepEqual(wrong, []);
  }).timeout(20_000);

  it("finds what a program says of itself behind a logger's prefix, too", () => {
    const logged = known.flatMap(({ id, yes }) =>
      yes.filter((text) => /^[a-z-]+\[\d+\]: /.test(text)).map((text) => ({ id, text })),
    );
    assert.ok(logged.length >= 10, String(logged.length));
    const missed = logged.filter(({ id, text }) => !idsIn(`Mar 12 08:00:18 orion ${text}`).includes(id));
    assert.deepEqual(missed, []);
  });

  it("speaks in sentences, whose placeholders its patterns can fill, and never calls a loss harmless", () => {
    for (const entry of catalogue) {
      for (const sentence of [entry.title, entry.cause]) assert.match(sentence, /[^.\s]$/, entry.id);
      assert.ok(entry.source !== "" && entry.needles.length > 0, entry.id);
      for (const remedy of entry.remedies) {
        const takesAway = /zfs (?:destroy|rollback|receive -[AF])|zpool (?:destroy|labelclear)|zpool import -F/.test(
          remedy.command ?? "",
        );
        assert.ok(!takesAway || remedy.risk === "destroys", `${entry.id}: ${remedy.title}`);
      }
    }
  });

  it("says in no cause what the title says, and gives no step twice", () => {
    for (const entry of catalogue) {
      for (const { title = entry.title, cause = entry.cause } of [entry, ...entry.instead]) {
        const [said, because] = [wordsOf(title), wordsOf(cause)];
        const again = [...because].filter((word) => said.has(word));
        assert.ok(again.length < 0.6 * because.size, `${entry.id}: ${title}. ${cause}`);
      }
      for (const { remedies = [] } of [entry, ...entry.instead]) {
        const steps = remedies.flatMap(({ title, command }) => [title, ...(command === undefined ? [] : [command])]);
        assert.equal(new Set(steps).size, steps.length, entry.id);
      }
    }
  });
});

const common = new Set(
  "a an the it its is was were are be of to in on or and that this there not no has have had by for with so which what than then as at from does do did into cannot can".split(
    " ",
  ),
);

/** The words of a sentence that say something. */
function wordsOf(sentence: string): Set<string> {
  const plain = sentence.toLowerCase().replace(/\{\w+\|?([^}]*)\}/g, "$1");
  return new Set([...plain.matchAll(/[a-z0-9']+/g)].map(([word]) => word).filter((word) => !common.has(word)));
}
