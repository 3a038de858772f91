import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { cancelled, delay, throwIfAborted } from "../../../../src/core/base/abort";
import { ZfsrError } from "../../../../src/core/base/errors";

describe("abort", () => {
  it("throws nothing while nobody has cancelled", () => {
    assert.doesNotThrow(() => throwIfAborted(undefined, "x"));
    assert.doesNotThrow(() => throwIfAborted(new AbortController().signal, "x"));
  });

  it("names what ended", () => {
    assert.throws(
      () => throwIfAborted(AbortSignal.abort(), "beta:backup/demo"),
      (error) =>
        ZfsrError.is(error, "cancelled") &&
        error.object === "beta:backup/demo" &&
        /it was cancelled/.test(error.message),
    );
  });

  it("passes on the reason where that is an error of ours: it tells more", () => {
    const reason = new ZfsrError({ reason: "timeout", object: "beta", because: "it took too long", nextStep: "wait" });
    assert.equal(cancelled("anything", reason), reason);
  });

  it("keeps a foreign reason as the cause", () => {
    const reason = new Error("window closed");
    assert.equal(cancelled("x", reason).cause, reason);
  });
});

describe("delay", () => {
  it("waits at least as long as asked", async () => {
    const started = performance.now();
    await delay(20);
    // timers may fire a fraction of a millisecond early
    assert.ok(performance.now() - started >= 19);
  });

  it("ends at once when cancelled, before and while it waits", async () => {
    const controller = new AbortController();
    const waiting = delay(60_000, controller.signal);
    controller.abort();
    await assert.rejects(waiting, (error) => ZfsrError.is(error, "cancelled"));
    await assert.rejects(delay(60_000, controller.signal), (error) => ZfsrError.is(error, "cancelled"));
  });

  it("leaves no listener behind", async () => {
    const controller = new AbortController();
    await delay(1, controller.signal);
    assert.equal(getEventListeners(controller.signal, "abort").length, 0);
  });
});
