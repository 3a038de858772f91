import assert from "node:assert/strict";
import { Throttle } from "../../../../src/core/base/throttle";

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("a throttle", () => {
  it("works at once, then no more than once in its time, and after the last trigger", async () => {
    let seen = 0;
    const states: number[] = [];
    const throttle = new Throttle(60, () => states.push(seen));
    for (seen = 1; seen <= 100; seen += 1) throttle.trigger();
    assert.deepEqual(states, [1]);
    await pause(150);
    assert.deepEqual(states, [1, 101]);
    await pause(80);
    throttle.trigger();
    assert.equal(states.length, 3);
    throttle.dispose();
  });

  it("does nothing more when it is disposed of", async () => {
    let works = 0;
    const throttle = new Throttle(20, () => (works += 1));
    throttle.trigger();
    throttle.trigger();
    throttle.dispose();
    await pause(50);
    assert.equal(works, 1);
  });
});
