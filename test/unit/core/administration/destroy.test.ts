import assert from "node:assert/strict";
import { planDestroyBookmarks } from "../../../../src/core/administration/destroyBookmarks";
import { planDestroyDataset } from "../../../../src/core/administration/destroyDataset";
import { planDestroySnapshots } from "../../../../src/core/administration/destroySnapshots";
import type { Observation } from "../../../../src/core/administration/observation";
import type { DestroyDatasetRequest, DestroySnapshotsRequest } from "../../../../src/core/administration/request";
import { ZfsrError } from "../../../../src/core/base/errors";
import { destroyGuardOf } from "../../../../src/core/plan/destroyGuard";
import { destroyedBy, type Plan } from "../../../../src/core/plan/plan";
import type { BookmarkName, DatasetName, SnapshotName } from "../../../../src/core/zfs/names";
import { said, words, x } from "../../../support/model/administration";
import { observed } from "../../../support/model/observation";

const names = (plan: Plan): string[] => destroyedBy(plan).map(({ name }) => name);

describe("destroying snapshots", () => {
  const plan = (wanted: string, there: Observation, more: Partial<DestroySnapshotsRequest> = {}): Plan =>
    planDestroySnapshots(
      { verb: "destroy-snapshots", host: "alpha", dataset: x, names: wanted, recursive: false, defer: false, ...more },
      there,
    );
  const three = observed([
    ["tank/x", ["@a", "@b", "#b", "@c"]],
    ["tank/x/y", ["@b", "@c"]],
  ]);

  it("names each of a range, and puts the names into the command: what is taken meanwhile is in no range", () => {
    const made = plan("a%b", three);
    assert.deepEqual(words(made), ["zfs destroy tank/x@a,b"]);
    assert.deepEqual(
      destroyedBy(made).map(({ kind, name, bytes, guid }) => ({ kind, name, bytes, guid })),
      [
        { kind: "snapshot", name: "tank/x@a", bytes: 1 << 20, guid: "guid of tank/x@a" },
        { kind: "snapshot", name: "tank/x@b", bytes: 1 << 20, guid: "guid of tank/x@b" },
      ],
    );
  });

  it("knows open ranges, lists, and nothing twice", () => {
    assert.deepEqual(words(plan("%b", three)), ["zfs destroy tank/x@a,b"]);
    assert.deepEqual(words(plan("b%", three)), ["zfs destroy tank/x@b,c"]);
    assert.deepEqual(words(plan("c,a,b%c", three)), ["zfs destroy tank/x@a,b,c"]);
  });

  it("goes below only when asked, and names what goes there", () => {
    assert.deepEqual(names(plan("c", three)), ["tank/x@c"]);
    assert.deepEqual(words(plan("c", three, { recursive: true })), ["zfs destroy tank/x@c", "zfs destroy tank/x/y@c"]);
  });

  it("leaves what is held, with its tags, and destroys the others", () => {
    const held = observed([["tank/x", ["@a!keep!zfsr:beta:backup/x", "@b"]]]);
    const made = plan("a,b", held);
    assert.deepEqual(words(made), ["zfs destroy tank/x@b"]);
    assert.deepEqual(said(made).split("\n"), [
      "alpha:tank/x@a: it is held by 'keep', 'zfsr:beta:backup/x': the next increment to beta:backup/x starts from it",
    ]);
    assert.match(made.warnings[0]?.nextStep ?? "", /zfsr release keep alpha:tank\/x@a/);
    assert.equal(made.warnings[0]?.level, "person");
    assert.equal(plan("a", held).warnings[0]?.stops, true);
  });

  it("leaves what has clones, by their names", () => {
    const cloned = observed([
      ["tank/x", ["@a"]],
      ["tank/copy", [], { origin: "tank/x@a" as SnapshotName }],
    ]);
    assert.equal(said(plan("a", cloned)), "alpha:tank/x@a: tank/copy is a clone of it");
    assert.deepEqual(plan("a", cloned).steps, []);
  });

  it("marks what is held where it is to go with its last hold", () => {
    const made = plan("a", observed([["tank/x", ["@a!keep"]]]), { defer: true });
    assert.deepEqual(words(made), ["zfs destroy -d tank/x@a"]);
    assert.match(said(made), /goes by itself with the last of its holds/);
  });

  it("says what is not there, and refuses what is no name", () => {
    assert.equal(said(plan("a,nope", three)), "alpha:tank/x@nope: it does not exist");
    assert.equal(plan("nope", three).warnings[0]?.stops, true);
    assert.deepEqual(plan("nope%c", three).steps, []);
    for (const wrong of ["", "a,,b", "a%b%c", "a*"])
      assert.throws(
        () => plan(wrong, three),
        (error) => ZfsrError.is(error, "usage"),
        wrong,
      );
  });

  it("keeps commands within what a host takes", () => {
    const many = observed([["tank/x", Array.from({ length: 450 }, (_, i) => `@s${i}`)]]);
    const made = plan("%", many);
    assert.equal(made.steps.length, 3);
    assert.equal(names(made).length, 450);
    assert.equal(new Set(made.steps.map(({ id }) => id)).size, 3);
  });
});

