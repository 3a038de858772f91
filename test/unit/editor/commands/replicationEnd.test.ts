/** What Replicate… does once all is answered: the job, where one was asked for, and the review. */
import assert from "node:assert/strict";
import { ZfsrError } from "../../../../src/core/base/errors";
import { addJob } from "../../../../src/core/replication/addJob";
import { datasetName } from "../../../../src/core/zfs/names";
import { requestOf, unanswered } from "../../../../src/editor/commands/dataset/replication/answers";
import type { AskedReplication } from "../../../../src/editor/commands/dataset/replication/askReplication";
import { finish } from "../../../../src/editor/commands/dataset/replication/finish";

/** What Replicate… was answered, up to a snapshot or not. */
function asked(job: AskedReplication["job"], upTo?: string): AskedReplication {
  const source = { host: "alpha", dataset: datasetName("tank/demo") };
  const target = { host: "beta", dataset: datasetName("backup/demo") };
  const request = requestOf({ ...unanswered, source, target, upTo });
  assert.ok(request);
  return { request, snapshot: false, job };
}

/** Ends the questions where the workspace has this job file. @returns what was said, and how often a plan was reviewed */
async function end(file: string, answers: AskedReplication): Promise<{ said: string[]; reviews: number }> {
  const said: string[] = [];
  let reviews = 0;
  await finish(
    {
      notify: {
        info: (message) => said.push(message),
        error: (error, object) => said.push(`${object} refused: ${ZfsrError.from(error, object).message}`),
      },
      reviewPlan: () => Promise.resolve(void (reviews += 1)),
      saveJob: async ({ request, snapshot }, { job = "", schedule }) => {
        await Promise.resolve();
        addJob(file, job, request, { snapshot, schedule });
        return `${job} is saved`;
      },
    },
    answers,
  );
  return { said, reviews };
}

describe("the end of Replicate…", () => {
  const empty = "version: 1\n";

  it("tells a job that the file's defaults would change, by its name and their key, and reviews the plan all the same", async () => {
    const { said, reviews } = await end("version: 1\ndefaults: { limit: 1 MiB/s }\n", asked({ job: "nightly" }));
    assert.equal(said.length, 1);
    assert.match(said[0] ?? "", /^nightly refused: nightly: .*not asked for.*: defaults\.limit\. Next: move/);
    assert.equal(reviews, 1);
  });

  it("says nothing of a job that the file shows, but that it does not stop where the replication does", async () => {
    assert.deepEqual(await end(empty, asked({ job: "nightly" })), { said: [], reviews: 1 });
    assert.deepEqual(await end(empty, asked({ job: "nightly" }, "monday")), { said: ["nightly is saved"], reviews: 1 });
  });

  it("reviews the plan alone where no job was asked for", async () => {
    assert.deepEqual(await end(empty, asked(undefined)), { said: [], reviews: 1 });
  });
});
