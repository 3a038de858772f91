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
const status = "  pool: tank\n state: ONLINE\nerrors: No known data errors\n";
const contents = (...rows: string[]): string[] => [poolRow, status, rows.join(""), "zfs-2.1.11-1\nzfs-kmod-2.1.11-1\n"];

function inventoryOf(hosts: Readonly<Record<string, Host>>, deadline = 15_000, asking = () => false): Inventory {
  const deadlines = { connect: deadline, list: deadline, snapshots: deadline };
  return new Inventory({ host: (id) => hosts[id] ?? assert.fail(id), deadlines, asking, now: () => 0 });
}

/** Lets promises that can go on do so. */
const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

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
    assert.deepEqual(state.kind === "ready" && [...state.list].map((item) => item.name), ["tank/a@2", "tank/a@1"]);
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

  it("has nineteen of twenty hosts as soon as they answer, whatever the twentieth does", async () => {
    const slow = fakeHost("slow", () => new Promise<string>(() => undefined));
    const names = Array.from({ length: 19 }, (_, i) => `host${i}`);
    const others = names.map((name) => [name, fakeHost(name, answering(contents(row("tank", 1))))] as const);
    const inventory = inventoryOf({ slow, ...Object.fromEntries(others) });
    void inventory.ensure("slow");
    const states = await Promise.all(names.map((name) => inventory.ensure(name)));
    assert.deepEqual(
      states.filter(({ kind }) => kind !== "ready"),
      [],
    );
    assert.equal(inventory.state("slow").kind, "loading");
    assert.ok(others.every(([, host]) => host.ran.length === 1));
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
      await turns();
      inventory.forget(host);
      const fresh = inventory.ensure("alpha");
      await turns();
      assert.equal(answers.length, 2);
      answers[1]?.(contents(row("tank", 1), row("tank/new", 2)));
      await fresh;
      answers[0]?.(contents(row("tank", 1), row("tank/old", 3)));
      await old;
      const state = inventory.state("alpha");
      assert.deepEqual(state.kind === "ready" && [...state.contents.datasets.keys()], ["tank", "tank/new"]);
    }
  });

  it("does not let a look that began before a change have the last word", async () => {
    const answers: ((rows: string[]) => void)[] = [];
    const alpha = fakeHost(
      "alpha",
      (script) => new Promise((resolve) => answers.push((rows) => resolve(answering(rows)(script)))),
    );
    const inventory = inventoryOf({ alpha });
    const tank = contents(row("tank", 1));
    const first = inventory.ensure("alpha");
    await turns();
    answers.shift()?.(tank);
    await first;
    const poll = inventory.refresh("alpha", { background: true });
    await turns();
    const after = [
      inventory.refresh("alpha", { within: ["tank/new" as DatasetName] }),
      inventory.refresh("alpha", { within: ["tank/other" as DatasetName] }),
    ];
    await turns();
    assert.equal(answers.length, 1);
    answers.shift()?.(tank);
    await poll;
    await turns();
    assert.equal(answers.length, 1);
    answers.shift()?.([poolRow, status, row("tank/new", 2), row("tank/other", 3), row("tank", 1)]);
    await Promise.all(after);
    const state = inventory.state("alpha");
    const names = state.kind === "ready" ? [...state.contents.datasets.keys()] : [];
    assert.deepEqual(names, ["tank", "tank/new", "tank/other"]);
    assert.equal(alpha.ran.length, 3);
  });

  it("reads a list of snapshots once more that was being read when it changed", async () => {
    const answers: ((text: string) => void)[] = [];
    const alpha = fakeHost("alpha", () => new Promise((resolve) => answers.push(resolve)));
    const inventory = inventoryOf({ alpha });
    const name = "tank/a" as DatasetName;
    const asked = inventory.ensureSnapshots("alpha", name);
    await turns();
    inventory.refreshSnapshots("alpha", () => true);
    answers.shift()?.("tank/a@1\t1\t10\t5\t0\t0\t0\n");
    await turns();
    answers.shift()?.("tank/a@1\t1\t10\t5\t0\t0\t0\ntank/a@2\t2\t20\t6\t0\t0\t0\n");
    const state = await asked;
    assert.deepEqual(state.kind === "ready" && [...state.list].map((item) => item.name), ["tank/a@2", "tank/a@1"]);
    assert.equal(inventory.snapshots("alpha", name), state);
  });

  it("does not take a list of snapshots that comes after its host was forgotten", async () => {
    const answers: ((text: string) => void)[] = [];
    const alpha = fakeHost("alpha", () => new Promise((resolve) => answers.push(resolve)));
    const inventory = inventoryOf({ alpha });
    const name = "tank/a" as DatasetName;
    const old = inventory.ensureSnapshots("alpha", name);
    await turns();
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

  it("lists after a run only what the run has touched, and what is above it", async () => {
    let now = contents(row("tank", 1), row("tank/a", 2), row("tank/b", 3), row("tank/b/c", 4));
    const alpha = fakeHost("alpha", (script) => answering(now)(script));
    const inventory = inventoryOf({ alpha });
    await inventory.ensure("alpha");
    const changes: Change[] = [];
    inventory.onDidChange((change) => changes.push(change));
    now = [poolRow, status, row("tank/b", 3) + row("tank/b/new", 5), row("tank", 1)];
    const state = await inventory.refresh("alpha", { within: ["tank/b" as DatasetName] });
    assert.match(alpha.ran[1] ?? "", /-r .*tank\/b .*\n.*-d 0 .*tank </);
    assert.ok(!alpha.ran[1]?.includes("tank/a"));
    const names = state.kind === "ready" ? [...state.contents.datasets.keys()] : [];
    assert.deepEqual(names, ["tank", "tank/a", "tank/b", "tank/b/new"]);
    assert.deepEqual(changes, [{ kind: "dataset", host: "alpha", dataset: "tank/b" }]);
  });

  it("keeps what was known when a look in the background fails, and asks nobody", async () => {
    let broken = false;
    const alpha = fakeHost("alpha", (script) => {
      if (broken) throw new Error("no route");
      return answering(contents(row("tank", 1)))(script);
    });
    const inventory = inventoryOf({ alpha });
    await inventory.ensure("alpha");
    broken = true;
    assert.equal((await inventory.refresh("alpha", { background: true })).kind, "ready");
    assert.equal((await inventory.refresh("alpha")).kind, "failed");
  });

  it("tells once that a list is to be read again, and keeps none of what could not be read", async () => {
    let broken = false;
    const alpha = fakeHost("alpha", () => {
      if (broken) throw new Error("no route");
      return "tank/a@1\t1\t10\t5\t0\t0\t0\n";
    });
    const inventory = inventoryOf({ alpha });
    const name = "tank/a" as DatasetName;
    await inventory.ensureSnapshots("alpha", name);
    const changes: Change[] = [];
    inventory.onDidChange((change) => changes.push(change));
    inventory.refreshSnapshots("alpha", () => true);
    inventory.refreshSnapshots("alpha", () => true);
    assert.deepEqual(changes, [{ kind: "snapshots", host: "alpha", dataset: name }]);
    const state = inventory.snapshots("alpha", name);
    assert.equal(state.kind === "idle" && state.before?.length, 1);
    broken = true;
    await inventory.ensureSnapshots("alpha", name);
    inventory.refreshSnapshots("alpha", () => true);
    assert.deepEqual(inventory.snapshots("alpha", name), { kind: "idle", before: undefined });
    assert.equal(changes.length, 3, "read, or tried to, and to be read again: each is told once");
    inventory.refreshSnapshots("alpha", () => true);
    assert.equal(changes.length, 3);
  });

  it("forgets the lists of datasets that are gone, also where another one has the name by now", async () => {
    let now = contents(row("tank", 1), row("tank/gone", 2), row("tank/new", 3), row("tank/stays", 4));
    const alpha = fakeHost("alpha", (script) => {
      const listed = /-t snapshot.* (\S+)$/.exec(script)?.[1];
      return listed === undefined ? answering(now)(script) : `${listed}@1\t1\t10\t5\t0\t0\t0\n`;
    });
    const inventory = inventoryOf({ alpha });
    await inventory.ensure("alpha");
    const names = ["tank/gone", "tank/new", "tank/stays"] as DatasetName[];
    for (const name of names) await inventory.ensureSnapshots("alpha", name);
    now = contents(row("tank", 1), row("tank/new", 30), row("tank/stays", 4));
    await inventory.refresh("alpha");
    const known = names.map((name) => inventory.snapshots("alpha", name).kind);
    assert.deepEqual(known, ["idle", "idle", "ready"]);
    const changes: Change[] = [];
    inventory.onDidChange((change) => changes.push(change));
    inventory.refreshSnapshots("alpha", () => true);
    assert.deepEqual(changes, [{ kind: "snapshots", host: "alpha", dataset: "tank/stays" }]);
  });

  it("knows by their guids on which other hosts snapshots are, where their lists are known", async () => {
    const list = (guids: readonly number[]) => () =>
      guids.map((guid, i) => `tank/a@${i}\t${guid}\t${i}\t5\t0\t0\t0\n`).join("");
    const bookmark = "tank/a#b\t30\t9\t5\t-\t-\t-\n";
    const inventory = inventoryOf({
      alpha: fakeHost("alpha", list([10, 20, 30])),
      beta: fakeHost("beta", list([20, 10])),
      gamma: fakeHost("gamma", () => list([10])() + bookmark),
    });
    for (const host of ["alpha", "beta", "gamma"]) await inventory.ensureSnapshots(host, "tank/a" as DatasetName);
    assert.deepEqual(inventory.otherHosts("alpha", 10n), ["beta", "gamma"]);
    assert.deepEqual(inventory.otherHosts("alpha", 20n), ["beta"]);
    assert.deepEqual(inventory.otherHosts("alpha", 30n), []);
    const copies = await inventory.copies("alpha", "tank/a" as DatasetName);
    assert.deepEqual(
      copies.map(({ host, shared }) => [host, shared]),
      [
        ["beta", 2],
        ["gamma", 1],
      ],
    );
    inventory.refreshSnapshots("beta", () => true);
    assert.deepEqual(inventory.otherHosts("alpha", 20n), []);
  });
});
