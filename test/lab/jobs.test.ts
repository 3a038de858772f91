/** Jobs of a file: run, status, and a target that fails beside one that does not. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeData, on, removeData, snapshotsOf } from "../support/labData";
import { endOf, zfsr } from "../support/zfsr";

const file = join(mkdtempSync(join(tmpdir(), "zfsr-jobs-")), "replication.yaml");

describe("a job with two targets", function () {
  this.timeout(600_000);
  before(async () => {
    await makeData("alpha", "tank/job", 2);
    writeFileSync(
      file,
      `version: 1
jobs:
  two:
    source: alpha:tank/job
    targets: [beta:backup/missing/job, gamma:vault/job]
    snapshot: { prefix: job_ }
    max-lag: 1h
`,
    );
  });
  after(async () => {
    await removeData("alpha", "tank/job");
    await removeData("gamma", "vault/job");
    await removeData("beta", "backup/missing");
  });

  it("brings up the one that can be, though the other cannot", async () => {
    const { code, events, stderr } = await zfsr("run", "-f", file, "--json");
    assert.equal(code, 1, stderr);
    assert.deepEqual(await snapshotsOf("gamma", "vault/job"), await snapshotsOf("alpha", "tank/job"));
    assert.equal(endOf(events).outcome, "done");
    assert.equal(await on("beta", "zfs list -H -o name backup/missing 2>/dev/null || echo none"), "none");
  });

  it("tells how each target stands", async () => {
    const { code, stdout } = await zfsr("status", "-f", file, "--json");
    assert.equal(code, 3);
    const rows = JSON.parse(stdout) as { target: string; state: string; late: boolean; lag: number | null }[];
    assert.deepEqual(
      rows.map(({ target, state, late }) => ({ target, state, late })),
      [
        { target: "beta:backup/missing/job", state: "missing", late: true },
        { target: "gamma:vault/job", state: "current", late: false },
      ],
    );
  });

  it("holds what each target needs under a name of its own", async () => {
    const newest = await on("alpha", "zfs list -H -o name -t snapshot -s createtxg tank/job | tail -n 1");
    assert.match(await on("alpha", `zfs holds -H ${newest}`), /\tzfsr:two:gamma:vault\/job\t/);
  });

  it("keeps on the source what the other target has not got, and on the target what its rule says, run after run", async () => {
    const keeping = file.replace(/yaml$/, "keep.yaml");
    const keep = '    keep: { source: { last: 1 }, targets: { last: 2 }, match: ["job_*"] }\n';
    writeFileSync(keeping, readFileSync(file, "utf8") + keep);
    const taken = async (place: "alpha:tank/job" | "gamma:vault/job"): Promise<string[]> => {
      const [host, dataset] = place.split(":") as ["alpha" | "gamma", string];
      return (
        await on(host, `zfs list -H -o name -t snapshot -s createtxg -d 1 ${dataset} | sed -n 's/.*@job_//p'`)
      ).split("\n");
    };
    for (let run = 0; run < 3; run += 1) {
      const before = await taken("alpha:tank/job");
      const { code, stderr } = await zfsr("run", "-f", keeping, "--yes");
      assert.equal(code, 1, stderr);
      const source = await taken("alpha:tank/job");
      assert.deepEqual(source.slice(0, -1), before, "beta has got none of them");
      assert.deepEqual(await taken("gamma:vault/job"), source.slice(-2));
    }
  });

  it("finds the hold of a target that does not exist any more", async () => {
    const known = await zfsr("holds", "alpha:tank/job", "--json");
    const states = (text: string): (string | null)[][] =>
      (JSON.parse(text) as { tag: string; state: string; target: string }[])
        .filter(({ tag }) => tag.startsWith("zfsr:two:gamma:"))
        .map(({ state, target }) => [state, target]);
    assert.deepEqual(states(known.stdout), [["base", "gamma:vault/job"]]);
    await removeData("gamma", "vault/job");
    const { code, stdout } = await zfsr("holds", "alpha:tank/job", "--json");
    assert.equal(code, 3, stdout);
    assert.deepEqual(states(stdout), [["gone", "gamma:vault/job"]]);
  });
});
