import assert from "node:assert/strict";
import { SingleFlight } from "../../../../src/core/base/singleFlight";
import { deferred } from "../../../support/deferred";

describe("SingleFlight", () => {
  it("shares the work under way among all who ask by the same key", async () => {
    const flight = new SingleFlight<number>();
    let started = 0;
    const { promise, resolve } = deferred<number>();
    const work = (): Promise<number> => {
      started += 1;
      return promise;
    };
    const asked = [flight.run("a", work), flight.run("a", work), flight.run("a", work)];
    resolve(7);
    assert.deepEqual(await Promise.all(asked), [7, 7, 7]);
    assert.equal(started, 1);
  });

  it("keeps different keys apart", async () => {
    const flight = new SingleFlight<string>();
    const answer = (key: string): Promise<string> => flight.run(key, () => Promise.resolve(key));
    assert.deepEqual(await Promise.all([answer("a"), answer("b")]), ["a", "b"]);
  });

  it("keeps nothing after the work has ended, nor after it failed", async () => {
    const flight = new SingleFlight<number>();
    await assert.rejects(
      flight.run("a", () => Promise.reject(new Error("first"))),
      /first/,
    );
    assert.equal(await flight.run("a", () => Promise.resolve(1)), 1);
    assert.equal(await flight.run("a", () => Promise.resolve(2)), 2);
  });
});
