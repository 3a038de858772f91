/** `zfs destroy` goes by names: what has been given the name of something that was to go stays. */
import assert from "node:assert/strict";
import type { ZfsrError } from "../../../../src/core/base/errors";
import type { Plan } from "../../../../src/core/plan/plan";
import { renderScript } from "../../../../src/core/plan/renderScript";
import type { CommandStep } from "../../../../src/core/plan/step";
import { takeBackSteps } from "../../../../src/core/plan/takeBack";
import { jointCommands } from "../../../../src/core/runs/jointCommand";
import { runInRounds } from "../../../../src/core/runs/runInRounds";
import type { Snapshot } from "../../../../src/core/zfs/model";
import { datasetName, type Guid, type SnapshotName } from "../../../../src/core/zfs/names";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";

const dataset = datasetName("tank/my data");

function snapshot(short: string, guid: string): Snapshot {
  const name = `${dataset}@${short}` as SnapshotName;
  const sizes = { used: 1, referenced: 1, userrefs: 0 };
  return { kind: "snapshot", name, guid: guid as Guid, createtxg: 1, creation: 0, ...sizes };
}

describe("a destroy by name", () => {
  let fakes: FakeCommands;
  beforeEach(() => (fakes = new FakeCommands()));
  afterEach(() => fakes.dispose());

  const steps: readonly CommandStep[] = takeBackSteps({
    ...{ id: "back", host: "local", to: `${dataset}@a` as SnapshotName },
    dataset: { name: dataset, type: "filesystem", guid: "1" as Guid, written: 0, mounted: false },
    ...{ newer: [snapshot("b", "2"), snapshot("c", "3")], reason: "it went its own way" },
  });
  /** @param there what zfs lists: `b 2` */
  const lists = (...there: readonly string[]): void => {
    const lines = there.map((item) => `${dataset}@${item.replace(" ", "\\t")}\\n`).join("");
    fakes.add("zfs", `logged zfs "$@"\ncase "$1" in list) printf '${dataset}\\t1\\n${lines}' ;; esac`);
  };
  const changes = (): string[] =>
    fakes.calls().flatMap(([, verb = "", ...words]) => (verb === "list" ? [] : [[verb, ...words].join(" ")]));
  const plan = (): Plan => ({ version: 1, title: "back", steps, goals: [], warnings: [] });

  it("is done while the names stand for the same, and what has gone is no obstacle", async () => {
    lists("b 2");
    const [first] = jointCommands(steps);
    const outcomes = await runInRounds(new FakeHost("alpha", fakes), first ? [first.command] : []);
    assert.deepEqual([outcomes, changes()], [[{ value: undefined }], ["destroy tank/my data@b,c"]]);
  });

  it("is not done once a name stands for another, and says so; neither is the rollback that waits for it", async () => {
    lists("b 2", "c 4");
    const [first] = jointCommands(steps);
    const [outcome] = await runInRounds(new FakeHost("alpha", fakes), first ? [first.command] : []);
    assert.ok(outcome && "error" in outcome);
    assert.match(
      outcome.error.message,
      /my data@b, or another of the 2 to be destroyed together, is not what was planned .*it was not destroyed/,
    );
    assert.match(outcome.error.nextStep, /zfsr ls/);
    assert.deepEqual(changes(), []);
    assert.deepEqual(steps.at(-1)?.needs, [steps[0]?.id]);
  });

  it("is so in the script of a plan, too", () => {
    lists("b 2", "c 3");
    assert.equal(fakes.run(renderScript(plan())).status, 0);
    assert.deepEqual(changes(), ["destroy tank/my data@b,c", "rollback tank/my data@a"]);
    fakes.forget();
    lists("b 2", "c 4");
    const { status, stderr } = fakes.run(renderScript(plan()));
    assert.deepEqual([status, changes()], [1, []]);
    assert.match(stderr, /my data: .*given to something else since .*nothing more is done: plan it again/);
  });

  it("is guarded where it is deferred, and where it is a dataset by itself", async () => {
    const [first] = steps;
    assert.ok(first);
    const clone: CommandStep = {
      ...{ ...first, argv: ["zfs", "destroy", "tank/my clone"] },
      destroys: [{ host: "local", kind: "dataset", name: "tank/my clone", bytes: 1, guid: "7" as Guid }],
    };
    const deferred: CommandStep = { ...first, argv: ["zfs", "destroy", "-d", ...first.argv.slice(2)] };
    for (const [step, line, done] of [
      [clone, "tank/my clone\\t7\\t-\\n", ["destroy tank/my clone"]],
      [clone, "tank/my clone\\t7\\t1-abc-def\\n", []],
      [clone, "tank/my clone\\t8\\t-\\n", []],
      [clone, "", []],
      [deferred, `${dataset}\\t1\\n${dataset}@b\\t2\\n`, ["destroy -d tank/my data@b,c"]],
      [deferred, `${dataset}\\t1\\n${dataset}@b\\t3\\n`, []],
    ] as const) {
      fakes.forget();
      fakes.add("zfs", `logged zfs "$@"\ncase "$1" in list) printf '${line}' ;; esac`);
      const commands = jointCommands([step]).map(({ command }) => command);
      await runInRounds(new FakeHost("alpha", fakes), commands);
      assert.deepEqual(changes(), done, line);
    }
  });

  it("takes all that a dataset has only while that is what was planned", async () => {
    const item = (kind: "dataset" | "snapshot" | "bookmark", name: string, guid: string) => ({
      ...{ host: "local", kind, name, bytes: 1, guid: guid as Guid },
    });
    const step: CommandStep = {
      ...{ id: "all", kind: "destroy", host: "local", dataset, needs: [], reason: "no longer wanted" },
      argv: ["zfs", "destroy", "-f", "-r", dataset],
      destroys: [
        item("dataset", dataset, "1"),
        item("snapshot", `${dataset}@b`, "2"),
        item("bookmark", `${dataset}#b`, "2"),
        item("dataset", `${dataset}/below`, "3"),
        { host: "local", kind: "partial-receive", name: `${dataset}/below`, bytes: undefined },
      ],
    };
    const all = [
      `${dataset}\\t1\\t-`,
      `${dataset}/below\\t3\\t1-abc-def`,
      `${dataset}@b\\t2\\t-`,
      `${dataset}#b\\t2\\t-`,
    ];
    const attempt = async (there: readonly string[], code = 0): Promise<string> => {
      fakes.forget();
      const lines = there.map((line) => `${line}\\n`).join("");
      fakes.add("zfs", `logged zfs "$@"\ncase "$1" in list) printf '${lines}'; exit ${code} ;; esac`);
      const [outcome] = await runInRounds(
        new FakeHost("alpha", fakes),
        jointCommands([step]).map(({ command }) => command),
      );
      const ran = changes();
      fakes.forget();
      fakes.run(renderScript({ version: 1, title: "all", steps: [step], goals: [], warnings: [] }));
      assert.deepEqual(changes(), ran, "the script of the plan does otherwise");
      return outcome && "error" in outcome ? outcome.error.because : ran.join();
    };
    assert.equal(await attempt(all), `destroy -f -r ${dataset}`);
    assert.deepEqual(fakes.calls()[0], [
      ...["zfs", "list", "-Hp", "-o", "name,guid,receive_resume_token", "-r", "-t", "all", dataset],
    ]);
    const differs = /^something has come or gone there since it was planned .*it was not destroyed$/;
    assert.match(await attempt([...all, `${dataset}@new\\t9\\t-`]), differs);
    assert.match(await attempt(all.slice(1)), differs);
    assert.match(await attempt(all.map((line) => line.replace(/2(?=\\t-$)/, "7"))), differs);
    assert.match(
      await attempt(all.map((line) => line.replace(/1-abc-def$/, "-"))),
      differs,
      "it was given up meanwhile",
    );
    assert.match(await attempt(all.map((line) => line.replace(/(?<=t1.t)-$/, "1-new-one"))), differs, "one came");
    const unknown = /^what is there could not be compared with what was planned .*it was not destroyed$/;
    // it was cut off behind what was planned: a new child may be missing
    assert.match(await attempt(all, 255), unknown);
    assert.match(await attempt([], 255), unknown);
    // the shell around it is killed, as where memory runs out
    fakes.add("tr", "kill -9 $PPID");
    assert.match(await attempt(all), unknown);
  });

  it("is not done where the guids cannot be looked at or compared", async () => {
    const attempt = async (): Promise<ZfsrError> => {
      const [first] = jointCommands(steps);
      const [outcome] = await runInRounds(new FakeHost("alpha", fakes), first ? [first.command] : []);
      assert.ok(outcome && "error" in outcome);
      assert.equal(fakes.run(renderScript(plan())).status, 1);
      assert.deepEqual(changes(), []);
      return outcome.error;
    };
    for (const listed of ["", `${dataset}\\t1\\n`]) {
      fakes.add("zfs", `logged zfs "$@"\ncase "$1" in list) printf '${listed}'; exit 255 ;; esac`);
      assert.match((await attempt()).because, /could not be compared .*it was not destroyed$/, listed);
    }
    lists("b 2", "c 3");
    fakes.add("grep", "echo 'grep: unknown option' >&2; exit 2");
    const error = await attempt();
    assert.match(error.because, /could not be compared .*it was not destroyed$/);
    assert.match(error.output ?? "", /grep: unknown option/);
  });

  it("is not done by the script of a plan whose connection failed for the look alone", () => {
    const far = steps.map((step) => ({ ...step, host: "alpha" }));
    fakes.add("zfs", "exit 0");
    fakes.add("ssh", `logged ssh "$@"\n[ -e ${fakes.folder}/once ] || { : >${fakes.folder}/once; exit 255; }`);
    const { status, stderr } = fakes.run(renderScript({ ...plan(), steps: far }));
    assert.deepEqual([status, fakes.calls().length], [1, 1]);
    assert.match(stderr, /could not be compared with what was planned to be destroyed; nothing more is done/);
  });
});
