import assert from "node:assert/strict";
import fc from "fast-check";
import { remoteCommand } from "../../../../src/core/base/shellQuote";
import type { Host } from "../../../../src/core/hosts/host";
import type { TransferStep } from "../../../../src/core/plan/step";
import { isStreamDescription, readReportLine } from "../../../../src/core/runs/pipelineReport";
import {
  isLongList,
  joinedScript,
  pipelineHalves,
  type PipelineOptions,
} from "../../../../src/core/runs/pipelineScript";
import { StreamProgress } from "../../../../src/core/runs/progress";
import { batchOf } from "../../../../src/core/runs/runTransfers";
import { directScript, relayScript } from "../../../../src/core/runs/transport";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";
import { transferStep } from "../../../support/model/steps";
import { recordings, transcripts } from "../../../support/transcripts/transcripts";

const frame = "zfsr0123";

describe("a line of a pipeline", () => {
  it("is a mark only behind the word that nobody else knows", () => {
    assert.deepEqual(readReportLine(`${frame} receive 0 1`, frame), {
      kind: "mark",
      half: "receive",
      subject: "0",
      value: "1",
    });
    assert.deepEqual(readReportLine(`${frame} send 12 begin`, frame), {
      kind: "mark",
      half: "send",
      subject: "12",
      value: "begin",
    });
    for (const line of ["zfsr9999 receive 0 0", `x${frame} receive 0 0`, frame, `${frame}receive 0 0`])
      assert.equal(readReportLine(line, frame).kind, "text", line);
  });

  it("tells size and progress as zfs prints them, blanks in names and all", () => {
    assert.deepEqual(readReportLine("size\t27324400", frame), { kind: "size", bytes: 27324400 });
    assert.deepEqual(readReportLine("18:13:47\t6573696\ttank/my data@s 1", frame), {
      kind: "sent",
      bytes: 6573696,
      snapshot: "tank/my data@s 1",
    });
  });

  it("of progress that was recorded is read whole: no line of it is taken for an error", () => {
    let lines = 0;
    for (const recording of recordings) {
      for (const { stderr } of transcripts(recording).filter((row) => /send-vP-progress/.test(row.name))) {
        for (const line of stderr.trimEnd().split("\n")) {
          lines += 1;
          const report = readReportLine(line, frame);
          assert.ok(report.kind !== "text" || isStreamDescription(report.text), line);
        }
      }
    }
    assert.ok(lines > 10, String(lines));
  });

  it("never throws", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(frame, " ", "\t", "size", "1", "18:13:47", "send", "receive") }),
        (line) => {
          assert.ok(["mark", "size", "sent", "text"].includes(readReportLine(line, frame).kind));
        },
      ),
    );
  });
});

describe("the progress of a stream", () => {
  it("adds up the snapshots in it: zfs counts each from zero", () => {
    const progress = new StreamProgress(undefined);
    progress.size(1000);
    progress.sent("t@a", 300, 1000);
    progress.sent("t@a", 400, 2000);
    progress.sent("t@b", 100, 3000);
    assert.equal(progress.bytes, 500);
    assert.deepEqual(
      { ...progress.snapshot(), eta: undefined },
      { bytes: 500, total: 1000, rate: 100, eta: undefined },
    );
    assert.equal(progress.snapshot().eta, 5000);
  });

  it("knows no rate before the second sign of life, and never divides by no time", () => {
    const progress = new StreamProgress(1000);
    assert.deepEqual(progress.snapshot(), { bytes: 0, total: 1000, rate: 0, eta: undefined });
    progress.sent("t@a", 10, 5);
    progress.sent("t@a", 20, 5);
    assert.deepEqual(progress.snapshot(), { bytes: 20, total: 1000, rate: 0, eta: undefined });
  });

  it("is never behind itself: what is left is not less than nothing, though estimates are wrong", () => {
    const progress = new StreamProgress(10);
    progress.sent("t@a", 100, 0);
    progress.sent("t@a", 200, 1000);
    assert.equal(progress.snapshot().eta, 0);
    assert.equal(progress.finalBytes, 200);
  });

  it("of a stream too short to be counted is its estimate", () =>
    assert.equal(new StreamProgress(624).finalBytes, 624));
});

