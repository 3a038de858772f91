import assert from "node:assert/strict";
import { tokenContents } from "../../../../../src/core/zfs/commands/decodeToken";
import { getVersion } from "../../../../../src/core/zfs/commands/getVersion";
import { listDatasets } from "../../../../../src/core/zfs/commands/listDatasets";
import { listPools } from "../../../../../src/core/zfs/commands/listPools";
import { listSnapshots } from "../../../../../src/core/zfs/commands/listSnapshots";
import { datasetName } from "../../../../../src/core/zfs/names";
import { busyTime } from "../../../../support/busyTime";

const tank = datasetName("tank");

describe("what can be read, too", () => {
  it("is a pool that is suspended and does not tell its fragmentation", () => {
    const [pool] = listPools().parse("sus\t1\t4026531840\t5420032\t4021111808\t0\t-\tSUSPENDED\ton\n");
    assert.equal(pool?.fragmentation, undefined);
    assert.equal(pool?.health, "SUSPENDED");
    assert.equal(pool.readonly, true);
  });

  it("is a huge number: sizes keep their magnitude, guids every digit", () => {
    const [snapshot] = listSnapshots(tank, { recursive: true }).parse(
      "tank@a\t18446744073709551615\t18446744073709551615\t1\t1152921504606846976\t0\t0\n",
    );
    assert.equal(snapshot?.guid, "18446744073709551615");
    assert.equal(snapshot.kind === "snapshot" && snapshot.used, 2 ** 60);
  });

  it("is an origin and a name with blanks", () => {
    const row = [
      "tank/my data",
      "filesystem",
      "1",
      "1",
      "1",
      "0",
      "0",
      "0",
      "-",
      "tank/old data@a b",
      "off",
      "-",
      "-",
      "on",
      "no",
      "1-abc",
    ].join("\t");
    const [dataset] = listDatasets().parse(`${row}\n`);
    assert.equal(dataset?.name, "tank/my data");
    assert.equal(dataset.origin, "tank/old data@a b");
    assert.equal(dataset.readonly, true);
    assert.equal(dataset.written, 0);
    assert.equal(dataset.receiveResumeToken, "1-abc");
  });

  it("is a version without the module", () =>
    assert.deepEqual(getVersion().parse("zfs-2.1.11-1\n"), { userland: "2.1.11-1", kernel: undefined }));

  it("is a token whose snapshot is gone: what is to come stays unknown", () => {
    const contents = tokenContents(
      "resume token contents:\nnvlist version: 0\n\tobject = 0x3\n\tbytes = 0x10\n\ttoguid = 0xff\n\ttoname = tank/my data@s 1\n",
    );
    assert.equal(contents.toname, "tank/my data@s 1");
    assert.equal(contents.dataset, "tank/my data");
    assert.equal(contents.toguid, "255");
    assert.equal(contents.received, 16);
    assert.equal(contents.remaining, undefined);
  });

  it("is a hundred thousand rows, in linear time", () => {
    const stdout = Array.from({ length: 100_000 }, (_, i) => `tank/data@s${i}\t${i + 1}\t${i}\t1\t0\t0\t0\n`).join("");
    const started = busyTime();
    assert.equal(listSnapshots(tank, { recursive: true }).parse(stdout).length, 100_000);
    assert.ok(busyTime() - started < 3000);
  });
});
