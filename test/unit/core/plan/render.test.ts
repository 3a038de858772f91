import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { bytesOf, destroyedBy, type Goal, type Plan } from "../../../../src/core/plan/plan";
import { renderScript } from "../../../../src/core/plan/renderScript";
import { renderText } from "../../../../src/core/plan/renderText";
import type { CommandStep, TransferStep } from "../../../../src/core/plan/step";
import { datasetName, type Guid, type SnapshotName } from "../../../../src/core/zfs/names";
import { FakeCommands } from "../../../support/fakes/commands";

const hostile = ["it's", "$(touch /tmp/pwned)", "`id`", '"', "\\", "!!", "a b", "-rf", "é", "#", ";exit 3"];

function command(change: Partial<CommandStep> = {}): CommandStep {
  return {
    id: "1",
    kind: "hold",
    host: "alpha",
    dataset: datasetName("tank/my data"),
    argv: ["zfs", "hold", "zfsr:job", "tank/my data@a"],
    destroys: [],
    needs: [],
    reason: "the next increment starts from it",
    ...change,
  };
}

function transfer(change: Partial<TransferStep> = {}): TransferStep {
  const name = "tank/my data@b" as SnapshotName;
  return {
    id: "2",
    kind: "send",
    host: "alpha",
    dataset: datasetName("tank/my data"),
    argv: ["zfs", "send", "-i", "@a", name],
    destroys: [],
    needs: ["1"],
    reason: "the target has @a",
    target: {
      host: "beta",
      dataset: datasetName("backup/my data"),
      argv: ["zfs", "receive", "-s", "-u", "backup/my data"],
    },
    from: "tank/my data@a" as SnapshotName,
    to: name,
    expected: { name, guid: "1" as Guid },
    raw: false,
    bytes: 3 << 20,
    ...change,
  };
}

function planOf(...steps: Plan["steps"]): Plan {
  return { version: 1, title: "alpha:tank/my data to beta:backup/my data", steps, goals: [], warnings: [] };
}

function checkSyntax(script: string): void {
  const { status, stderr } = spawnSync("sh", ["-n"], { input: script, encoding: "utf8" });
  assert.equal(status, 0, stderr);
}

