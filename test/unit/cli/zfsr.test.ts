/** The built command line as a process of its own, on this machine, with a zfs that says what a test wants. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { detach, detachedWords } from "../../../src/cli/detach";
import { defaultTransfer } from "../../../src/core/plan/transferOptions";
import {
  defaultReceive,
  defaultRequest,
  defaultSend,
  type ReplicationRequest,
} from "../../../src/core/replication/request";
import type { Step } from "../../../src/core/plan/step";
import { bookmarkPrefix } from "../../../src/core/replication/holdTag";
import { writePlanFile } from "../../../src/core/replication/planFile";
import { listenForControl } from "../../../src/core/runs/control";
import type { RunEvent } from "../../../src/core/runs/events";
import { newRunId, runFiles, runId } from "../../../src/core/runs/runDirectory";
import type { DatasetName } from "../../../src/core/zfs/names";
import { commandStep, transferStep } from "../../support/model/steps";
import { datasetLine, hostile, isClean, Machine } from "./support/localZfsr";

const id = "20261123T205124Z-3fa9c1";

/** Of two datasets, one with what was partially received; of none else. */
const zfs = `case "$*" in
  "version") printf 'zfs-2.1.11-1\\nzfs-kmod-2.1.11-1\\n' ;;
  *snapshot,bookmark*) [ "$HOLD_BACK" ] && sleep "$HOLD_BACK"; exit 0 ;;
  *" src"|*" pool") printf '${datasetLine("pool")}\\n' ;;
  *" pool/partial") printf '${datasetLine("pool/partial", "1-abc")}\\n' ;;
  *" pool/whole") printf '${datasetLine("pool/whole")}\\n' ;;
  *) echo "cannot open '$*': dataset does not exist" >&2; exit 1 ;;
esac`;
const zpool = `printf 'pool\\t5\\t10\\t5\\t5\\t50\\t0\\tONLINE\\toff\\n'`;

const request: ReplicationRequest = {
  ...defaultRequest,
  job: "mine:local:pool/copy",
  source: { host: "local", dataset: "pool/whole" as DatasetName, snapshot: undefined },
  target: { host: "local", dataset: "pool/copy" as DatasetName },
  recursive: true,
  send: { ...defaultSend, raw: false, compressed: false, largeBlocks: false, embedded: false, intermediates: false },
  receive: { ...defaultReceive, resumable: false, readonly: false },
  hold: false,
  transfer: defaultTransfer,
};

function eventsOf(text: string): RunEvent[] {
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as RunEvent);
}

