/** What Save as Job says, and what it refuses, besides the text of the file (addJob.test.ts). */
import assert from "node:assert/strict";
import { savedText } from "../../../src/editor/jobs/savedText";

describe("a replication that is saved as a job", () => {
  it("tells that a job does not stop at the snapshot that the replication goes up to", () => {
    assert.match(savedText("demo", "replication.yml", "monday"), /sends the newest .* not only those up to @monday\.$/);
    assert.doesNotMatch(savedText("demo", "replication.yml", undefined), /@|newest/);
  });
});
