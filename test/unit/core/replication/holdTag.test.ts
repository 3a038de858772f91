import assert from "node:assert/strict";
import { holdTag } from "../../../../src/core/replication/holdTag";

describe("the tag of a job's holds", () => {
  it("names the job, in characters that every tool reads as one word", () => {
    assert.equal(holdTag("databases:beta:backup/db"), "zfsr:databases:beta:backup/db");
    assert.equal(holdTag("beta:backup/a b"), "zfsr:beta:backup/a_b");
  });

  it("fits into what ZFS takes, and tells long names apart that begin alike", () => {
    const long = `beta:${"backup/".repeat(60)}`;
    assert.ok(holdTag(long).length <= 200);
    assert.notEqual(holdTag(`${long}a`), holdTag(`${long}b`));
    assert.equal(holdTag(long), holdTag(long));
  });
});
