import assert from "node:assert/strict";
import type { Observation } from "../../../../src/core/administration/observation";
import { destroyedBy, type Plan } from "../../../../src/core/plan/plan";
import { observed } from "../../../support/model/observation";
import { at, nothing, plan, said, stops, words } from "../../../support/model/administration";

describe("a rollback", () => {
  const back = (there: Observation, more: { recursive?: boolean; clones?: boolean } = {}): Plan =>
    plan({ verb: "rollback", snapshot: at("a"), recursive: false, clones: false, ...more }, there);

  it("names the newer snapshots and bookmarks, and what was written since", () => {
    const made = back(observed([["tank/x", ["@a", "#a", "@b", "#b"], { written: 5000 }]]));
    assert.deepEqual(words(made), ["zfs destroy tank/x@b", "zfs destroy tank/x#b", "zfs rollback tank/x@a"]);
    assert.deepEqual(
      destroyedBy(made).map(({ kind, name, bytes }) => `${kind} ${name} ${bytes}`),
      ["snapshot tank/x@b 1048576", "bookmark tank/x#b undefined", "changes tank/x 5000"],
    );
  });

  it("to the newest takes only the changes, and nothing where there are none", () => {
    assert.deepEqual(words(back(observed([["tank/x", ["@a"], { written: 1 }]]))), ["zfs rollback tank/x@a"]);
    assert.ok(nothing(back(observed([["tank/x", ["@a"]]]))));
  });

  it("is kept by a hold on a newer one, with its tag", () => {
    const made = back(observed([["tank/x", ["@a", "@b!keep"]]]));
    assert.ok(stops(made));
    assert.match(said(made), /tank\/x@b: it is newer than @a, and it is held by 'keep'/);
  });

  it("takes clones along only when asked, by name, and none that others depend on", () => {
    const cloned = observed([
      ["tank/x", ["@a", "@b"]],
      ["tank/copy", [], { origin: at("b") }],
    ]);
    assert.ok(stops(back(cloned)));
    assert.deepEqual(words(back(cloned, { clones: true })), [
      "zfs destroy tank/copy",
      "zfs destroy tank/x@b",
      "zfs rollback tank/x@a",
    ]);
    assert.deepEqual(
      destroyedBy(back(cloned, { clones: true })).map(({ name }) => name),
      ["tank/copy", "tank/x@b"],
    );
    const deeper = observed([
      ["tank/x", ["@a", "@b"]],
      ["tank/copy", [], { origin: at("b") }],
      ["tank/copy/below", []],
    ]);
    assert.ok(stops(back(deeper, { clones: true })));
    const snapped = observed([
      ["tank/x", ["@a", "@b"]],
      ["tank/copy", ["@daily"], { origin: at("b") }],
    ]);
    const made = back(snapped, { clones: true });
    assert.ok(stops(made));
    assert.match(said(made), /tank\/copy: it would go along, and has snapshots of its own/);
  });

  it("of a whole tree goes dataset by dataset, and leaves the one that has no such snapshot", () => {
    const tree = observed([
      ["tank/x", ["@a", "@b"]],
      ["tank/x/y", ["@a", "@c"]],
      ["tank/x/z", ["@c"]],
    ]);
    const made = back(tree, { recursive: true });
    assert.deepEqual(words(made), [
      ...["zfs destroy tank/x@b", "zfs rollback tank/x@a"],
      ...["zfs destroy tank/x/y@c", "zfs rollback tank/x/y@a"],
    ]);
    assert.match(said(made), /tank\/x\/z: it has no @a/);
  });
});
