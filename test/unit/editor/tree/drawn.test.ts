/** What a node that is drawn asks for, and which node is drawn when something became known. */
import assert from "node:assert/strict";
import type { DatasetName } from "../../../../src/core/zfs/names";
import { contentsOf } from "../../../../src/editor/hosts/hostState";
import { Inventory } from "../../../../src/editor/hosts/inventory";
import { askDrawn } from "../../../../src/editor/tree/askDrawn";
import { drawnBy } from "../../../../src/editor/tree/drawnBy";
import type { TreeNode } from "../../../../src/editor/tree/nodes/node";
import type { ReplicationNotes } from "../../../../src/editor/tree/replicationNotes";
import { contentsWith, dataset, fakeHost, listing, pool } from "../fakes";

const db = "tank/db" as DatasetName;
const list = (host: string): TreeNode => ({ kind: "snapshots", id: `${host} list`, host, dataset: db });
const day = { by: "day", key: "2026-05-05", month: undefined } as const;
const group: TreeNode = { kind: "group", id: "group", host: "alpha", dataset: db, ...day };

/** Two hosts of which each has the copy of the other's dataset. */
function twoHosts(answer = (): string => "tank/db@1\t7\t1\t1\t0\t0\t0\n") {
  const one = (id: string) =>
    fakeHost(id, (words) => (words.includes("-t snapshot") ? answer() : listing(words, ["tank", db])));
  const hosts = { alpha: one("alpha"), beta: one("beta") };
  const inventory = new Inventory({
    host: (id) => (id === "alpha" ? hosts.alpha : hosts.beta),
    ...{ deadlines: { connect: 1000, list: 1000, snapshots: 1000 }, asking: () => false, now: () => 0 },
  });
  const replication: ReplicationNotes = {
    of: () => undefined,
    counterparts: (host) => [{ host: host === "alpha" ? "beta" : "alpha", dataset: db }],
  };
  const ask = (node: TreeNode): Promise<boolean> => askDrawn(node, inventory, replication);
  return { ...hosts, inventory, ask };
}

describe("snapshots that are drawn", () => {
  it("ask for the lists of their copies, whoever has asked for their own, and then for nothing more", async () => {
    for (const node of [list("alpha"), group]) {
      const { alpha, beta, inventory, ask } = twoHosts();
      await Promise.all([inventory.ensure("alpha"), inventory.ensure("beta")]);
      await inventory.ensureSnapshots("alpha", db);
      assert.equal(await ask(node), true);
      assert.deepEqual(inventory.otherHosts("alpha", 7n), ["beta"]);
      assert.equal(await ask(node), false);
      assert.deepEqual([alpha.ran.length, beta.ran.length], [2, 2]);
      inventory.refreshSnapshots("beta", () => true);
      assert.deepEqual(inventory.otherHosts("alpha", 7n), []);
      assert.equal(await ask(node), true, "only the copy was refreshed");
      assert.deepEqual(inventory.otherHosts("alpha", 7n), ["beta"]);
      assert.deepEqual([await ask(node), await ask(list("beta"))], [false, false]);
      assert.deepEqual([alpha.ran.length, beta.ran.length], [2, 3]);
    }
  });

  it("ask a copy once, however often they are drawn meanwhile, and where it fails", async () => {
    let broken = false;
    const { alpha, beta, inventory, ask } = twoHosts(() => {
      if (broken) throw new Error("no route");
      return "tank/db@1\t7\t1\t1\t0\t0\t0\n";
    });
    await Promise.all([inventory.ensure("alpha"), inventory.ensure("beta")]);
    await inventory.ensureSnapshots("alpha", db);
    broken = true;
    await Promise.all([ask(list("alpha")), ask(group), ask(list("alpha"))]);
    assert.equal(await ask(list("alpha")), false);
    assert.equal(beta.ran.length, 2);
    inventory.refreshSnapshots("alpha", () => true);
    assert.equal(await ask(list("alpha")), false, "a list that could not be read shows no copies");
    assert.equal(alpha.ran.length, 3);
  });

  it("leave hosts alone that are not connected", async () => {
    const { beta, inventory, ask } = twoHosts();
    await inventory.ensure("alpha");
    assert.equal(await ask(list("alpha")), false);
    assert.equal(await ask(list("alpha")), false);
    assert.equal(beta.ran.length, 0);
  });
});

describe("what became known", () => {
  const contents = contentsWith([pool("tank")], [dataset("tank"), dataset(db)]);
  const gone = "tank/gone" as DatasetName;

  it("draws the row that it is about, or the host's", () => {
    const [host, state] = ["alpha", { kind: "ready", contents } as const];
    const drawn = (change: Parameters<typeof drawnBy>[0]) => drawnBy(change, contentsOf(state));
    assert.match(drawn({ kind: "snapshots", host, dataset: db }) ?? "", /guid of tank\/db/);
    assert.match(drawn({ kind: "dataset", host, dataset: db }) ?? "", /guid of tank\/db/);
    const whole = drawn({ kind: "host", host });
    assert.ok(whole);
    assert.equal(drawn({ kind: "dataset", host, dataset: gone }), whole);
  });

  it("draws nothing where it is a list of snapshots that has no row", () => {
    assert.equal(drawnBy({ kind: "snapshots", host: "alpha", dataset: gone }, contents), undefined);
    assert.equal(drawnBy({ kind: "snapshots", host: "alpha", dataset: db }, undefined), undefined);
  });
});
