import assert from "node:assert/strict";
import fc from "fast-check";
import { ZfsrError } from "../../../../src/core/base/errors";
import { formatPlace, parseDatasetPlace, parsePlace } from "../../../../src/core/zfs/place";
import { busyTime } from "../../../support/busyTime";

const usage = (error: unknown): boolean => ZfsrError.is(error, "usage");
const invalid = (error: unknown): boolean => ZfsrError.is(error, "invalid-name");

describe("places", () => {
  it("are taken apart", () => {
    const read: [string, string, string | undefined, string | undefined][] = [
      ["alpha:tank", "alpha", "tank", undefined],
      ["alpha:tank/demo", "alpha", "tank/demo", undefined],
      ["alpha:tank/demo@monday", "alpha", "tank/demo", "monday"],
      ["alpha:", "alpha", undefined, undefined],
      ["local:tank", "local", "tank", undefined],
      ["alpha:tank/my data@snap 1", "alpha", "tank/my data", "snap 1"],
      ["alpha:tank/a:b@auto:2026-11-23", "alpha", "tank/a:b", "auto:2026-11-23"],
      ["root@beta:tank@s", "root@beta", "tank", "s"],
      ["root@beta:2222:tank/x@s", "root@beta:2222", "tank/x", "s"],
      ["beta:22:", "beta:22", undefined, undefined],
      ["192.0.2.7:tank", "192.0.2.7", "tank", undefined],
      ["[2001:db8::1]:tank", "[2001:db8::1]", "tank", undefined],
      ["root@[2001:db8::1]:22:tank/a@s:1", "root@[2001:db8::1]:22", "tank/a", "s:1"],
      ["me@example.org@gate:tank", "me@example.org@gate", "tank", undefined],
      ["example.org:tank/-rf", "example.org", "tank/-rf", undefined],
    ];
    for (const [text, host, dataset, snapshot] of read)
      assert.deepEqual(parsePlace(text), { host, dataset, snapshot }, text);
  });

  it("name a host: whoever forgets it is told how to write it", () => {
    for (const text of ["", "tank", "tank/demo", ":tank", "tank/demo@monday", ":", "::", "tank/demo@auto:daily"]) {
      assert.throws(() => parsePlace(text), usage, text);
    }
  });

  it("take no host that ssh could read as an option, or a shell as more than a word", () => {
    for (const text of [
      "-oProxyCommand=id:tank",
      "sudo+-oProxyCommand=id:tank",
      "sudo+:tank",
      "--:tank",
      "a b:tank",
      "a\tb:tank",
      "a\nb:tank",
      "\u0000:tank",
      "a\u001b[31m:tank",
    ]) {
      assert.throws(() => parsePlace(text), usage, JSON.stringify(text));
    }
  });

  it("are refused where ZFS has no such names", () => {
    for (const text of [
      "a:/tank",
      "a:tank/",
      "a:tank@",
      "a:tank@a@b",
      "a:@s",
      "a:tank#b",
      "a:tank@a/b",
      "a:1tank",
      "a:tank/$(id)",
      "a:tank\n",
      "a:tank@.",
    ]) {
      assert.throws(() => parsePlace(text), invalid, JSON.stringify(text));
    }
  });

  it("are refused without letting what was typed reach the terminal unaltered", () => {
    assert.throws(
      () => parsePlace("\u001b[2J"),
      (error) => ZfsrError.is(error) && !error.message.includes("\u001b"),
    );
  });

  it("can be asked for with a dataset", () => {
    assert.equal(parseDatasetPlace("alpha:tank@s").dataset, "tank");
    assert.throws(
      () => parseDatasetPlace("alpha:"),
      (error) => usage(error) && /alpha:pool\/dataset/.test(String(error)),
    );
  });

  it("are read back from what is written of them", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9.-]{0,8}$/);
    const port = fc.option(fc.integer({ min: 1, max: 65535 }), { nil: undefined });
    const host = fc
      .record({ user: fc.option(word, { nil: undefined }), name: fc.oneof(word, fc.constant("[fe80::1]")), port })
      .map(
        (parts) =>
          `${parts.user === undefined ? "" : `${parts.user}@`}${parts.name}${parts.port === undefined ? "" : `:${parts.port}`}`,
      );
    const dataset = fc.stringMatching(/^[a-z][a-z0-9 :_.-]{0,5}(\/[a-z0-9 :_-][a-z0-9 :_.-]{0,5}){0,3}$/);
    const snapshot = fc.option(fc.stringMatching(/^[a-z0-9 :_-]{1,6}$/), { nil: undefined });
    fc.assert(
      fc.property(host, dataset, snapshot, (id, name, short) => {
        const text = formatPlace(id, short === undefined ? name : `${name}@${short}`);
        assert.deepEqual(parsePlace(text), { host: id, dataset: name, snapshot: short });
      }),
      { numRuns: 1000 },
    );
  });

  it("of a megabyte are refused in linear time", () => {
    for (const text of [
      "a".repeat(1 << 20),
      "@".repeat(1 << 20),
      `${"a@".repeat(1 << 19)}[`,
      "1:".repeat(1 << 19),
      `a${":1".repeat(1 << 19)}`,
    ]) {
      const started = busyTime();
      assert.throws(
        () => parsePlace(text),
        (error) => ZfsrError.is(error),
      );
      assert.ok(busyTime() - started < 1000, `${text.slice(0, 10)} took too long`);
    }
  });
});
