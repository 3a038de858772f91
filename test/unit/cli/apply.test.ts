/** Plans of a file, as they were approved: several of them, and on hosts that are marked as production. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apply } from "../../../src/cli/commands/apply";
import { planJobs } from "../../../src/cli/commands/jobs";
import { retry } from "../../../src/cli/commands/retry";
import { keepPlans, replicateRequest } from "../../../src/cli/commands/replicate";
import type { Environment } from "../../../src/cli/environment";
import { silentLog } from "../../../src/core/base/log";
import { noPrompter } from "../../../src/core/hosts/prompter";
import { defaultTransfer } from "../../../src/core/plan/transferOptions";
import type { KeptPlan } from "../../../src/core/replication/planFile";
import { defaultRequest, type ReplicationRequest } from "../../../src/core/replication/request";
import type { RunEvent } from "../../../src/core/runs/events";
import { planFor } from "../../../src/core/runs/replicate";
import { datasetName } from "../../../src/core/zfs/names";
import { Replica } from "../../support/fakes/replica";
import { keyboard, screen } from "../../support/terminals";

const transfer = { ...defaultTransfer, transport: "relay", retries: { limit: 0, first: 1, most: 1 } } as const;

describe("zfsr apply", function () {
  this.timeout(60_000);
  let folder: string;
  let alpha: Replica;
  let beta: Replica;
  let gamma: Replica;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zfsr-apply-"));
    file = join(folder, "plans.json");
    alpha = new Replica("alpha", "tank/root", { guid: 5 });
    beta = new Replica("beta", "backup/root", { guid: 6 });
    gamma = new Replica("gamma", "vault/root", { guid: 7 });
  });
  afterEach(() => {
    for (const { fakes } of [alpha, beta, gamma]) fakes.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a command needs, on a terminal where this is typed when it asks. */
  const environment = (typed?: string): Environment & { readonly said: () => string } => {
    const [stdout, stderr, stdin] = [screen(), screen(typed !== undefined), keyboard(typed !== undefined)];
    const write = stderr.write.bind(stderr);
    stderr.write = (more: string): boolean => {
      if (more.includes("to go on:")) stdin.write(`${typed ?? ""}\n`);
      return write(more);
    };
    return {
      ...{ options: { json: false, verbose: false, sshConfig: undefined, connector: "auto" }, stdout, stderr, stdin },
      host: (id) => (id === "beta" ? beta : id === "gamma" ? gamma : alpha).host,
      ...{ env: { ZFSR_STATE_DIR: join(folder, "state") }, log: silentLog, prompter: noPrompter },
      ...{ cancel: new AbortController(), interrupt: () => undefined },
      ...{ self: [], version: "0", words: [] },
      said: () => stdout.text + stderr.text,
    };
  };
  const options = { yes: false, detach: false, window: undefined, run: undefined };
  const planned = async (request: ReplicationRequest): Promise<KeptPlan> => {
    const { host, cancel } = environment();
    return { job: "j", request, plan: await planFor(request, host, cancel.signal) };
  };
  /** Two targets of one source that keeps its last snapshot: @b is the base of the second, which alone holds it. */
  const both = async (): Promise<readonly KeptPlan[]> => {
    alpha.take("a");
    alpha.takeHeld("b", "zfsr:two");
    alpha.take("c");
    beta.take("a");
    gamma.take("b");
    const request = (job: string, host: string, dataset: string): ReplicationRequest => ({
      ...{ ...defaultRequest, job, transfer },
      source: { host: "alpha", dataset: datasetName("tank/root"), snapshot: undefined },
      target: { host, dataset: datasetName(dataset) },
      keep: { source: { last: 1 }, target: undefined, match: ["*"] },
    });
    return [await planned(request("one", "beta", "backup/root")), await planned(request("two", "gamma", "vault/root"))];
  };

  it("runs all plans of a file, though the first has taken away what the second would", async () => {
    const plans = await both();
    const destroyed = plans.map(({ plan }) => plan.steps.flatMap(({ destroys }) => destroys.map(({ name }) => name)));
    assert.deepEqual(destroyed, [["tank/root@a"], ["tank/root@a", "tank/root@b"]]);
    await keepPlans(plans, file);
    const here = environment();
    assert.equal(await apply(file, { ...options, yes: true }, here), 0, here.said());
    assert.deepEqual([alpha.shorts, beta.shorts, gamma.shorts], ["c", "a b c", "b c"]);
    assert.deepEqual(alpha.changes(), ["zfs destroy tank/root@a", "zfs destroy tank/root@b"]);
  });

  it("refuses a later plan where something else has changed", async () => {
    await keepPlans(await both(), file);
    gamma.take("x");
    const here = environment();
    assert.equal(await apply(file, { ...options, yes: true }, here), 1, here.said());
    assert.match(here.said(), /has changed since it was approved/);
    assert.deepEqual([alpha.shorts, beta.shorts, gamma.shorts], ["b c", "a b c", "b x"]);
  });

  it("asks for the name of a host that the job file marks as production", async () => {
    alpha.take("a", "b");
    beta.take("a", "mine");
    const jobs = join(folder, "jobs.yaml");
    writeFileSync(
      jobs,
      `version: 1
hosts: {alpha: {}, beta: {production: true}}
jobs:
  j:
    source: alpha:tank/root
    targets: [beta:backup/root]
    recursive: false
    on-diverged: rollback
    transport: relay
    protect: {hold: false}
`,
    );
    await planJobs(jobs, [], { script: false, out: file }, environment());
    assert.deepEqual((JSON.parse(readFileSync(file, "utf8")) as { plans: KeptPlan[] }).plans[0]?.production, ["beta"]);
    const wrong = environment("backup/root@mine");
    assert.equal(await apply(file, options, wrong), 5, wrong.said());
    assert.match(wrong.said(), /beta is a production host\. Type beta to go on/);
    assert.deepEqual(beta.changes(), []);
    const right = environment("beta");
    assert.equal(await apply(file, options, right), 0, right.said());
    assert.equal(beta.shorts, "a b");
  });

  it("asks for it when a run of a job is tried again, too", async () => {
    alpha.take("a", "b");
    beta.take("a", "mine");
    const request: ReplicationRequest = {
      ...{ ...defaultRequest, job: "j", transfer, hold: false, onDiverged: "rollback" },
      source: { host: "alpha", dataset: datasetName("tank/root"), snapshot: undefined },
      target: { host: "beta", dataset: datasetName("backup/root") },
    };
    const how = { ...options, snapshot: undefined, transfer: {}, production: ["beta"] };
    let run = "";
    const hear = (event: RunEvent): void => {
      if (event.type === "run-started") run = event.run;
    };
    assert.equal(await replicateRequest(request, { ...how, hear }, environment("backup/root@mine")), 5);
    const again = { ...options, transfer: {} };
    const wrong = environment("backup/root@mine");
    assert.equal(await retry(run, again, wrong), 5, wrong.said());
    assert.match(wrong.said(), /beta is a production host\. Type beta to go on/);
    assert.deepEqual(beta.changes(), []);
    const right = environment("beta");
    assert.equal(await retry(run, again, right), 0, right.said());
    assert.equal(beta.shorts, "a b");
  });
});
