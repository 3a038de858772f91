/** What Save as Job says, and what it refuses, besides the text of the file (addJob.test.ts). */
import assert from "node:assert/strict";
import { savedText } from "../../../src/editor/jobs/savedText";
import { saveOpen } from "../../../src/editor/jobs/saveOpen";

describe("a replication that is saved as a job", () => {
  it("tells that a job does not stop at the snapshot that the replication goes up to", () => {
    assert.match(savedText("demo", "replication.yml", "monday"), /sends the newest .* not only those up to @monday\.$/);
    assert.doesNotMatch(savedText("demo", "replication.yml", undefined), /@|newest/);
  });

  it("is not written where the file is changed in the editor and cannot be saved", async () => {
    const document = (isDirty: boolean, saves: boolean) => ({ isDirty, save: () => Promise.resolve(saves) });
    await assert.rejects(
      saveOpen(document(true, false), "replication.yaml"),
      /^ZfsrError: replication\.yaml: it is changed in the editor and could not be saved.*Next: save it/,
    );
    await saveOpen(document(true, true), "replication.yaml");
    await saveOpen(document(false, false), "replication.yaml");
    await saveOpen(undefined, "replication.yaml");
  });
});
