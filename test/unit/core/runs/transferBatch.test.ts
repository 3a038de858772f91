import assert from "node:assert/strict";
import { cancelled } from "../../../../src/core/base/abort";
import { ZfsrError } from "../../../../src/core/base/errors";
import type { RunEventBody } from "../../../../src/core/runs/events";
import type { BatchResult } from "../../../../src/core/runs/batchResult";
import { runBatch } from "../../../../src/core/runs/transferBatch";
import type { Pipeline } from "../../../../src/core/runs/transport";
import { transferStep } from "../../../support/model/steps";

const frame = "zfsr0123";
const steps = [transferStep("a"), transferStep("b")];

interface Said {
  /** What comes out on each channel, `!` for a mark. */
  readonly lines: readonly (readonly ["send" | "receive", string])[];
  readonly throws?: Error;
  /** It says no more then, and never ends by itself. */
  readonly hangs?: boolean;
}

/** Lets a pipeline say things, and gives what came of it. */
async function batch({
  lines,
  throws,
  hangs = false,
}: Said): Promise<{ readonly result: BatchResult; readonly events: RunEventBody[] }> {
  const events: RunEventBody[] = [];
  let clock = 0;
  const pipeline: Pipeline = {
    name: "direct",
    run: ({ sender, receiver }, signal) => {
      for (const [half, line] of lines) {
        const text = line.startsWith("!") ? `${frame} ${half} ${line.slice(1)}` : line;
        (half === "send" ? sender : receiver)(text);
      }
      if (hangs)
        return new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => reject(cancelled("", signal.reason))),
        );
      return throws ? Promise.reject(throws) : Promise.resolve();
    },
  };
  const result = await runBatch(pipeline, steps, {
    frame,
    emit: (event) => void events.push(event),
    now: () => (clock += 1000),
    signal: new AbortController().signal,
    stallTimeout: hangs ? 20 : 0,
    explainStall: (step, silence, bytes) =>
      Promise.resolve(
        new ZfsrError({
          reason: "stalled",
          object: step.id,
          because: `${silence > 0}, ${bytes} bytes`,
          nextStep: "resume",
        }),
      ),
  });
  return { result, events };
}

/** Why the first stream failed. */
async function why(send: readonly string[], receive: readonly string[]): Promise<string> {
  const { result } = await batch({
    lines: [
      ["receive", "!pool ready"],
      ["send", "!0 begin"],
      ...send.map((line) => ["send", line] as const),
      ...receive.map((line) => ["receive", line] as const),
    ],
  });
  const stream = result.streams.get(steps[0]?.id ?? "");
  assert.equal(stream?.outcome, "failed");
  return `${stream.error.reason} of ${stream.error.object}`;
}

