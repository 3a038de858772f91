import assert from "node:assert/strict";
import type { DatasetName } from "../../../../src/core/zfs/names";
import { Inventory } from "../../../../src/editor/hosts/inventory";
import { askBelow } from "../../../../src/editor/tree/askBelow";
import { childrenOf, type Drawing } from "../../../../src/editor/tree/children";
import type { TreeNode } from "../../../../src/editor/tree/nodes/node";
import { NodeCache } from "../../../../src/editor/tree/nodes/nodeCache";
import { Paging } from "../../../../src/editor/tree/paging";
import { SnapshotRows } from "../../../../src/editor/tree/snapshotRows";
import { fakeHost, listing } from "../fakes";

const host = "alpha";

function drawing(datasets: readonly string[], snapshots = ""): Drawing & { readonly ran: readonly string[] } {
  return drawingOf(fakeHost(host, (words) => (words.includes("-t snapshot") ? snapshots : listing(words, datasets))));
}

function drawingOf(alpha: ReturnType<typeof fakeHost>): Drawing & { readonly ran: readonly string[] } {
  const deadlines = { connect: 1000, list: 1000, snapshots: 1000 };
  const inventory = new Inventory({ host: () => alpha, deadlines, asking: () => false, now: () => 0 });
  const view = { by: "time", filter: undefined } as const;
  return { inventory, paging: new Paging(), rows: new SnapshotRows(), view, ran: alpha.ran };
}

const top: TreeNode = { kind: "host", id: "host\nalpha", host };

async function open(tree: Drawing, ...path: string[]): Promise<TreeNode[]> {
  let nodes: TreeNode[] = [top];
  for (const name of ["alpha", ...path]) {
    const node = nodes.find((one) => labelOf(one) === name) ?? assert.fail(`${name} is not there`);
    await askBelow(node, tree.inventory);
    nodes = childrenOf(node, tree);
  }
  return nodes;
}

function labelOf(node: TreeNode): string {
  if (node.kind === "host") return node.host;
  if (node.kind === "pool" || node.kind === "dataset") return node.dataset;
  if (node.kind === "snapshot" || node.kind === "bookmark") return node.item.name;
  return node.kind === "group" ? node.key : node.kind;
}

