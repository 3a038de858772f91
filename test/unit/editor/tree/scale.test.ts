/** The tree with 20 hosts, 10,000 datasets and 100,000 snapshots: what is asked for and made, not how long it takes. */
import assert from "node:assert/strict";
import type { DatasetName } from "../../../../src/core/zfs/names";
import type { Change } from "../../../../src/editor/hosts/changes";
import { Inventory } from "../../../../src/editor/hosts/inventory";
import { askBelow } from "../../../../src/editor/tree/askBelow";
import { childrenOf, type Drawing } from "../../../../src/editor/tree/children";
import { describe as textOf } from "../../../../src/editor/tree/describe/describe";
import type { TreeNode } from "../../../../src/editor/tree/nodes/node";
import { pageSize, Paging } from "../../../../src/editor/tree/paging";
import { SnapshotRows } from "../../../../src/editor/tree/snapshotRows";
import { fakeHost, listing } from "../fakes";

const hosts = Array.from({ length: 20 }, (_, i) => `host${i}`);
const names = ["tank", ...Array.from({ length: 499 }, (_, i) => `tank/d${1000 + i}`)];
const busy = "tank/d1000" as DatasetName;
const snapshots = 100_000;

function rows(): string {
  const row = (i: number): string => `${busy}@s${i}\t${i + 1}\t${i + 10}\t${1_600_000_000 + i * 900}\t0\t1048576\t0\n`;
  return Array.from({ length: snapshots }, (_, i) => row(i)).join("");
}

describe("the tree at its largest", function () {
  this.timeout(60_000);
  const text = rows();
  let token = "-";
  const fakes = new Map(
    hosts.map((id) => [
      id,
      fakeHost(id, (words) =>
        words.includes("-t snapshot")
          ? text
          : listing(words, names).replace(/^(tank\/d1400\t.*\t)-$/m, (_, front: string) => front + token),
      ),
    ]),
  );
  const ran = (host: string): number => fakes.get(host)?.ran.length ?? NaN;
  const deadlines = { connect: 60_000, list: 60_000, snapshots: 60_000 };
  const inventory = new Inventory({
    host: (id) => fakes.get(id) ?? assert.fail(id),
    deadlines,
    asking: () => false,
    now: () => 0,
  });
  const drawing: Drawing = {
    inventory,
    paging: new Paging(),
    rows: new SnapshotRows(),
    view: { by: "time", filter: undefined },
  };
  const top = (host: string): TreeNode => ({ kind: "host", id: `host\n${host}`, host });

  it("asks each host once for all of its datasets, and makes rows only for what is opened", async () => {
    const open = async (node: TreeNode): Promise<TreeNode[]> => {
      await askBelow(node, inventory);
      return childrenOf(node, drawing);
    };
    for (const host of hosts) assert.equal((await open(top(host))).length, 1);
    assert.deepEqual(new Set(hosts.map(ran)), new Set([1]));
    const [pool] = await open(top("host0"));
    assert.ok(pool);
    const first = await open(pool);
    // its snapshots, a page of datasets, and the row that loads more
    assert.equal(first.length, 1 + pageSize + 1);
    assert.equal(
      hosts.reduce((sum, host) => sum + ran(host), 0),
      20,
      "opening what is known asks nobody",
    );
  });

  it("reads 100,000 snapshots by one command, and makes a page of groups, then a page of rows", async () => {
    let nodes: TreeNode[] = [{ kind: "snapshots", id: "snapshots", host: "host0", dataset: busy }];
    let made = 0;
    while (nodes[0] && nodes[0].kind !== "snapshot") {
      await askBelow(nodes[0], inventory);
      nodes = childrenOf(nodes[0], drawing);
      assert.ok(nodes.length <= pageSize + 1, `${nodes.length} rows at once`);
      for (const node of nodes)
        textOf(node, { ...drawing, replication: { of: () => undefined, counterparts: () => [] } }, Date.now());
      made += nodes.length;
    }
    assert.ok(made <= 3 * (pageSize + 1), `${made} rows made of ${snapshots} snapshots`);
    assert.equal(ran("host0"), 2);
    const state = inventory.snapshots("host0", busy);
    assert.equal(state.kind === "ready" && state.list.length, snapshots);
  });

  it("draws one row anew where one of 10,000 datasets has changed, and asks the other hosts nothing", async () => {
    const changes: Change[] = [];
    const hearing = inventory.onDidChange((change) => changes.push(change));
    token = "1-abc";
    await inventory.refresh("host7");
    hearing.dispose();
    assert.deepEqual(changes, [{ kind: "dataset", host: "host7", dataset: "tank/d1400" }]);
    assert.equal(ran("host7"), 2);
    assert.equal(ran("host8"), 1);
  });
});
