/** `zfsr explain` of a log that is far larger than the heap it is given. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { LineReader } from "../../../../../src/core/diagnosis/scan/readLines";
import { cli } from "../../../cli/support/localZfsr";

/** MiB that V8 may use: a process that keeps what it has read dies of it. */
const heap = 32;
const megabytes = 65;

describe("a log of many times the memory", () => {
  it("is read to its end, whatever it holds: lines, none, rubbish, colours and findings", async function () {
    this.timeout(180_000);
    const child = spawn(process.execPath, [`--max-old-space-size=${heap}`, cli, "explain", "-"], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const ended = once(child, "close");
    for (let i = 0; i < megabytes; i += 1) {
      const piece = pieces[i % pieces.length];
      if (piece && !child.stdin.write(piece)) await once(child.stdin, "drain");
    }
    child.stdin.end();
    const [code] = (await ended) as [number | null];
    assert.equal(code, 1, stderr);
    const told = stdout.match(/^-:\d+: error: .*\[receive-busy\]$/gm) ?? [];
    assert.equal(told.length, megabytes / pieces.length, stdout.slice(0, 2000));
  });
});

describe("lines that are kept", () => {
  it("hold nothing of the megabytes that they were read in", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const lines: string[] = [];
    const reader = new LineReader(({ text }) => lines.push(text));
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < megabytes; i += 1) reader.push(`${i} ${"x".repeat(1 << 20)}\n`);
    collect();
    const grown = process.memoryUsage().heapUsed - before;
    assert.equal(lines.length, megabytes);
    assert.ok(grown < (megabytes << 20) / 4, `${grown} bytes`);
  });
});

/** A MiB each. */
const pieces: readonly Buffer[] = [
  filled("Mar 12 08:00:18 orion systemd[1]: Started Session 12 of User root.\n"),
  filled("x"),
  Buffer.from(Uint8Array.from({ length: 1 << 20 }, (_, i) => (i * 2654435761) >>> 13)),
  filled("\u001b[32mMar 12 08:00:18\u001b[0m orion zfs[9]: received 312B stream in 1 seconds (312B/sec)\r\n"),
  Buffer.concat([filled("fine\n"), Buffer.from("\ncannot receive incremental stream: dataset is busy\n")]),
];

function filled(line: string): Buffer {
  return Buffer.from(line.repeat(Math.ceil((1 << 20) / Buffer.byteLength(line))));
}
