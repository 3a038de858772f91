import assert from "node:assert/strict";
import { ZfsrError } from "../../../../src/core/base/errors";
import { describeDataset, describePool } from "../../../../src/editor/tree/describe/describeDataset";
import { describeHost } from "../../../../src/editor/tree/describe/describeHost";
import { describeSnapshot, describeSnapshots } from "../../../../src/editor/tree/describe/describeSnapshot";
import { firstPages, loadMoreLabel, Paging } from "../../../../src/editor/tree/paging";
import { dataset, pool, snapshot } from "../fakes";

const hour = 3_600_000;

describe("rows of the tree", () => {
  it("name a dataset by its last part, with what matters most about it", () => {
    const plain = describeDataset(dataset("tank/home"));
    assert.deepEqual([plain.label, plain.description, plain.icon.id], ["home", "12.0 MiB", "folder"]);
    assert.equal(plain.context, "zfs.dataset;filesystem");
    assert.equal(plain.spoken, "tank/home, filesystem, 12.0 MiB used");
  });

  it("tell states by icon and by word, the most urgent first", () => {
    const partial = describeDataset(dataset("tank/v", { type: "volume", readonly: true, receiveResumeToken: "1-abc" }));
    assert.deepEqual([partial.icon.id, partial.description], ["debug-pause", "12.0 MiB, partial receive"]);
    assert.equal(partial.context, "zfs.dataset;volume;partial;readonly");
    const locked = describeDataset(dataset("tank/s", { encryption: "aes-256-gcm", keystatus: "unavailable" }));
    assert.deepEqual([locked.icon.id, locked.description], ["lock", "12.0 MiB, key not loaded"]);
    assert.equal(locked.context, "zfs.dataset;filesystem;encrypted;locked");
  });

  it("show a pool's health and how full it is", () => {
    assert.equal(describePool(pool("tank"), undefined).description, "online, 12 % of 1.00 GiB");
    const degraded = describePool(pool("tank", { health: "DEGRADED" }), undefined);
    assert.deepEqual([degraded.icon.id, degraded.context], ["warning", "zfs.pool;unhealthy"]);
  });

  it("show what became of a host", () => {
    assert.equal(describeHost("alpha", { kind: "idle" }).spoken, "alpha, host, not connected");
    const error = new ZfsrError({ reason: "timeout", object: "alpha", because: "b", nextStep: "n" });
    assert.equal(describeHost("alpha", { kind: "failed", error }).description, "not reachable");
  });

  it("show a snapshot's age and what it alone holds, or that it is held", () => {
    const plain = describeSnapshot(snapshot("tank/a@monday"), 3 * hour);
    assert.deepEqual([plain.label, plain.description], ["monday", "3 h ago, 4.00 KiB own"]);
    assert.equal(describeSnapshot(snapshot("tank/a@x", { userrefs: 1 }), 0).description, "just now, held");
  });

  it("make characters visible that could mislead", () => {
    assert.equal(describeSnapshot(snapshot("tank/a@\u202egnp"), 0).label, "\\u{202e}gnp");
  });

  it("count snapshots once they are known", () => {
    assert.equal(describeSnapshots("tank/a", { kind: "idle" }, 0).description, "");
    const items = [snapshot("tank/a@2", { creation: 2 * hour }), snapshot("tank/a@1")];
    assert.equal(describeSnapshots("tank/a", { kind: "ready", items }, 4 * hour).description, "2, newest 2 h ago");
  });
});

describe("pages of snapshots", () => {
  it("show 200, then 200 more", () => {
    const paging = new Paging();
    const items = Array.from({ length: 450 }, (_, i) => i);
    assert.equal(firstPages(items, paging.limit("a")).shown.length, 200);
    paging.showMore("a");
    assert.deepEqual(
      [firstPages(items, paging.limit("a")).shown.length, firstPages(items, paging.limit("a")).rest],
      [400, 50],
    );
    assert.equal(paging.limit("b"), 200);
  });

  it("say how many there are", () => {
    assert.equal(loadMoreLabel(200, 3412), "Load 200 more (of 3,412)");
    assert.equal(loadMoreLabel(400, 450), "Load the last 50 (of 450)");
  });
});
