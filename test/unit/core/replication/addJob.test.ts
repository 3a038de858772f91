import assert from "node:assert/strict";
import { parseJobFile } from "../../../../src/core/jobs/parseJobFile";
import { addJob } from "../../../../src/core/replication/addJob";
import { pairRequest } from "../../../../src/core/replication/pairRequest";
import type { DatasetName } from "../../../../src/core/zfs/names";

const source = { host: "alpha", dataset: "tank/demo" as DatasetName };
const target = { host: "beta", dataset: "backup/demo" as DatasetName };
const request = pairRequest(source, target, { recursive: true, hold: false });

const before = `# the office
version: 1
hosts:
  alpha: {}
  beta: { ssh: beta } # mind it
jobs:
  # every night
  nightly:
    source: alpha:tank/home
    targets: [beta:backup/home]
`;

describe("a job that is added to a file", () => {
  it("leaves every line of the file as it was", () => {
    const after = addJob(before, "demo", request, true);
    assert.ok(after.startsWith(before), after);
    const job = parseJobFile(after).file?.jobs.find(({ name }) => name === "demo");
    assert.deepEqual(
      [job?.recursive, job?.protect.hold, job?.snapshot?.prefix, job?.targets],
      [true, false, "rep_", [{ host: "beta", dataset: "backup/demo", snapshot: undefined }]],
    );
  });

  it("adds the hosts where the file names none, and leaves every line as it was", () => {
    const bare =
      "version: 1\njobs:\n  # mind it\n  home: { source: alpha:tank/home, targets: [beta:backup/home] } # so";
    const after = addJob(bare, "demo", request, false);
    assert.ok(after.startsWith(bare), after);
    assert.deepEqual(parseJobFile(after).problems, []);
    assert.match(after, /^hosts:\n {2}alpha: \{\}\n {2}beta: \{\}$/m);
  });

  it("makes a file where there is none, and says its hosts", () => {
    const { file, problems } = parseJobFile(addJob("", "demo", request, false));
    assert.deepEqual(problems, []);
    assert.deepEqual(
      file?.jobs.map(({ name }) => name),
      ["demo"],
    );
  });

  it("refuses a name that is taken, and a target that another job writes", () => {
    assert.throws(() => addJob(before, "nightly", request, false), /has a job of that name already/);
    const same = pairRequest(source, { host: "beta", dataset: "backup/home" as DatasetName }, {});
    assert.throws(() => addJob(before, "second", same, false), /would be wrong/);
  });

  it("refuses a file with mistakes", () => {
    assert.throws(() => addJob("jobs: [", "demo", request, false), /no job file that could be added to/);
  });
});