describe("destroying a dataset", () => {
  const plan = (there: Observation, more: Partial<DestroyDatasetRequest> = {}): Plan =>
    planDestroyDataset(
      { verb: "destroy-dataset", host: "alpha", dataset: x, recursive: false, clones: false, force: false, ...more },
      there,
    );
  const tree = observed([
    ["tank/x", ["@a", "#m"]],
    ["tank/x/y", ["@a"], { receiveResumeToken: "1-abc" }],
    ["tank/xx", ["@a"]],
  ]);

  it("wants to be told of what is below, and says how much that is", () => {
    const made = plan(tree);
    assert.deepEqual(made.steps, []);
    assert.match(said(made), /it has 1 dataset below it, 1 snapshot/);
    assert.deepEqual(words(plan(observed([["tank/x", []]]))), ["zfs destroy tank/x"]);
    assert.match(said(plan(observed([["tank/x", [], { receiveResumeToken: "1-abc" }]]))), /partially received/);
  });

  it("names all that goes, and no neighbour whose name begins alike", () => {
    const made = plan(tree, { recursive: true });
    assert.deepEqual(words(made), ["zfs destroy -r tank/x"]);
    assert.deepEqual(
      destroyedBy(made).map(({ kind, name }) => `${kind} ${name}`),
      [
        "dataset tank/x",
        "snapshot tank/x@a",
        "bookmark tank/x#m",
        "dataset tank/x/y",
        "partial-receive tank/x/y",
        "snapshot tank/x/y@a",
      ],
    );
  });

  it("is kept by one hold anywhere below, with its tag", () => {
    const held = observed([
      ["tank/x", []],
      ["tank/x/y", ["@a!keep"]],
    ]);
    assert.deepEqual(plan(held, { recursive: true }).steps, []);
    assert.equal(said(plan(held, { recursive: true })), "alpha:tank/x/y@a: it is held by 'keep'");
    assert.deepEqual(plan(held, { clones: true }).steps, []);
  });

  it("takes clones along only when asked, and theirs, and names them", () => {
    const cloned = observed([
      ["tank/x", ["@a"]],
      ["tank/copy", ["@c"], { origin: "tank/x@a" as SnapshotName }],
      ["tank/copy/below", []],
      ["tank/second", [], { origin: "tank/copy@c" as SnapshotName }],
    ]);
    assert.deepEqual(plan(cloned, { recursive: true }).steps, []);
    const made = plan(cloned, { clones: true });
    // the clones first, and never -R: what is cloned in between, nobody has seen
    assert.deepEqual(words(made), ["zfs destroy -r tank/second", "zfs destroy -r tank/copy", "zfs destroy -r tank/x"]);
    assert.deepEqual(names(made), ["tank/second", "tank/copy", "tank/copy@c", "tank/copy/below", "tank/x", "tank/x@a"]);
    assert.deepEqual(
      made.steps.map(({ needs }) => needs),
      [[], ["destroy:tank/second"], ["destroy:tank/copy"]],
    );
  });

  it("takes a clone within the tree with the tree, and of two that were cloned from each other each once", () => {
    const within = observed([
      ["tank/x", ["@a"]],
      ["tank/x/copy", [], { origin: "tank/x@a" as SnapshotName }],
    ]);
    assert.deepEqual(words(plan(within, { clones: true })), ["zfs destroy -r tank/x"]);
    const crossed = observed([
      ["tank/x", ["@a"]],
      ["tank/x/back", [], { origin: "tank/copy@c" as SnapshotName }],
      ["tank/copy", ["@c"], { origin: "tank/x@a" as SnapshotName }],
    ]);
    const made = plan(crossed, { clones: true });
    assert.deepEqual(words(made), ["zfs destroy -r tank/x/back", "zfs destroy -r tank/copy", "zfs destroy -r tank/x"]);
    assert.deepEqual(names(made), ["tank/x/back", "tank/copy", "tank/copy@c", "tank/x", "tank/x@a"]);
  });

  it("names a snapshot that was destroyed with -d under its last clone, wherever it is, and once", () => {
    const origin = "tank/x@a" as SnapshotName;
    const there = observed(
      [
        ["tank/x", ["@a", "@b"]],
        ["tank/copy", [], { origin }],
        ["tank/second", [], { origin }],
      ],
      { marked: new Set([origin]) },
    );
    const both = plan(there, { clones: true });
    assert.deepEqual(
      both.steps.map(({ destroys }) => destroys.map(({ name }) => name)),
      [["tank/copy"], ["tank/second", "tank/x@a"], ["tank/x", "tank/x@b"]],
    );
    // what is listed of the clone right before it goes has no other dataset's snapshot
    assert.deepEqual(destroyGuardOf(both.steps[1] ?? assert.fail())?.expects, {
      kind: "all",
      lines: ["tank/second\tguid of tank/second\t-"],
    });
    assert.deepEqual(names(plan(there, { dataset: "tank/copy" as DatasetName })), ["tank/copy"]);
    const last = observed(
      [
        ["tank/x", ["@a"]],
        ["tank/copy", [], { origin }],
      ],
      { marked: new Set([origin]) },
    );
    assert.deepEqual(names(plan(last, { dataset: "tank/copy" as DatasetName })), ["tank/copy", "tank/x@a"]);
  });

  it("is refused where each waits for another to go first", () => {
    const round = observed([
      ["tank/x", [], { origin: "tank/copy@c" as SnapshotName }],
      ["tank/x/y", ["@a"]],
      ["tank/copy", ["@c"], { origin: "tank/x/y@a" as SnapshotName }],
    ]);
    const made = plan(round, { clones: true });
    assert.deepEqual(made.steps, []);
    assert.match(said(made), /clones of each other/);
    assert.match(made.warnings[0]?.nextStep ?? "", /zfsr promote alpha:tank\/x$/);
  });

  it("never takes a pool away", () => {
    const pool = planDestroyDataset(
      {
        ...{ verb: "destroy-dataset", host: "alpha", dataset: "tank" as DatasetName },
        ...{ recursive: true, clones: true, force: true },
      },
      observed([["tank", []]]),
    );
    assert.deepEqual(pool.steps, []);
    assert.equal(pool.warnings[0]?.stops, true);
  });
});

describe("destroying bookmarks", () => {
  it("says where no increment can start from that moment any more", () => {
    const there = observed([["tank/x", ["@a", "#a", "#gone"]]]);
    const bookmarks = ["tank/x#a", "tank/x#gone", "tank/x#nope"] as BookmarkName[];
    const made = planDestroyBookmarks({ verb: "destroy-bookmarks", host: "alpha", bookmarks }, there);
    assert.deepEqual(words(made), ["zfs destroy tank/x#a", "zfs destroy tank/x#gone"]);
    assert.deepEqual(
      made.warnings.map(({ object }) => object),
      ["alpha:tank/x#gone", "alpha:tank/x#nope"],
    );
  });
});