describe("the script of a pipeline, run by the real sh", () => {
  let fake: FakeCommands;

  beforeEach(() => {
    fake = new FakeCommands();
    // a stream is 20 bytes; receive reads one and no byte more, as the real one does
    fake.add(
      "zfs",
      `logged "$@"
for name in "$@"; do :; done
case "$1" in
send)
  printf 'size\\t20\\n18:00:00\\t20\\t%s\\n' "$name" >&2
  case "$name" in *eio*) printf 'partial'; echo "warning: cannot send '$name': Input/output error" >&2; exit 1 ;; esac
  printf '%-20.20s' "$name" ;;
receive)
  got=$(head -c 20)
  logged received "$got" "$name"
  case "$name" in
  *modified*) printf 'cannot receive incremental stream: destination %s has been modified\\nsince most recent snapshot\\n' "$name" >&2; exit 1 ;;
  *liar*) echo "zfsr9999 receive 0 0"; echo "receive 1 0" ;;
  esac
  [ \${#got} -ge 20 ] || { echo 'cannot receive: failed to read from stream' >&2; exit 1; } ;;
esac`,
    );
    fake.add("zpool", 'logged zpool "$@"\ncat\necho 42');
  });

  afterEach(() => fake.dispose());

  function run(
    names: readonly string[],
    guid = "42",
    options: Partial<PipelineOptions> = {},
    noise = "",
    sender?: string,
  ): { readonly stdout: string[]; readonly stderr: string[]; readonly received: string[] } {
    const halves = pipelineHalves(
      names.map((name) =>
        transferStep("demo", {
          argv: ["zfs", "send", `tank/${name}`],
          target: { ...transferStep().target, argv: ["zfs", "receive", "-u", `backup/${name}`] },
        }),
      ),
      { frame, pool: { name: "backup pool", guid }, ...options },
    );
    const send = sender ?? `printf %s '${noise}'\n${halves.send}`;
    const { stdout, stderr } = fake.run(
      joinedScript(noise === "" && sender === undefined ? halves.send : send, halves.receive),
    );
    const lines = (text: string): string[] => text.split("\n").slice(0, -1);
    // process ids are never the same, and whoever runs this may have come by ssh
    const same = (text: string): string[] =>
      lines(text).filter((line) => !new RegExp(`^${frame} (send|receive) (pid \\d+|connection .*)$`).test(line));
    return {
      stdout: same(stdout),
      stderr: same(stderr),
      received: fake
        .calls()
        .filter(([word]) => word === "received")
        .map(([, , name = ""]) => name),
    };
  }

  it("carries several streams one after the other, each to its own dataset", () => {
    const { stdout, stderr, received } = run(["a@1", "b@2", "c@3"]);
    assert.deepEqual(received, ["backup/a@1", "backup/b@2", "backup/c@3"]);
    assert.deepEqual(stdout, [
      `${frame} receive pool ready`,
      `${frame} receive 0 0`,
      `${frame} receive 1 0`,
      `${frame} receive 2 0`,
    ]);
    assert.deepEqual(
      stderr.filter((line) => line.startsWith(frame)),
      [0, 1, 2].flatMap((i) => [`${frame} send ${i} begin`, `${frame} send ${i} 0`]),
    );
    assert.ok(stderr.includes("18:00:00\t20\ttank/b@2"));
    const contents = fake
      .calls()
      .filter(([word]) => word === "received")
      .map(([, text = ""]) => text.trim());
    assert.deepEqual(contents, ["tank/a@1", "tank/b@2", "tank/c@3"], "each got its own stream");
  });

  it("goes through programs on its way, and none of its marks does", () => {
    const filters = { send: [["tr", "a-z", "A-Z"]], receive: [["tr", "A-Z", "a-z"], ["cat"]] };
    const { stdout, stderr, received } = run(["a@1", "b@2"], "42", { filters });
    assert.deepEqual(received, ["backup/a@1", "backup/b@2"]);
    assert.deepEqual(stdout, [`${frame} receive pool ready`, `${frame} receive 0 0`, `${frame} receive 1 0`]);
    assert.ok(stderr.includes(`${frame} send 1 0`));
  });

  it("begins where the sender says so, whatever a login shell printed before", () => {
    const { received, stdout } = run(["a@1"], "42", { opening: "noise" }, `Welcome!\n${frame} it is\nnot there`);
    assert.deepEqual(received, ["backup/a@1"]);
    const [[, contents = ""] = []] = fake.calls().filter(([word]) => word === "received");
    assert.equal(contents.trim(), "tank/a@1");
    assert.ok(stdout.includes(`${frame} receive 0 0`));
  });

  it("tells that nothing came, where the sender never began", () => {
    const { stdout, received } = run(["a@1"], "42", { opening: "noise" }, undefined, "true");
    assert.deepEqual(stdout, [`${frame} receive pool ready`, "the sender said nothing"]);
    assert.deepEqual(received, []);
  });

  it("passes hostile names as they are", () => {
    const names = ["it's", "$(id)", "a b", "`id`", "\\", '"', "!!"];
    assert.deepEqual(
      run(names).received,
      names.map((name) => `backup/${name}`),
    );
  });

  it("stops both halves when a stream cannot be received, and says which", () => {
    const { stdout, received } = run(["a", "modified", "c"]);
    assert.deepEqual(received, ["backup/a", "backup/modified"]);
    assert.deepEqual(stdout.slice(1), [
      `${frame} receive 0 0`,
      "cannot receive incremental stream: destination backup/modified has been modified",
      "since most recent snapshot",
      `${frame} receive 1 1`,
    ]);
  });

  it("stops both halves when a stream cannot be sent: what the receiver would read next is not its stream", () => {
    const { stdout, stderr, received } = run(["a", "eio", "c"]);
    assert.deepEqual(received.slice(0, 1), ["backup/a"]);
    assert.ok(!received.includes("backup/c"));
    assert.ok(stderr.includes(`${frame} send 1 1`));
    assert.ok(stderr.includes("warning: cannot send 'tank/eio': Input/output error"));
    assert.ok(!stderr.some((line) => line.startsWith(`${frame} send 2`)));
    assert.ok(!stdout.includes(`${frame} receive 2 0`));
  });

  for (const list of ["script", "stream"] as const) {
    it(`carries streams whose list is in the ${list}, through programs and behind noise, and stops at the first that fails`, () => {
      const filters = { send: [["cat"]], receive: [["cat"]] };
      const options = { list, filters, opening: "noise" } as const;
      const { stdout, received } = run(["it's", "$(id)", "modified", "c"], "42", options, "Welcome!");
      assert.deepEqual(received, ["backup/it's", "backup/$(id)", "backup/modified"]);
      assert.deepEqual(stdout.slice(1, 3), [`${frame} receive 0 0`, `${frame} receive 1 0`]);
      assert.ok(stdout.includes(`${frame} receive 2 1`));
    });
  }

  it("takes nothing of a stream for a command, and tells of one that did not come", () => {
    const opening = `printf '%s\\n' "${frame} zfs receive -u backup/a"; printf '%20s' x; echo "zfs destroy tank"`;
    const { stdout, received } = run(["a", "b"], "42", { list: "stream" }, undefined, opening);
    assert.deepEqual(received, ["backup/a"]);
    assert.deepEqual(stdout.slice(1), [
      `${frame} receive 0 0`,
      "cannot receive: failed to read from stream",
      `${frame} receive 1 1`,
    ]);
    assert.deepEqual(
      fake.calls().filter(([word]) => word === "destroy"),
      [],
    );
  });

  it("receives nothing on a machine whose pool is another one", () => {
    const { stdout, received } = run(["a"], "7");
    assert.deepEqual(stdout, [`${frame} receive pool 42`]);
    assert.deepEqual(received, []);
  });

  it("asks for the pool by its name, without eating the stream", () => {
    run(["a"]);
    assert.deepEqual(
      fake.calls().find(([word]) => word === "zpool"),
      ["zpool", "get", "-Hp", "-o", "value", "guid", "backup pool"],
    );
  });

  it("is not taken in by what looks like a mark", () => {
    const { stdout } = run(["liar"]);
    assert.deepEqual(
      stdout.map((line) => readReportLine(line, frame).kind),
      ["mark", "text", "text", "mark"],
    );
  });

  it("tells what a missing zpool says", () => {
    fake.add("zpool", "echo 'zpool: broken' >&2; exit 127");
    assert.deepEqual(run(["a"]).stdout, ["zpool: broken", `${frame} receive pool `]);
  });
});

