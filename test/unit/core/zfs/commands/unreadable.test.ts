import assert from "node:assert/strict";
import fc from "fast-check";
import { ZfsrError } from "../../../../../src/core/base/errors";
import { decodeToken, tokenContents } from "../../../../../src/core/zfs/commands/decodeToken";
import { estimateSend } from "../../../../../src/core/zfs/commands/estimateSend";
import { getProperties } from "../../../../../src/core/zfs/commands/getProperties";
import { getVersion } from "../../../../../src/core/zfs/commands/getVersion";
import { listDatasets } from "../../../../../src/core/zfs/commands/listDatasets";
import { listHolds } from "../../../../../src/core/zfs/commands/listHolds";
import { listPools } from "../../../../../src/core/zfs/commands/listPools";
import { listSnapshots } from "../../../../../src/core/zfs/commands/listSnapshots";
import { datasetName, snapshotName } from "../../../../../src/core/zfs/names";
import { columnsOf } from "../../../../support/transcripts/transcripts";

const tank = datasetName("tank");

const unreadable = (error: unknown): boolean => ZfsrError.is(error, "unexpected-output");

describe("what cannot be read", () => {
  const datasetColumns = columnsOf(listDatasets()).split(",").length;
  const pool = "tank\t1\t10\t5\t5\t50\t-\tSUSPENDED\toff\n";

  it("is a row of another width", () => {
    assert.throws(() => listPools().parse("tank\t1\n"), unreadable);
    assert.throws(() => listPools().parse(pool.replace("\n", "\textra\n")), unreadable);
    assert.throws(() => listDatasets().parse(`${"x\t".repeat(datasetColumns)}\n`), unreadable);
    assert.throws(() => listHolds([snapshotName("tank", "a")]).parse("tank@a keep1 Mon\n"), unreadable);
  });

  it("is a last line that was cut off, wherever it was", () => {
    const whole = `${pool}${pool}`;
    assert.equal(listPools().parse(whole).length, 2);
    for (let length = 1; length < whole.length; length += 1) {
      if (whole[length - 1] === "\n") continue;
      assert.throws(() => listPools().parse(whole.slice(0, length)), unreadable, String(length));
    }
  });

  it("is a number that is none", () => {
    for (const bad of ["1K", "1.5", "-1", "none", "0x10", "1 0"]) {
      assert.throws(() => listPools().parse(pool.replace("\t10\t", `\t${bad}\t`)), unreadable, bad);
    }
    assert.throws(() => listSnapshots(tank, { recursive: true }).parse("tank@a\t1\t-\t1\t0\t0\t0\n"), unreadable);
  });

  it("is a name that `zfs destroy` would take for more than one snapshot", () => {
    for (const bad of ["tank@a%c", "tank@%", "tank@a,b", "tank#a%b"])
      assert.throws(
        () => listSnapshots(tank, { recursive: true }).parse(`${bad}\t1\t1\t1\t0\t0\t0\n`),
        unreadable,
        bad,
      );
    const hidden = listSnapshots(tank, { recursive: true }).parse("tank/%recv@a\t1\t1\t1\t0\t0\t0\n");
    assert.equal(hidden.length, 1);
  });

  it("is a kind of dataset that is not known", () => {
    const row = ["tank", "snapshot", "1", "1", "1", "0", "0", "0", "0", "-", "off", "-", "-", "off", "yes", "-"].join(
      "\t",
    );
    assert.throws(() => listDatasets().parse(`${row}\n`), unreadable);
  });

  it("is said without letting it reach the terminal unaltered, and in short", () => {
    assert.throws(
      () => listPools().parse(`\u001b[2J${"x".repeat(100_000)}\n`),
      (error) => ZfsrError.is(error) && !error.message.includes("\u001b") && error.message.length < 600,
    );
  });

  it("is what zfs does not print for a version, an estimate, a token, a property", () => {
    assert.throws(() => getVersion().parse("v2.1.11\n"), unreadable);
    assert.throws(
      () => estimateSend(["zfs", "send", "t@a"], snapshotName("t", "a")).parse("full\tt@a\t-\n"),
      unreadable,
    );
    assert.throws(() => tokenContents(""), unreadable);
    assert.throws(
      () => tokenContents("resume token contents:\n\ttoname = tank/data@s1\n\ttoguid = nonsense\n"),
      unreadable,
    );
    assert.throws(() => getProperties(tank, ["all"]).parse("unasked\n"), unreadable);
    assert.throws(() => getProperties(tank, ["all"]).parse("tank\tguid\n"), unreadable);
  });

  it("is never something that throws anything else, whatever is printed", () => {
    const commands = [
      listPools(),
      listDatasets(),
      listSnapshots(tank, { recursive: true }),
      listHolds([snapshotName("tank", "a")]),
      getProperties(tank, ["all"]),
      getVersion(),
      decodeToken("1-x"),
      estimateSend(["zfs", "send", "t@a"], snapshotName("t", "a")),
    ];
    const text = fc.string({
      unit: fc.constantFrom(
        "tank",
        "@",
        "\t",
        "\n",
        "-",
        "1",
        "18446744073709551615",
        "0x",
        " = ",
        "size\t",
        "toguid",
        "on",
        "é",
      ),
    });
    fc.assert(
      fc.property(text, (stdout) => {
        for (const command of commands) {
          try {
            command.parse(stdout);
          } catch (error) {
            assert.ok(unreadable(error), String(error));
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
