import assert from "node:assert/strict";
import fc from "fast-check";
import { newMarker } from "../../../../src/core/hosts/command/commandScript";
import { LineSplitter } from "../../../../src/core/hosts/command/lines";
import { deliver } from "../../../../src/core/hosts/command/longScript";
import { Preamble } from "../../../../src/core/hosts/command/preamble";
import { endFromStatus, Trailer } from "../../../../src/core/hosts/command/trailer";

const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));
const marker = newMarker();
/** Pieces of the marker make it hard to tell what is the marker and what only looks like it. */
const tricky = fc
  .array(
    fc.oneof(
      bytes,
      fc.nat(marker.length - 1).map((length) => Buffer.from(marker.slice(0, length))),
    ),
    { maxLength: 6 },
  )
  .map((parts) => Buffer.concat(parts));
const cuts = fc.array(fc.nat(200), { maxLength: 12 });

/** The same bytes in chunks. */
function chunked(whole: Buffer, at: readonly number[]): Buffer[] {
  const borders = [...new Set([0, ...at.filter((cut) => cut < whole.length), whole.length])].sort((a, b) => a - b);
  return borders.slice(1).map((border, index) => whole.subarray(borders[index], border));
}

describe("streams of commands", () => {
  it("gives all that comes after the preamble, and nothing else, however it is cut", () => {
    fc.assert(
      fc.property(tricky, tricky, cuts, (noise, output, at) => {
        fc.pre(!noise.includes(marker));
        const preamble = new Preamble(marker);
        const whole = Buffer.concat([noise, Buffer.from(`${marker} 4711\n`), output]);
        const given = Buffer.concat(chunked(whole, at).map((chunk) => preamble.push(chunk)));
        assert.deepEqual(given, output);
        assert.equal(preamble.announced, "4711");
        assert.equal(preamble.noise, noise.toString("utf8"));
      }),
    );
  });

  it("keeps what came when the preamble never ends", () => {
    const preamble = new Preamble(marker, 10);
    assert.equal(preamble.push(Buffer.from("This account is closed")).length, 0);
    assert.equal(preamble.announced, undefined);
    assert.equal(preamble.noise, " is closed");
  });

  it("takes the report out of the middle of a stream, however it is cut", () => {
    fc.assert(
      fc.property(tricky, fc.nat(255), tricky, cuts, (before, status, after, at) => {
        fc.pre(!before.includes(marker) && !after.includes(marker));
        const trailer = new Trailer(marker);
        const whole = Buffer.concat([before, Buffer.from(`${marker} ${status}\n`), after]);
        const given = Buffer.concat([...chunked(whole, at).map((chunk) => trailer.push(chunk)), trailer.end()]);
        assert.deepEqual(given, Buffer.concat([before, after]));
        assert.equal(trailer.status, status);
      }),
    );
  });

  it("gives everything when there is no report", () => {
    fc.assert(
      fc.property(tricky, cuts, (text, at) => {
        fc.pre(!text.includes(marker));
        const trailer = new Trailer(marker);
        const given = Buffer.concat([...chunked(text, at).map((chunk) => trailer.push(chunk)), trailer.end()]);
        assert.deepEqual(given, text);
        assert.equal(trailer.status, undefined);
      }),
    );
  });

  it("holds back no line break, so that lines come when they are written", () => {
    assert.equal(new Trailer(marker).push(Buffer.from("progress\n")).toString(), "progress\n");
  });

  it("gives the lines of a text, however it is cut", () => {
    const line = fc.string({ unit: "binary" }).map((text) => text.replace(/[\r\n\ufffd]/g, ""));
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 8 }),
        fc.boolean(),
        fc.constantFrom("\n", "\r\n"),
        cuts,
        (lines, ended, lineBreak, at) => {
          fc.pre(ended || lines.length === 0 || lines.at(-1) !== "");
          const text = lines.join(lineBreak) + (ended && lines.length > 0 ? lineBreak : "");
          const whole = Buffer.from(text);
          const given: string[] = [];
          const splitter = new LineSplitter((got) => given.push(got));
          for (const chunk of chunked(whole, at)) splitter.push(chunk);
          splitter.end();
          assert.deepEqual(
            given,
            lines.map((got) => Buffer.from(got).toString("utf8")),
          );
        },
      ),
    );
  });

  it("hands an endless line over in pieces", () => {
    const given: number[] = [];
    const splitter = new LineSplitter((line) => given.push(line.length), 100);
    for (let n = 0; n < 30; n += 1) splitter.push(Buffer.alloc(10, "x"));
    splitter.end();
    assert.equal(
      given.reduce((sum, length) => sum + length, 0),
      300,
    );
    assert.ok(Math.max(...given) <= 110);
  });

  it("reads a signal from a status as sh gives it", () => {
    assert.deepEqual(endFromStatus(143), { code: undefined, signal: "TERM" });
    assert.deepEqual(endFromStatus(137), { code: undefined, signal: "KILL" });
    for (const code of [0, 1, 127, 128, 130 + 100, 255])
      assert.deepEqual(endFromStatus(code), { code, signal: undefined });
  });

  it("sends a long script ahead of the input", () => {
    assert.deepEqual(deliver("zfs list", undefined), { script: "zfs list", input: "" });
    assert.deepEqual(deliver("cat", "in"), { script: "cat", input: "in" });
    const long = `: ${"ä".repeat(20_000)}`;
    const input = `{\n${long}\n}\n`;
    assert.deepEqual(deliver(long, undefined), { script: 'eval "$(cat)"', input });
    assert.deepEqual(deliver(long, undefined, "zfsr0 a:b"), { script: ': zfsr0 a:b;eval "$(cat)"', input });
    assert.deepEqual(deliver(long, "in"), { script: `eval "$(dd bs=1 count=40007 2>/dev/null)"`, input: `${input}in` });
  });
});