describe("a batch", () => {
  it("holds steps of one pair of hosts and one pool", () => {
    const other = transferStep("x", { target: { ...transferStep().target, host: "gamma" } });
    assert.deepEqual(batchOf([]), []);
    assert.equal(batchOf([transferStep("a"), transferStep("b"), other, transferStep("c")]).length, 2);
  });

  it("of any number of datasets is one: what goes through a word of a command line stays short", () => {
    const steps = Array.from({ length: 2000 }, (_, i) =>
      transferStep(`it is a child with a long name ${i} ${"x".repeat(100)}`),
    );
    assert.equal(batchOf(steps).length, steps.length);
    assert.ok(isLongList(steps) && !isLongList(steps.slice(0, 50)));
    const options = { frame, pool: { name: "backup", guid: "42" } };
    const sizeOf = (some: readonly TransferStep[]): number =>
      pipelineHalves(some, { ...options, list: isLongList(some) ? "stream" : "script" }).receive.length;
    for (let count = 1; count <= steps.length; count *= 2)
      assert.ok(sizeOf(steps.slice(0, count)) < 24_000, `${sizeOf(steps.slice(0, count))} bytes for ${count}`);
  });

  it("with a long list goes through a shell's longest word, directly and by relay, each stream to its own dataset", async function () {
    this.timeout(120_000);
    const fake = new FakeCommands();
    fake.add(
      "zfs",
      `for name in "$@"; do :; done
case "$1" in
send) printf '%-20.20s' "\${name#*@}" ;;
receive) got=$(head -c 20); logged "\${got%% *}" "$name" ;;
esac`,
    );
    fake.add("zpool", "echo 42");
    // the last word of ssh is the command, for the login shell
    fake.add("ssh", 'for word in "$@"; do :; done; exec /bin/sh -c "$word"');
    try {
      const steps = Array.from({ length: 150 }, (_, i) => {
        const name = `it's ${i} $(id) ${"long".repeat(45)}`;
        return transferStep("x", {
          argv: ["zfs", "send", "-t", "1".repeat(800), `tank/${name}@${i}`],
          target: { ...transferStep().target, argv: ["zfs", "receive", "-u", `backup/${name}`] },
        });
      });
      const halves = (opening?: "noise"): ReturnType<typeof pipelineHalves> =>
        pipelineHalves(steps, { frame, pool: { name: "backup", guid: "42" }, list: "stream", opening });
      const host = new FakeHost("source", fake);
      const words: Host = Object.assign(new FakeHost("x", fake), {
        spawnWords: (script: string) => Promise.resolve(["ssh", "x", remoteCommand(script)]),
      });
      const scripts = [
        directScript("beta", halves()),
        await relayScript(words, words, halves("noise"), `${frame} zfsr-writer:x`),
      ];
      for (const script of scripts) {
        const before = fake.calls().length;
        assert.ok(script.length > 128 * 1024, `${script.length} bytes`);
        const lines: string[] = [];
        await host.follow(script, {
          onStdoutLine: (line) => lines.push(line),
          onStderrLine: (line) => lines.push(line),
        });
        const said = lines.join("\n");
        assert.ok(said.includes(`${frame} receive 149 0`), said.slice(-2000));
        assert.deepEqual(
          fake.calls().slice(before),
          steps.map(({ target: { argv } }, i) => [String(i), argv.at(-1)]),
        );
      }
    } finally {
      fake.dispose();
    }
  });
});
