import assert from "node:assert/strict";
import { Emitter } from "../../../../src/core/base/emitter";

describe("an emitter", () => {
  it("tells all listeners in order, until they are disposed of", () => {
    const heard: string[] = [];
    const emitter = new Emitter<number>();
    const first = emitter.listen((value) => heard.push(`first ${value}`));
    emitter.listen((value) => heard.push(`second ${value}`));
    emitter.fire(1);
    first.dispose();
    emitter.fire(2);
    emitter.dispose();
    emitter.fire(3);
    assert.deepEqual(heard, ["first 1", "second 1", "second 2"]);
  });

  it("lets a listener that throws stop nobody", () => {
    const heard: number[] = [];
    const errors: unknown[] = [];
    const emitter = new Emitter<number>((error) => errors.push(error));
    const wrong = new Error("no");
    emitter.listen(() => {
      throw wrong;
    });
    emitter.listen((value) => heard.push(value));
    emitter.fire(1);
    assert.deepEqual([heard, errors], [[1], [wrong]]);
  });

  it("loses no error when nobody is told of it", async () => {
    const before = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    try {
      const caught = new Promise<unknown>((resolve) => process.once("uncaughtException", resolve));
      const emitter = new Emitter<number>();
      emitter.listen(() => {
        throw new Error("later");
      });
      emitter.fire(1);
      assert.equal(String(await caught), "Error: later");
    } finally {
      for (const listener of before) process.on("uncaughtException", listener);
    }
  });
});
