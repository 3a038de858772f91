import assert from "node:assert/strict";
import fc from "fast-check";
import { ZfsrError } from "../../../../src/core/base/errors";
import {
  bookmarkName,
  datasetName,
  datasetNameFault,
  datasetOf,
  guid,
  isWithin,
  parentOf,
  poolOf,
  printable,
  rebase,
  shortNameFault,
  shortNameOf,
  snapshotName,
} from "../../../../src/core/zfs/names";

/**
 * What OpenZFS allows, told from its sources a second time, byte by byte: entity_namecheck and pool_namecheck of
 * module/zcommon/zfs_namecheck.c, less the `%` that zfs(8) refuses in every name it is to make.
 */
function zfsAllows(name: string): boolean {
  const bytes = Buffer.from(name);
  if (bytes.length === 0 || bytes.length > 255) return false;
  if (bytes.filter((byte) => byte === 0x40 || byte === 0x23).length > 1) return false;
  const [dataset = "", ...shorts] = name.split(/[@#]/);
  const parts = [...dataset.split("/"), ...shorts];
  for (const part of parts) {
    if (part === "" || part === "." || part === "..") return false;
    for (const byte of Buffer.from(part)) {
      const char = String.fromCharCode(byte);
      const letter = (char >= "a" && char <= "z") || (char >= "A" && char <= "Z");
      if (!letter && !(char >= "0" && char <= "9") && !"-_.: ".includes(char)) return false;
    }
  }
  const pool = parts[0] ?? "";
  return /^[a-zA-Z]/.test(pool) && !["mirror", "raidz", "draid"].includes(pool);
}

const nearlyValid = fc.string({
  unit: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom("a", "Z", "tank", "0", "-", "_", ".", ":", " ", "/") },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "@",
        "#",
        "%",
        "*",
        "\t",
        "\n",
        "\0",
        "é",
        "🦀",
        "//",
        "..",
        "/.",
        "mirror",
        "raidz",
        "\\",
        "'",
      ),
    },
  ),
  maxLength: 12,
});

const invalid = (error: unknown): boolean => ZfsrError.is(error, "invalid-name");

