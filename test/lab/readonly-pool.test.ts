/** Pools that are imported read-only: one can be sent from, without a hold; nothing is sent to one. */
import assert from "node:assert/strict";
import { makeData, on, removeData, script, snapshotsOf } from "../support/labData";
import { zfsr } from "../support/zfsr";

describe("a pool that is imported read-only", function () {
  this.timeout(600_000);
  before(async () => {
    await on("alpha", "zpool destroy sealed 2>/dev/null; true");
    await removeData("beta", "backup/sealed");
    await script(
      "alpha",
      "zpool create -f sealed /dev/ubdc1",
      "zfs create sealed/data; seq 1 9000 >/sealed/data/file; zfs snapshot -r sealed@a; echo more >>/sealed/data/file; zfs snapshot -r sealed@b",
      "zpool export sealed; zpool import -o readonly=on sealed",
    );
    await makeData("beta", "backup/for-sealed", 1);
  });
  after(async () => {
    await on("alpha", "zpool destroy sealed || { zpool export sealed; zpool import sealed; zpool destroy sealed; }");
    await removeData("beta", "backup/sealed");
    await removeData("beta", "backup/for-sealed");
  });

  it("is sent from, and nothing is held on it", async () => {
    const { code, stderr, stdout } = await zfsr("replicate", "alpha:sealed", "beta:backup/sealed", "-r", "--json");
    assert.equal(code, 0, stderr + stdout);
    assert.deepEqual(await snapshotsOf("beta", "backup/sealed"), await snapshotsOf("alpha", "sealed"));
  });

  it("is refused as a target before anything is sent", async () => {
    const { code, stdout } = await zfsr("replicate", "beta:backup/for-sealed", "alpha:sealed/copy");
    assert.equal(code, 1, stdout);
    assert.match(stdout, /alpha:sealed\/copy: its pool is imported read-only/);
  });
});
