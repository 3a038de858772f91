import assert from "node:assert/strict";
import type { Plan } from "../../../../src/core/plan/plan";
import { defaultTransfer } from "../../../../src/core/plan/transferOptions";
import type { Step } from "../../../../src/core/plan/step";
import { createContext } from "../../../../src/core/runs/createContext";
import { estimate } from "../../../../src/core/runs/estimate";
import type { RunEventBody } from "../../../../src/core/runs/events";
import { type PlanResult, runPlan } from "../../../../src/core/runs/runPlan";
import type { SnapshotName } from "../../../../src/core/zfs/names";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";
import { commandStep, transferStep } from "../../../support/model/steps";

function planOf(steps: readonly Step[]): Plan {
  return { version: 1, title: "a plan", steps, goals: [], warnings: [] };
}

describe("a plan that is run", () => {
  let fake: FakeCommands;
  let host: FakeHost;
  let events: RunEventBody[];

  beforeEach(() => {
    fake = new FakeCommands();
    fake.add(
      "zpool",
      "echo 'backup\t42\t10\t5\t5\t50\t0\tONLINE\toff' | { case \"$*\" in *'-o value guid'*) echo 42 ;; *) cat ;; esac; }",
    );
    fake.add(
      "zfs",
      `logged "$@"
for name in "$@"; do :; done
case "$1" in
send) case "$*" in *-nvP*) printf 'size\\t77\\n'; exit ;; esac
  printf '%-20.20s' x ;;
receive)
  head -c 20 >/dev/null
  case "$name" in
  *busy*) echo "cannot receive incremental stream: dataset is busy" >&2; exit 1 ;;
  *mount*) echo "cannot mount '$name': failed to create mountpoint: Permission denied" >&2; exit 1 ;;
  *property*) echo "cannot receive readonly property on $name: permission denied" >&2 ;;
  *lost*) echo "Connection to beta closed by remote host." >&2; exit 1 ;;
  esac ;;
hold) case "$name" in *bad*) echo "cannot hold snapshot '$name': dataset does not exist" >&2; exit 1 ;; esac ;;
esac`,
    );
    host = new FakeHost("local", fake);
    events = [];
  });

  afterEach(() => fake.dispose());

  function run(
    steps: readonly Step[],
    signal = new AbortController().signal,
    transfer = defaultTransfer,
  ): Promise<PlanResult> {
    const context = createContext({
      host: () => host,
      transfer,
      emit: (event) => void events.push(event),
      signal,
    });
    return runPlan(planOf(steps), context);
  }

  function outcomes(): Record<string, string> {
    return Object.fromEntries(
      events.flatMap((event) => (event.type === "step-ended" ? [[event.step, event.outcome]] : [])),
    );
  }

  const needing = (name: string, ...needs: string[]): Step => transferStep(name, { needs });

  it("runs its steps in order, each once", async () => {
    const result = await run([
      commandStep("1"),
      commandStep("2"),
      transferStep("a"),
      transferStep("b"),
      commandStep("3", { needs: ["send:tank/b@b"] }),
    ]);
    assert.deepEqual(Object.values(outcomes()), ["done", "done", "done", "done", "done"]);
    assert.deepEqual(
      fake
        .calls()
        .map(([verb, ...words]) => [verb, ...words.filter((word) => word.startsWith("tank/"))].join(" "))
        .filter((call) => !call.startsWith("receive")),
      ["hold tank/demo@1 tank/demo@2", "send tank/a@b", "send tank/b@b", "hold tank/demo@3"],
    );
    assert.deepEqual(result.findings, []);
    assert.equal(result.errors.size, 0);
    assert.ok(result.bytesSent > 0);
  });

  it("shares round trips among neighbours: three scripts for holds, streams and a release", async () => {
    await run([commandStep("1"), commandStep("2"), transferStep("a"), transferStep("b"), commandStep("3")]);
    assert.equal(host.scripts.filter((script) => !script.startsWith("zpool")).length, 3);
  });

  it("releases the holds of many datasets by one process", async () => {
    const names = ["a", "b", "c"];
    const release = (name: string): Step =>
      commandStep(name, { kind: "release", argv: ["zfs", "release", "zfsr:job", `tank/${name}@old`] });
    await run(names.map(release));
    assert.deepEqual(fake.calls(), [["release", "zfsr:job", ...names.map((name) => `tank/${name}@old`)]]);
    assert.deepEqual(outcomes(), { a: "done", b: "done", c: "done" });
  });

  it("leaves out what needs a step that failed, and nothing else", async () => {
    const result = await run([
      needing("a"),
      needing("busy"),
      needing("child", "send:tank/busy@b"),
      needing("grandchild", "send:tank/child@b"),
      needing("z"),
    ]);
    assert.deepEqual(outcomes(), {
      "send:tank/a@b": "done",
      "send:tank/busy@b": "failed",
      "send:tank/child@b": "skipped",
      "send:tank/grandchild@b": "skipped",
      "send:tank/z@b": "done",
    });
    assert.deepEqual(
      [...result.errors.values()].map(({ reason }) => reason),
      ["busy"],
    );
    assert.equal(result.findings.length, 1);
  });

  it("runs streams at once where that is asked for, and leaves out what needs one that failed", async () => {
    // each of the first two waits until the other has begun: one after the other, they would never end
    fake.add(
      "zfs",
      `for name in "$@"; do :; done
case "$1" in
send) : >"$LOG.\${name##*/}"
  case "$name" in
  */a@b) until [ -e "$LOG.busy@b" ]; do sleep 0.05; done ;;
  */busy@b) until [ -e "$LOG.a@b" ]; do sleep 0.05; done ;;
  esac
  printf x ;;
receive) cat >/dev/null
  case "$name" in *busy*) echo "cannot receive incremental stream: dataset is busy" >&2; exit 1 ;; esac ;;
esac`,
    );
    const transfer = { ...defaultTransfer, parallel: 2, retries: { limit: 0, first: 1, most: 1 } };
    const steps = [
      transferStep("a", { bytes: 2 ** 30 }),
      needing("busy"),
      needing("child", "send:tank/busy@b"),
      needing("z", "send:tank/a@b"),
    ];
    const result = await run(steps, undefined, transfer);
    assert.deepEqual(outcomes(), {
      "send:tank/a@b": "done",
      "send:tank/busy@b": "failed",
      "send:tank/z@b": "done",
      "send:tank/child@b": "skipped",
    });
    assert.equal(result.errors.size, 1);
  });

  it("sends nothing whose hold failed", async () => {
    await run([commandStep("bad"), needing("a", "bad"), needing("b")]);
    assert.deepEqual(outcomes(), { bad: "failed", "send:tank/a@b": "skipped", "send:tank/b@b": "done" });
    assert.ok(!fake.calls().some(([verb, ...words]) => verb === "send" && words.at(-1) === "tank/a@b"));
  });

  it("goes on with what needs a dataset that arrived and only could not be mounted", async () => {
    const result = await run([needing("mount"), needing("child", "send:tank/mount@b")]);
    assert.equal(outcomes()["send:tank/child@b"], "done");
    assert.deepEqual(
      result.findings.map(({ id, severity }) => [id, severity]),
      [["mount-failed", "warning"]],
    );
  });

  it("tells of a property that was refused though zfs ended with 0", async () => {
    const result = await run([needing("property"), needing("b")]);
    assert.deepEqual(Object.values(outcomes()), ["done", "done"]);
    assert.deepEqual(
      result.findings.map(({ id, severity }) => [id, severity]),
      [["property-not-received", "warning"]],
    );
    assert.equal(events.filter((event) => event.type === "finding").length, 1);
  });

  it("tries nothing more when the connection broke", async () => {
    await run([needing("lost"), needing("b"), commandStep("1")]);
    assert.deepEqual(outcomes(), { "send:tank/lost@b": "interrupted", "send:tank/b@b": "skipped", "1": "skipped" });
  });

  it("runs nothing when it was cancelled before", async () => {
    await run([commandStep("1"), transferStep("a")], AbortSignal.abort());
    assert.deepEqual(outcomes(), { "1": "skipped", "send:tank/a@b": "skipped" });
    assert.deepEqual(fake.calls(), []);
  });

  it("refuses a pool that is not there before anything is sent", async () => {
    fake.add("zpool", "true");
    const result = await run([transferStep("a")]);
    assert.deepEqual(
      [...result.errors.values()].map(({ reason }) => reason),
      ["pool-not-found"],
    );
    assert.deepEqual(fake.calls(), []);
  });

  it("runs a thousand commands in one round trip, longer than a word of a command line can be", async () => {
    const steps = Array.from({ length: 1000 }, (_, i) =>
      commandStep(`${i}`, { argv: ["zfs", "release", "zfsr:job", `tank/${"x".repeat(200)}@${i}`] }),
    );
    await run(steps);
    assert.equal(fake.calls().length, 1000);
    assert.deepEqual(
      host.scripts.map((script) => script.length > 128 * 1024),
      [true],
    );
  });

  it("is estimated in one round trip, every stream of it", async () => {
    const steps = Array.from({ length: 600 }, (_, i) => transferStep(`${"x".repeat(240)}${i}`, { bytes: undefined }));
    const estimated = await estimate(planOf([...steps, transferStep("known", { bytes: 5 })]), () => host);
    assert.deepEqual(
      estimated.steps.map((step) => ("bytes" in step ? step.bytes : 0)),
      [...steps.map(() => 77), 5],
    );
    assert.deepEqual(
      host.scripts.map((script) => script.length > 128 * 1024),
      [true],
    );
  });

  it("is estimated as far as that goes", async () => {
    fake.add(
      "zfs",
      "case \"$*\" in *gone*) echo \"cannot open 'x': dataset does not exist\" >&2; exit 1 ;; esac; printf 'size\\t9\\n'",
    );
    const estimated = await estimate(
      planOf([
        transferStep("gone", { bytes: undefined }),
        transferStep("b", { bytes: undefined, to: "tank/b@b" as SnapshotName }),
      ]),
      () => host,
    );
    assert.deepEqual(
      estimated.steps.map((step) => ("bytes" in step ? step.bytes : 0)),
      [undefined, 9],
    );
  });
});
