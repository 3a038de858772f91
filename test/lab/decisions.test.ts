/** What a person decides: diverged targets, what is left out, what is kept, plans that are approved; on real OpenZFS. */
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeData, on, removeData, snapshotsOf } from "../support/labData";
import type { HostName } from "../support/lab/hosts";
import { endOf, zfsr } from "../support/zfsr";

const folder = mkdtempSync(join(tmpdir(), "zfsr-decisions-"));

/** Takes all away that these tests make, whatever became of it. */
async function clear(): Promise<void> {
  await removeData("alpha", "tank/decide");
  await removeData("beta", "backup/decide");
  await removeData("beta", "backup/above");
  await removeData("beta", "backup/whole");
  await removeData("gamma", "vault/decide");
}

describe("decisions about a replication", function () {
  this.timeout(600_000);

  before(async () => {
    await clear();
    await makeData("alpha", "tank/decide", 2);
    await on(
      "alpha",
      [
        "zfs create tank/decide/keep",
        "zfs create tank/decide/scratch",
        "zfs create tank/decide/scratch/deep",
        "zfs set sharenfs=off com.sun:auto-snapshot=true quota=1G tank/decide/keep",
        "zfs snapshot -r tank/decide@rep_1",
        "zfs clone tank/decide/keep@rep_1 tank/decide/clone",
        "zfs snapshot -r tank/decide@rep_2",
        "zfs snapshot -r tank/decide@other_2",
        "zfs snapshot -r tank/decide@rep_3",
      ].join(" && "),
    );
  });

  after(clear);

  for (const [host, target] of [
    ["beta", "backup/decide"],
    ["gamma", "vault/decide"],
  ] as const) {
    it(`keeps a clone a clone, and leaves out what is excluded (${host})`, async () => {
      const { code, stderr } = await zfsr(
        ...["replicate", "alpha:tank/decide", `${host}:${target}`, "-r", "--exclude", "tank/decide/scratch"],
        ...["--use", "rep_*", "--json"],
      );
      assert.equal(code, 0, stderr);
      assert.equal(await on(host, `zfs get -H -o value origin ${target}/clone`), `${target}/keep@rep_1`);
      assert.equal(await on(host, `zfs list -H -o name ${target}/scratch 2>/dev/null || echo none`), "none");
      const names = await on(host, `zfs list -H -o name -t snapshot -s createtxg -d 1 ${target}/keep`);
      assert.equal(
        names
          .split("\n")
          .map((name) => name.split("@")[1])
          .join(" "),
        "rep_1 rep_2 rep_3",
      );
    });
  }

  it("refuses to roll a diverged target back without consent, then takes away what it named and nothing else", async () => {
    await on("beta", "zfs snapshot backup/decide/keep@mine");
    await on("alpha", "zfs snapshot -r tank/decide@rep_4");
    const words = [
      ...["replicate", "alpha:tank/decide", "beta:backup/decide", "-r", "--exclude", "tank/decide/scratch"],
      ...["--use", "rep_*", "--on-diverged", "rollback", "--json"],
    ];
    const refused = await zfsr(...words);
    assert.equal(refused.code, 5, refused.stderr);
    assert.match(refused.stdout, /backup\/decide\/keep@mine/);
    assert.match(await on("beta", "zfs list -H -o name -t snapshot backup/decide/keep"), /@mine/);
    const agreed = await zfsr(...words, "--yes");
    assert.equal(agreed.code, 0, agreed.stderr);
    const names = await on("beta", "zfs list -H -o name -t snapshot -d 1 backup/decide/keep");
    assert.ok(!names.includes("@mine") && names.includes("@rep_4"), names);
  });

  it("keeps a diverged target under another name and receives beside it", async () => {
    await on("gamma", "zfs snapshot vault/decide/keep@mine");
    await on("alpha", "zfs snapshot tank/decide/keep@rep_5");
    const { code, stderr } = await zfsr(
      ...[
        "replicate",
        "alpha:tank/decide/keep",
        "gamma:vault/decide/keep",
        "--on-diverged",
        "rename",
        "--yes",
        "--json",
      ],
    );
    assert.equal(code, 0, stderr);
    const list = await on("gamma", "zfs list -H -o name -r vault/decide");
    assert.match(list, /vault\/decide\/keep\.diverged-\d+/);
    assert.deepEqual(await snapshotsOf("gamma", "vault/decide/keep"), await snapshotsOf("alpha", "tank/decide/keep"));
  });

  it("destroys what no rule keeps, on both sides, after consent, and never another tool's", async () => {
    const { code, stderr } = await zfsr(
      ...["replicate", "alpha:tank/decide/keep", "beta:backup/decide/keep", "--keep", "source:last=1"],
      ...["--keep", "target:last=2", "--yes", "--json"],
    );
    assert.equal(code, 0, stderr);
    const shorts = async (host: HostName, dataset: string): Promise<string> =>
      (await on(host, `zfs list -H -o name -t snapshot -s createtxg -d 1 ${dataset}`))
        .split("\n")
        .map((name) => name.split("@")[1])
        .join(" ");
    // @rep_1 is the origin of a clone; what the tree's replications go on from (@rep_3, @rep_4) is held by them
    assert.equal(await shorts("alpha", "tank/decide/keep"), "rep_1 other_2 rep_3 rep_4 rep_5");
    assert.match(await shorts("beta", "backup/decide/keep"), /^rep_1 .*rep_4 rep_5$/);
    assert.doesNotMatch(await shorts("beta", "backup/decide/keep"), /rep_2|rep_3/);
  });

  it("goes on from a bookmark when the snapshot itself is gone", async () => {
    const words = ["replicate", "alpha:tank/decide/scratch", "beta:backup/decide/scratch", "--bookmark", "--no-hold"];
    assert.equal((await zfsr(...words, "--json")).code, 0);
    await on("alpha", "zfs snapshot tank/decide/scratch@rep_9 && zfs destroy tank/decide/scratch@rep_3,rep_4");
    const { code, events, stderr } = await zfsr(...words, "--json");
    assert.equal(code, 0, stderr);
    assert.equal(endOf(events).targets[0]?.verified, true);
    assert.match(await on("alpha", "zfs list -H -o name -t bookmark tank/decide/scratch"), /#zfsr-[0-9a-f]{8}-\d+$/);
  });

  it("makes the datasets above the target that are missing, where that is asked for", async () => {
    const words = ["replicate", "alpha:tank/decide/keep", "beta:backup/above/it/keep", "--json"];
    assert.equal((await zfsr(...words)).code, 1);
    const { code, stderr } = await zfsr(...words, "--create-parents");
    assert.equal(code, 0, stderr);
    assert.equal(await on("beta", "zfs get -H -o value canmount backup/above/it"), "off");
  });

  it("sends a whole tree in one stream, with its properties, less those that change the machine", async () => {
    const words = ["replicate", "alpha:tank/decide/scratch", "beta:backup/whole", "-R", "--json"];
    await on(
      "alpha",
      "zfs snapshot -r tank/decide/scratch@all && zfs set compression=gzip quota=2G tank/decide/scratch",
    );
    const { code, stderr, events } = await zfsr(...words);
    assert.equal(code, 0, stderr);
    const sends = events.flatMap((event) =>
      event.type === "step-ended" && event.step.startsWith("send:") ? [event] : [],
    );
    assert.equal(sends.length, 1);
    assert.equal(await on("beta", "zfs get -H -o value compression backup/whole"), "gzip");
    assert.equal(await on("beta", "zfs get -H -o value quota backup/whole"), "none");
    assert.deepEqual(
      await snapshotsOf("beta", "backup/whole/deep"),
      await snapshotsOf("alpha", "tank/decide/scratch/deep"),
    );
    await on("alpha", "zfs snapshot -r tank/decide/scratch@more");
    const again = await zfsr(...words);
    assert.equal(again.code, 0, again.stderr);
  });

  it("runs a plan as it was approved, and not at all when something has changed", async () => {
    const file = join(folder, "plan.json");
    await on("alpha", "zfs snapshot tank/decide/keep@rep_6");
    const planned = await zfsr("plan", "alpha:tank/decide/keep", "beta:backup/decide/keep", "--out", file);
    assert.equal(planned.code, 0, planned.stderr);
    // a snapshot more is for the next plan
    await on("alpha", "zfs snapshot tank/decide/keep@rep_7");
    await on("beta", "zfs snapshot backup/decide/keep@between");
    const refused = await zfsr("apply", file, "--json");
    assert.equal(refused.code, 1, refused.stderr);
    assert.match(refused.stdout, /has changed since it was approved: .*@between/);
    await on("beta", "zfs destroy backup/decide/keep@between");
    const applied = await zfsr("apply", file, "--json");
    assert.equal(applied.code, 0, applied.stderr);
    assert.match(
      await on("beta", "zfs list -H -o name -t snapshot -s createtxg -d 1 backup/decide/keep | tail -n 1"),
      /@rep_6$/,
    );
  });
});
