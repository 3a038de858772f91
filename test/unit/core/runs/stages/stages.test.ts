import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunEventBody } from "../../../../../src/core/runs/events";
import { streamPorts } from "../../../../../src/core/runs/stages/connectionPorts";
import { halfScript } from "../../../../../src/core/runs/stages/halfScript";
import { judgeStages, type StreamWay } from "../../../../../src/core/runs/stages/judgeStages";
import { readHalf } from "../../../../../src/core/runs/stages/readHalf";
import { spanBetween, type StageSpan } from "../../../../../src/core/runs/stages/stageSpan";
import { slowestText, stagesText } from "../../../../../src/core/runs/stages/stagesText";
import { watchStages } from "../../../../../src/core/runs/stages/watchStages";
import { fakeHost } from "../../../editor/fakes";

const way: StreamWay = { name: "direct", limit: undefined, source: "alpha", target: "beta" };

/** What a host prints of its half: how often zfs waits for the pipe, of five looks; so many bytes acknowledged or taken in. */
function said(waits: number, more: { place?: string; uptime?: number; bytes?: number; ssh?: number } = {}): string {
  const { place = "pipe_write", uptime = 100, bytes = 0, ssh = 0 } = more;
  const looks = Array.from({ length: 5 }, (_, i) => `@look S ${i < waits ? place : "cv_wait_common"}`);
  return [
    ...looks,
    "@zfs 812",
    `@rchar: ${bytes}`,
    "@processor 812 zfs 17",
    `@processor 813 ssh ${ssh}`,
    "@processor 790 sh 900",
    "@socket 0 90000 10.99.0.1:40022 10.99.0.2:22",
    `@socket \t cubic rtt:8.5/1 mss:1448 cwnd:10 bytes_sent:${bytes + 100} bytes_acked:${bytes} retrans:0/3 busy:${uptime * 1000 - 1000}ms rwnd_limited:30ms(0.1%)`,
    `@uptime ${uptime}.00`,
  ].join("\n");
}

function span(sendWaits: number, receiveWaits: number, more: Partial<StageSpan> = {}): StageSpan {
  const nothing = { carried: undefined, busy: undefined, retransmitted: 0, consumed: undefined, program: undefined };
  const seen = (waiting: number): StageSpan["sender"] => ({ looks: 10, waiting });
  return { sender: seen(sendWaits), receiver: seen(receiveWaits), ...nothing, ...more };
}

describe("the stages of a stream under way", () => {
  it("are judged by what zfs waits for on either side", () => {
    const slowest = (...spans: StageSpan[]): unknown => judgeStages(spans, way).slowest;
    assert.equal(slowest(span(10, 9)), "network", "both wait: it is what lies between");
    assert.equal(slowest(span(1, 10)), "read", "the sender never waits, the receiver does");
    assert.equal(slowest(span(9, 1)), "write", "the receiver never waits, the sender does");
    assert.equal(slowest(span(7, 7)), undefined, "no stage is clearly ahead");
    assert.equal(slowest(span(10, 9), span(10, 10), span(2, 8)), "network", "a while counts, not the last look alone");
  });

  it("say nothing of what no host tells, and then name no slowest", () => {
    const untold = { looks: 0, waiting: 0 };
    const { stages, slowest } = judgeStages([{ ...span(10, 10), receiver: untold }], way);
    assert.deepEqual(
      stages.map(({ share }) => share),
      [0, undefined, undefined],
    );
    assert.equal(slowest, undefined);
    assert.match(stagesText({ stages, slowest }), /^read 0 %; network not known.*; write not known$/);
  });

  it("have no network within one host", () =>
    assert.deepEqual(
      judgeStages([span(9, 0)], { ...way, name: "local" }).stages.map(({ name }) => name),
      ["read", "write"],
    ));

  it("tell of a limit that was asked for, of a program without a processor left, and of the connection", () => {
    const program = { name: "ssh", half: "send" as const, amount: 4.8, seconds: 5 };
    const spans = [span(10, 10, { program, busy: { amount: 4.9, seconds: 5 }, retransmitted: 2 })];
    const network = judgeStages(spans, { ...way, limit: 2 ** 20 }).stages[1];
    assert.equal(
      network?.note,
      "limited to 1.00 MiB/s, as asked; ssh on alpha uses 96 % of a processor; the connection is busy 98 % of the time; 2 segments were sent again",
    );
  });

  it("are told in words", () => {
    const reading = judgeStages([span(10, 9, { carried: { amount: 5 * 2 ** 20, seconds: 5 } })], way);
    assert.equal(slowestText(reading), "waits for the way between (90 % of the time)");
    assert.equal(stagesText(reading), "read 0 %; network 90 %, 1.00 MiB/s; write 10 %");
  });
});

