import assert from "node:assert/strict";
import { ZfsrError } from "../../../../src/core/base/errors";
import { listSnapshots } from "../../../../src/core/zfs/commands/listSnapshots";
import { listTreeSnapshots } from "../../../../src/core/zfs/commands/listTreeSnapshots";
import type { DatasetName } from "../../../../src/core/zfs/names";

const root = "tank" as DatasetName;
const listing = [
  "tank/a@s1\t18446744073709551615\t10\t1700000000\t4096\t1152921504606846976\t2\n",
  "tank/a/b@s1\t18446744073709551614\t10\t1700000000\t0\t98304\t0\n",
  "tank/a#s1\t18446744073709551615\t10\t1700000000\t-\t-\t-\n",
  "tank/a@a b\t7\t12\t1700000060\t0\t98304\t0\n",
].join("");

describe("snapshots of a tree", () => {
  it("say what plain objects would, in the order of the listing", () => {
    const plain = listSnapshots(root, { recursive: true }).parse(listing);
    const items = listTreeSnapshots(root, { recursive: true }).parse(listing);
    assert.deepEqual(
      items.map((item) => [item.kind, item.name, item.guid, item.createtxg, item.creation]),
      plain.map((item) => [item.kind, item.name, item.guid, item.createtxg, item.creation]),
    );
    assert.deepEqual(
      items.map((item) => (item.kind === "snapshot" ? [item.used, item.referenced, item.userrefs] : [])),
      plain.map((item) => (item.kind === "snapshot" ? [item.used, item.referenced, item.userrefs] : [])),
    );
  });

  it("are whole in a message and in a file", () => {
    assert.deepEqual(
      JSON.parse(JSON.stringify(listTreeSnapshots(root, { recursive: true }).parse(listing))),
      listSnapshots(root, { recursive: true }).parse(listing),
    );
  });

  it("are not taken from a line that is none", () => {
    for (const { parse } of [listSnapshots(root, { recursive: true }), listTreeSnapshots(root, { recursive: true })])
      assert.throws(
        () => parse("tank/a\t7\t12\t1700000060\t0\t98304\t0\n"),
        (error) => ZfsrError.is(error, "unexpected-output"),
      );
  });
});
