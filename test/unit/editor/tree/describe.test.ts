import assert from "node:assert/strict";
import type { PoolStatus } from "../../../../src/core/zfs/model";
import { ZfsrError } from "../../../../src/core/base/errors";
import { datasetTooltip, describeDataset } from "../../../../src/editor/tree/describe/describeDataset";
import { describePool, poolTooltip } from "../../../../src/editor/tree/describe/describePool";
import { describeHost } from "../../../../src/editor/tree/describe/describeHost";
import { describeSnapshot, describeSnapshots } from "../../../../src/editor/tree/describe/describeSnapshot";
import { firstPages, loadMoreLabel, Paging } from "../../../../src/editor/tree/paging";
import { dataset, pool, snapshot, tableOf } from "../fakes";

const hour = 3_600_000;
const alone = { hosts: [], clones: [] };

describe("rows of the tree", () => {
  it("name a dataset by its last part, with what matters most about it", () => {
    const plain = describeDataset(dataset("tank/home"));
    assert.deepEqual([plain.label, plain.description, plain.icon.id], ["home", "12.0 MiB", "file-directory"]);
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

  it("tell a partial receive by the beginning of its token, which is long", () => {
    const token = `1-${"d3adbeef".repeat(40)}`;
    const { rows } = datasetTooltip(dataset("backup/v", { receiveResumeToken: token }), undefined);
    assert.deepEqual(
      rows.filter(([name]) => name === "Resume token"),
      [["Resume token", "1-d3adbeefd3adbeefd3adbe…"]],
    );
  });

  it("show a pool's health and how full it is", () => {
    assert.equal(describePool(pool("tank"), undefined, undefined).description, "online, 12 % of 1.00 GiB");
    const degraded = describePool(pool("tank", { health: "DEGRADED" }), undefined, undefined);
    assert.deepEqual([degraded.icon.id, degraded.context], ["warning", "zfs.pool;unhealthy"]);
  });

  it("tell a pool's scan, its errors of data and of devices, and mark it", () => {
    const status: PoolStatus = {
      ...{ name: pool("tank").name, state: "ONLINE", status: "Something is wrong.", action: "Do this." },
      scan: { kind: "resilver", state: "running", percent: 43.9, text: "resilver in progress since Monday" },
      ...{ dataErrors: 3, devices: [{ name: "sda", state: "ONLINE", read: 0, write: 0, checksum: 9, note: "" }] },
    };
    const row = describePool(pool("tank"), status, undefined);
    assert.equal(row.description, "3 data errors, resilver 43 %", "the two facts that matter most");
    assert.equal(row.spoken, "tank, pool, 3 data errors, resilver 43 %, 12 % of 1.00 GiB");
    assert.deepEqual([row.icon.id, row.context], ["warning", "zfs.pool;unhealthy;scanning"]);
    const tooltip = poolTooltip(pool("tank"), status, undefined).rows;
    assert.deepEqual(tooltip.slice(1, 6), [
      ["Status", "Something is wrong."],
      ["Action", "Do this."],
      ["Scan", "resilver in progress since Monday"],
      ["Device", "sda ONLINE, errors: 9 checksum"],
      ["Damaged files and objects", "3"],
    ]);
    const damaged = { ...status, scan: undefined, dataErrors: 0 };
    assert.equal(describePool(pool("tank"), damaged, undefined).description, "device errors, 12 % of 1.00 GiB");
  });

  it("tell where a dataset is sent, and which copy is late", () => {
    const targets = [
      { place: "beta:backup/db", text: "12 min behind", late: false },
      { place: "gamma:vault/db", text: "3 d behind", late: true },
    ];
    const row = describeDataset(dataset("tank/db"), { targets, source: undefined });
    assert.equal(row.description, "12.0 MiB, to beta 12 min behind, gamma 3 d behind");
    assert.match(row.context, /;late$/);
    const copy = { targets: [], source: { place: "alpha:tank/db", text: "current", late: false } };
    const readonly = describeDataset(dataset("backup/db", { readonly: true }), copy);
    assert.equal(readonly.description, "12.0 MiB, copy of alpha:tank/db, current");
    assert.equal(readonly.spoken, "backup/db, filesystem, read-only, 12.0 MiB used, copy of alpha:tank/db, current");
    const cut = describeDataset(dataset("backup/db", { receiveResumeToken: "1-abc" }), copy);
    assert.equal(cut.description, "partial receive, copy of alpha:tank/db, current", "what is to be done goes first");
  });

  it("tell where else a snapshot is, and what was cloned from it", () => {
    const row = describeSnapshot(snapshot("tank/a@x"), { hosts: ["beta", "gamma"], clones: ["tank/c"] }, hour);
    assert.equal(row.description, "1 h ago, 1 clone, on beta and gamma");
    assert.equal(row.context, "zfs.snapshot;cloned");
  });

  it("show what became of a host", () => {
    assert.equal(describeHost("alpha", { kind: "idle" }).spoken, "alpha, host, not connected");
    const error = new ZfsrError({ reason: "timeout", object: "alpha", because: "b", nextStep: "n" });
    assert.equal(describeHost("alpha", { kind: "failed", error }).description, "not reachable");
  });

  it("show a snapshot's age and what it alone holds, or that it is held", () => {
    const plain = describeSnapshot(snapshot("tank/a@monday"), alone, 3 * hour);
    assert.deepEqual([plain.label, plain.description], ["monday", "3 h ago, 4.00 KiB own"]);
    assert.equal(describeSnapshot(snapshot("tank/a@x", { userrefs: 1 }), alone, 0).description, "just now, held");
  });

  it("make characters visible that could mislead", () => {
    assert.equal(describeSnapshot(snapshot("tank/a@\u202egnp"), alone, 0).label, "\\u{202e}gnp");
  });

  it("count snapshots once they are known", () => {
    assert.equal(describeSnapshots("tank/a", { kind: "idle", before: undefined }, 0).description, "");
    const list = tableOf("tank/a", [{ suffix: "@1" }, { suffix: "@2", creation: (2 * hour) / 1000 }]);
    assert.equal(describeSnapshots("tank/a", { kind: "ready", list }, 4 * hour).description, "2, newest 2 h ago");
    const before = describeSnapshots("tank/a", { kind: "idle", before: list }, 4 * hour);
    assert.equal(before.description, "2, newest 2 h ago, reading again");
    assert.match(before.spoken, /, 2, newest 2 h ago, reading again$/);
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
