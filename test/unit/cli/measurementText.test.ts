import assert from "node:assert/strict";
import { renderMeasurement } from "../../../src/cli/measurementText";
import { cipherOf, measurementOf } from "../core/measure/support/measurement";

describe("a measurement on the terminal", () => {
  const text = renderMeasurement(
    measurementOf(
      { send: 800, network: 4000, ssh: 200, together: 195 },
      {
        ciphers: [
          cipherOf("chacha20-poly1305@openssh.com", 200, 0.98, true),
          cipherOf("aes128-gcm@openssh.com", 600, 0.5),
        ],
      },
    ),
  );
  const bar = (title: string): number =>
    (/[█▏▎▍▌▋▊▉»]+/.exec(text.split("\n").find((line) => line.trimStart().startsWith(title)) ?? "")?.[0] ?? "").length;

  it("draws bars to one scale, and what is much faster than the limit to the edge", () => {
    assert.equal(bar("ssh"), 4);
    assert.equal(bar("send"), 16);
    assert.equal(bar("aes128-gcm"), 12);
    assert.equal(bar("network"), 32);
    assert.match(text, /»/);
  });

  it("says what limits, what would help by how much, and what was not measured", () => {
    assert.match(text, /^The cipher of ssh on alpha limits, at about 200 MiB\/s: ssh keeps a processor 98 % busy/m);
    assert.match(text, /to 600 MiB\/s \(3\.0 times\): take the cipher aes128-gcm@openssh\.com: --cipher/);
    assert.match(text, /^receive .*not measured: it was left out$/m);
  });

  it("says when there was too little to measure with", () => {
    const small = /^only 2\.00 MiB were there/m;
    assert.match(renderMeasurement(measurementOf({ send: 1, together: 1 })), small);
    assert.doesNotMatch(text, small);
  });
});
