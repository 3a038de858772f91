/** Jobs of a file by the built command line: what is due, what waits for its window, and how each target stands. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runFiles, runId } from "../../../src/core/runs/runDirectory";
import { listenForControl } from "../../../src/core/runs/control";
import { datasetLine, Machine } from "./support/localZfsr";

/** A pool with two datasets; nothing is to be sent, since neither has snapshots. */
const zfs = `case "$*" in
  "version") printf 'zfs-2.1.11-1\\nzfs-kmod-2.1.11-1\\n' ;;
  *snapshot,bookmark*) exit 0 ;;
  *" pool") printf '${datasetLine("pool")}\\n' ;;
  *" pool/a") printf '${datasetLine("pool/a")}\\n' ;;
  *) echo "cannot open '$*': dataset does not exist" >&2; exit 1 ;;
esac`;

const hour = 3_600_000;

describe("jobs of a file", function () {
  this.timeout(180_000);
  let machine: Machine;

  beforeEach(() => {
    machine = new Machine();
    machine.program("zfs", zfs);
    machine.program("zpool", `printf 'pool\\t5\\t10\\t5\\t5\\t50\\t0\\tONLINE\\toff\\n'`);
  });
  afterEach(() => machine.dispose());

  const jobs = (text: string): string => machine.file("replication.yaml", `version: 1\njobs:\n${text}`);
  const job = (name: string, more = ""): string =>
    `  ${name}: { source: "local:pool/a", targets: ["local:pool/${name}"]${more} }\n`;
  const hourly = ', schedule: "0 * * * *"';

  /** The journal of a run of a job that began so many hours ago. @param outcome undefined: it has not ended */
  function ran(name: string, hours: number, outcome: string | undefined, suffix = "000001"): string {
    const began = new Date(Date.now() - hours * hour);
    const id = `${began.toISOString().replace(/[-:]|\.\d+/g, "")}-${suffix}`;
    const at = began.toISOString();
    const request = { job: `${name}:local:pool/${name}`, target: { host: "local", dataset: `pool/${name}` } };
    const finding = { id: "busy", severity: "error", title: "local:pool: dataset is busy", remedies: [], text: "" };
    const findings = outcome === "failed" ? [finding] : [];
    const events = [
      { type: "run-started", at, run: id, title: "t", pid: 1, request },
      ...(outcome === undefined ? [] : [{ type: "run-ended", at, outcome, bytesSent: 0, findings, targets: [] }]),
    ];
    machine.file(`state/runs/${id}/events.jsonl`, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    return id;
  }

  /** What each run that was begun is about: the titles of new journals. */
  const begun = (stdout: string): string[] =>
    stdout
      .split("\n")
      .filter((line) => line.startsWith('{"type":"run-started"'))
      .map((line) => (JSON.parse(line) as { request: { job: string } }).request.job);

  it("that are due by their schedules run, and no others", async () => {
    const file = jobs(
      job("never", hourly) + job("late", hourly) + job("fresh", ', schedule: "0 0 1 1 *"') + job("manual"),
    );
    ran("late", 3, "done");
    ran("fresh", 1, "failed");
    const { code, stdout, stderr } = await machine.run("run", "-f", file, "--due", "--json");
    assert.deepEqual(begun(stdout), ["never:local:pool/never", "late:local:pool/late"], stderr);
    assert.equal(code, 3);
    const again = await machine.run("run", "-f", file, "--due");
    assert.match(again.stdout, /^Nothing is due; the next run is due at /);
    assert.equal(again.code, 0);
  });

  it("that are under way are left to themselves though the next run is due", async () => {
    const file = jobs(job("long", hourly));
    const control = await listenForControl(runFiles(machine.runs, runId(ran("long", 3, undefined))), () => undefined);
    const { stdout } = await machine.run("run", "-f", file, "--due", "--json");
    control.dispose();
    assert.deepEqual(begun(stdout), []);
  });

  it("of which none has a schedule are refused with --due, since they would never run", async () => {
    const { code, stderr } = await machine.run("run", "-f", jobs(job("manual")), "--due");
    assert.equal(code, 2);
    assert.match(stderr, /no job that was asked for has a schedule/);
  });

  it("outside of their time window do nothing, say when it opens, and can be run all the same", async () => {
    const shut = (hours: number): string => String((new Date().getHours() + hours) % 24).padStart(2, "0");
    const window = `${shut(2)}:00-${shut(3)}:00`;
    const file = jobs(job("night", `, window: "${window}"`));
    const { code, stdout } = await machine.run("run", "-f", file);
    assert.equal(code, 3);
    assert.ok(
      stdout.startsWith(`local:pool/night: it is outside of its time window ${window}, which opens at `),
      stdout,
    );
    assert.deepEqual(begun((await machine.run("run", "-f", file, "--json")).stdout), []);
    const always = await machine.run("run", "-f", file, "--json", "--window", "always");
    assert.deepEqual(begun(always.stdout), ["night:local:pool/night"]);
    const pair = await machine.run("replicate", "local:pool/a", "local:pool/b", "--window", window);
    assert.match(pair.stdout, /^local:pool\/b: it is outside of its time window/);
    assert.equal(pair.code, 3);
  });

  it("tell late, failed, missed and never run apart", async () => {
    const file = jobs(
      job("broken", hourly) + job("behind", ", max-lag: 1h") + job("idle", ', schedule: "* * * * *"') + job("fresh"),
    );
    const id = ran("broken", 0.001, "failed");
    ran("broken", 5, "done", "000000");
    ran("behind", 0.001, "done", "000002");
    ran("idle", 2, "done");
    const asked = Date.now();
    const { code, stdout } = await machine.run("status", "-f", file, "--json");
    assert.equal(code, 3);
    const rows = JSON.parse(stdout) as Record<string, unknown>[];
    assert.deepEqual(
      rows.map(({ job: name, late, failed, missed, neverRan }) => ({ name, late, failed, missed, neverRan })),
      [
        { name: "broken", late: false, failed: true, missed: false, neverRan: false },
        { name: "behind", late: true, failed: false, missed: false, neverRan: false },
        { name: "idle", late: false, failed: false, missed: true, neverRan: false },
        { name: "fresh", late: false, failed: false, missed: false, neverRan: true },
      ],
    );
    const [broken] = rows as { lastRun: Record<string, unknown>; lastDone: object; next: string; schedule: string }[];
    assert.equal(broken?.lastRun["run"], id);
    assert.equal(broken.lastRun["because"], "local:pool: dataset is busy");
    assert.ok(broken.lastDone);
    assert.equal(broken.schedule, "0 * * * *");
    assert.ok(Date.parse(broken.next) >= asked && Date.parse(broken.next) <= Date.now() + hour);
    const text = (await machine.run("status", "-f", file)).stdout;
    assert.match(text, /^behind .*, late .*done just now/m);
    assert.match(text, /^idle .*, missed .*done 2 h ago +due/m);
    assert.match(
      text,
      new RegExp(`broken to local:pool/broken: its last run failed just now: .* busy. See zfsr report ${id}`),
    );
  });

  it("run their hooks beside each run, as steps of the plan and of the journal", async () => {
    const said = join(machine.folder, "said");
    machine.program("tell", `echo "$ZFSR_HOOK $ZFSR_JOB $ZFSR_OUTCOME $*" >>'${said}'`);
    const file = jobs(job("db", ", hooks: { before: [[tell, a b]], after: [[tell, over], [no-such-program]] }"));
    const plan = await machine.run("plan", "-f", file, "--json");
    const [{ steps }] = (JSON.parse(plan.stdout) as { plans: [{ steps: { id: string; argv: string[] }[] }] }).plans;
    assert.deepEqual(
      steps.map(({ id, argv }) => [id, ...argv]),
      [
        ["hook-before:1", "tell", "a b"],
        ["hook-after:1", "tell", "over"],
        ["hook-after:2", "no-such-program"],
      ],
    );
    const { stdout } = await machine.run("run", "-f", file, "--json");
    const events = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; step?: string; outcome?: string });
    assert.deepEqual(
      events.flatMap(({ type, step, outcome }) => (type === "step-ended" ? [`${step ?? ""} ${outcome ?? ""}`] : [])),
      ["hook-before:1 done", "hook-after:1 done", "hook-after:2 failed"],
    );
  });

  it("take their snapshot once, for the first target that comes so far, and not again", async () => {
    const [taken, tried] = [join(machine.folder, "taken"), join(machine.folder, "tried")];
    machine.program("zfs", zfs.replace('case "$*" in', `case "$*" in\n  snapshot*) echo "$*" >>'${taken}'; exit 0 ;;`));
    machine.program("flaky", `[ -e '${tried}' ] && exit 0; : >'${tried}'; exit 1`);
    const targets = ["b", "c", "d"].map((name) => `"local:pool/${name}"`).join(", ");
    const file = jobs(
      `  db: { source: "local:pool/a", targets: [${targets}], snapshot: { prefix: rep_ }, hooks: { before: [[flaky]] } }\n`,
    );
    const { stdout, stderr } = await machine.run("run", "-f", file, "--json");
    assert.equal(begun(stdout).length, 3, stderr);
    assert.match(readFileSync(taken, "utf8"), /^snapshot pool\/a@rep_\S+\n$/);
  });

  it("have a report of each run: every command on any host, each step with its time, and no key", async () => {
    const { stdout } = await machine.run("replicate", "local:pool/a", "local:pool/b", "--json");
    const { run } = JSON.parse(stdout.split("\n")[0] ?? "") as { run: string };
    const json = JSON.parse((await machine.run("report", run, "--json")).stdout) as {
      outcome: string;
      request: object;
      commands: { host: string; script?: string; argv?: string[]; code: number; ms: number }[];
    };
    assert.equal(json.outcome, "attention");
    assert.ok(json.request);
    assert.ok(
      json.commands.some(({ host, script = "", code }) => host === "local" && script.includes("zfs") && code === 0),
    );
    const text = (await machine.run("report", run)).stdout;
    assert.match(text, /^asked for: local:pool\/a to local:pool\/b, as local:pool\/b$/m);
    assert.match(text, /ran on local, \d+:\d\d, exit status 0:\n +\$ /);
    assert.match(text, /attention, after \d+:\d\d\n$/);
    assert.match((await machine.run("runs", "--prune")).stdout, /^0 journals pruned/);
  });
});
