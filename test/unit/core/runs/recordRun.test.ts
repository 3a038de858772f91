import assert from "node:assert/strict";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  defaultReceive,
  defaultRequest,
  defaultSend,
  type ReplicationRequest,
} from "../../../../src/core/replication/request";
import { ZfsrError } from "../../../../src/core/base/errors";
import { findingOf } from "../../../../src/core/diagnosis/findingOf";
import type { Emit, RunEvent } from "../../../../src/core/runs/events";
import type { Host } from "../../../../src/core/hosts/host";
import { readJournal } from "../../../../src/core/runs/journal";
import { type RecordedRun, recordRun, type RunEnd } from "../../../../src/core/runs/recordRun";
import { createRunFolder, type RunFiles, runFiles, type RunId } from "../../../../src/core/runs/runDirectory";
import { deferred } from "../../../support/deferred";
import { fakeHost } from "../../editor/fakes";
import { datasetName } from "../../../../src/core/zfs/names";

const done: RunEnd = { outcome: "done", bytesSent: 0, findings: [], targets: [] };

function request(dataset: string, host = "beta"): ReplicationRequest {
  return {
    ...defaultRequest,
    job: "test",
    source: { host: "alpha", dataset: datasetName("tank/a"), snapshot: undefined },
    target: { host, dataset: datasetName(dataset) },
    recursive: false,
    send: defaultSend,
    receive: defaultReceive,
    hold: true,
  };
}

/** For work that asks no host. */
function noHost(id: string): Host {
  throw new Error(`nobody was to be asked, but ${id} was`);
}

/** Of a run that nobody listens to or ends. */
function unheard(): Pick<RecordedRun, "host" | "hear" | "cancel"> {
  return { host: noHost, hear: () => undefined, cancel: new AbortController() };
}

describe("a recorded run", () => {
  let folder: string;
  let made = 0;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zfsr-record-"));
  });

  /** The files of a run that began after all others of this test. */
  function nextRun(): RunFiles {
    made += 1;
    return runFiles(folder, `20260101T000000Z-${made.toString(16).padStart(6, "0")}` as RunId);
  }

  /** Runs `work` as a run, and gives its end and its events. */
  async function record(
    wanted: ReplicationRequest,
    work: () => Promise<RunEnd>,
  ): Promise<{ end: RunEnd; events: RunEvent[]; files: RunFiles }> {
    const files = nextRun();
    const events: RunEvent[] = [];
    const hear = (event: RunEvent): void => void events.push(event);
    const run = { files, title: "a run", host: noHost, request: wanted, hear, cancel: new AbortController() };
    const end = await recordRun(run, work);
    return { end, events, files };
  }

  it("ends in the journal even when its work throws, and tells why in a finding", async () => {
    const { end, events, files } = await record(request("backup/a"), () => Promise.reject(new Error("the sky fell")));
    assert.equal(end.outcome, "failed");
    assert.deepEqual(
      events.map((event) => event.type),
      ["run-started", "finding", "run-ended"],
    );
    assert.match(JSON.stringify(await readJournal(files)), /the sky fell/);
  });

  it("says nothing after its end, and writes into no file that has the number of its journal by then", async () => {
    const files = nextRun();
    const events: RunEvent[] = [];
    const hear = (event: RunEvent): void => void events.push(event);
    let late: Emit = () => undefined;
    await recordRun({ files, title: "a run", host: noHost, hear, cancel: new AbortController() }, ({ emit }) => {
      late = emit;
      return Promise.resolve(done);
    });
    const beside = join(folder, "another file");
    const others = Array.from({ length: 20 }, () => openSync(beside, "a"));
    const error = new ZfsrError({ reason: "failed", object: "x", because: "it is late", nextStep: "nothing" });
    late({ type: "finding", finding: findingOf(error) });
    for (const other of others) closeSync(other);
    assert.equal(readFileSync(beside, "utf8"), "");
    assert.equal(events.at(-1)?.type, "run-ended");
    assert.equal((await readJournal(files)).at(-1)?.type, "run-ended");
  });

  it("has a command in its journal that nobody waited for, as the other side had failed", async () => {
    const answer = deferred<string>();
    const files = nextRun();
    const slow = (id: string): Host => fakeHost(id, () => answer.promise);
    const run = { ...unheard(), files, title: "a run", host: slow };
    await recordRun(run, ({ host }) => {
      void host("alpha").exec(["zfs", "list"]);
      setTimeout(() => answer.resolve("said"), 20);
      return Promise.resolve(done);
    });
    const told = (await readJournal(files)).map((event) =>
      event.type === "command" ? [event.host, event.code] : event.type,
    );
    assert.deepEqual(told, ["run-started", ["alpha", 0], "run-ended"]);
  });

  it("goes on where the disk of its journal is full: told once, and its end is seen", async function () {
    if (!existsSync("/dev/full")) this.skip();
    const files = nextRun();
    createRunFolder(files);
    symlinkSync("/dev/full", files.journal);
    const events: RunEvent[] = [];
    let worked = false;
    const hear = (event: RunEvent): void => void events.push(event);
    const end = await recordRun(
      { files, title: "a run", host: noHost, request: request("backup/a"), hear, cancel: new AbortController() },
      ({ emit }) => {
        emit({ type: "log", level: "info", message: "a" });
        emit({ type: "log", level: "info", message: "b" });
        worked = true;
        return Promise.resolve(done);
      },
    );
    assert.ok(worked);
    assert.deepEqual(
      events.map((event) => event.type),
      ["run-started", "finding", "log", "log", "run-ended"],
    );
    const [finding] = end.findings;
    assert.equal(end.outcome, "attention");
    assert.equal(finding?.severity, "warning");
    assert.match(finding.title, /events\.jsonl: the journal of the run could not be written: ENOSPC/);
    assert.match(JSON.stringify(finding.remedies), /Make room/);
    assert.deepEqual(events.at(-1), { ...end, type: "run-ended", at: events.at(-1)?.at });
  });

  for (const [what, dataset] of [
    ["the same target", "backup/a"],
    ["a dataset below its target", "backup/a/b"],
    ["a dataset above its target", "backup"],
  ] as const) {
    it(`keeps a second run from writing to ${what}, and says who holds it and since when`, async () => {
      let started = false;
      const first = nextRun();
      let second: Awaited<ReturnType<typeof record>> | undefined;
      await recordRun({ files: first, title: "the first", request: request("backup/a"), ...unheard() }, async () => {
        second = await record(request(dataset), () => {
          started = true;
          return Promise.resolve(done);
        });
        return done;
      });
      assert.equal(started, false);
      assert.equal(second?.end.outcome, "failed");
      const [finding] = second.end.findings;
      assert.equal(finding?.id, "locked");
      assert.match(finding.cause, new RegExp(`${first.id} has been writing to it since \\d{4}-`));
    });
  }

  it("lets runs with other targets, and those after it, go on", async () => {
    await recordRun({ files: nextRun(), title: "the first", request: request("backup/a"), ...unheard() }, async () => {
      assert.equal((await record(request("backup/ab"), () => Promise.resolve(done))).end.outcome, "done");
      assert.equal((await record(request("backup/a", "gamma"), () => Promise.resolve(done))).end.outcome, "done");
      return done;
    });
    assert.equal((await record(request("backup/a"), () => Promise.resolve(done))).end.outcome, "done");
  });
});
