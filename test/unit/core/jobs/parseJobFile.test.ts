import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseJobFile } from "../../../../src/core/jobs/parseJobFile";
import { requestsOf } from "../../../../src/core/replication/requestsOf";

/** `line:column message` of each problem. */
function problems(text: string): string[] {
  return parseJobFile(text).problems.map((problem) => `${problem.line}:${problem.column} ${problem.message}`);
}

describe("a job file", () => {
  it("is read with its defaults, and the sample that ships is valid", () => {
    const sample = join(__dirname, "../../../fixtures/workspace/replication.yaml");
    const { file, problems: found } = parseJobFile(readFileSync(sample, "utf8"));
    assert.deepEqual(found, []);
    const job = file?.jobs[0];
    assert.ok(job);
    assert.equal(job.source.dataset, "tank/demo");
    assert.deepEqual(
      job.targets.map((target) => `${target.host}:${target.dataset}`),
      ["beta:backup/demo"],
    );
    assert.equal(job.recursive, true);
    assert.equal(job.transfer.transport, "auto");
    assert.deepEqual(job.snapshot, { prefix: "rep_", format: undefined, properties: {} });
  });

  it("takes from defaults what a job leaves out, and nothing that it says itself", () => {
    const { file } = parseJobFile(`version: 1
defaults: { recursive: true, transport: relay, max-lag: 1h, send: { raw: true, compressed: false } }
jobs:
  a: { source: "alpha:tank/a", targets: ["beta:backup/a"], transport: direct, send: { compressed: true } }
`);
    const job = file?.jobs[0];
    assert.ok(job);
    assert.equal(job.recursive, true);
    assert.equal(job.transfer.transport, "direct");
    assert.equal(job.maxLag, 3_600_000);
    assert.equal(job.send.raw, true);
    assert.equal(job.send.compressed, true);
  });

  it("sets user properties of the snapshot that is taken, and no others", () => {
    const file = (name: string): string => `version: 1
defaults: { snapshot: { properties: { "com.example:by": nightly } } }
jobs:
  a: { source: "alpha:tank/a", targets: ["beta:backup/a"], snapshot: { properties: { "${name}": true } } }
`;
    assert.deepEqual(parseJobFile(file("com.example:kept")).file?.jobs[0]?.snapshot?.properties, {
      "com.example:by": "nightly",
      "com.example:kept": "on",
    });
    assert.match(problems(file("compression"))[0] ?? "", /a snapshot takes user properties only/);
  });

  it("calls a host that is used over sudo by a name that says so", () => {
    const { file, problems } = parseJobFile(`version: 1
hosts: { a: { ssh: repl@192.0.2.7, port: 2222, sudo: true }, b: { sudo: false } }
jobs:
  a: { source: "a:tank/a", targets: ["b:backup/a"] }
`);
    assert.deepEqual(problems, []);
    assert.equal(file?.jobs[0]?.source.host, "sudo+repl@192.0.2.7:2222");
    assert.equal(file.jobs[0].targets[0]?.host, "b");
    const wrong = parseJobFile("version: 1\nhosts: { a: { sudo: maybe } }\njobs: {}\n");
    assert.deepEqual(
      wrong.problems.map(({ line, column, message }) => `${line}:${column} ${message}`),
      ["2:21 'sudo' must be true or false"],
    );
  });

  it("gives each target a request and a hold of its own", () => {
    const { file } = parseJobFile(`version: 1
jobs:
  a: { source: "alpha:tank/a", targets: ["beta:backup/a", "gamma:vault/a"] }
`);
    const job = file?.jobs[0];
    assert.ok(job);
    assert.deepEqual(
      requestsOf(job).map((request) => request.job),
      ["a:beta:backup/a", "a:gamma:vault/a"],
    );
  });

  it("tells each mistake with its line and column", () => {
    assert.deepEqual(
      problems(`version: 1
hosts: {alpha: {}, beta: {}}
defaults: { transport: fast, max-lag: soon }
jobs:
  c:
    source: alpha:tank/*
    targets: []
    recursive: yes please
    wrong: 1
  d: {targets: [beta:x]}
`),
      [
        "3:24 'transport' must be auto or direct or relay or tcp or local",
        "3:39 'max-lag': it is no duration; write 90s, 15m, 1h or 7d",
        "6:13 'source': it is no name that ZFS allows: the character '*' is not allowed in it",
        "7:14 'targets' must not be empty",
        "8:16 'recursive' must be true or false",
        "9:5 unknown key 'wrong'",
        "10:3 'source' is missing",
      ],
    );
  });

  it("tells of unknown hosts, targets inside their source and targets with two writers", () => {
    assert.deepEqual(
      problems(`version: 1
hosts: {alpha: {}, beta: {}}
jobs:
  c:
    source: alpha:tank/x
    targets: [gamma:x, beta:backup/c, alpha:tank/x/y]
  d:
    source: alpha:tank/x
    targets:
      - beta:backup/c/d
`),
      [
        "6:15 the host 'gamma' is not among 'hosts' (alpha, beta)",
        "6:39 the target alpha:tank/x/y lies inside its source",
        "10:9 the job 'c' writes to beta:backup/c, too",
      ],
    );
    assert.deepEqual(problems(`version: 1\njobs:\n  c: {source: "alpha:tank/x/y", targets: ["alpha:tank/x"]}\n`), [
      "3:43 the source lies inside its target alpha:tank/x",
    ]);
  });

  it("knows a host by another name", () => {
    assert.deepEqual(
      problems(`version: 1
hosts: {alpha: {}, a2: {ssh: root@alpha, sudo: true}, beta: {}, b2: {ssh: beta}, b3: {ssh: beta, port: 2222}}
jobs:
  c:
    source: alpha:tank/x
    targets: [beta:backup/c, b2:backup/c, b3:backup/c, a2:tank/x/y]
`),
      [
        "6:30 the job 'c' writes to beta:backup/c, too, and b2 is beta",
        "6:56 the target a2:tank/x/y lies inside its source",
      ],
    );
    assert.deepEqual(
      problems(`version: 1
hosts: {alpha: {}, a2: {ssh: root@alpha, sudo: true}}
jobs:
  c: {source: "alpha:tank/x/y", targets: ["a2:tank/x"]}
`),
      ["4:43 the source lies inside its target a2:tank/x"],
    );
  });

  it("says where a hook's word has a line break", () => {
    assert.match(
      problems(`version: 1
jobs:
  c:
    source: alpha:tank/x
    targets: [beta:backup/c]
    hooks:
      before:
        - [sh, -c, "echo one\\necho two"]
`).join(),
      /^8:\d+ .*a word has no line break/,
    );
  });

  it("lets no job vanish that is called like something of the language", () => {
    assert.deepEqual(
      problems(`version: 1
jobs:
  __proto__: {source: alpha:tank/x, targets: [beta:x]}
  b: {source: alpha:tank/x, targets: [beta:y]}
`),
      ["3:3 the name '__proto__' cannot be used"],
    );
    const named =
      "version: 1\njobs: { constructor: { source: a:b, targets: [c:d] }, toString: { source: a:b, targets: [e:f] } }";
    assert.deepEqual(
      parseJobFile(named).file?.jobs.map(({ name }) => name),
      ["constructor", "toString"],
    );
  });

  for (const [what, text] of [
    ["rubbish", "\u0000\u0001{{{"],
    ["nothing", ""],
    ["a list", "- 1"],
    ["a name that is an option", 'version: 1\njobs: { "--yes": { source: "a:b", targets: ["c:d"] } }'],
    [
      "an alias bomb",
      `a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c]\ne: [*d,*d,*d,*d]\n`,
    ],
  ] as const) {
    it(`survives ${what}: a problem with a place, and no file`, () => {
      const { file, problems: found } = parseJobFile(text);
      assert.equal(file, undefined);
      assert.ok(
        found.length > 0 &&
          found.every((problem) => problem.line >= 1 && problem.column >= 1 && problem.message !== ""),
      );
    });
  }

  it("says when a job runs, what runs beside it, and which hosts are production", () => {
    const { file, problems: found } = parseJobFile(`version: 1
hosts: { a: { ssh: root@a, production: true }, b: {} }
defaults: { window: "22:00-06:00", hooks: { after: [[logger, done]] } }
jobs:
  a:
    source: a:tank/a
    targets: ["b:backup/a"]
    schedule: "*/15 * * * *"
    parallel: 3
    hooks: { before: [{ host: a, argv: [sleep, 5], timeout: 90s }] }
`);
    assert.deepEqual(found, []);
    const job = file?.jobs[0];
    assert.deepEqual(job?.hooks, {
      before: [{ host: "root@a", argv: ["sleep", "5"], timeout: 90_000 }],
      after: [{ host: "local", argv: ["logger", "done"] }],
    });
    assert.equal(job.schedule?.text, "*/15 * * * *");
    assert.deepEqual(job.window, { from: 22 * 60, to: 6 * 60, days: [] });
    assert.equal(job.transfer.parallel, 3);
    assert.deepEqual(
      [...(file?.hosts.values() ?? [])].map(({ production }) => production),
      [true, false],
    );
    const [request] = requestsOf(job);
    assert.deepEqual([request?.hooks, request?.window], [job.hooks, job.window]);
  });

  it("tells what is wrong with a schedule, a window, a hook and a number of lanes where it stands", () => {
    assert.deepEqual(
      problems(`version: 1
hosts: { a: {}, b: {} }
jobs:
  a:
    source: a:tank/a
    targets: ["b:backup/a"]
    schedule: "0 25 * * *"
    window: 22-6
    parallel: 20
    hooks:
      before: [echo, [logger, x], { host: a }, { argv: [] }]
`),
      [
        "7:15 'schedule': it is no schedule: Invalid value for hour: 25",
        "8:13 'window': it is no time window; write 22:00-06:00 or mon,tue 22:00-06:00",
        "9:15 'parallel': it is 1 to 8, or auto",
        "11:16 'before[0]' must be a list of words, or a map of host, argv (a list of words) and timeout",
        "11:35 'before[2]' must be a list of words, or a map of host, argv (a list of words) and timeout",
        "11:56 'argv': a program and its words, not nothing",
      ],
    );
    assert.deepEqual(
      problems(`version: 1
hosts: { a: {}, b: {} }
jobs:
  a: { source: "a:tank/a", targets: ["b:backup/a"], hooks: { after: [{ host: c, argv: [x] }] } }
`),
      ["4:70 the host 'c' is not among 'hosts' (a, b)"],
    );
  });
});
