import assert from "node:assert/strict";
import { failureOf, jointCommands } from "../../../../src/core/runs/jointCommand";
import type { CommandStep } from "../../../../src/core/plan/step";
import type { ZfsrError } from "../../../../src/core/base/errors";
import { commandError } from "../../../../src/core/zfs/commandError";
import { datasetName } from "../../../../src/core/zfs/names";
import { commandStep } from "../../../support/model/steps";

function release(dataset: string, tag = "zfsr:job"): CommandStep {
  return commandStep(`release:${dataset}`, {
    kind: "release",
    dataset: datasetName(dataset),
    argv: ["zfs", "release", tag, `${dataset}@a`],
  });
}

/** How each of two steps ended, where what releases both printed `stderr`. */
function ends(stderr: string, together?: CommandStep["together"]): (string | undefined)[] {
  const steps = [release("tank/a"), release("tank/b")].map((step) => ({ ...step, ...(together ? { together } : {}) }));
  const [joint] = jointCommands(steps);
  assert.ok(joint);
  const error = commandError("alpha", joint.command, { code: 1, signal: undefined, stderr });
  return steps.map((step) => failureOf(step, joint, { error })?.object);
}

describe("steps that one process does", () => {
  it("are neighbouring holds or releases of one tag; all else is a process of its own", () => {
    const joints = jointCommands([
      commandStep("1"),
      commandStep("2"),
      release("tank/a"),
      release("tank/b"),
      release("tank/c", "other"),
      release("tank/d"),
    ]);
    assert.deepEqual(
      joints.map(({ command }) => command.argv.join(" ")),
      [
        "zfs hold zfsr:job tank/demo@1 tank/demo@2",
        "zfs release zfsr:job tank/a@a tank/b@a",
        "zfs release other tank/c@a",
        "zfs release zfsr:job tank/d@a",
      ],
    );
  });

  it("are so many that a command line holds them", () => {
    const joints = jointCommands(Array.from({ length: 1000 }, (_, i) => release(`tank/d${i}`)));
    assert.equal(joints.flatMap(({ steps }) => steps).length, 1000);
    for (const { command } of joints) assert.ok(command.argv.length <= 200);
  });

  it("are all that the planner has words for together, where none is left out", () => {
    const together = { argv: ["zfs", "release", "-r", "zfsr:job", "tank@a"], steps: 3 };
    const steps = ["tank", "tank/a", "tank/b"].map((name) => ({ ...release(name), together }));
    const words = (some: readonly CommandStep[]): string[] =>
      jointCommands(some).map(({ command }) => command.argv.join(" "));
    assert.deepEqual(words([commandStep("1"), ...steps, release("tank/c")]), [
      "zfs hold zfsr:job tank/demo@1",
      "zfs release -r zfsr:job tank@a",
      "zfs release zfsr:job tank/c@a",
    ]);
    assert.deepEqual(words(steps.slice(1)), ["zfs release zfsr:job tank/a@a tank/b@a"]);
    assert.deepEqual(jointCommands(steps)[0]?.steps, steps);
  });

  it("fail one by one where zfs names what it could not release", () => {
    const said = "cannot release hold from snapshot 'tank/b@a': no such tag on this dataset\n";
    assert.deepEqual(ends(said), [undefined, "alpha:tank/b@a"]);
  });

  it("fail one by one where zfs names what it could not hold: a snapshot that has gone, or its dataset", () => {
    const steps = ["tank/a", "tank/b", "tank/b2"].map((name) =>
      commandStep(`hold:${name}`, { dataset: datasetName(name), argv: ["zfs", "hold", "zfsr:job", `${name}@a`] }),
    );
    const [joint, ...others] = jointCommands(steps);
    assert.ok(joint && others.length === 0);
    for (const said of [
      "cannot hold snapshot 'tank/b@a': dataset does not exist\n",
      "cannot open 'tank/b': dataset does not exist\n",
    ]) {
      const error = commandError("alpha", joint.command, { code: 1, signal: undefined, stderr: said });
      const failed: (ZfsrError | undefined)[] = steps.map((step) => failureOf(step, joint, { error }));
      assert.deepEqual(
        failed.map((failure) => failure !== undefined),
        [false, true, false],
      );
      assert.match(failed[1]?.object ?? "", /^alpha:tank\/b(@a)?$/);
    }
  });

  it("fail together where zfs tells of something that none of them names", () => {
    assert.equal(ends("cannot open 'tank/other': dataset does not exist\n").filter(Boolean).length, 2);
  });

  it("fail together where they are one operation, of which zfs names one snapshot alone", () => {
    const together = { argv: ["zfs", "release", "-r", "zfsr:job", "tank@a"], steps: 2 };
    const said = "cannot release hold from snapshot 'tank/b@a': dataset is busy\n";
    assert.equal(ends(said, together).filter(Boolean).length, 2);
  });

  it("fail together where it does not, or where the connection broke", () => {
    assert.equal(ends("cannot release: permission denied\n").filter(Boolean).length, 2);
    assert.equal(ends("").filter(Boolean).length, 2);
  });
});
