import assert from "node:assert/strict";
import { delay } from "../../../../src/core/base/abort";
import { StallWatch } from "../../../../src/core/runs/stallWatch";

/** A watch on a clock of the test's own; timers are real, so that its milliseconds are few. */
function watch(timeout: number): { watch: StallWatch; stalls: number[] } {
  const stalls: number[] = [];
  return {
    watch: new StallWatch(
      timeout,
      () => performance.now(),
      (silence) => stalls.push(silence),
    ),
    stalls,
  };
}

describe("watching for a stall", () => {
  it("tells once, and how long nothing was heard", async () => {
    const { stalls } = watch(30);
    await delay(150);
    assert.equal(stalls.length, 1);
    assert.ok((stalls[0] ?? 0) >= 29, String(stalls));
  });

  it("tells nothing while something is heard, and nothing after it was given up", async () => {
    const { watch: watched, stalls } = watch(200);
    for (let i = 0; i < 8; i += 1) {
      await delay(50);
      watched.heard();
    }
    watched.dispose();
    await delay(300);
    assert.deepEqual(stalls, []);
  });

  it("looks again after a stall that was none", async () => {
    const { watch: watched, stalls } = watch(50);
    await delay(200);
    watched.again();
    await delay(200);
    assert.equal(stalls.length, 2);
    watched.dispose();
    watched.again();
    await delay(200);
    assert.equal(stalls.length, 2);
  });

  it("waits for ever with a timeout of 0", async () => {
    const { stalls } = watch(0);
    await delay(50);
    assert.deepEqual(stalls, []);
  });

  it("has more patience where none can come, and less again afterwards", async () => {
    const { watch: watched, stalls } = watch(100);
    watched.heard(1000);
    await delay(250);
    assert.deepEqual(stalls, []);
    watched.heard();
    await delay(250);
    assert.equal(stalls.length, 1);
  });
});
