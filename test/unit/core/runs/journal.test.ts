import assert from "node:assert/strict";
import * as fs from "node:fs";
import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ZfsrError } from "../../../../src/core/base/errors";
import { cancelRun, isAlive, listenForControl } from "../../../../src/core/runs/control";
import type { RunEvent } from "../../../../src/core/runs/events";
import { readEnds } from "../../../../src/core/runs/readEnds";
import { followJournal, JournalWriter, readJournal } from "../../../../src/core/runs/journal";
import {
  createRunFolder,
  listRuns,
  newRunId,
  type RunFiles,
  runFiles,
  runId,
  runsFolder,
} from "../../../../src/core/runs/runDirectory";
import { emptyRunState, withEvent } from "../../../../src/core/runs/runState";

const at = "2026-11-23T20:51:24.000Z";
const started: RunEvent = { type: "run-started", run: "r", title: "a to b", pid: 7, at };
const logged = (message: string): RunEvent => ({ type: "log", level: "info", message, at });
const ended: RunEvent = { type: "run-ended", outcome: "done", bytesSent: 5, findings: [], targets: [], at };

let folder: string;
let files: RunFiles;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zfsr-runs-"));
  files = runFiles(folder, runId("20261123T205124Z-3fa9c1"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(...events: RunEvent[]): void {
  const writer = new JournalWriter(files);
  for (const event of events) writer.write(event);
  writer.close();
}

describe("a journal", () => {
  it("is read as it was written, line breaks and other alphabets in it", async () => {
    const events = [started, logged("two\nlines, zażółć, 🦀 \u2028"), ended];
    write(...events);
    assert.deepEqual(await readJournal(files), events);
  });

  it("goes on where an earlier writer ended", async () => {
    write(started);
    write(ended);
    assert.deepEqual(await readJournal(files), [started, ended]);
  });

  it("of a process that was killed in the middle of a line has all lines before", async () => {
    write(started, logged("a"));
    appendFileSync(files.journal, JSON.stringify(ended).slice(0, 20));
    assert.deepEqual(await readJournal(files), [started, logged("a")]);
  });

  it("is whole where another process goes on behind a line that was cut off, or that a power cut left as zeros", async () => {
    write(started);
    appendFileSync(files.journal, '{"type":"prog');
    write(logged("gone on"));
    appendFileSync(files.journal, "\0\0\0\0");
    write(ended);
    assert.deepEqual(await readJournal(files), [started, logged("gone on"), ended]);
    appendFileSync(files.journal, "\0\0\n{torn\n");
    assert.equal((await readEnds(files))?.outcome, "done");
    const heard: RunEvent[] = [];
    const never = new AbortController().signal;
    await followJournal(
      files,
      (event) => heard.push(event),
      () => Promise.resolve(false),
      never,
    );
    assert.deepEqual(heard, [started, logged("gone on"), ended]);
  });

  it("that is not there is told from one that is empty", async () => {
    await assert.rejects(readJournal(files), (error) => ZfsrError.is(error, "usage"));
    createRunFolder(files);
    writeFileSync(files.journal, "");
    assert.deepEqual(await readJournal(files), []);
  });

  const full = (): never => {
    throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  };

  it("is whole though the disk takes a line in pieces", async () => {
    const writer = new JournalWriter(files, {
      ...fs,
      writeSync: (file: number, bytes: Uint8Array, from: number) => fs.writeSync(file, bytes, from, 1),
    });
    for (const event of [started, ended]) writer.write(event);
    writer.close();
    assert.equal(writer.failure, undefined);
    assert.deepEqual(await readJournal(files), [started, ended]);
  });

  it("lacks what came while the disk was full, has what came after it, and says why", async () => {
    let room = 1000;
    const writer = new JournalWriter(files, {
      ...fs,
      writeSync: (file: number, bytes: Uint8Array, from: number, length: number) => {
        const size = Math.min(room, length);
        room -= size;
        return size === 0 ? full() : fs.writeSync(file, bytes, from, size);
      },
    });
    writer.write(started);
    room = 10;
    writer.write(logged("lost"));
    writer.write(logged("lost, too"));
    room = 1000;
    writer.write(ended);
    writer.close();
    assert.deepEqual(await readJournal(files), [started, ended]);
    assert.equal(writer.failure?.object, files.journal);
    assert.match(writer.failure.because, /no space left on device/);
    assert.match(writer.failure.nextStep, /^make room .*zfsr runs/);
  });

  it("ends nothing where the disk is full from the beginning, and is refused where it may not be written", () => {
    const writer = new JournalWriter(files, { ...fs, openSync: full });
    writer.write(started);
    writer.close();
    assert.match(writer.failure?.because ?? "", /no space left/);
    writeFileSync(join(folder, "file"), "");
    assert.throws(
      () => new JournalWriter(runFiles(join(folder, "file"), files.id)),
      (error) => ZfsrError.is(error, "failed") && error.object.endsWith("events.jsonl"),
    );
  });

  it("can be read by its owner alone", () => {
    write(started);
    assert.equal(statSync(files.journal).mode & 0o077, 0);
    assert.equal(statSync(files.folder).mode & 0o077, 0);
  });
});

describe("a journal that is followed", () => {
  const never = new AbortController().signal;
  const alive = (): Promise<boolean> => Promise.resolve(true);

  it("is heard from its first event to its end, each once, also when a line comes in pieces", async () => {
    write(started);
    const heard: RunEvent[] = [];
    const text = `${JSON.stringify(logged("é in two"))}\n`;
    const bytes = Buffer.from(text);
    const cut = bytes.indexOf(0xc3) + 1;
    const more = [
      () => appendFileSync(files.journal, bytes.subarray(0, cut)),
      () => appendFileSync(files.journal, bytes.subarray(cut)),
      () => write(ended),
    ];
    // each look that finds nothing new asks whether the process lives: then the next piece comes
    await followJournal(
      files,
      (event) => heard.push(event),
      () => {
        more.shift()?.();
        return Promise.resolve(true);
      },
      never,
    );
    assert.deepEqual(heard, [started, logged("é in two"), ended]);
  });

  it("ends at the end of the run, whatever else is there", async () => {
    write(started, ended);
    const heard: RunEvent[] = [];
    await followJournal(files, (event) => heard.push(event), alive, never);
    assert.equal(heard.at(-1)?.type, "run-ended");
  });

  it("ends when the process is gone, with its last words", async () => {
    write(started);
    const heard: RunEvent[] = [];
    await followJournal(
      files,
      (event) => heard.push(event),
      () => {
        if (heard.length === 1) write(logged("last words"));
        return Promise.resolve(false);
      },
      never,
    );
    assert.deepEqual(heard, [started, logged("last words")]);
  });

  it("ends when nobody wants to hear any more", async () => {
    write(started);
    const controller = new AbortController();
    const heard: RunEvent[] = [];
    await followJournal(
      files,
      (event) => {
        heard.push(event);
        controller.abort();
      },
      alive,
      controller.signal,
    );
    assert.deepEqual(heard, [started]);
  });
});

describe("the control socket of a run", () => {
  it("tells that it lives, and takes a cancel", async () => {
    createRunFolder(files);
    let cancelled = 0;
    const control = await listenForControl(files, () => (cancelled += 1));
    assert.equal(await isAlive(files), true);
    assert.equal(cancelled, 0);
    assert.equal(await cancelRun(files), true);
    assert.equal(cancelled, 1);
    control.dispose();
    assert.equal(await isAlive(files), false);
    assert.equal(await cancelRun(files), false);
  });

  it("that a dead process left behind is not alive", async () => {
    createRunFolder(files);
    writeFileSync(files.control, "");
    assert.equal(await isAlive(files), false);
  });

  it("is for its owner alone", async () => {
    createRunFolder(files);
    const control = await listenForControl(files, () => undefined);
    assert.equal(statSync(files.control).mode & 0o077, 0);
    control.dispose();
  });
});

describe("the folder of runs", () => {
  it("is where the environment says", () => {
    assert.equal(runsFolder({ ZFSR_STATE_DIR: "/x" }), "/x/runs");
    assert.equal(runsFolder({ XDG_STATE_HOME: "/y" }), "/y/zfsr/runs");
    assert.match(runsFolder({}), /\.local\/state\/zfsr\/runs$/);
  });

  it("lists runs, newest first, and nothing else", async () => {
    assert.deepEqual(await listRuns(join(folder, "missing")), []);
    const ids = [newRunId(Date.UTC(2026, 0, 2)), newRunId(Date.UTC(2026, 0, 1)), newRunId(Date.UTC(2026, 11, 1))];
    for (const id of ids) createRunFolder(runFiles(folder, id));
    writeFileSync(join(folder, "notes.txt"), "");
    assert.deepEqual(
      (await listRuns(folder)).map(({ id }) => id),
      [...ids].sort().reverse(),
    );
  });

  it("takes no name that leads out of it", () => {
    for (const text of [
      "",
      ".",
      "..",
      "../x",
      "20261123T205124Z-3fa9c1/..",
      "20261123T205124Z-3FA9C1",
      "20261123T205124Z-3fa9c1\n",
    ]) {
      assert.throws(
        () => runId(text),
        (error) => ZfsrError.is(error, "usage"),
        JSON.stringify(text),
      );
    }
  });

  it("has sockets whose paths are short enough, however deep it lies", () => {
    const deep = runFiles(`/${"x".repeat(200)}`, runId("20261123T205124Z-3fa9c1"));
    assert.ok(deep.control.length < 104);
  });
});

describe("the state of a run", () => {
  it("is told by its events", () => {
    const step = "send:tank/a@b";
    const events: RunEvent[] = [
      started,
      { type: "planned", plan: { version: 1, title: "t", steps: [], goals: [], warnings: [] }, bytes: 5, at },
      { type: "step-started", step, at },
      { type: "progress", step, bytes: 3, total: 5, rate: 1, eta: 2000, at },
    ];
    const running = events.reduce(withEvent, emptyRunState("r"));
    assert.deepEqual([running.title, running.pid, running.startedAt, running.outcome], ["a to b", 7, at, undefined]);
    assert.equal(running.steps.get(step), "running");
    assert.equal(running.progress?.bytes, 3);
    const over = [{ type: "step-ended", step, outcome: "done", bytes: 5, at } as const, ended].reduce<typeof running>(
      withEvent,
      running,
    );
    assert.deepEqual(
      [over.steps.get(step), over.progress, over.outcome, over.bytesSent, over.endedAt],
      ["done", undefined, "done", 5, at],
    );
  });
});
