import assert from "node:assert/strict";
import { reasons, ZfsrError } from "../../../../src/core/base/errors";

const details = {
  reason: "busy",
  object: "beta:backup/demo",
  because: "it is busy",
  nextStep: "wait, then run again",
} as const;

describe("ZfsrError", () => {
  it("says object, reason and next step in its message", () => {
    assert.equal(new ZfsrError(details).message, "beta:backup/demo: it is busy. Next: wait, then run again");
  });

  it("is told from other errors, and by its reasons", () => {
    const error = new ZfsrError(details);
    assert.ok(ZfsrError.is(error));
    assert.ok(ZfsrError.is(error, "held", "busy"));
    assert.ok(!ZfsrError.is(error, "held"));
    assert.ok(!ZfsrError.is(new Error("busy")));
    assert.ok(!ZfsrError.is({ name: "ZfsrError", reason: "busy" }));
    assert.ok(!ZfsrError.is(undefined));
  });

  it("is known across bundles, where its class is another one", () => {
    const foreign = Object.assign(new Error("x"), { name: "ZfsrError", reason: "busy" });
    assert.ok(ZfsrError.is(foreign, "busy"));
  });

  it("takes what is one already as it is", () => {
    const error = new ZfsrError(details);
    assert.equal(ZfsrError.from(error, "other"), error);
  });

  it("is made of anything thrown, which stays its cause", () => {
    const cause = new Error("Broken.  ");
    const error = ZfsrError.from(cause, "alpha");
    assert.equal(error.reason, "failed");
    assert.equal(error.object, "alpha");
    assert.equal(error.because, "Broken");
    assert.equal(error.cause, cause);
    assert.equal(ZfsrError.from("text", "alpha").because, "text");
    assert.equal(ZfsrError.from(new Error(""), "alpha").because, "it failed without saying why");
    assert.equal(ZfsrError.from(undefined, "alpha").reason, "failed");
  });

  it("has no reason twice", () => assert.equal(new Set(reasons).size, reasons.length));
});