describe("the children of a node", () => {
  it("are asked for once for the host, and once for each list of snapshots that is opened", async () => {
    const tree = drawing(["tank", "tank/a", "tank/a/b"], "tank/a@1\t1\t1\t1\t0\t0\t0\n");
    assert.deepEqual((await open(tree, "tank")).map(labelOf), ["snapshots", "tank/a"]);
    assert.deepEqual((await open(tree, "tank", "tank/a", "snapshots")).map(labelOf), ["tank/a@1"]);
    await open(tree, "tank", "tank/a", "snapshots");
    assert.equal(tree.ran.length, 2);
  });

  it("are there at once, whatever the host does: a row that says so stands for what is not known yet", async () => {
    const answers: (() => void)[] = [];
    const alpha = fakeHost(
      host,
      (words) =>
        new Promise((resolve) =>
          answers.push(() =>
            resolve(words.includes("-t snapshot") ? "tank@a\t1\t1\t1\t0\t0\t0\n" : listing(words, ["tank"])),
          ),
        ),
    );
    const tree = drawingOf(alpha);
    const drawn: string[] = [];
    tree.inventory.onDidChange(({ kind }) => drawn.push(kind));
    const told = (node: TreeNode): (string | boolean)[][] =>
      childrenOf(node, tree).map((child) => (child.kind === "note" ? [child.text, child.waiting] : [child.kind]));
    assert.deepEqual(told(top), [["Connecting…", true]]);
    const connected = askBelow(top, tree.inventory);
    assert.deepEqual([told(top), drawn], [[["Connecting…", true]], ["host"]]);
    await new Promise((resolve) => setImmediate(resolve));
    answers.shift()?.();
    assert.equal(await connected, true);
    assert.deepEqual([told(top), drawn], [[["pool"]], ["host", "host"]]);
    const list: TreeNode = { kind: "snapshots", id: "list", host, dataset: "tank" as DatasetName };
    const listed = askBelow(list, tree.inventory);
    assert.deepEqual(told(list), [["Reading the list of snapshots…", true]]);
    await new Promise((resolve) => setImmediate(resolve));
    answers.shift()?.();
    await listed;
    assert.deepEqual([told(list), drawn], [[["snapshot"]], ["host", "host", "snapshots"]]);
  });

  it("are asked for once where that fails, and again when a person wants it", async () => {
    const tree = drawingOf(
      fakeHost(host, (words) => {
        if (words.includes("-t snapshot")) throw new Error("no route");
        return listing(words, ["tank"]);
      }),
    );
    const names = async (): Promise<string[]> => (await open(tree, "tank", "snapshots")).map(labelOf);
    assert.deepEqual([await names(), await names()], [["failure"], ["failure"]]);
    assert.equal(tree.ran.length, 2);
    tree.inventory.refreshSnapshots(host, () => true);
    assert.deepEqual(await names(), ["failure"]);
    assert.equal(tree.ran.length, 3);
  });

  it("stay while their list is read again, so that what is open below stays open", async () => {
    let lines = "tank@a\t1\t1\t1\t0\t0\t0\n";
    const tree = drawingOf(
      fakeHost(host, (words) => (words.includes("-t snapshot") ? lines : listing(words, ["tank"]))),
    );
    await open(tree, "tank", "snapshots");
    lines += "tank@b\t2\t2\t2\t0\t0\t0\n";
    tree.inventory.refreshSnapshots(host, () => true);
    const list: TreeNode = { kind: "snapshots", id: "list", host, dataset: "tank" as DatasetName };
    assert.deepEqual(childrenOf(list, tree).map(labelOf), ["tank@a"]);
    await askBelow(list, tree.inventory);
    assert.deepEqual(childrenOf(list, tree).map(labelOf), ["tank@b", "tank@a"]);
    tree.inventory.forget(host);
    assert.deepEqual(childrenOf(list, tree).map(labelOf), ["note"]);
  });

  it("come in pages where there are more than 200 of them", async () => {
    const tree = drawing(["tank", ...Array.from({ length: 450 }, (_, i) => `tank/d${1000 + i}`)]);
    const first = await open(tree, "tank");
    assert.equal(first.length, 202);
    const more = first.at(-1);
    assert.deepEqual(more?.kind === "more" && [more.shown, more.total], [200, 450]);
    if (more?.kind === "more") tree.paging.showMore(more.list);
    assert.equal((await open(tree, "tank")).length, 402);
  });

  it("are days where a dataset has many snapshots, and each of them keeps its id when one is added", async () => {
    const line = (i: number): string => `tank@s${i}\t${i}\t${i}\t${1_700_000_000 + i * 3600}\t0\t0\t0\n`;
    const lines = Array.from({ length: 100 }, (_, i) => line(i + 1));
    const ids = async (text: string): Promise<string[]> =>
      (await open(drawing(["tank"], text), "tank", "snapshots")).map(({ id }) => id);
    const before = await ids(lines.join(""));
    assert.ok(before.every((id) => id.startsWith("group\n")));
    assert.deepEqual((await ids(lines.join("") + line(101))).slice(-before.length), before);
  });
});

describe("the nodes that are kept", () => {
  const node = (id: string): TreeNode => ({ kind: "dataset", id, host, dataset: id as DatasetName });

  it("are the same objects as long as they are the same", () => {
    const nodes = new NodeCache();
    const [a] = nodes.keepChildren(top, [node("a")]);
    const [again] = nodes.keepChildren(top, [node("a"), node("b")]);
    assert.equal(again, a);
    assert.equal(nodes.parent("b")?.id, undefined);
    nodes.keep(top);
    assert.equal(nodes.parent("b"), top);
  });

  it("are forgotten with all below them when their parent has them no more", () => {
    const nodes = new NodeCache();
    nodes.keepChildren(undefined, [top]);
    nodes.keepChildren(top, [node("a"), node("b")]);
    nodes.keepChildren(node("a"), [node("a/1"), node("a/2")]);
    assert.equal(nodes.size, 5);
    nodes.keepChildren(top, [node("b")]);
    assert.deepEqual([nodes.size, nodes.get("a/1")], [2, undefined]);
    nodes.forgetBelow(top.id);
    assert.equal(nodes.size, 1);
  });
});