describe("a plan as a script", () => {
  let fake: FakeCommands;

  beforeEach(() => {
    fake = new FakeCommands();
    // the last word is the command for the login shell there
    fake.add("ssh", 'logged ssh "$@"\nfor word in "$@"; do :; done\nexec sh -c "$word"');
    fake.add("zfs", 'logged zfs "$@"\ncase "$1" in receive) cat >/dev/null ;; fail) exit 1 ;; esac');
  });

  afterEach(() => fake.dispose());

  it("is valid for sh, whatever the names are", () => {
    const words = ["zfs", "hold", ...hostile];
    const made = planOf(
      command({ argv: words, reason: `ends\nrm -rf here; "'\`$(id)` }),
      transfer({
        argv: ["zfs", "send", ...hostile],
        target: { host: "beta", dataset: datasetName("b"), argv: ["zfs", "receive", ...hostile] },
      }),
    );
    checkSyntax(
      renderScript({
        ...made,
        title: "a\nreboot\r\nreboot",
        warnings: [{ object: "x\ny", message: "it's\n`id`", nextStep: "$(id)\n", level: "note" }],
      }),
    );
  });

  it("runs the very words of the plan on the hosts of the plan, local ones without ssh", () => {
    const made = planOf(
      command({ argv: ["zfs", "hold", ...hostile] }),
      transfer(),
      command({ id: "3", host: "local", argv: ["zfs", "release", ...hostile] }),
    );
    const { status, stderr } = fake.run(renderScript(made));
    assert.equal(status, 0, stderr);
    const calls = fake.calls();
    const zfs = calls.filter(([program]) => program === "zfs").map((words) => words.slice(1));
    assert.deepEqual(zfs[0], ["hold", ...hostile]);
    assert.deepEqual([...zfs.slice(1, 3)].sort(), [
      ["receive", "-s", "-u", "backup/my data"],
      ["send", "-i", "@a", "tank/my data@b"],
    ]);
    assert.deepEqual(zfs[3], ["release", ...hostile]);
    assert.deepEqual(
      calls
        .filter(([program]) => program === "ssh")
        .map((words) => words[1])
        .sort(),
      ["alpha", "alpha", "beta"],
    );
  });

  it("gives ssh the port and the address as ssh wants them", () => {
    const { status } = fake.run(
      renderScript(
        planOf(
          command({ host: "root@beta:2222" }),
          command({ id: "2", host: "me@[2001:db8::1]:22" }),
          command({ id: "3", host: "[2001:db8::1]" }),
        ),
      ),
    );
    assert.equal(status, 0);
    assert.deepEqual(
      fake
        .calls()
        .filter(([program]) => program === "ssh")
        .map((words) => words.slice(1, -1)),
      [["-p", "2222", "root@beta"], ["-p", "22", "me@2001:db8::1"], ["2001:db8::1"]],
    );
  });

  it("stops at the first failure", () => {
    const { status } = fake.run(renderScript(planOf(command({ argv: ["zfs", "fail"] }), command({ id: "2" }))));
    assert.notEqual(status, 0);
    assert.deepEqual(
      fake
        .calls()
        .filter(([program]) => program === "zfs")
        .map((words) => words[1]),
      ["fail"],
    );
  });

  it("lets go of nothing before the target was read back, and stops where what was promised is not there", () => {
    const goal = (dataset: string, host = "beta"): Goal => ({
      ...{ host, dataset: datasetName(dataset) },
      source: { host: "alpha", dataset: datasetName("tank/my data") },
      newest: { name: "tank/my data@b" as SnapshotName, guid: "42" as Guid },
    });
    const argv = ["zfs", "release", "zfsr:job", "tank/my data@a"];
    const release = command({ id: "3", kind: "release", argv, needs: ["2"] });
    const verbs = (): string[] => fake.calls().flatMap(([program, verb = ""]) => (program === "zfs" ? [verb] : []));
    // streams of a second target still lie before its own release
    const other = transfer({
      id: "4",
      target: { host: "gamma", dataset: datasetName("vault/x"), argv: ["zfs", "receive", "vault/x"] },
    });
    const made: Plan = {
      ...planOf(transfer(), release, other, { ...release, id: "5" }),
      goals: [goal("backup/my data"), goal("vault/x", "gamma")],
    };
    checkSyntax(renderScript(made));
    const { status, stderr } = fake.run(renderScript(made));
    assert.equal(status, 1);
    assert.match(stderr, /beta:backup\/my data: tank\/my data@b has not arrived/);
    assert.deepEqual([...new Set(verbs())].sort(), ["list", "receive", "send"]);
    fake.forget();
    fake.add("zfs", 'logged zfs "$@"\ncase "$1" in receive) cat >/dev/null ;; list) printf "41\\n42\\n" ;; esac');
    assert.equal(fake.run(renderScript(made)).status, 0);
    const order = verbs().filter((verb) => verb === "list" || verb === "release");
    assert.deepEqual(order, ["list", "release", "list", "release"]);
  });

  it("does nothing and is valid where there is nothing to do", () => {
    assert.equal(fake.run(renderScript(planOf())).status, 0);
    assert.deepEqual(fake.calls(), []);
  });

  it("runs to its end where it comes by a pipe, although ssh reads what stands there", function () {
    this.timeout(60_000);
    fake.add("ssh", 'logged ssh "$@"\ncat >/dev/null');
    // more than a shell reads ahead
    const steps = Array.from({ length: 100 }, (_, i) => command({ id: `${i}` }));
    const { status } = spawnSync("/bin/sh", { env: fake.env, input: renderScript(planOf(...steps)) });
    assert.deepEqual([status, fake.calls().length], [0, 100]);
  });

  it("says in comments what is destroyed", () => {
    const step = command({ destroys: [{ host: "beta", kind: "snapshot", name: "backup/x@own", bytes: 2048 }] });
    assert.match(renderScript(planOf(step)), /^# destroys beta:backup\/x@own \(snapshot, 2\.00 KiB\)$/m);
  });
});

describe("a plan as text", () => {
  it("says what runs where, why and how much, and what is left for a person", () => {
    const made: Plan = {
      ...planOf(command(), transfer()),
      warnings: [{ object: "beta:backup/x", message: "it was written to", nextStep: "roll it back", level: "person" }],
    };
    const text = renderText(made);
    assert.match(text, /^alpha:tank\/my data to beta:backup\/my data\n/);
    assert.match(text, /1\. alpha: zfs hold zfsr:job/);
    assert.match(
      text,
      /2\. alpha: zfs send -i @a .*\n +to beta: zfs receive -s -u .*\n +the target has @a, about 3\.00 MiB/,
    );
    assert.match(text, /1 stream, about 3\.00 MiB\./);
    assert.match(text, /Left for you: beta:backup\/x: it was written to\.\n {2}Next: roll it back$/m);
  });

  it("says that nothing is to be done, and that a size is not known", () => {
    assert.match(renderText(planOf()), /Nothing to do\./);
    assert.match(
      renderText(planOf(transfer(), transfer({ id: "3", bytes: undefined }))),
      /2 streams, size not known\./,
    );
  });

  it("names everything that is destroyed", () => {
    const made = planOf(
      command({
        destroys: [
          { host: "beta", kind: "partial-receive", name: "backup/x", bytes: 5 << 20 },
          { host: "beta", kind: "changes", name: "backup/x", bytes: undefined },
        ],
      }),
    );
    assert.equal(destroyedBy(made).length, 2);
    assert.match(
      renderText(made),
      /Destroyed by this plan:\n {2}beta:backup\/x \(what was partially received, 5\.00 MiB\)\n {2}beta:backup\/x \(changes since its newest snapshot\)/,
    );
  });

  it("shortens tokens", () => {
    const text = renderText(planOf(transfer({ argv: ["zfs", "send", "-t", `1-${"a".repeat(400)}`] })));
    assert.ok(Math.max(...text.split("\n").map((line) => line.length)) < 160);
  });
});

describe("the bytes of a plan", () => {
  it("are the sum of its streams, and unknown when one of them is", () => {
    assert.equal(bytesOf(planOf()), 0);
    assert.equal(bytesOf(planOf(command(), transfer(), transfer({ id: "3", bytes: 5 }))), (3 << 20) + 5);
    assert.equal(bytesOf(planOf(transfer(), transfer({ id: "3", bytes: undefined }))), undefined);
  });
});
