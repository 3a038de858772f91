import assert from "node:assert/strict";
import { defaultSend } from "../../../../src/core/replication/request";
import { copy, ModelPair, root } from "../../../support/model/pair";
import { onlyWarning, streams, transfersOf } from "../../../support/model/planned";
import { busyTime } from "../../../support/busyTime";

describe("planReplication", () => {
  let pair: ModelPair;

  beforeEach(() => {
    pair = new ModelPair();
    pair.source.create(root);
  });

  it("sends the first snapshot in full, then the others with all that lie between", () => {
    pair.snapshots("a", "b", "c");
    const made = pair.plan();
    assert.deepEqual(streams(made), ["send tank/demo@a", "send -I @a tank/demo@c"]);
    assert.deepEqual(transfersOf(made)[1]?.needs, [transfersOf(made)[0]?.id]);
    assert.equal(made.goals[0]?.newest.name, "tank/demo@c");
    pair.run(made);
    assert.equal(pair.target.dataset(copy).snapshots.length, 3);
  });

  it("uses -i where nothing lies between", () => {
    pair.snapshots("a", "b");
    assert.deepEqual(streams(pair.plan()), ["send tank/demo@a", "send -i @a tank/demo@b"]);
  });

  it("sends the newest alone where that is asked for", () => {
    pair.snapshots("a", "b", "c");
    const newest = { send: { ...defaultSend, intermediates: false } };
    assert.deepEqual(streams(pair.plan(newest)), ["send tank/demo@c"]);
    pair.run(pair.plan(newest));
    pair.snapshots("d", "e");
    assert.deepEqual(streams(pair.plan(newest)), ["send -i @c tank/demo@e"]);
  });

  it("goes on from the newest common snapshot, with all that lie between", () => {
    pair.snapshots("a");
    pair.run(pair.plan());
    pair.snapshots("b", "c");
    assert.deepEqual(streams(pair.plan()), ["send -I @a tank/demo@c"]);
    assert.match(transfersOf(pair.plan())[0]?.reason ?? "", /the target has @a; all snapshots up to @c go along/);
  });

  it("finds the common snapshot by its guid where it was renamed", () => {
    pair.snapshots("a");
    pair.run(pair.plan());
    const [base] = pair.source.dataset(root).snapshots;
    assert.ok(base);
    pair.source.dataset(root).snapshots = [{ ...base, short: "renamed" }];
    pair.snapshots("b");
    assert.deepEqual(streams(pair.plan()), ["send -i @renamed tank/demo@b"]);
    pair.run(pair.plan());
  });

  it("is not taken in by a snapshot that only has the same name", () => {
    pair.snapshots("a");
    pair.target.create(copy);
    pair.target.snapshot(copy, "a");
    assert.match(
      onlyWarning(pair.plan()),
      /beta:backup\/demo: it exists already and shares no snapshot with tank\/demo/,
    );
  });

  it("goes on from a bookmark by -i first: -I cannot start there", () => {
    pair.snapshots("a");
    pair.run(pair.plan());
    pair.source.bookmark(root, "a", "mark");
    pair.source.destroySnapshot(root, "a");
    pair.snapshots("b", "c", "d");
    assert.deepEqual(streams(pair.plan()), ["send -i #mark tank/demo@b", "send -I @b tank/demo@d"]);
    pair.run(pair.plan());
  });

  it("prefers a snapshot to its bookmark", () => {
    pair.snapshots("a");
    pair.run(pair.plan());
    pair.source.bookmark(root, "a", "mark");
    pair.snapshots("b");
    assert.deepEqual(streams(pair.plan()), ["send -i @a tank/demo@b"]);
  });

  it("receives unmounted and resumable, never with -F, and sets properties only on what is new", () => {
    pair.snapshots("a", "b");
    pair.source.create(`${root}/vol`, "volume");
    pair.source.snapshot(`${root}/vol`, "v");
    const [full, increment, volume] = transfersOf(pair.plan({ recursive: true })).map((step) =>
      step.target.argv.join(" "),
    );
    assert.equal(full, "zfs receive -s -u -o readonly=on -o canmount=noauto backup/demo");
    assert.equal(increment, "zfs receive -s -u backup/demo");
    assert.equal(volume, "zfs receive -s -u -o readonly=on backup/demo/vol");
  });

  it("takes snapshots up to the one that was asked for", () => {
    pair.snapshots("a", "b", "c");
    assert.deepEqual(streams(pair.plan({}, "b")), ["send tank/demo@a", "send -i @a tank/demo@b"]);
    assert.match(onlyWarning(pair.plan({}, "nope")), /has no snapshot @nope/);
  });

  it("has nothing to do where the target is ahead of what was asked for, and keeps the hold on what it has", () => {
    pair.snapshots("a", "b");
    pair.run(pair.plan({ hold: true }));
    const made = pair.plan({ hold: true }, "a");
    assert.deepEqual(made.steps, []);
    assert.equal(made.goals[0]?.newest.guid, pair.target.newestGuid(copy));
    assert.deepEqual(
      made.warnings.map(({ level }) => level),
      ["note"],
    );
    assert.deepEqual([...(pair.source.dataset(root).snapshots[1]?.holds ?? [])], ["zfsr:job"]);
  });

  it("takes a tree of 10 000 datasets in a few seconds", () => {
    for (let i = 0; i < 10_000; i += 1) pair.source.create(`${root}/${i}`);
    pair.snapshots("a");
    const request = { recursive: true };
    const started = busyTime();
    assert.equal(pair.plan(request).goals.length, 10_001);
    assert.ok(busyTime() - started < 8000, `${busyTime() - started} ms`);
  });
});
