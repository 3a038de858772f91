import assert from "node:assert/strict";
import { getPoolStatus } from "../../../../../src/core/zfs/commands/getPoolStatus";
import { ZfsrError } from "../../../../../src/core/base/errors";
import { transcript, transcripts, versions } from "../../../../support/transcripts/transcripts";

for (const version of versions) {
  const parsed = (name: string) => getPoolStatus().parse(transcript(version, name).stdout);
  const one = (name: string) => parsed(name)[0] ?? assert.fail(`${name} has no pool`);

  describe(`zpool status of ${version}`, () => {
    it("tells a healthy pool, and that there is none", () => {
      assert.deepEqual(parsed("zpool-status-healthy"), [
        {
          ...{ name: "tank", state: "ONLINE", status: undefined, action: undefined, scan: undefined },
          ...{ dataErrors: 0, devices: [] },
        },
      ]);
      assert.deepEqual(parsed("zpool-status-nopools"), []);
    });

    it("tells a scrub that runs, was paused, was ended, and has found something", () => {
      const running = one("scrub-in-progress").scan;
      assert.deepEqual([running?.kind, running?.state], ["scrub", "running"]);
      assert.ok(running?.percent !== undefined && running.percent > 0 && running.percent <= 100);
      assert.equal(one("scrub-paused").scan?.state, "paused");
      assert.equal(one("scrub-cancel").scan?.state, "canceled");
      const done = one("cksum-mirror-repaired").scan;
      assert.deepEqual([done?.state, done?.percent], ["finished", undefined]);
      assert.match(done?.text ?? "", /^scrub repaired \S+ in \S+ with 0 errors on /);
    });

    it("names the devices that are not well, with their errors and what zpool says of them", () => {
      const offline = one("degraded-offline");
      assert.equal(offline.state, "DEGRADED");
      assert.match(offline.status ?? "", /taken offline by the administrator\. Sufficient replicas exist/);
      assert.match(offline.action ?? "", /^Online the device using 'zpool online'/);
      assert.deepEqual(
        offline.devices.map(({ name, state }) => `${name} ${state}`),
        ["mir DEGRADED", "mirror-0 DEGRADED", "/tmp/m2 OFFLINE"],
      );
      assert.equal(one("forced-fault").devices.at(-1)?.note, "external device fault");
      const damaged = one("cksum-mirror-repaired").devices;
      assert.deepEqual(
        damaged.map(({ name, read, write, checksum }) => [name, read + write, checksum > 0]),
        [["/tmp/m2", 0, true]],
      );
    });

    it("counts errors of data where zpool does", () => {
      assert.ok((one("gone-status-x").dataErrors ?? 0) > 0);
      assert.equal(one("gone-status-x").state, "SUSPENDED");
    });
  });
}

describe("zpool status", () => {
  /** Several rows have one name there. */
  const byId = (id: string): string =>
    transcripts("openzfs-2.1.11").find((row) => row.id === id)?.stdout ?? assert.fail(id);

  it("keeps several pools apart", () => {
    const names = ["dst", "sus", "tank"];
    const pools = getPoolStatus().parse(byId("1153"));
    assert.deepEqual(
      pools.map(({ name }) => name),
      names,
    );
  });

  it("tells a resilver", () => {
    const [pool] = getPoolStatus().parse(byId("1123"));
    assert.deepEqual([pool?.scan?.kind, pool?.scan?.state, pool?.scan?.percent], ["resilver", "running", 0.11]);
  });

  it("takes no name that ZFS would not allow, and nothing that is no status", () => {
    for (const text of ["  pool: ta\u001bnk\n state: ONLINE\n", " state: ONLINE\n"]) {
      assert.throws(
        () => getPoolStatus().parse(text),
        (error) => ZfsrError.is(error, "unexpected-output"),
      );
    }
  });
});
