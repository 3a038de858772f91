import assert from "node:assert/strict";
import type { Plan } from "../../../src/core/plan/plan";
import { planReplication } from "../../../src/core/replication/planReplication";
import { defaultRequest, type ReplicationRequest } from "../../../src/core/replication/request";
import { datasetName } from "../../../src/core/zfs/names";
import { runOnModel } from "./runOnModel";
import { ModelHost } from "./zfs";

export const root = datasetName("tank/demo");
export const copy = datasetName("backup/demo");

/** alpha with its pool tank and beta with its own, and what is planned from the one to the other. */
export class ModelPair {
  readonly source = new ModelHost("alpha", "tank");
  readonly target: ModelHost;
  readonly hosts: ReadonlyMap<string, ModelHost>;

  constructor(targetPool = "backup") {
    this.target = new ModelHost("beta", targetPool);
    this.hosts = new Map([
      ["alpha", this.source],
      ["beta", this.target],
    ]);
  }

  /** From alpha:tank/demo alone to beta:backup/demo, without holds, where nothing else is asked for. */
  plan(change: Partial<ReplicationRequest> = {}, snapshot?: string): Plan {
    const request: ReplicationRequest = {
      ...{ ...defaultRequest, job: "job", hold: false },
      source: { host: "alpha", dataset: root, snapshot },
      target: { host: "beta", dataset: copy },
      ...change,
    };
    return planReplication(request, {
      source: this.source.observe(request.source.dataset, request.recursive),
      target: (this.hosts.get(request.target.host) ?? this.target).observe(request.target.dataset, request.recursive),
      tokens: this.target.tokens(),
    });
  }

  /** Runs it, and wants every step to succeed. */
  run(plan: Plan): void {
    assert.deepEqual([...runOnModel(plan, this.hosts)], []);
  }

  /** Takes them of alpha:tank/demo and all below it. */
  snapshots(...shorts: string[]): void {
    for (const short of shorts) this.source.snapshot(root, short, true);
  }
}
