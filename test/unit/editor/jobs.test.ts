import assert from "node:assert/strict";
import { jobLines } from "../../../src/core/jobs/jobLines";
import { requestsOf } from "../../../src/core/replication/requestsOf";
import { emptyRunState, type RunState } from "../../../src/core/runs/runState";
import type { DatasetName } from "../../../src/core/zfs/names";
import { describeJob } from "../../../src/editor/jobs/describeJob";
import { JobRuns } from "../../../src/editor/jobs/jobRuns";
import { standingOfTarget, standingText } from "../../../src/editor/jobs/jobStanding";
import { KnownReplication } from "../../../src/editor/jobs/knownReplication";
import { readJobs } from "../../../src/editor/jobs/readJobs";

const text = `# a comment
version: 1
jobs:
  db:
    source: alpha:tank/db
    targets: [beta:backup/db, gamma:vault/db]
    recursive: true
    max-lag: 1h
  "home":
    source: alpha:tank/home
    targets: [beta:backup/home]
`;
const hour = 3_600_000;
const now = 1_000 * hour;
const iso = (hours: number): string => new Date(now - hours * hour).toISOString();
const { jobs } = readJobs(text);
const job = jobs[0]?.job ?? assert.fail("the job file is wrong");
const place = job.targets[0] ?? assert.fail();

function ran(hours: number, outcome: RunState["outcome"], verified: boolean): RunState {
  const [request] = requestsOf(job);
  const targets = [{ place: "beta:backup/db", newest: undefined, verified, partial: false }];
  const times = { startedAt: iso(hours), endedAt: iso(hours) };
  return { ...emptyRunState("r"), ...times, ...(request ? { request } : {}), outcome, targets };
}

describe("jobs of the workspace", () => {
  it("are known with the lines on which they stand", () => {
    assert.deepEqual(
      jobs.map(({ job: { name }, line }) => [name, line]),
      [
        ["db", 4],
        ["home", 9],
      ],
    );
    assert.deepEqual([...jobLines("jobs: [")], []);
  });

  it("are not used from a file with mistakes, which are told with their lines", () => {
    const broken = readJobs(text.replace("recursive: true", "recursive: perhaps"));
    assert.deepEqual([broken.jobs.length, broken.problems[0]?.line], [0, 7]);
  });

  it("stand as their last run left them, and are late by the last one that was verified", () => {
    const known = (runs: readonly RunState[]) => ({ runs, running: false, asked: undefined });
    const fine = standingOfTarget(job, place, known([ran(0.5, "done", true)]), now);
    assert.deepEqual([fine.state, fine.late, standingText(fine)], ["current", false, "done, verified 30 min ago"]);
    const failed = standingOfTarget(job, place, known([ran(0.1, "failed", false), ran(3, "done", true)]), now);
    assert.deepEqual([failed.state, failed.late], ["failed", true]);
    assert.equal(standingText(failed), "failed, verified 3 h ago, late");
    const never = standingOfTarget(job, place, known([]), now);
    assert.deepEqual([never.state, never.late, standingText(never)], ["never", false, "never run"]);
  });

  it("stand as the hosts say, where those were asked after the last run", () => {
    const status = { target: "beta:backup/db", common: undefined, at: now - 60_000 };
    const asked = { ...status, state: "behind", lag: 2 * hour } as const;
    const behind = standingOfTarget(job, place, { runs: [ran(5, "done", true)], running: false, asked }, now);
    assert.deepEqual([behind.state, behind.lag, behind.late], ["behind", 2 * hour + 60_000, true]);
    const later = standingOfTarget(job, place, { runs: [ran(0, "done", true)], running: false, asked }, now);
    assert.equal(later.state, "current");
  });

  it("show the worst of their targets", () => {
    const known = { runs: [ran(0.5, "done", true)], running: false, asked: undefined };
    const fine = standingOfTarget(job, place, known, now);
    const never = standingOfTarget(job, place, { ...known, runs: [] }, now);
    const found = { job, line: 4 };
    const row = describeJob({ found }, [fine, never], now);
    assert.equal(row.description, "never run, last run 30 min ago, no schedule");
    assert.equal(row.context, "zfs.job;never");
  });

  it("say when they run next, and that they missed a run", () => {
    const scheduled = readJobs(text.replace("max-lag: 1h", 'schedule: "*/30 * * * *"')).jobs[0] ?? assert.fail();
    const standing = (hours: number) =>
      standingOfTarget(
        scheduled.job,
        place,
        { runs: [ran(hours, "done", true)], running: false, asked: undefined },
        now,
      );
    const row = (hours: number) => describeJob({ found: scheduled }, [standing(hours)], now).description;
    assert.match(row(0), /next run in (30 min|\d+ min)$/);
    assert.match(row(3), /missed a run, due$/);
  });
});

describe("what replicates where", () => {
  const listeners = { onDidChange: () => ({ dispose: () => undefined }) };
  const history = { ...listeners, ended: [{ files: {} as never, state: ran(0.5, "done", true) }] };
  const transfers = { running: [] };
  const files = { ...listeners, files: [{ uri: undefined, jobs, problems: [] }] };
  const runs = new JobRuns(history as never, transfers as never, () => now);
  const known = new KnownReplication(files as never, runs, history as never);
  const name = (dataset: string): DatasetName => dataset as DatasetName;

  it("is told beside the source and beside its copies", () => {
    const source = known.of("alpha", name("tank/db"));
    assert.deepEqual(
      source?.targets.map(({ place: at, text: said, late }) => [at, said, late]),
      [
        ["beta:backup/db", "done, verified 30 min ago", false],
        ["gamma:vault/db", "never run", false],
      ],
    );
    assert.equal(known.of("beta", name("backup/db"))?.source?.place, "alpha:tank/db");
    assert.equal(known.of("alpha", name("tank")), undefined);
  });

  it("leads from a dataset to its copies and back, also below a recursive job's root", () => {
    const lead = (host: string, dataset: string): string[] =>
      known.counterparts(host, name(dataset)).map((other) => `${other.host}:${other.dataset}`);
    assert.deepEqual(lead("alpha", "tank/db/logs"), ["beta:backup/db/logs", "gamma:vault/db/logs"]);
    assert.deepEqual(lead("beta", "backup/db"), ["alpha:tank/db"]);
    assert.deepEqual(lead("alpha", "tank/home/ann"), []);
  });
});
