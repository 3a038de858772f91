import assert from "node:assert/strict";
import { measureNetwork } from "../../../../src/core/measure/probes/network";
import { delay } from "../../../../src/core/base/abort";
import { fakeHost } from "../../editor/fakes";

describe("measuring the network", () => {
  const bounds = { bytes: 1, seconds: 1 };
  const unhandled: unknown[] = [];
  const hear = (error: unknown): void => void unhandled.push(error);
  before(() => process.on("unhandledRejection", hear));
  after(() => process.off("unhandledRejection", hear));

  it("fails with the target's error where that goes away before the source has an answer, and with the source's likewise", async () => {
    const gone = (id: string) =>
      fakeHost(id, () => {
        throw new Error(`${id} is gone`);
      });
    const slow = (id: string) => fakeHost(id, () => delay(30).then(() => "{}"));
    const measure = (source: ReturnType<typeof gone>, target: ReturnType<typeof gone>) =>
      measureNetwork(source, target, "192.0.2.1", 9000, bounds, {});
    await assert.rejects(measure(slow("alpha"), gone("beta")), /beta is gone/);
    await assert.rejects(measure(gone("alpha"), gone("beta")), /alpha is gone/);
    await delay(1);
    assert.deepEqual(unhandled, []);
  });
});