describe("a batch of streams", () => {
  it("tells live how far each is, and that it is done", async () => {
    const { result, events } = await batch({
      lines: [
        ["receive", "!pool ready"],
        ["send", "!0 begin"],
        ["send", "incremental\ta\ttank/a@b\t2000"],
        ["send", "size\t2000"],
        ["send", "18:00:00\t500\ttank/a@b"],
        ["send", "18:00:01\t1500\ttank/a@b"],
        ["send", "!0 0"],
        ["receive", "!0 0"],
        ["send", "!1 begin"],
        ["send", "!1 0"],
        ["receive", "!1 0"],
      ],
    });
    assert.deepEqual(
      events.map((event) => event.type),
      ["step-started", "progress", "progress", "step-ended", "step-started", "step-ended"],
    );
    const progress = events[2];
    assert.ok(progress?.type === "progress");
    assert.deepEqual([progress.step, progress.bytes, progress.total], [steps[0]?.id, 1500, 2000]);
    assert.ok(progress.rate > 0 && (progress.eta ?? 0) > 0);
    assert.deepEqual(
      [...result.streams.values()].map(({ outcome, bytes }) => [outcome, bytes]),
      [
        ["done", 2000],
        ["done", 1000],
      ],
    );
  });

  it("tells causes from what only follows from them", async () => {
    const modified = [
      "cannot receive incremental stream: destination backup/a has been modified",
      "since most recent snapshot",
      "!0 1",
    ];
    const cut = [
      "cannot receive incremental stream: checksum mismatch or incomplete stream.",
      "Partially received snapshot is saved.",
      "!0 1",
    ];
    assert.equal(
      await why(["warning: cannot send 'tank/a@b': Broken pipe", "!0 1"], modified),
      "target-modified of beta:backup/a",
    );
    assert.equal(
      await why(["warning: cannot send 'tank/a@b': signal received", "!0 141"], modified),
      "target-modified of beta:backup/a",
    );
    assert.equal(
      await why(["warning: cannot send 'tank/a@b': Input/output error", "!0 1"], cut),
      "data-corruption of alpha:tank/a@b",
    );
    assert.equal(
      await why(
        ["cannot open 'tank/a@b': dataset does not exist", "!0 1"],
        ["cannot receive: failed to read from stream", "!0 1"],
      ),
      "snapshot-not-found of alpha:tank/a@b",
    );
    assert.equal(await why([], cut), "stream-incomplete of beta:backup/a");
    assert.equal(
      await why(["!0 0"], ["cannot receive new filesystem stream: out of space", "!0 1"]),
      "space of beta:backup/a",
    );
    // what a receive of 2.1 says whose stream ended in its first records
    const early = [
      "cannot open 'backup/a': dataset does not exist",
      "cannot receive new filesystem stream: invalid backup stream",
    ];
    assert.equal(await why([], [...early, "!0 1"]), "stream-corrupt of beta:backup/a");
  });

  /** What a batch of two comes to, by the words of its halves once it stands. */
  async function ends(lines: Said["lines"]): Promise<string[]> {
    const { result, events } = await batch({ lines: [["receive", "!pool ready"], ["send", "!0 begin"], ...lines] });
    const ended = events.flatMap((event) => (event.type === "step-ended" ? [event.step] : []));
    return [...result.streams].map(([id, stream]) =>
      stream.outcome === "done"
        ? `done${ended.includes(id) ? "" : ", and nobody was told"}`
        : `${stream.error.reason} of ${stream.error.object}, ${stream.bytes} bytes`,
    );
  }

  it("takes no stream for sent whose sender failed, though the receiver takes the empty package for a whole one", async () => {
    const unloaded = ["send", "warning: cannot send 'tank/a@b': dataset key must be loaded"] as const;
    // 2.3: the sender stops there, and the receiver finds nothing more to read
    const starved = [
      ["receive", "cannot receive: failed to read from stream"],
      ["receive", "!1 1"],
    ] as const;
    const failed = "key-not-loaded of alpha:tank/a@b, 0 bytes";
    assert.deepEqual(await ends([unloaded, ["send", "!0 1"], ["receive", "!0 0"], ...starved]), [failed]);
    // what the two say comes on two ways
    assert.deepEqual(await ends([["receive", "!0 0"], ...starved, unloaded, ["send", "!0 1"]]), [failed]);
    // 2.1: the sender ends with 0, and goes on
    const second = [
      ["send", "!1 begin"],
      ["send", "!1 0"],
      ["receive", "!1 0"],
    ] as const;
    assert.deepEqual(await ends([unloaded, ["send", "!0 0"], ["receive", "!0 0"], ...second]), [failed, "done"]);
    // without words that anybody knows
    assert.deepEqual(await ends([["send", "!0 3"], ["receive", "!0 0"], ...starved]), [
      "failed of alpha:tank/a@b, 0 bytes",
    ]);
    assert.deepEqual(
      await ends([["send", "WARNING: could not send tank/a@b: no such thing"], ["receive", "!0 0"], ...second]),
      ["failed of alpha:tank/a@b, 0 bytes", "done"],
    );
  });

  it("takes a receive that ended well for done where the sender says no more, and its last words where it did", async () => {
    assert.deepEqual(await ends([["receive", "!0 0"]]), ["done", "connection-lost of beta:backup/b, 0 bytes"]);
    const said = ["send", "warning: cannot send 'tank/a@b': Input/output error"] as const;
    assert.equal((await ends([said, ["receive", "!0 0"]]))[0], "data-corruption of alpha:tank/a@b, 0 bytes");
  });

  it("hides no other failure behind a property that was refused, and never takes a stream that was cut for arrived", async () => {
    const refused = "cannot receive quota property on backup/a: permission denied";
    const broken = ["warning: cannot send 'tank/a@b': Broken pipe", "!0 1"];
    const cut = "stream-incomplete of beta:backup/a";
    for (const line of [
      "cannot receive incremental stream: incomplete stream",
      "cannot receive incremental stream: checksum mismatch or incomplete stream.",
      "cannot receive: failed to read from stream",
    ])
      for (const send of [broken, ["!0 0"], []]) assert.equal(await why(send, [refused, line, "!0 1"]), cut, line);
    assert.equal(
      await why(["!0 0"], [refused, "cannot receive incremental stream: out of space", "!0 1"]),
      "space of beta:backup/a",
    );
    assert.equal(await why(broken, [refused, "!0 1"]), "stream-incomplete of alpha:tank/a@b");
    // no end of the receive, or none of the send, and no words for it
    assert.equal(await why(["!0 0"], [refused]), "connection-lost of beta:backup/a");
    assert.equal(await why([], [refused, "!0 1"]), "connection-lost of beta:backup/a");
    assert.equal(await why(["!0 7"], [refused, "!0 1"]), "connection-lost of beta:backup/a");
    const lost = "Connection to beta closed by remote host.";
    assert.equal(await why(["!0 0"], [refused, lost]), "connection-lost of beta:backup/a");
    // nothing else failed
    assert.equal(await why(["!0 0"], [refused, "!0 1"]), "property-not-received of beta:backup/a");
  });

  it("knows a connection that broke, with and without words", async () => {
    assert.equal(await why([], ["client_loop: send disconnect: Broken pipe"]), "connection-lost of beta:backup/a");
    assert.equal(await why([], []), "connection-lost of beta:backup/a");
    assert.equal(await why([], ["something nobody knows"]), "connection-lost of beta:backup/a");
  });

  it("keeps what both ends said, without the marks and without zfs's descriptions", async () => {
    const { result } = await batch({
      lines: [
        ["receive", "!pool ready"],
        ["send", "!0 begin"],
        ["send", "full\ttank/a@b\t5"],
        ["send", "size\t5"],
        ["send", "warning: cannot send 'tank/a@b': Broken pipe"],
        ["receive", "cannot receive: dataset is busy"],
        ["receive", "!0 1"],
      ],
    });
    const stream = result.streams.get(steps[0]?.id ?? "");
    assert.ok(stream?.outcome === "failed");
    assert.deepEqual(
      (stream.error.output ?? "").split("\n").filter((line) => !line.startsWith(frame)),
      ["warning: cannot send 'tank/a@b': Broken pipe", "cannot receive: dataset is busy"],
    );
  });

  it("fails the stream after those that arrived, and says nothing of the rest", async () => {
    const { result } = await batch({
      lines: [
        ["receive", "!pool ready"],
        ["send", "!0 begin"],
        ["receive", "!0 0"],
        ["send", "!1 begin"],
        ["receive", "cannot receive incremental stream: dataset is busy"],
        ["receive", "!1 1"],
      ],
    });
    assert.deepEqual(
      [...result.streams.values()].map(({ outcome }) => outcome),
      ["done", "failed"],
    );
  });

  it("tells what a receive that went well could not do all the same", async () => {
    const { result } = await batch({
      lines: [
        ["receive", "!pool ready"],
        ["send", "!0 begin"],
        ["receive", "cannot receive readonly property on backup/a: permission denied"],
        ["receive", "!0 0"],
        ["send", "!1 begin"],
        ["receive", "!1 0"],
      ],
    });
    const [first, second] = [...result.streams.values()];
    assert.ok(first?.outcome === "done" && second?.outcome === "done");
    assert.deepEqual(
      first.warnings.map(({ reason, object }) => [reason, object]),
      [["property-not-received", "beta:backup/a"]],
    );
    assert.deepEqual(second.warnings, []);
  });

  it("has sent nothing when the connection never stood, and tells why", async () => {
    const { result, events } = await batch({
      lines: [["receive", "ssh: connect to host beta port 22: Connection refused"]],
    });
    assert.equal(result.ready, false);
    assert.equal(result.streams.size, 0);
    assert.match(result.linkText, /Connection refused/);
    assert.deepEqual(events, []);
  });

  it("has sent nothing to a machine with another pool, and says so", async () => {
    const { result } = await batch({ lines: [["receive", "!pool 4711"]] });
    assert.equal(result.ready, false);
    assert.match(result.linkText, /another machine/);
  });

  it("tells what a target without zpool says", async () => {
    const { result } = await batch({
      lines: [
        ["receive", "sh: 4: zpool: not found"],
        ["receive", "!pool "],
      ],
    });
    assert.equal(result.ready, false);
    assert.match(result.linkText, /zpool: not found/);
  });

  it("fails with what broke the pipeline off, and keeps what had arrived", async () => {
    const { result } = await batch({
      lines: [
        ["receive", "!pool ready"],
        ["send", "!0 begin"],
        ["receive", "!0 0"],
        ["send", "!1 begin"],
      ],
      throws: cancelled("alpha"),
    });
    const [first, second] = [...result.streams.values()];
    assert.equal(first?.outcome, "done");
    assert.ok(second?.outcome === "failed");
    assert.equal(second.error.reason, "cancelled");
  });

  it("is ended when no byte comes for too long, with what the hosts say of it", async () => {
    const { result } = await batch({
      lines: [
        ["receive", "!pid 41"],
        ["send", "!pid 42"],
        ["receive", "!pool ready"],
        ["send", "!0 begin"],
        ["send", "18:00:00\t500\ttank/a@b"],
        ["send", "18:00:01\t500\ttank/a@b"],
      ],
      hangs: true,
    });
    const [first, ...others] = [...result.streams.values()];
    assert.ok(first?.outcome === "failed");
    assert.deepEqual([first.error.reason, first.error.because, first.bytes], ["stalled", "true, 500 bytes", 500]);
    assert.deepEqual(others, []);
    assert.deepEqual(result.pids, { receive: 41, send: 42 });
  });
});
