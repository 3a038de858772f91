import assert from "node:assert/strict";
import { pageWords } from "../../../../src/editor/panels/pageWords";

describe("the translations of a page", () => {
  it("are those that are texts: an odd one takes none of the others away", () => {
    const bundle = { Run: "Starten", Cancel: { message: "Abbrechen", comment: ["a button"] }, Stop: null, Resume: 3 };
    assert.deepEqual(pageWords(bundle), { Run: "Starten" });
    assert.deepEqual(pageWords(undefined), {});
  });
});
