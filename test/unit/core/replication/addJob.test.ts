import assert from "node:assert/strict";
import { parseJobFile } from "../../../../src/core/jobs/parseJobFile";
import { defaultTransfer } from "../../../../src/core/plan/transferOptions";
import { addJob } from "../../../../src/core/replication/addJob";
import type { JobExtras } from "../../../../src/core/replication/jobKeys";
import { pairRequest } from "../../../../src/core/replication/pairRequest";
import { defaultSend, type ReplicationRequest } from "../../../../src/core/replication/request";
import { requestsOf } from "../../../../src/core/replication/requestsOf";
import type { DatasetName } from "../../../../src/core/zfs/names";

const source = { host: "alpha", dataset: "tank/demo" as DatasetName };
const target = { host: "beta", dataset: "backup/demo" as DatasetName };
const request = pairRequest(source, target, { recursive: true, hold: false });

const plain: JobExtras = { snapshot: false, schedule: undefined };
const taking: JobExtras = { snapshot: true, schedule: undefined };

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
    const after = addJob(before, "demo", request, taking);
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
    const after = addJob(bare, "demo", request, plain);
    assert.ok(after.startsWith(bare), after);
    assert.deepEqual(parseJobFile(after).problems, []);
    assert.match(after, /^hosts:\n {2}alpha: \{\}\n {2}beta: \{\}$/m);
  });

  it("makes a file where there is none, and says its hosts", () => {
    const { file, problems } = parseJobFile(addJob("", "demo", request, plain));
    assert.deepEqual(problems, []);
    assert.deepEqual(
      file?.jobs.map(({ name }) => name),
      ["demo"],
    );
  });

  it("says all that the request does, so that its runs do what was reviewed", () => {
    const whole: ReplicationRequest = {
      ...request,
      source: { ...source, snapshot: undefined },
      select: { include: ["tank/demo/**", "tank/demo"], exclude: ["tank/demo/scratch"], snapshots: ["auto_*"] },
      send: { ...defaultSend, raw: true, compressed: false, largeBlocks: false, embedded: false, properties: true },
      receive: { resumable: false, readonly: false, createParents: true, set: { atime: "off" }, inherit: ["quota"] },
      hold: true,
      bookmark: true,
      onDiverged: "rename",
      keep: { source: { last: 2, within: 90_000 }, target: { daily: 30 }, match: [] },
      consent: ["retention"],
      accept: ["a-hazard"],
      hooks: { before: [{ host: "gamma", argv: ["sync", "a b"], timeout: 1500 }], after: [] },
      window: { from: 22 * 60, to: 6 * 60, days: [1, 2] },
      transfer: {
        ...defaultTransfer,
        ...{ transport: "tcp", port: 9001, trustedNetwork: true, limit: 50 * 2 ** 20, compression: "zstd" },
        ...{ buffer: 1000, cipher: "aes128-ctr", stallTimeout: 0, onSource: true, parallel: 4 },
        retries: { ...defaultTransfer.retries, limit: 2 },
      },
    };
    const text = addJob("", "demo", whole, { snapshot: true, schedule: "*/15 * * * *" });
    const { file, problems } = parseJobFile(text);
    assert.deepEqual(problems, [], text);
    const [job] = file?.jobs ?? [];
    assert.ok(job);
    const [read] = requestsOf(job);
    assert.deepEqual({ ...read, job: "" }, { ...whole, job: "" });
    assert.deepEqual([job.schedule?.text, job.snapshot?.prefix], ["*/15 * * * *", "rep_"]);
    assert.match(text, /limit: 50 MiB\/s\n/);
  });

  it("says what is so by default only where the defaults of the file say otherwise", () => {
    assert.equal(addJob("", "demo", pairRequest(source, target, {}), plain).split("\n").length, 10);
    const defaults = "version: 1\ndefaults: { recursive: true, transport: relay, protect: { hold: false } }\n";
    const [job] = parseJobFile(addJob(defaults, "demo", pairRequest(source, target, {}), plain)).file?.jobs ?? [];
    assert.deepEqual([job?.recursive, job?.transfer.transport, job?.protect.hold], [false, "auto", true]);
  });

  describe("in a file whose defaults have what was not asked for", () => {
    const asked = pairRequest(source, target, {});
    const added = (defaults: string, request = asked, extras = plain) => {
      const text = addJob(`version: 1\ndefaults: ${defaults}\n`, "demo", request, extras);
      const [job] = parseJobFile(text).file?.jobs ?? [];
      assert.ok(job, text);
      const [read] = requestsOf(job);
      return { text, job, read: { ...read, job: "" } };
    };

    it("says that it keeps everything, and has no hooks", () => {
      const { read, text } = added(
        "{ keep: { source: { last: 3 }, targets: { daily: 7 } }, hooks: { before: [[a]] } }",
      );
      assert.deepEqual([read.keep?.source, read.keep?.target, read.hooks], [{}, {}, undefined], text);
    });

    it("has the rules of one side alone where the other has none", () => {
      const keep = { source: { last: 5 }, target: undefined, match: [] };
      const { read } = added("{ keep: { targets: { last: 1 }, match: x* } }", { ...asked, keep });
      assert.deepEqual(read.keep, { source: { last: 5 }, target: {}, match: [] });
    });

    it("takes no snapshot and chooses none where none is to be", () => {
      const none = added("{ snapshot: { use: auto_* } }");
      assert.deepEqual([none.job.snapshot, none.read.select?.snapshots], [undefined, []], none.text);
      assert.equal(added("{ snapshot: { format: '%s' } }").job.snapshot, undefined);
      const { job, read } = added("{ snapshot: { use: auto_* } }", asked, taking);
      assert.deepEqual([job.snapshot?.prefix, read.select?.snapshots], ["rep_", []]);
    });

    for (const [key, defaults] of [
      ["schedule", "{ schedule: 0 3 * * * }"],
      ["snapshot.prefix", "{ snapshot: { prefix: rep_ } }"],
      ["limit", "{ limit: 5 MiB }"],
      ["window", "{ window: 22:00-06:00 }"],
      ["receive.properties.set.atime", "{ receive: { properties: { set: { atime: off } } } }"],
      ["receive.properties.set.org.x:a", "{ receive: { properties: { set: { 'org.x:a': b } } } }"],
    ] as const)
      it(`refuses where a job has no word against it, and names defaults.${key}`, () => {
        assert.throws(() => added(defaults), new RegExp(`demo: .*: defaults\\.${key}\\. Next: .*move what is named`));
      });

    it("takes what was asked for in the place of it", () => {
      const whole = { ...asked, transfer: { ...defaultTransfer, limit: 1024 } };
      const extras = { snapshot: true, schedule: " 0 4 * * * " };
      const { job } = added("{ schedule: 0 3 * * *, limit: 5 MiB, snapshot: { prefix: x_ } }", whole, extras);
      assert.deepEqual([job.schedule?.text, job.transfer.limit, job.snapshot?.prefix], ["0 4 * * *", 1024, "rep_"]);
    });
  });

  it("refuses where a host's name stands for another host in the file", () => {
    const elsewhere = "version: 1\nhosts: { alpha: {}, beta: { ssh: gamma } }\n";
    const told = /demo: .*: hosts\.beta\. Next: call the host/;
    assert.throws(() => addJob(elsewhere, "demo", request, plain), told);
    const hooks = { before: [], after: [{ host: "beta", argv: ["sync"] }] };
    const here = pairRequest(source, { ...target, host: "local" }, { hooks });
    assert.throws(() => addJob(elsewhere, "demo", here, plain), told);
  });

  it("refuses a name that is taken, and a target that another job writes", () => {
    assert.throws(() => addJob(before, "nightly", request, plain), /has a job of that name already/);
    const same = pairRequest(source, { host: "beta", dataset: "backup/home" as DatasetName }, {});
    assert.throws(() => addJob(before, "second", same, plain), /would be wrong/);
  });

  it("refuses a file with mistakes", () => {
    assert.throws(() => addJob("jobs: [", "demo", request, plain), /no job file that could be added to/);
  });
});