describe("names", () => {
  it("of datasets are taken exactly where ZFS takes them", () => {
    fc.assert(
      fc.property(nearlyValid, (name) => {
        assert.equal(datasetNameFault(name) === undefined, !/[@#]/.test(name) && zfsAllows(name), JSON.stringify(name));
      }),
      { numRuns: 5000 },
    );
  });

  it("of snapshots and bookmarks are taken exactly where ZFS takes them", () => {
    const taken = (make: () => string): boolean => {
      try {
        make();
        return true;
      } catch (error) {
        assert.ok(invalid(error), String(error));
        return false;
      }
    };
    fc.assert(
      fc.property(nearlyValid, nearlyValid, (dataset, short) => {
        assert.equal(
          taken(() => snapshotName(dataset, short)),
          zfsAllows(`${dataset}@${short}`) && !short.includes("/"),
        );
        assert.equal(
          taken(() => bookmarkName(dataset, short)),
          zfsAllows(`${dataset}#${short}`) && !short.includes("/"),
        );
      }),
      { numRuns: 5000 },
    );
  });

  it("may hold blanks, colons, dots, dashes and digits", () => {
    for (const name of [
      "tank",
      "T",
      "tank/my data/x.y:z_0-1",
      "tank/.hidden",
      "tank/...",
      "tank/ ",
      "tank/0",
      "c0t0d0/x",
      "tank/-rf",
    ]) {
      assert.equal(datasetName(name), name);
    }
  });

  it("of pools for vdevs with a role are ZFS's own business: only three are kept from datasets", () => {
    for (const pool of ["special", "dedup", "logs", "mirrored", "raidz1pool", "spares"])
      assert.equal(datasetName(`${pool}/a`), `${pool}/a`);
    for (const pool of ["mirror", "raidz", "draid"]) assert.throws(() => datasetName(`${pool}/a`), invalid);
  });

  it("are refused with what is wrong", () => {
    const faults: [string, RegExp][] = [
      ["", /it is empty/],
      ["/tank", /empty component/],
      ["tank/", /empty component/],
      ["tank//a", /empty component/],
      ["tank/./a", /component '\.'/],
      ["tank/..", /component '\.\.'/],
      ["tank/a@b", /character '@'/],
      ["tank/a#b", /character '#'/],
      ["tank/%recv", /character '%'/],
      ["tank/a*b", /character '\*'/],
      ["tank/é", /character 'é'/],
      ["tank/🦀", /character '🦀'/],
      ["tank/a\nb", /character '\\u\{a\}'/],
      ["1tank", /does not begin with a letter/],
      ["-tank", /does not begin with a letter/],
      ["mirror", /'mirror' is a name/],
      [`tank/${"x".repeat(251)}`, /longer than 255 bytes/],
    ];
    for (const [name, fault] of faults) assert.match(datasetNameFault(name) ?? "", fault, name);
  });

  it("may be 255 bytes long, all together", () => {
    const dataset = `tank/${"x".repeat(250)}`;
    assert.equal(datasetName(dataset), dataset);
    assert.equal(snapshotName("tank", "s".repeat(250)).length, 255);
    assert.throws(() => snapshotName("tank", "s".repeat(251)), invalid);
    assert.throws(() => snapshotName(dataset, "s"), /longer than 255 bytes/);
  });

  it("behind '@' are refused with what is wrong", () => {
    for (const name of ["", ".", "..", "a/b", "a@b", "a%b", "a,b", "ż"])
      assert.notEqual(shortNameFault(name), undefined, name);
    for (const name of ["...", "a", "2026-11-23_10:00:00", "a b", "-"])
      assert.equal(shortNameFault(name), undefined, name);
  });

  it("that are refused do not reach the terminal unaltered", () => {
    assert.throws(
      () => datasetName("tank/\u001b[2J\u202e"),
      (error) => ZfsrError.is(error) && !/[\u001b\u202e]/.test(error.message),
    );
  });

  it("are taken apart", () => {
    assert.deepEqual(["tank/a@s", "tank/a#b", "tank/a"].map(datasetOf), ["tank/a", "tank/a", "tank/a"]);
    assert.deepEqual(["tank/a@s", "tank/a#b", "tank/a"].map(shortNameOf), ["s", "b", ""]);
    assert.deepEqual(["tank/a/b@s", "tank@s", "tank"].map(poolOf), ["tank", "tank", "tank"]);
    assert.deepEqual(["tank/a/b", "tank/a", "tank"].map(parentOf), ["tank/a", "tank", undefined]);
  });

  it("lie below others by whole components only", () => {
    assert.ok(isWithin("tank/a", "tank/a"));
    assert.ok(isWithin("tank/a/b", "tank/a"));
    assert.ok(!isWithin("tank/ab", "tank/a"));
    assert.ok(!isWithin("tank", "tank/a"));
  });

  it("are moved below another root", () => {
    assert.equal(rebase("tank/demo", "tank/demo", "backup/demo"), "backup/demo");
    assert.equal(rebase("tank/demo/a/b", "tank/demo", "backup/x/y"), "backup/x/y/a/b");
    assert.equal(rebase("tank/a", "tank", "backup"), "backup/a");
  });
});

describe("guids", () => {
  it("are read in decimal and in hexadecimal, to the last bit", () => {
    assert.equal(guid("18446744073709551615"), "18446744073709551615");
    assert.equal(guid("0xffffffffffffffff"), "18446744073709551615");
    assert.equal(guid("0xa70977094dd61721"), "12036282360968648481");
    assert.equal(guid("0"), "0");
  });

  it("are equal however they are written", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
        assert.equal(guid(`0x${value.toString(16)}`), guid(value.toString()));
      }),
    );
  });

  it("are nothing else", () => {
    for (const text of ["", "-", "none", "-1", "1.5", "0x", "0xg", "1e5", " 1", "123456789012345678901"]) {
      assert.throws(
        () => guid(text),
        (error) => ZfsrError.is(error, "unexpected-output"),
        text,
      );
    }
  });
});

describe("printable", () => {
  it("shows what could lead a terminal astray, and leaves everything else as it is", () => {
    assert.equal(printable("\u001b[31mred\u0007\r\n\t"), "\\u{1b}[31mred\\u{7}\\u{d}\\u{a}\\u{9}");
    assert.equal(printable("\u202etxt.exe\u2066\u200b\u009b"), "\\u{202e}txt.exe\\u{2066}\\u{200b}\\u{9b}");
    assert.equal(printable("zażółć 日本 🦀 a b"), "zażółć 日本 🦀 a b");
  });

  it("leaves no control character, whatever it is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        assert.doesNotMatch(printable(text), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
