import assert from "node:assert/strict";
import fc from "fast-check";
import { ZfsrError } from "../../../../src/core/base/errors";
import { Limiter } from "../../../../src/core/base/limiter";
import { deferred } from "../../../support/deferred";

/** Work that ends when it is told to. */
function controlled(log: string[], name: string): { work: () => Promise<string>; end: () => void; fail: () => void } {
  const { promise, resolve, reject } = deferred<string>();
  return {
    work: () => {
      log.push(name);
      return promise;
    },
    end: () => resolve(name),
    fail: () => reject(new Error(name)),
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("Limiter", () => {
  it("starts no more than it may, the others in the order in which they came", async () => {
    const log: string[] = [];
    const limiter = new Limiter(2);
    const parts = ["a", "b", "c", "d"].map((name) => controlled(log, name));
    const results = parts.map((part) => limiter.run(part.work));
    await settled();
    assert.deepEqual(log, ["a", "b"]);
    parts[1]?.end();
    await settled();
    assert.deepEqual(log, ["a", "b", "c"]);
    parts[0]?.end();
    await settled();
    assert.deepEqual(log, ["a", "b", "c", "d"]);
    parts[2]?.end();
    parts[3]?.end();
    assert.deepEqual(await Promise.all(results), ["a", "b", "c", "d"]);
  });

  it("gives the place of failed work to the next", async () => {
    const log: string[] = [];
    const limiter = new Limiter(1);
    const [first, second] = [controlled(log, "a"), controlled(log, "b")];
    const failing = limiter.run(first.work);
    const waiting = limiter.run(second.work);
    first.fail();
    await assert.rejects(failing, /a/);
    second.end();
    assert.equal(await waiting, "b");
    assert.equal(await limiter.run(() => Promise.resolve("later")), "later");
  });

  it("gives the place back when work throws before it gives a promise", async () => {
    const limiter = new Limiter(1);
    await assert.rejects(
      limiter.run(() => {
        throw new Error("at once");
      }),
      /at once/,
    );
    assert.equal(await limiter.run(() => Promise.resolve(1)), 1);
  });

  it("never starts waiting work that was cancelled, and goes on with the next", async () => {
    const log: string[] = [];
    const limiter = new Limiter(1);
    const controller = new AbortController();
    const [first, second, third] = [controlled(log, "a"), controlled(log, "b"), controlled(log, "c")];
    const running = limiter.run(first.work);
    const dropped = limiter.run(second.work, controller.signal);
    const last = limiter.run(third.work);
    controller.abort();
    await assert.rejects(dropped, (error) => ZfsrError.is(error, "cancelled"));
    first.end();
    third.end();
    assert.deepEqual(await Promise.all([running, last]), ["a", "c"]);
    assert.deepEqual(log, ["a", "c"]);
  });

  it("rejects work at once whose signal is aborted already, though there is room", async () => {
    const log: string[] = [];
    await assert.rejects(new Limiter(1).run(controlled(log, "a").work, AbortSignal.abort()), (error) =>
      ZfsrError.is(error, "cancelled"),
    );
    assert.deepEqual(log, []);
  });

  it("holds its bound and runs everything, whatever fails and is cancelled", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.record({ turns: fc.nat(3), fate: fc.constantFrom("ends", "fails", "cancelled") }), {
          maxLength: 25,
        }),
        async (most, jobs) => {
          const limiter = new Limiter(most);
          let running = 0;
          const outcomes = await Promise.allSettled(
            jobs.map(async ({ turns, fate }) => {
              const controller = new AbortController();
              const result = limiter.run(async () => {
                running += 1;
                assert.ok(running <= most, "more at once than allowed");
                for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
                running -= 1;
                if (fate === "fails") throw new Error("planned");
              }, controller.signal);
              if (fate === "cancelled") controller.abort();
              return result;
            }),
          );
          assert.equal(outcomes.length, jobs.length);
          assert.equal(running, 0);
          for (const outcome of outcomes) {
            if (outcome.status === "rejected")
              assert.ok(!(outcome.reason instanceof assert.AssertionError), String(outcome.reason));
          }
          assert.equal(await limiter.run(() => Promise.resolve("free")), "free");
        },
      ),
    );
  });
});
