import assert from "node:assert/strict";
import { ZfsrError } from "../../../../src/core/base/errors";
import { defaultTransfer, type TransferOptions } from "../../../../src/core/plan/transferOptions";
import { chooseOnTheWay, commonCompressor, needsTools, wantsCompression } from "../../../../src/core/runs/onTheWay";
import type { StreamProgram, StreamTools } from "../../../../src/core/runs/streamTools";
import { transferStep } from "../../../support/model/steps";

const all: readonly StreamProgram[] = ["mbuffer", "pv", "zstd", "lz4", "pigz"];
const mebibyte = 2 ** 20;

function tools(programs: readonly StreamProgram[] = all, aes = true): StreamTools {
  return { programs: new Set(programs), netcat: undefined, socat: false, openssl: false, aes };
}

function options(change: Partial<TransferOptions> = {}): TransferOptions {
  return { ...defaultTransfer, cipher: "", ...change };
}

const large = transferStep("large", { bytes: 100 * mebibyte });
const raw = transferStep("raw", { bytes: 100 * mebibyte, raw: true });
const compressed = transferStep("stored", {
  bytes: 100 * mebibyte,
  argv: ["zfs", "send", "-L", "-ec", "tank/stored@b"],
});
const resumed = transferStep("resumed", { kind: "resume", bytes: 100 * mebibyte });
const both = { source: tools(), target: tools() };

function refusal(work: () => unknown): ZfsrError {
  try {
    work();
  } catch (error) {
    return ZfsrError.from(error, "");
  }
  throw new Error("it was not refused");
}

describe("what a stream goes through", () => {
  it("is nothing, and no host is asked, where nothing was chosen and little is sent", () => {
    assert.equal(needsTools([transferStep()], defaultTransfer), false);
    assert.equal(needsTools([large], defaultTransfer), true);
    assert.equal(needsTools([transferStep()], options({ limit: 1024 })), true);
    assert.equal(needsTools([transferStep()], options({ buffer: mebibyte })), true);
    assert.equal(needsTools([transferStep()], options({ compression: "lz4" })), true);
  });

  it("compresses by itself where a sample shrinks, and says what it measured", () => {
    const way = chooseOnTheWay([large], options(), both, 0.4, 1);
    assert.deepEqual(way.filters, { send: [["zstd", "-q", "-1", "-c"]], receive: [["zstd", "-q", "-d", "-c"]] });
    assert.deepEqual(way.notes, ["compressed on the way by zstd: a sample shrinks to 40 %"]);
    for (const [shrinks, why] of [
      [0.97, "a sample shrinks to 97 % only"],
      [undefined, "no sample could be taken"],
    ] as const) {
      const not = chooseOnTheWay([large], options(), both, shrinks, 1);
      assert.deepEqual(not.filters.send, []);
      assert.deepEqual(not.notes, [`not compressed on the way: ${why}`]);
    }
  });

  it("never compresses what is compressed, raw or of unknown kind, not even when asked, and says so then", () => {
    for (const step of [raw, compressed, resumed]) {
      assert.equal(wantsCompression([step], options({ compression: "zstd" })), false);
      assert.deepEqual(chooseOnTheWay([step], options(), both, 0.1, 1).notes, []);
      const asked = chooseOnTheWay([large, step], options({ compression: "zstd" }), both, undefined, 1);
      assert.deepEqual(asked.filters, { send: [], receive: [] });
      assert.match(asked.notes.join(), /not compressed on the way: the stream is compressed or encrypted/);
    }
  });

  it("takes the first compressor that both hosts have, and the one that was named alone", () => {
    const some = { source: tools(["pigz", "lz4"]), target: tools(["zstd", "lz4", "pigz"]) };
    assert.equal(commonCompressor(options(), some)?.name, "lz4");
    assert.equal(commonCompressor(options({ compression: "pigz" }), some)?.name, "pigz");
    const error = refusal(() => chooseOnTheWay([large], options({ compression: "zstd" }), some, undefined, 1));
    assert.equal(error.reason, "not-installed");
    assert.match(error.because, /zstd is needed on both hosts/);
    const none = { source: tools([]), target: tools() };
    assert.match(chooseOnTheWay([large], options(), none, undefined, 1).notes.join(), /no compressor in common/);
  });

  it("limits on the source by pv or mbuffer, else on the target, shared by all pipelines, behind the compressor", () => {
    const limited = options({ limit: 8 * mebibyte, compression: "lz4" });
    const [pack, limit] = chooseOnTheWay([large], limited, both, undefined, 2).filters.send;
    assert.equal(pack?.[0], "lz4", "the limit is one of the wire");
    assert.deepEqual(limit, ["pv", "-q", "-L", "4096k"]);
    const slow = options({ limit: 8 * mebibyte, compression: "none" });
    const buffered = chooseOnTheWay([large], slow, { source: tools(["mbuffer"]), target: tools([]) }, undefined, 1);
    assert.deepEqual(buffered.filters.send, [["mbuffer", "-q", "-s", "64k", "-m", "4M", "-r", "8192k"]]);
    const there = chooseOnTheWay([large], slow, { source: tools([]), target: tools(["pv"]) }, undefined, 1);
    assert.deepEqual(there.filters, { send: [], receive: [["pv", "-q", "-L", "8192k"]] });
    const error = refusal(() => chooseOnTheWay([large], slow, { source: tools([]), target: tools([]) }, undefined, 1));
    assert.match(error.because, /pv or mbuffer is needed on one of the two hosts/);
    assert.match(error.nextStep, /install it/);
  });

  it("buffers on the target alone, and is refused where mbuffer is not there", () => {
    const buffer = options({ buffer: 64 * mebibyte, compression: "none" });
    const target = { source: tools([]), target: tools() };
    assert.deepEqual(chooseOnTheWay([large], buffer, target, undefined, 1).filters.receive, [
      ["mbuffer", "-q", "-s", "128k", "-m", "64M"],
    ]);
    assert.match(
      refusal(() => chooseOnTheWay([large], buffer, { source: tools(), target: tools([]) }, undefined, 1)).because,
      /mbuffer is needed on the target/,
    );
  });

  it("puts AES-GCM first where both processors have AES, and takes a cipher that was named as it is", () => {
    const auto = options({ cipher: "auto", compression: "none" });
    assert.match(
      chooseOnTheWay([large], auto, both, undefined, 1).ssh.join(" "),
      /^-o Ciphers=aes128-gcm@openssh.com,/,
    );
    const half = { source: tools(), target: tools(all, false) };
    assert.deepEqual(chooseOnTheWay([large], auto, half, undefined, 1).ssh, []);
    const named = options({ cipher: "aes256-ctr", compression: "none" });
    assert.deepEqual(chooseOnTheWay([large], named, both, undefined, 1).ssh, ["-c", "aes256-ctr"]);
  });
});
