/** A pool whose only device goes away under a receive: it is told, nothing waits for ever, and it goes on afterwards. */
import assert from "node:assert/strict";
import { contentsOf, makeData, on, removeData, script, snapshotsOf } from "../support/labData";
import { endOf, startZfsr, zfsr } from "../support/zfsr";

const source = "tank/suspended";

/** Gives the device that the pool `shaky` of beta is on another table: `linear /dev/ubdc1 0`, or `error`. */
const table = (words: string): string =>
  `n=$(blockdev --getsz /dev/ubdc1); dmsetup suspend --noflush --noudevsync shaky
   dmsetup load shaky --table "0 $n ${words}"; dmsetup resume --noudevsync shaky`;

describe("a pool that is suspended", function () {
  this.timeout(600_000);
  before(async () => {
    await makeData("alpha", source, 8);
    await script(
      "beta",
      `modprobe dm-mod; n=$(blockdev --getsz /dev/ubdc1)`,
      `dmsetup create --noudevsync shaky --table "0 $n linear /dev/ubdc1 0"; dmsetup mknodes`,
      `zpool create -f shaky /dev/mapper/shaky`,
    );
  });
  after(async () => {
    await on(
      "beta",
      `${table("linear /dev/ubdc1 0")}; zpool clear shaky; zpool destroy -f shaky; dmsetup remove --noudevsync shaky`,
    );
    await removeData("alpha", source);
  });

  const words = ["replicate", `alpha:${source}`, "beta:shaky/copy", "--json"];

  it("is told as what it is, and the run ends", async () => {
    const running = startZfsr(...words, "--limit", "1M", "--stall-timeout", "5s");
    await running.seen((event) => event.type === "progress");
    await on("beta", table("error"));
    const { code, stdout } = await running.ended;
    assert.ok(code === 1 || code === 4, stdout);
    const [finding, ...more] = endOf(running.events).findings;
    assert.equal(finding?.id, "pool-suspended", stdout);
    assert.deepEqual(more, [], "one cause, one finding");
    assert.match(finding.title, /the pool shaky of beta is suspended/);
    assert.match(finding.remedies.map(({ title }) => title).join(), /zpool clear/);
  });

  it("keeps the next run from beginning, which says why", async () => {
    const { code, events, stdout } = await zfsr(...words);
    assert.equal(code, 1, stdout);
    assert.equal(endOf(events).findings[0]?.id, "pool-suspended");
    assert.ok(!events.some((event) => event.type === "step-started"));
  });

  it("takes the rest when its device is there again", async () => {
    await on("beta", `${table("linear /dev/ubdc1 0")}; zpool clear shaky`);
    const { code, events, stdout } = await zfsr(...words);
    assert.equal(code, 0, stdout);
    assert.ok(endOf(events).targets.every(({ verified, partial }) => verified && !partial));
    assert.deepEqual(await snapshotsOf("beta", "shaky/copy"), await snapshotsOf("alpha", source));
    assert.deepEqual(await contentsOf("beta", "shaky/copy", "a"), await contentsOf("alpha", source, "a"));
    assert.match(await on("beta", "zpool scrub -w shaky; zpool status shaky"), /with 0 errors/);
  });
});