describe("a look at one half of a pipeline", () => {
  it("tells what zfs waits for, what its processes have used, and how its connection goes", () => {
    const look = readHalf(said(4, { bytes: 5000, ssh: 250 }), "send");
    assert.deepEqual(
      { ...look, processor: [...look.processor] },
      {
        ...{ uptime: 100, zfs: 812, looks: 5, waiting: 4, consumed: 5000 },
        processor: [
          ["812 zfs", 0.17],
          ["813 ssh", 2.5],
          ["790 sh", 9],
        ],
        connection: { acknowledged: 5000, busy: 99_000, receiverFull: 30, retransmitted: 3 },
      },
    );
  });

  it("tells nothing where the kernel keeps it from this user, and something where zfs runs", () => {
    assert.equal(readHalf("@look S 0\n@look D 0\n@look - -", "send").looks, 0);
    const running = readHalf("@look R 0", "receive");
    assert.deepEqual([running.looks, running.waiting], [1, 0]);
  });

  it("reads the kernel's stack where it may, since the word for the place may be empty", () => {
    const stack = "__switch_to __schedule schedule pipe_write __kernel_write dump_bytes dmu_dump_write";
    const look = readHalf(`@look S um_set_signals ${stack}\n@look S um_set_signals`, "send");
    assert.deepEqual([look.looks, look.waiting], [1, 1]);
    const busy = readHalf("@look S um_set_signals __schedule cv_wait_common bqueue_dequeue", "send");
    assert.deepEqual([busy.looks, busy.waiting], [1, 0]);
  });

  it("does not take a wait for the other end of the pipe for one of its own", () => {
    assert.equal(readHalf("@look S pipe_read", "send").waiting, 0);
    assert.equal(readHalf("@look S pipe_write", "receive").waiting, 0);
    assert.equal(readHalf("@look S anon_pipe_read", "receive").waiting, 1);
    assert.equal(readHalf("@look S anon_pipe_write", "send").waiting, 1);
  });

  it("of a process that is there finds its children, by the real sh and /proc", async () => {
    // a shell, below it a process by the name of zfs that waits for room in its pipe
    const fake = `cp "$(command -v yes)" "$0/zfs" && ( "$0/zfs" | sleep 60 ) & sleep 60`;
    const folder = mkdtempSync(join(tmpdir(), "zfsr-half-"));
    const child = spawn("/bin/sh", ["-c", fake, folder], { detached: true, stdio: "ignore" });
    try {
      let look = readHalf("", "send");
      const deadline = Date.now() + 10_000;
      while (look.waiting === 0 && Date.now() < deadline)
        look = readHalf(await sh(halfScript(child.pid ?? 0, undefined)), "send");
      assert.ok(look.waiting > 0, JSON.stringify(look));
      assert.notEqual(look.zfs, undefined);
      assert.ok(look.uptime !== undefined && look.uptime > 0);
      assert.equal(look.connection, undefined);
    } finally {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("what happened between two looks", () => {
  const at = (seconds: number, bytes: number, ssh: number) => ({
    at: seconds * 1000,
    send: readHalf(said(5, { uptime: 100 + seconds, bytes, ssh }), "send"),
    receive: readHalf(said(5, { place: "pipe_read", uptime: 900 + seconds, bytes }), "receive"),
  });

  it("is told by each host's own clock", () => {
    const between = spanBetween(at(0, 1000, 0), at(5, 6000, 450));
    assert.deepEqual(between.carried, { amount: 5000, seconds: 5 });
    assert.deepEqual(between.consumed, { amount: 5000, seconds: 5 });
    assert.deepEqual(between.busy, { amount: 5, seconds: 5 });
    assert.deepEqual(between.program, { name: "ssh", half: "send", amount: 4.5, seconds: 5 });
  });

  it("tells no rate at the first look, nor of another zfs than before", () => {
    const first = spanBetween(undefined, at(0, 1000, 0));
    assert.deepEqual([first.carried, first.consumed, first.program], [undefined, undefined, undefined]);
    const before = at(0, 1000, 0);
    const other = { ...before, receive: { ...before.receive, zfs: 1 } };
    assert.equal(spanBetween(other, at(5, 6000, 0)).consumed, undefined);
  });
});

describe("the stream's connection", () => {
  it("is that of the ssh on the source, or of the half itself, by the ports", () => {
    const told = { send: "192.0.2.1 50000 10.99.0.1 22", receive: "10.99.0.1 40022 10.99.0.2 2222" };
    assert.deepEqual(streamPorts("direct", told, 9000), { own: 40022, peer: 2222 });
    assert.deepEqual(streamPorts("relay", told, 9000), { own: 22, peer: 50000 });
    assert.deepEqual(streamPorts("tcp", told, 9000), { own: undefined, peer: 9000 });
    assert.equal(streamPorts("local", told, 9000), undefined);
    assert.equal(streamPorts("direct", { send: "", receive: "no; such thing" }, 9000), undefined);
  });

  it("is asked for by numbers alone", () =>
    assert.match(halfScript(7, { own: 40022, peer: 22 }), /'\( sport = :40022 and dport = :22 \)'/));
});

describe("watching a pipeline", () => {
  /** Waits that end when the test says so. */
  function waiting() {
    const asked: number[] = [];
    let go = (): void => undefined;
    const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        asked.push(ms);
        const over = (): void => reject(new Error("over"));
        signal?.addEventListener("abort", over);
        go = () => {
          signal?.removeEventListener("abort", over);
          resolve();
        };
      });
    return { asked, wait, next: () => go() };
  }
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise((resolve) => setImmediate(resolve));
  };
  const pipeline = (
    source = fakeHost("alpha", () => said(5)),
    target = fakeHost("beta", () => said(5, { place: "pipe_read" })),
  ) => ({
    ...{ source, target, way, pids: { send: 1, receive: 2 }, ports: undefined, step: () => "send:1" },
  });

  it("looks for the first time after ten seconds, then less and less often, with one command a host", async () => {
    const { asked, wait, next } = waiting();
    const events: RunEventBody[] = [];
    const watched = pipeline();
    const watching = watchStages(
      watched,
      (event) => events.push(event),
      () => 0,
      wait,
    );
    assert.deepEqual(asked, [10_000]);
    assert.equal(watched.source.ran.length, 0, "what is over sooner is never asked about");
    for (let i = 1; i <= 12; i++) {
      next();
      await until(() => asked.length === i + 1);
    }
    watching.dispose();
    assert.equal(watched.source.ran.length, 12);
    assert.equal(watched.target.ran.length, 12);
    assert.ok(
      asked.slice(1).every((ms) => ms >= 5000),
      asked.join(),
    );
    assert.equal(asked.at(-1), 30_000);
    const last = events.at(-1);
    assert.ok(last?.type === "stages" && last.slowest === "network" && last.step === "send:1", JSON.stringify(last));
  });

  it("asks no more where nobody answers, and says nothing", async () => {
    const { asked, wait, next } = waiting();
    const dead = (id: string) => fakeHost(id, () => Promise.reject(new Error("gone")));
    const events: RunEventBody[] = [];
    const watched = pipeline(dead("alpha"), dead("beta"));
    watchStages(
      watched,
      (event) => events.push(event),
      () => 0,
      wait,
    );
    for (let i = 1; i <= 3; i++) {
      next();
      await until(() => watched.target.ran.length === i);
      if (i < 3) await until(() => asked.length === i + 1);
    }
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(asked.length, 3, "after the third nobody waits for a fourth");
    assert.deepEqual(events, []);
  });

  it("is silent once the pipeline has ended", async () => {
    const { wait, next } = waiting();
    const events: RunEventBody[] = [];
    let answer: (text: string) => void = () => undefined;
    const slow = fakeHost("alpha", () => new Promise<string>((resolve) => (answer = resolve)));
    const watched = pipeline(slow);
    const watching = watchStages(
      watched,
      (event) => events.push(event),
      () => 0,
      wait,
    );
    next();
    await until(() => slow.ran.length === 1);
    watching.dispose();
    answer(said(5));
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(events, []);
  });
});

function sh(script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", script], { stdio: ["ignore", "pipe", "ignore"] });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.once("error", reject);
    child.once("close", () => resolve(text));
  });
}