describe("zfsr", function () {
  this.timeout(180_000);
  let machine: Machine;

  beforeEach(() => {
    machine = new Machine();
    machine.program("zfs", zfs);
    machine.program("zpool", zpool);
  });
  afterEach(() => machine.dispose());

  const journal = (...events: object[]): string =>
    machine.file(`state/runs/${id}/events.jsonl`, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  const started = { type: "run-started", at: "2026-11-23T20:51:24.000Z", run: id, title: "t", pid: 1 };
  const journals = (): string[] =>
    readdirSync(machine.runs).map((run) => readFileSync(join(machine.runs, run, "events.jsonl"), "utf8"));

  it("lists holds and bookmarks, and finds those whose target, by a journal, does not exist any more", async () => {
    const mark = `${bookmarkPrefix("local:pool/lost")}77`;
    machine.program(
      "zfs",
      `case "$*" in
  "version") printf 'zfs-2.1.11-1\\nzfs-kmod-2.1.11-1\\n' ;;
  holds*) printf 'pool/whole@a\\tzfsr:local:pool/lost\\tMon Jan  1 00:00 2026\\npool/whole@a\\tmine\\tMon Jan  1 00:00 2026\\n' ;;
  *snapshot,bookmark*pool/whole) printf 'pool/whole@a\\t77\\t5\\t1700000000\\t0\\t9\\t2\\npool/whole#${mark}\\t77\\t5\\t1700000000\\t-\\t-\\t-\\n' ;;
  *" pool/whole") printf '${datasetLine("pool/whole")}\\n' ;;
  *" pool") printf '${datasetLine("pool")}\\n' ;;
  *) echo "cannot open 'pool/lost': dataset does not exist" >&2; exit 1 ;;
esac`,
    );
    // by the tag alone, it may be another machine's own pool/lost
    const unknown = await machine.run("holds", "local:pool/whole");
    assert.equal(unknown.code, 0, unknown.stdout);
    assert.doesNotMatch(unknown.stdout, /gone|Left over/);
    const lost = { ...request.target, dataset: "pool/lost" };
    journal({ ...started, request: { ...request, job: "local:pool/lost", target: lost } });
    const { code, stdout, stderr } = await machine.run("holds", "local:pool/whole", "--json");
    assert.equal(stderr, "");
    const target = "local:pool/lost";
    const since = { snapshot: "pool/whole@a", timestamp: "Mon Jan  1 00:00 2026" };
    assert.deepEqual(JSON.parse(stdout), [
      { ...since, tag: "zfsr:local:pool/lost", state: "gone", target },
      { ...since, tag: "mine", state: "foreign", target: null },
      { bookmark: `pool/whole#${mark}`, state: "gone", target },
    ]);
    assert.equal(code, 3);
    const text = (await machine.run("holds", "local:pool/whole")).stdout;
    assert.match(
      text,
      /Left over: zfsr release zfsr:local:pool\/lost local:pool\/whole@a # local:pool\/lost does not exist/,
    );
    assert.ok(
      text.includes(`Left over: zfsr destroy 'local:pool/whole#${mark}' # local:pool/lost does not exist`),
      text,
    );
  });

  it("says what a hostile host said without what could steer a terminal, also with --verbose", async () => {
    machine.program(
      "zfs",
      `printf 'cannot open: ${hostile.replaceAll("\u001b", "\\033").replaceAll("\r", "\\r")}\\n' >&2; exit 1`,
    );
    const { code, stdout, stderr } = await machine.run("ls", "local:pool", "--verbose");
    assert.equal(code, 1);
    assert.match(stderr, /red/);
    assert.ok(isClean(stdout + stderr), JSON.stringify(stdout + stderr));
  });

  it("goes on with a run whose reader has gone, and journals its end", async () => {
    machine.env["HOLD_BACK"] = "1";
    const child = machine.start("replicate", "local:pool/whole", "local:pool/copy", "--json");
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.stdout?.once("data", () => child.stdout?.destroy());
    const code = await new Promise((resolve) => child.once("close", resolve));
    assert.equal(stderr, "");
    assert.equal(code, 3);
    assert.equal(eventsOf(journals()[0] ?? "").at(-1)?.type, "run-ended");
  });

  it("lists runs by the ends of their journals, and reads only those whole that have not ended", async () => {
    const at = "2026-11-23T20:51:24.000Z";
    const started = { type: "run-started", run: id, title: "a to b", pid: 1, at };
    const ended = { type: "run-ended", outcome: "done", bytesSent: 5, findings: [], targets: [], at };
    const other = "20261123T205125Z-3fa9c1";
    const between = { type: "step-ended", step: "x", outcome: "done", bytes: 7, at };
    machine.file(
      `state/runs/${id}/events.jsonl`,
      [JSON.stringify(started), "this is never read", JSON.stringify(ended), ""].join("\n"),
    );
    machine.file(
      `state/runs/${other}/events.jsonl`,
      [{ ...started, run: other }, between].map((event) => `${JSON.stringify(event)}\n`).join(""),
    );
    const rows = JSON.parse((await machine.run("runs", "--json")).stdout) as Record<string, unknown>[];
    assert.deepEqual(
      rows.map(({ run, state, title, bytesSent }) => [run, state, title, bytesSent]),
      [
        [other, "lost", "a to b", 7],
        [id, "done", "a to b", 5],
      ],
    );
  });

  it("runs the whole request of a run again, and refuses one that was no replication", async () => {
    journal({ ...started, request });
    const { stdout } = await machine.run("retry", id, "--json");
    const [first] = eventsOf(stdout);
    assert.equal(first?.type, "run-started");
    assert.deepEqual(first.request, JSON.parse(JSON.stringify(request)));
    assert.notEqual(first.run, id);
    journal(started);
    const refused = await machine.run("retry", id);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /no replication/);
    assert.equal((await machine.run("retry", "nothing")).code, 2);
  });

  it("tells what two kept plans would do otherwise", async () => {
    const kept = (...steps: Step[]): string =>
      writePlanFile(
        [{ job: undefined, request, plan: { version: 1, title: "t", steps, goals: [], warnings: [] } }],
        "2026",
      );
    const before = machine.file("before", kept(commandStep("a")));
    const after = machine.file("after", kept(commandStep("b")));
    assert.deepEqual(await machine.run("diff-plans", before, before), {
      code: 0,
      stdout: "Both do the same.\n",
      stderr: "",
    });
    const { code, stdout } = await machine.run("diff-plans", before, after);
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^t\n- alpha: zfs hold .*@a is no longer to be done\n\+ alpha: zfs hold .*@b is to be done, too\n$/,
    );
    assert.equal((await machine.run("diff-plans", before, join(machine.folder, "nothing"))).code, 2);
  });

  it("runs it again detached", async () => {
    journal({ ...started, request });
    const { code, stdout } = await machine.run("retry", id, "--detach", "--json");
    assert.equal(code, 0, stdout);
    const { run } = JSON.parse(stdout) as { run: string };
    const { stdout: followed } = await machine.run("attach", run, "--json");
    const [first] = eventsOf(followed);
    assert.equal(first?.type === "run-started" && first.request?.job, request.job);
  });

  it("tells how each target stands though a host cannot be reached, and which are written to", async () => {
    const file = machine.file(
      "jobs.yaml",
      `version: 1
jobs:
  good: { source: "local:pool/whole", targets: ["local:pool/copy", "nowhere.invalid:pool/x"] }
  bad: { source: "nowhere.invalid:pool/x", targets: ["local:pool/whole", "also.invalid:pool/y"] }
`,
    );
    const config = machine.file("ssh_config", "Host *\n  ProxyCommand false\n");
    journal({ ...started, request });
    const live = await listenForControl(runFiles(machine.runs, runId(id)), () => undefined);
    try {
      const { code, stdout, stderr } = await machine.run("status", "-f", file, "--ssh-config", config, "--json");
      assert.equal(code, 3, stderr);
      const rows = JSON.parse(stdout) as Record<string, unknown>[];
      assert.deepEqual(
        rows.map((row) => [row["job"], row["target"], row["state"], row["transferring"], row["error"] === null]),
        [
          ["good", "local:pool/copy", "no-snapshots", true, true],
          ["good", "nowhere.invalid:pool/x", "unknown", false, false],
          ["bad", "local:pool/whole", "unknown", false, false],
          ["bad", "also.invalid:pool/y", "unknown", false, false],
        ],
      );
      assert.deepEqual(Object.keys(rows[1]?.["error"] as object), ["reason", "object", "because", "nextStep"]);
      assert.match(
        (await machine.run("status", "-f", file, "--ssh-config", config)).stdout,
        /no-snapshots, transferring/,
      );
    } finally {
      live.dispose();
    }
  });

  it("lists a million snapshots", async function () {
    this.timeout(180_000);
    machine.program(
      "zfs",
      `case "$*" in
  *snapshot,bookmark*) awk 'BEGIN { for (i = 1; i <= 1000000; i++) printf "pool@s%d\\t%d\\t%d\\t1700000000\\t0\\t1\\t0\\n", i, i, i }' ;;
  *) printf '${datasetLine("pool")}\\n' ;;
esac`,
    );
    let lines = 0;
    let tail = "";
    const child = machine.start("ls", "local:", "-r", "-t", "snapshot");
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      lines += text.split("\n").length - 1;
      tail = text;
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    assert.equal(code, 0, stderr);
    assert.equal(lines, 1_000_001);
    assert.match(tail, /pool@s1000000 /);
  });

  it("refuses words that would do nothing", async () => {
    const file = machine.file(
      "jobs.yaml",
      `version: 1\njobs: { j: { source: "local:pool/whole", targets: ["local:pool/copy"] } }\n`,
    );
    for (const [words, said] of [
      [["plan", "local:pool/whole"], /a pair is two places/],
      [["plan", "local:pool/whole", "job"], /a pair is two places/],
      [["plan", "-f", file, "local:pool/whole"], /jobs are named, not places/],
      [["plan", "-f", file, "--no-hold"], /--no-hold: how the jobs of a file are sent/],
      [["plan", "-f", file, "-r"], /--recursive: how/],
    ] as const) {
      const { code, stderr } = await machine.run(...words);
      assert.equal(code, 2, words.join(" "));
      assert.match(stderr, said);
    }
    assert.equal((await machine.run("plan", "-f", file)).code, 3);
  });

  it("cancels a run again whose transfer could not be ended on its source, and no run that is over", async () => {
    const files = runFiles(machine.runs, runId(id));
    const at = "2026-11-23T20:51:24Z";
    const plan = { version: 1, title: "p", steps: [transferStep()], goals: [], warnings: [] } as const;
    const steps = [transferStep().id];
    const events: RunEvent[] = [
      { at, type: "run-started", run: files.id, title: "t", pid: 1, request },
      { at, type: "planned", plan, bytes: 1 },
      { at, type: "on-source", state: "begun", host: "local", frame: "zfsr0123", steps },
      { at, type: "run-ended", outcome: "interrupted", bytesSent: 0, findings: [], targets: [] },
    ];
    machine.file(`state/runs/${id}/events.jsonl`, `${events.map((event) => JSON.stringify(event)).join("\n")}\n`);
    machine.env["XDG_STATE_HOME"] = machine.folder;
    const { code, stdout, stderr } = await machine.run("cancel", id, "--json");
    assert.deepEqual([code, JSON.parse(stdout)], [0, { run: id, outcome: "interrupted" }], stderr);
    const said = eventsOf(readFileSync(files.journal, "utf8")).filter((event) => event.type === "on-source");
    assert.deepEqual(
      said.map(({ state }) => state),
      ["begun", "over"],
    );
    assert.equal((await machine.run("cancel", id)).code, 2);
  });

  it("says in JSON how a cancelled run ended", async () => {
    machine.env["HOLD_BACK"] = "30";
    const child = machine.start("replicate", "local:pool/whole", "local:pool/copy", "--json");
    const ended = new Promise((resolve) => child.once("close", resolve));
    const first = await new Promise<string>((resolve) =>
      child.stdout?.once("data", (data: Buffer) => resolve(data.toString("utf8"))),
    );
    const [event] = eventsOf(first);
    assert.ok(event?.type === "run-started");
    const { code, stdout } = await machine.run("cancel", event.run, "--json");
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), { run: event.run, outcome: "interrupted" });
    assert.equal(await ended, 4);
  });

  it("resumes nothing where nothing is partially received, and starts no run for it", async () => {
    const { code, stderr } = await machine.run("resume", "local:pool/whole", "--from", "local:pool/partial");
    assert.equal(code, 2);
    assert.match(stderr, /local:pool\/whole: nothing is partially received there/);
    assert.throws(() => readdirSync(machine.runs));
    const other = await machine.run("resume", "local:pool/partial", "--from", "local:pool/whole", "--json");
    assert.equal(eventsOf(other.stdout)[0]?.type, "run-started");
  });

  it("fails where the source, the pool or the parent is not there; so does its plan", async () => {
    for (const [source, target, said] of [
      ["local:pool/nothing", "local:pool/copy", /does not exist/],
      ["local:pool/whole", "local:other/copy", /pool is not imported/],
      ["local:pool/whole", "local:pool/no/copy", /parent pool\/no does not exist/],
    ] as const) {
      const ran = await machine.run("replicate", source, target);
      assert.equal(ran.code, 1, ran.stdout + ran.stderr);
      assert.match(ran.stdout, said);
      assert.doesNotMatch(ran.stdout, /Done|Nothing told why/);
      assert.equal((await machine.run("plan", source, target)).code, 1);
    }
  });

  it("takes JSON from the options, not from a word that looks like one", async () => {
    const { stdout, code } = await machine.run("replicate", "--json", "local:", "local:pool/copy");
    assert.equal(code, 2);
    assert.equal((JSON.parse(stdout) as { error: { reason: string } }).error.reason, "usage");
    const plain = await machine.run("ls", "--", "--json");
    assert.equal(plain.stdout, "");
    assert.match(plain.stderr, /'--json': it does not name a place/);
  });

  it("starts detached runs with words that no -- can swallow", async () => {
    const run = newRunId(0);
    assert.deepEqual(detachedWords(["replicate", "--detach", "--", "a:b", "c:d"], run), [
      "replicate",
      "--run",
      run,
      "--",
      "a:b",
      "c:d",
    ]);
    const { code, stdout, stderr } = await machine.run(
      "replicate",
      "--detach",
      "--",
      "local:pool/whole",
      "local:pool/copy",
    );
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^Started /);
  });

  it("says that a detached run could not be started, and keeps its log closed", async () => {
    const files = runFiles(machine.runs, newRunId(Date.now()));
    await assert.rejects(
      detach(files, {
        self: [join(machine.folder, "nothing")],
        words: ["replicate"],
        env: machine.env,
        options: { json: true, sshConfig: undefined, connector: "auto", verbose: false },
        stdout: process.stdout,
      }),
      /could not be started: .*ENOENT/,
    );
    if (process.platform !== "linux") return;
    const open = readdirSync("/proc/self/fd").map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return "";
      }
    });
    assert.ok(!open.includes(join(files.folder, "output.log")));
  });
});
