/** Job files while they are typed: what stays beside the jobs, what is said of their last runs, what snippets write. */
import assert from "node:assert/strict";
import snippets from "../../../media/snippets/replication.json";
import { parseJobFile } from "../../../src/core/jobs/parseJobFile";
import { emptyRunState, type RunState } from "../../../src/core/runs/runState";
import { lastRun } from "../../../src/editor/jobs/open/lastRun";
import { readTyped } from "../../../src/editor/jobs/open/readTyped";

const text = `version: 1
jobs:
  db:
    source: alpha:tank/db
    targets: [beta:backup/db]
  home:
    source: alpha:tank/home
    targets: [beta:backup/home]
`;
const { jobs } = readTyped(text, []);
const place = jobs[0]?.job.targets[0] ?? assert.fail();
const standsOf = (typed: string): [string, number][] =>
  readTyped(typed, jobs).jobs.map(({ job, line }) => [job.name, line]);

describe("a job file that is being typed", () => {
  it("keeps its jobs while it has mistakes, at the lines where they stand now", () => {
    const typed = text.replace("version: 1", "# a line more\nversion: 1").replace("beta:backup/db", "beta");
    assert.deepEqual(standsOf(typed), [
      ["db", 4],
      ["home", 7],
    ]);
    assert.deepEqual(
      readTyped(typed, jobs).problems.map(({ line, column }) => [line, column]),
      [[6, 15]],
    );
  });

  it("keeps them where nothing can be read for a moment, and loses a job that was taken out", () => {
    assert.deepEqual(standsOf("version: [\n"), [
      ["db", 3],
      ["home", 6],
    ]);
    const [, , , , , ...home] = text.split("\n");
    assert.deepEqual(standsOf(`version: 2\njobs:\n${home.join("\n")}`), [["home", 3]]);
  });
});

describe("the last run beside a job", () => {
  const now = new Date(2026, 4, 5, 12).getTime();
  const standing = (state: "running" | "current" | "failed" | "never", last: RunState | undefined) => {
    return { place, state, lag: undefined, late: false, last };
  };
  const ran = (outcome: RunState["outcome"], ended: Date): RunState => {
    return { ...emptyRunState("r1"), outcome, startedAt: ended.toISOString(), endedAt: ended.toISOString() };
  };

  it("tells how it ended and at which time, with the day only where it was another", () => {
    const today = new Date(2026, 4, 5, 3, 12);
    const time = today.toLocaleString(undefined, { hour: "2-digit", minute: "2-digit" });
    assert.deepEqual(lastRun([standing("current", ran("done", today))], now), {
      title: `Last: done ${time}`,
      run: "r1",
    });
    assert.match(
      lastRun([standing("failed", ran("failed", new Date(2026, 4, 4, 3, 12)))], now).title,
      /^Last: failed .*4/,
    );
  });

  it("is that of the worst target; none is said where there was none", () => {
    const fine = standing("current", ran("done", new Date(now)));
    const failed = standing("failed", ran("failed", new Date(now)));
    assert.match(lastRun([fine, failed], now).title, /failed/);
    assert.deepEqual(lastRun([standing("never", undefined)], now), { title: "Never run", run: undefined });
    assert.equal(lastRun([fine, standing("running", ran(undefined, new Date(now)))], now).title, "Running");
  });
});

describe("the snippets for job files", () => {
  /** What stands there when nothing is changed. */
  const written = (body: readonly string[], indent: string): string =>
    body
      .map((line) => indent + line.replace(/\$\{\d+[:|]([^,|}]*)[^}]*\}/g, "$1").replace(/\$\{?\d\}?/g, ""))
      .join("\n");
  const file = written(snippets["ZFS replication file"].body, "");
  const job = written(snippets["ZFS replication job"].body, "  ");
  const keep = written(snippets["ZFS replication retention"].body, "    ");

  it("write what a job file may hold", () => {
    for (const whole of [file, `version: 1\njobs:\n${job}`, `version: 1\njobs:\n${job.trimEnd()}\n${keep}`]) {
      const { file: read, problems } = parseJobFile(whole);
      assert.deepEqual(problems, [], whole);
      assert.equal(read?.jobs.length, 1);
    }
  });
});
