/** What a host would destroy is asked before anything runs. */
import assert from "node:assert/strict";
import type { Plan } from "../../../../src/core/plan/plan";
import { takeBackSteps } from "../../../../src/core/plan/takeBack";
import { checkDestroys } from "../../../../src/core/runs/checkDestroys";
import { datasetName, type Guid, type SnapshotName } from "../../../../src/core/zfs/names";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";

describe("a rollback that takes clones along", () => {
  let fakes: FakeCommands;
  beforeEach(() => (fakes = new FakeCommands()));
  afterEach(() => fakes.dispose());

  const name = `tank/demo@b` as SnapshotName;
  const guid = "2" as Guid;
  const clone = (of: string) => ({ host: "alpha", kind: "dataset" as const, name: of, bytes: 1, guid: "9" as Guid });
  const plan: Plan = {
    ...{ version: 1, title: "back", goals: [], warnings: [] },
    steps: takeBackSteps({
      ...{ id: "back", host: "alpha", to: "tank/demo@a" as SnapshotName, reason: "back" },
      dataset: { name: datasetName("tank/demo"), type: "filesystem", guid: "1" as Guid, written: 0, mounted: false },
      newer: [{ kind: "snapshot", name, guid, createtxg: 2, creation: 0, used: 1, referenced: 1, userrefs: 0 }],
      clones: [clone("tank/one"), clone("tank/two")],
    }),
  };

  it("is refused before the first of them goes where another has snapshots, which nobody has named", async () => {
    fakes.add(
      "zfs",
      `logged "$@"\nfor last in "$@"; do :; done\ncase $last in tank/two) echo "cannot destroy 'tank/two': filesystem has children" >&2; exit 1 ;; *) printf 'destroy\\t%s\\nreclaim\\t5\\n' "$last" ;; esac`,
    );
    await assert.rejects(checkDestroys(plan, () => new FakeHost("alpha", fakes)));
    assert.deepEqual(
      fakes.calls().map((words) => words.join(" ")),
      ["destroy -nvp tank/one", "destroy -nvp tank/two"],
    );
  });

  it("is as it was planned where each goes by itself", async () => {
    fakes.add("zfs", `for last in "$@"; do :; done\nprintf 'destroy\\t%s\\nreclaim\\t5\\n' "$last"`);
    const checked = await checkDestroys(plan, () => new FakeHost("alpha", fakes));
    assert.deepEqual(
      checked.steps.map(({ argv }) => argv),
      plan.steps.map(({ argv }) => argv),
    );
  });
});
