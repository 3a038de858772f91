/** Whether the targets of jobs still exist, and what journals remember of jobs. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultRequest } from "../../../../src/core/replication/request";
import { JournalWriter } from "../../../../src/core/runs/journal";
import { knownJobs } from "../../../../src/core/runs/knownJobs";
import { lookForTargets } from "../../../../src/core/runs/lookForTargets";
import { newRunId, runFiles } from "../../../../src/core/runs/runDirectory";
import { datasetName } from "../../../../src/core/zfs/names";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";

describe("the targets of holds", () => {
  it("are looked for by one command a host, and nothing is said of what cannot be seen", async () => {
    const fake = new FakeCommands();
    fake.add("zpool", `printf 'backup\\t5\\t10\\t5\\t5\\t50\\t0\\tONLINE\\toff\\n'`);
    fake.add(
      "zfs",
      `for name in "$@"; do :; done
case "$name" in
*/there) printf '%s@1\\t77\\t1\\t1700000000\\t0\\t9\\t0\\n' "$name" ;;
*/denied) echo "cannot open '$name': permission denied" >&2; exit 1 ;;
*) echo "cannot open '$name': dataset does not exist" >&2; exit 1 ;;
esac`,
    );
    try {
      const beta = new FakeHost("beta", fake);
      const jobs = ["beta:backup/there", "beta:backup/gone", "beta:backup/denied", "beta:away/x", "lost:backup/there"];
      // the text of a tag alone is no proof: another machine may mean another beta by it
      const told = ["two:beta:backup/there", "two:beta:backup/gone"];
      const seen = await lookForTargets(
        [...jobs, ...told].map((job) => {
          const [host = "", name = ""] = job.replace("two:", "").split(":");
          return { job, target: { host, dataset: datasetName(name) }, remembered: jobs.includes(job) };
        }),
        (id) => (id === "beta" ? beta : assert.fail("there is no such host")),
        new AbortController().signal,
      );
      assert.deepEqual(
        seen.map(({ has }) => (has instanceof Set ? [...has] : has)),
        [["77"], "gone", undefined, undefined, ["77"], undefined, undefined],
      );
      assert.equal(beta.scripts.length, 1);
    } finally {
      fake.dispose();
    }
  });

  it("are remembered by the journals of runs from that host, the newest first", async () => {
    const folder = mkdtempSync(join(tmpdir(), "zfsr-"));
    try {
      const write = (time: number, source: string, job: string, target: string): void => {
        const files = runFiles(folder, newRunId(time));
        const journal = new JournalWriter(files);
        const request = {
          ...{ ...defaultRequest, job },
          source: { host: source, dataset: datasetName("tank/a"), snapshot: undefined },
          target: { host: "beta", dataset: datasetName(target) },
        };
        journal.write({ type: "run-started", run: files.id, title: "", pid: 1, request, at: "" });
        journal.close();
      };
      write(1000, "alpha", "one", "backup/old");
      write(2000, "alpha", "one", "backup/new");
      write(3000, "gamma", "two", "backup/two");
      assert.deepEqual(await knownJobs(folder, "alpha"), [
        { job: "one", target: { host: "beta", dataset: "backup/new" } },
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
