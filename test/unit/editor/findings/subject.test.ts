import assert from "node:assert/strict";
import type { Finding } from "../../../../src/core/diagnosis/finding";
import { subjectOf } from "../../../../src/editor/findings/subject";

function failed(text: string): Finding {
  return {
    id: "busy",
    category: "busy",
    severity: "error",
    object: "beta:backup/demo",
    title: "it is in use",
    cause: "it is in use",
    remedies: [],
    text,
  };
}

describe("the subject of a run's finding", () => {
  it("is what its text is known to say", async () => {
    const { host, finding } = await subjectOf(failed("cannot receive incremental stream: dataset is busy"));
    assert.deepEqual([host, finding.id, finding.parts.dataset], ["beta", "receive-busy", "backup/demo"]);
  });

  it("is no guess from its words", async () => {
    const { finding } = await subjectOf(failed("copyzfs: error: another instance is already running"));
    assert.deepEqual([finding.id, finding.parts], ["busy", { dataset: "backup/demo" }]);
  });
});
