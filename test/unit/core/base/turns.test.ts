import assert from "node:assert/strict";
import { Turns } from "../../../../src/core/base/turns";

/** Looks that end when told to. */
function looks(): { turns: Turns<string[], string>; begun: string[]; end: (with_?: Error) => Promise<void> } {
  const begun: string[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const work = (key: string, ask: string[]): Promise<string> => {
    const name = `${key}:${ask.join("+")}`;
    begun.push(name);
    return new Promise((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve(name))));
  };
  const end = async (error?: Error): Promise<void> => {
    ends.shift()?.(error);
    await new Promise(setImmediate);
  };
  return { turns: new Turns(work, (one, other) => [...one, ...other]), begun, end };
}

describe("Turns", () => {
  it("begins a look after the one under way, and makes one of all that was asked for meanwhile", async () => {
    const { turns, begun, end } = looks();
    const first = turns.next("host", ["a"]);
    const later = [turns.next("host", ["b"]), turns.next("host", ["c"])];
    assert.equal(turns.underWay("host"), first);
    assert.deepEqual(begun, ["host:a"]);
    await end();
    assert.deepEqual(begun, ["host:a", "host:b+c"]);
    await end();
    assert.equal(await first, "host:a");
    assert.deepEqual(await Promise.all(later), ["host:b+c", "host:b+c"]);
    assert.equal(turns.underWay("host"), undefined);
  });

  it("does not let one thing wait for another", () => {
    const { turns, begun } = looks();
    void turns.next("one", ["a"]);
    void turns.next("other", ["a"]);
    assert.deepEqual(begun, ["one:a", "other:a"]);
  });

  it("goes on after a look that failed", async () => {
    const { turns, begun, end } = looks();
    const failed = assert.rejects(turns.next("host", ["a"]), /gone/);
    const next = turns.next("host", ["b"]);
    await end(new Error("gone"));
    await failed;
    assert.deepEqual(begun, ["host:a", "host:b"]);
    await end();
    assert.equal(await next, "host:b");
    assert.equal(turns.underWay("host"), undefined);
  });
});
