import assert from "node:assert/strict";
import { run, runAll, unwrap } from "../../../../src/core/hosts/run";
import { listHolds } from "../../../../src/core/zfs/commands/listHolds";
import { listPools } from "../../../../src/core/zfs/commands/listPools";
import type { SnapshotName } from "../../../../src/core/zfs/names";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";

describe("what a host answers", () => {
  const fakes = new FakeCommands();
  after(() => fakes.dispose());
  const host = new FakeHost("alpha", fakes);

  it("that cannot be read is told with the host, the command and the line", async () => {
    fakes.add("zpool", "printf 'tank\\t12'");
    const wanted = {
      reason: "unexpected-output",
      object: "alpha:pools",
      because: /^a host printed a line that could not be read: .+ \('zpool list': 'tank\\u\{9\}12'\)$/,
    };
    await assert.rejects(run(host, listPools()), wanted);
    const [outcome] = await runAll(host, [listPools()]);
    assert.throws(() => unwrap(outcome), wanted);
  });

  it("about one of several snapshots names that one", async () => {
    fakes.add("zfs", `echo "cannot open 'tank/b@x': dataset does not exist" >&2; exit 1`);
    await assert.rejects(run(host, listHolds(["tank/a@x" as SnapshotName, "tank/b@x" as SnapshotName])), {
      reason: "snapshot-not-found",
      object: "alpha:tank/b@x",
    });
  });
});
