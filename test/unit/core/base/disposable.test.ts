import assert from "node:assert/strict";
import { DisposableStore } from "../../../../src/core/base/disposable";
import { Emitter } from "../../../../src/core/base/emitter";

describe("DisposableStore", () => {
  it("disposes of all, last first, once", () => {
    const log: string[] = [];
    const store = new DisposableStore();
    for (const name of ["a", "b", "c"]) store.add({ dispose: () => log.push(name) });
    store.dispose();
    store.dispose();
    assert.deepEqual(log, ["c", "b", "a"]);
  });

  it("disposes at once of what comes late", () => {
    const log: string[] = [];
    const store = new DisposableStore();
    store.dispose();
    store.add({ dispose: () => log.push("late") });
    assert.deepEqual(log, ["late"]);
  });
});

describe("Emitter", () => {
  it("tells all listeners in order, until they stop listening", () => {
    const heard: string[] = [];
    const emitter = new Emitter<number>();
    const first = emitter.listen((value) => heard.push(`a${value}`));
    emitter.listen((value) => heard.push(`b${value}`));
    emitter.fire(1);
    first.dispose();
    emitter.fire(2);
    emitter.dispose();
    emitter.fire(3);
    assert.deepEqual(heard, ["a1", "b1", "b2"]);
  });

  it("is not thrown off by a listener that leaves while it is told", () => {
    const heard: string[] = [];
    const emitter = new Emitter<number>();
    const first = emitter.listen(() => {
      heard.push("a");
      first.dispose();
    });
    emitter.listen(() => heard.push("b"));
    emitter.fire(1);
    assert.deepEqual(heard, ["a", "b"]);
  });
});
