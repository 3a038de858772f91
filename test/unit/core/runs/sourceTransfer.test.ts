import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ZfsrError } from "../../../../src/core/base/errors";
import type { ExecResult, FollowOptions, FollowResult } from "../../../../src/core/hosts/host";
import type { RunEvent } from "../../../../src/core/runs/events";
import { JournalWriter, readJournal } from "../../../../src/core/runs/journal";
import { closeTransfer, openTransfersTo } from "../../../../src/core/runs/onSource/openTransfers";
import { SourceTransfer } from "../../../../src/core/runs/onSource/sourceTransfer";
import { newRunId, runFiles, type RunFiles } from "../../../../src/core/runs/runDirectory";
import { defaultRequest } from "../../../../src/core/replication/request";
import { datasetName } from "../../../../src/core/zfs/names";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";
import { transferStep } from "../../../support/model/steps";

const frame = "zfsr0123";
const lost = new ZfsrError({ reason: "connection-lost", object: "alpha", because: "gone", nextStep: "wait" });

type Follow = (options: FollowOptions) => Promise<FollowResult>;

/** A source that follows as `follows` say, one after the other. */
class Source extends FakeHost {
  constructor(
    fakes: FakeCommands,
    private readonly follows: Follow[],
  ) {
    super("alpha", fakes);
  }

  override script(script: string): Promise<ExecResult> {
    this.scripts.push(script);
    return Promise.resolve({ code: 0, signal: undefined, stdout: `${frame} receive pid 7\n`, stderr: "" });
  }

  override follow(_script: string, options: FollowOptions): Promise<FollowResult> {
    return this.follows.shift()?.(options) ?? Promise.reject(lost);
  }
}

describe("a transfer that lives on its source", () => {
  let fakes: FakeCommands;
  let said: string[];
  let heard: string[];
  const listener = {
    sender: (line: string) => void heard.push(line),
    receiver: (line: string) => void heard.push(line),
  };
  const context = {
    emit: (event: { readonly type: string }) => void said.push(JSON.stringify(event)),
    say: (message: string) => void said.push(message),
  };

  const source = (...follows: Follow[]): Source => new Source(fakes, follows);

  beforeEach(() => {
    fakes = new FakeCommands();
    said = [];
    heard = [];
  });
  afterEach(() => fakes.dispose());

  it("outlives the connection by which it is followed: it is looked for again, and told once", async () => {
    const transfer = new SourceTransfer(
      source(
        ({ onStderrLine }) => {
          for (const line of ["a", `${frame} send caught up`, "b"]) onStderrLine?.(line);
          return Promise.reject(lost);
        },
        ({ onStderrLine, background }) => {
          assert.equal(background, true, "nobody is asked anything");
          for (const line of ["a", "b", "c", `${frame} send caught up`]) onStderrLine?.(line);
          return Promise.resolve({ code: 0, signal: undefined });
        },
      ),
      frame,
      context,
    );
    await transfer.pipeline("direct").run(listener, new AbortController().signal);
    assert.deepEqual(heard, ["a", "b", "c"]);
    assert.match(said.join("\n"), /alpha cannot be reached now \(gone\); the transfer lives there and goes on/);
    assert.equal(transfer.isOver, true);
  });

  it("is ended where it lives when it is cancelled, and its last words are heard", async () => {
    const cancel = new AbortController();
    const host = source(() => {
      cancel.abort(lost);
      return Promise.reject(lost);
    });
    const transfer = new SourceTransfer(host, frame, context);
    await assert.rejects(transfer.pipeline("direct").run(listener, cancel.signal));
    assert.match(host.scripts.join("\n"), /kill -\$1/);
    assert.deepEqual(heard, [`${frame} receive pid 7`]);
    assert.equal(transfer.isOver, true);
  });

  it("keeps its files, and says so, where it could not be ended", async () => {
    const cancel = new AbortController();
    cancel.abort(lost);
    const host = source();
    host.script = () => Promise.reject(lost);
    const transfer = new SourceTransfer(host, frame, context);
    await assert.rejects(transfer.pipeline("direct").run(listener, cancel.signal));
    assert.equal(transfer.isOver, false);
    assert.match(said.join("\n"), /whether the transfer that lives there has ended is not known/);
  });
});

describe("transfers that runs have left on their source", () => {
  let runs: string;

  beforeEach(() => (runs = mkdtempSync(join(tmpdir(), "zfsr-test-"))));
  afterEach(() => rmSync(runs, { recursive: true, force: true }));

  /** A journal whose run has gone. Each word is what it tells of a transfer, and its step where there are several. */
  function left(...words: readonly (readonly ["begun" | "over", string?])[]): RunFiles {
    const files = runFiles(runs, newRunId(Date.now()));
    const journal = new JournalWriter(files);
    const at = "2026-11-23T20:51:24Z";
    const request = {
      ...defaultRequest,
      job: "j",
      source: { host: "alpha", dataset: datasetName("tank/demo"), snapshot: undefined },
      target: { host: "beta", dataset: datasetName("backup/demo") },
    };
    const plan = {
      version: 1,
      title: "p",
      steps: ["demo", "beside"].map((name) => transferStep(name)),
      goals: [],
      warnings: [],
    } as const;
    const events: RunEvent[] = [
      { at, type: "run-started", run: files.id, title: "t", pid: 1, request },
      { at, type: "planned", plan, bytes: 1 },
      ...words.map(
        ([state, of = "demo"]) =>
          ({ at, type: "on-source", state, host: "alpha", frame: `zfsr${of}`, steps: [`send:tank/${of}@b`] }) as const,
      ),
    ];
    for (const event of events) journal.write(event);
    journal.close();
    return files;
  }

  const to = (dataset: string) => ({ target: { host: "beta", dataset: datasetName(dataset) } });

  it("are found by their target until their results were heard", async () => {
    const files = left(["begun"]);
    left(["begun"], ["over"]);
    left();
    const own = runFiles(runs, newRunId(Date.now()));
    assert.deepEqual(await openTransfersTo(runs, to("backup/beside"), own), []);
    const [open, ...more] = await openTransfersTo(runs, to("backup/demo"), own);
    assert.ok(open);
    assert.equal(more.length, 0);
    assert.deepEqual(
      [open.files.id, open.host, open.frame, open.steps[0].id],
      [files.id, "alpha", "zfsrdemo", "send:tank/demo@b"],
    );
    closeTransfer(open, own.id);
    assert.deepEqual(await openTransfersTo(runs, to("backup/demo"), own), []);
    assert.match(JSON.stringify(await readJournal(files)), new RegExp(`taken over by the run ${own.id}`));
  });

  it("are all found where several went side by side, but for those that are over", async () => {
    left(["begun", "demo"], ["begun", "beside"], ["over", "demo"]);
    left(["begun", "demo"], ["begun", "beside"]);
    const own = runFiles(runs, newRunId(Date.now()));
    const open = await openTransfersTo(runs, to("backup/demo"), own);
    assert.deepEqual(open.map(({ frame: name, steps }) => `${name} ${steps.map(({ id }) => id).join()}`).sort(), [
      "zfsrbeside send:tank/beside@b",
      "zfsrbeside send:tank/beside@b",
      "zfsrdemo send:tank/demo@b",
    ]);
  });
});
