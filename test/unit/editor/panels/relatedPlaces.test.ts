import assert from "node:assert/strict";
import { pairRequest } from "../../../../src/core/replication/pairRequest";
import { emptyRunState } from "../../../../src/core/runs/runState";
import { type RunId, runFiles } from "../../../../src/core/runs/runDirectory";
import type { DatasetName } from "../../../../src/core/zfs/names";
import { relatedPlaces } from "../../../../src/editor/panels/lineage/relatedPlaces";
import { replicationEdges } from "../../../../src/editor/panels/replicationEdges";
import { topologyState } from "../../../../src/editor/panels/topology/topologyState";

const place = (text: string): { host: string; dataset: DatasetName } => ({
  host: text.split(":")[0] ?? "",
  dataset: text.split(":")[1] as DatasetName,
});
const request = (from: string, to: string, recursive = true) => pairRequest(place(from), place(to), { recursive });
const job = (name: string, from: string, to: string, recursive = true) => ({
  ...{ job: name, request: request(from, to, recursive), maxLag: 3_600_000 },
});
const run = (from: string, to: string, startedAt: string, alive = false) => ({
  files: runFiles("/runs", "r" as RunId),
  state: { ...emptyRunState("r"), request: request(from, to), startedAt },
  alive,
});

describe("what replicates where", () => {
  it("is each pair once, named by its job, with the newest run of each", () => {
    const edges = replicationEdges(
      [job("nightly", "alpha:tank/db", "beta:backup/db")],
      [
        run("alpha:tank/db", "beta:backup/db", "2026-11-23T02:00:00Z", true),
        run("alpha:tank/db", "beta:backup/db", "2026-11-22T02:00:00Z"),
        run("beta:backup/db", "gamma:vault/db", "2026-11-21T02:00:00Z"),
      ],
    );
    assert.deepEqual(
      edges.map((edge) => [edge.job, edge.lastRun, edge.running]),
      [
        ["nightly", Date.UTC(2026, 10, 23, 2), true],
        ["no job", Date.UTC(2026, 10, 21, 2), false],
      ],
    );
  });

  it("leads from a dataset to its copies and theirs, below the roots of jobs, too", () => {
    const edges = replicationEdges(
      [job("a", "alpha:tank", "beta:backup/alpha"), job("b", "beta:backup/alpha/db", "gamma:vault/db")],
      [],
    );
    const family = ["alpha:tank/db", "beta:backup/alpha/db", "gamma:vault/db"];
    for (const start of family) {
      const found = relatedPlaces(place(start), edges).map(({ host, dataset }) => `${host}:${dataset}`);
      assert.deepEqual([...found].sort(), family);
      assert.equal(found[0], "alpha:tank/db", "the source stands first");
    }
  });

  it("does not lead below the root of a job that is not recursive, and ends in a ring", () => {
    const one = replicationEdges([job("a", "alpha:tank", "beta:backup", false)], []);
    assert.equal(relatedPlaces(place("alpha:tank/db"), one).length, 1);
    const ring = replicationEdges([job("a", "alpha:t", "beta:t"), job("b", "beta:t", "alpha:t")], []);
    assert.equal(relatedPlaces(place("alpha:t"), ring).length, 2);
  });

  it("tells late ones, and why one is not known; one unreachable host hides no other edge", () => {
    const edges = replicationEdges([job("a", "alpha:t", "beta:t"), job("b", "alpha:t", "gamma:t")], []);
    const [first, second] = edges.map(({ id }) => id);
    const statuses = new Map([
      [first ?? "", { state: "behind" as const, lag: 7_200_000 }],
      [second ?? "", { failure: "gamma does not answer" }],
    ]);
    const state = topologyState(edges, statuses, (host) => host === "alpha", "12:00");
    assert.deepEqual(
      state.edges.map((edge) => [edge.state, edge.late, edge.failure]),
      [
        ["behind", true, undefined],
        ["unknown", false, "gamma does not answer"],
      ],
    );
    assert.match(state.message, /^Hosts: 3\. Replications: 2, late: 1\./);
    assert.deepEqual(state.hosts[0], { name: "alpha", production: true });
  });
});
