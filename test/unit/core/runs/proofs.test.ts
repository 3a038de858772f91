import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultRequest } from "../../../../src/core/replication/request";
import { proofsIn } from "../../../../src/core/runs/proofs";
import { datasetName } from "../../../../src/core/zfs/names";

describe("a proof that nothing is to be done", () => {
  it("is left out where it cannot be kept, and ends no run", async () => {
    const folder = mkdtempSync(join(tmpdir(), "zfsr-proofs-"));
    writeFileSync(join(folder, "file"), "");
    const proofs = proofsIn(join(folder, "file", "proofs"), "1");
    const request = {
      ...{ ...defaultRequest, job: "job" },
      source: { host: "alpha", dataset: datasetName("tank/a"), snapshot: undefined },
      target: { host: "beta", dataset: datasetName("backup/a") },
    };
    const plan = { version: 1, title: "t", steps: [], goals: [], warnings: [] } as const;
    await proofs.keep(request, { source: "a", target: "b", plan, targets: [] });
    assert.equal(await proofs.read(request), undefined);
    rmSync(folder, { recursive: true });
  });
});
