import assert from "node:assert/strict";
import type { Host } from "../../../src/core/hosts/host";
import type { DatasetName } from "../../../src/core/zfs/names";
import type { Change } from "../../../src/editor/hosts/changes";
import { Inventory } from "../../../src/editor/hosts/inventory";
import { fakeHost } from "./fakes";

/** Answers the script of `runAll` as a host would: each command's output, then its mark. */
function answering(outputs: readonly string[]): (script: string) => string {
  return (script) => {
    const frame = /@zfsr-\S+/.exec(script)?.[0] ?? assert.fail(script);
    const marks = [...script.matchAll(/mark (\d+) \$\?/g)].map(([, i]) => Number(i));
    return marks.map((i) => `${outputs[i] ?? ""}\n${frame} ${i} 0\n`).join("");
  };
}

const poolRow = "tank\t11\t1000\t100\t900\t10\t0\tONLINE\toff\n";
const row = (name: string, guid: number, token = "-"): string =>
  `${name}\tfilesystem\t${guid}\t1\t0\t100\t900\t50\t0\t-\toff\t-\t-\toff\tyes\t${token}\n`;
const contents = (...rows: string[]): string[] => [poolRow, rows.join(""), "zfs-2.1.11-1\nzfs-kmod-2.1.11-1\n"];

function inventoryOf(hosts: Readonly<Record<string, Host>>, deadline = 15_000, asking = () => false): Inventory {
  return new Inventory({ host: (id) => hosts[id] ?? assert.fail(id), deadline, asking, now: () => 0 });
}

describe("the inventory of hosts", () => {
  it("reads pools and datasets in one round trip, and never snapshots", async () => {
    const alpha = fakeHost("alpha", answering(contents(row("tank", 1), row("tank/a", 2))));
    const inventory = inventoryOf({ alpha });
    const [first, second] = await Promise.all([inventory.ensure("alpha"), inventory.ensure("alpha")]);
    assert.equal(first.kind, "ready");
    assert.equal(second, first);
    assert.equal(alpha.ran.length, 1);
    assert.ok(!alpha.ran[0]?.includes("snapshot"));
  });

  it("lists the snapshots of one dataset, newest first, when asked, and once", async () => {
    const alpha = fakeHost("alpha", () => "tank/a@1\t1\t10\t5\t0\t0\t0\ntank/a@2\t2\t20\t6\t0\t0\t0\n");
    const inventory = inventoryOf({ alpha });
    const name = "tank/a" as DatasetName;
    const state = await inventory.ensureSnapshots("alpha", name);
    await inventory.ensureSnapshots("alpha", name);
    assert.deepEqual(state.kind === "ready" && state.items.map((item) => item.name), ["tank/a@2", "tank/a@1"]);
    assert.equal(alpha.ran.length, 1);
    assert.match(alpha.ran[0] ?? "", /-d 1 .* tank\/a$/);
  });

  it("lets a slow host time out without holding up another", async () => {
    const slow = fakeHost("slow", () => new Promise<string>(() => undefined));
    const alpha = fakeHost("alpha", answering(contents(row("tank", 1))));
    const inventory = inventoryOf({ slow, alpha }, 60);
    const late = inventory.ensure("slow");
    assert.equal((await inventory.ensure("alpha")).kind, "ready");
    const state = await late;
    assert.equal(state.kind === "failed" && state.error.reason, "timeout");
  });

  it("does not count the time in which a person is asked", async () => {
    let asking = true;
    let answer = (): void => undefined;
    const script = answering(contents(row("tank", 1)));
    const alpha = fakeHost("alpha", (words) => new Promise((resolve) => (answer = () => resolve(script(words)))));
    const inventory = inventoryOf({ alpha }, 50, () => asking);
    const state = inventory.ensure("alpha");
    await new Promise((resolve) => setTimeout(resolve, 150));
    asking = false;
    answer();
    assert.equal((await state).kind, "ready");
  });

  it("draws nothing but the dataset that changed, or the parent of what came and went", async () => {
    let now = contents(row("tank", 1), row("tank/a", 2), row("tank/a/b", 3), row("tank/c", 4));
    const alpha = fakeHost("alpha", (script) => answering(now)(script));
    const inventory = inventoryOf({ alpha });
    await inventory.ensure("alpha");
    const changes: Change[] = [];
    inventory.onDidChange((change) => changes.push(change));
    await inventory.refresh("alpha");
    assert.deepEqual(changes, []);
    now = contents(
      row("tank", 1),
      row("tank/a", 2, "token"),
      row("tank/a/b", 3),
      row("tank/c", 4),
      row("tank/c/new", 5),
    );
    await inventory.refresh("alpha");
    assert.deepEqual(changes, [
      { kind: "dataset", host: "alpha", dataset: "tank/a" },
      { kind: "dataset", host: "alpha", dataset: "tank/c" },
    ]);
  });

  it("does not take what a host answers after it was forgotten, and asks anew at once", async () => {
    const answers: ((rows: string[]) => void)[] = [];
    const alpha = fakeHost(
      "alpha",
      (script) => new Promise((resolve) => answers.push((rows) => resolve(answering(rows)(script)))),
    );
    for (const host of ["alpha", undefined]) {
      answers.length = 0;
      const inventory = inventoryOf({ alpha });
      const old = inventory.ensure("alpha");
      inventory.forget(host);
      const fresh = inventory.ensure("alpha");
      assert.equal(answers.length, 2);
      answers[1]?.(contents(row("tank", 1), row("tank/new", 2)));
      await fresh;
      answers[0]?.(contents(row("tank", 1), row("tank/old", 3)));
      await old;
      const state = inventory.state("alpha");
      assert.deepEqual(state.kind === "ready" && [...state.contents.datasets.keys()], ["tank", "tank/new"]);
    }
  });

  it("does not take a list of snapshots that comes after its host was forgotten", async () => {
    const answers: ((text: string) => void)[] = [];
    const alpha = fakeHost("alpha", () => new Promise((resolve) => answers.push(resolve)));
    const inventory = inventoryOf({ alpha });
    const name = "tank/a" as DatasetName;
    const old = inventory.ensureSnapshots("alpha", name);
    inventory.forget("alpha");
    answers[0]?.("tank/a@1\t1\t10\t5\t0\t0\t0\n");
    await old;
    assert.equal(inventory.snapshots("alpha", name).kind, "idle");
  });

  it("keeps what failed as a state, and tries again when told to", async () => {
    let broken = true;
    const alpha = fakeHost("alpha", (script) => {
      if (broken) throw new Error("no route");
      return answering(contents(row("tank", 1)))(script);
    });
    const inventory = inventoryOf({ alpha });
    assert.equal((await inventory.ensure("alpha")).kind, "failed");
    assert.equal((await inventory.ensure("alpha")).kind, "failed");
    assert.equal(alpha.ran.length, 1);
    broken = false;
    assert.equal((await inventory.refresh("alpha")).kind, "ready");
  });
});
