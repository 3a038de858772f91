/** Encrypted datasets go raw with their hierarchy, whether their keys are loaded or not. */
import assert from "node:assert/strict";
import { contentsOf, on, property, removeData, script, snapshotsOf } from "../support/labData";
import { unwrapZfs, wrapZfs } from "../support/lab/wrapper";
import { endOf, zfsr } from "../support/zfsr";

const source = "tank/locked";
const target = "backup/locked";
const key = "/etc/zfs/keys/locked.key";
const create = `-o encryption=aes-256-gcm -o keyformat=raw -o keylocation=file://${key}`;

describe("encrypted datasets", function () {
  this.timeout(600_000);
  const removeAll = async (): Promise<void> => {
    await removeData("beta", target);
    await removeData("alpha", source);
  };
  before(async () => {
    await removeAll();
    await on("beta", "mkdir -p /etc/zfs/keys");
    await script(
      "alpha",
      `mkdir -p /etc/zfs/keys; head -c 32 /dev/urandom >${key}`,
      // plain, encrypted, and an encryption root within another: the mix of OpenZFS's -wR-encrypted-mix
      `zfs create ${source}; zfs create ${create} ${source}/root; zfs create ${source}/root/child`,
      `zfs create ${create} ${source}/root/own; zfs create -s -V 2M ${source}/root/volume`,
      `for d in '' /root /root/child /root/own; do seq 1 9000 >/${source}$d/file; done; zfs snapshot -r ${source}@a`,
    );
  });
  after(async () => {
    await removeAll();
    await on("alpha", `rm -f ${key}`);
    await on("beta", `rm -f ${key}`);
  });

  const replicate = (to: string, ...words: string[]): ReturnType<typeof zfsr> =>
    zfsr("replicate", `alpha:${source}`, `beta:${to}`, "--recursive", "--json", ...words);

  it("arrive raw, locked, without their keys ever having left, and open with the key of the source", async () => {
    const { code, stderr, stdout } = await replicate(target);
    assert.equal(code, 0, stderr + stdout);
    assert.deepEqual(await snapshotsOf("beta", target), await snapshotsOf("alpha", source));
    for (const name of ["root", "root/child", "root/own", "root/volume"])
      assert.equal(await property("beta", "keystatus", `${target}/${name}`), "unavailable", name);
    assert.equal(await property("beta", "encryption", target), "off");
    await on(
      "beta",
      `ssh alpha cat ${key} >${key}; for d in root root/own root/child root/volume; do zfs load-key -L file://${key} ${target}/$d 2>/dev/null; done; true`,
    );
    assert.deepEqual(await contentsOf("beta", target, "a"), await contentsOf("alpha", source, "a"));
  });

  it("take raw increments, though the source's key is not loaded any more", async () => {
    await script(
      "alpha",
      `for d in '' /root /root/child /root/own; do echo more >>/${source}$d/file; done; zfs snapshot -r ${source}@b`,
      `zfs unmount ${source}/root/own; zfs unload-key ${source}/root/own`,
    );
    const { code, stderr, stdout } = await replicate(target);
    assert.equal(code, 0, stderr + stdout);
    assert.deepEqual(await snapshotsOf("beta", target), await snapshotsOf("alpha", source));
  });
});

// an older and a newer OpenZFS end otherwise with an empty package: 2.1 with 0, 2.3 with 1; the receive ends with 0 of both
for (const { host, root } of [
  { host: "alpha", root: "tank/unloads" },
  { host: "gamma", root: "vault/unloads" },
] as const)
  describe(`an encrypted dataset of ${host} whose key is unloaded during the run`, function () {
    this.timeout(600_000);
    const copy = "backup/unloads";
    const removeAll = async (): Promise<void> => {
      await unwrapZfs(host);
      await removeData("beta", copy);
      await removeData(host, root);
    };
    const send = (): ReturnType<typeof zfsr> =>
      zfsr(
        ...["replicate", `${host}:${root}`, `beta:${copy}`, "-r", "--json", "--retries", "0", "--no-raw"],
        ...["--accept", "plain-send-of-encrypted", "--keep", "source:last=1", "--keep", "target:last=2", "--yes"],
      );
    before(async () => {
      await removeAll();
      await script(
        host,
        `mkdir -p /etc/zfs/keys; head -c 32 /dev/urandom >${key}`,
        `zfs create ${root}; zfs create ${root}/a; zfs create ${create} ${root}/z`,
        `for d in a z; do seq 1 9000 >/${root}/$d/file; done; zfs snapshot -r ${root}@rep_1`,
      );
    });
    after(async () => {
      await removeAll();
      await on(host, `rm -f ${key}`);
    });

    it("keeps its holds and snapshots, since nothing of it arrived, and goes on when it has its key again", async () => {
      const first = await send();
      assert.equal(first.code, 0, first.stdout + first.stderr);
      await script(
        host,
        `for s in 2 3 4; do for d in a z; do echo $s >>/${root}/$d/file; done; zfs snapshot -r ${root}@rep_$s; done`,
      );
      const before = await snapshotsOf(host, `${root}/z`);
      assert.equal(before.length, 4);
      const copied = await snapshotsOf("beta", `${copy}/z`);
      // the very send, not the one that asks for its size
      await wrapZfs(
        host,
        `case "$1 $2 $*" in "send -vP "*"${root}/z@rep_4") { $real unmount ${root}/z; $real unload-key ${root}/z; } >/dev/null 2>&1 ;; esac`,
      );
      const failed = await send();
      await unwrapZfs(host);
      assert.equal(await property(host, "keystatus", `${root}/z`), "unavailable");
      assert.equal(failed.code, 1, failed.stdout + failed.stderr);
      assert.deepEqual(await snapshotsOf(host, `${root}/z`), before, "nothing is destroyed that is nowhere else");
      assert.deepEqual(await snapshotsOf("beta", `${copy}/z`), copied);
      assert.match(await on(host, `zfs holds -H ${root}/z@rep_1`), /zfsr:/);
      const { findings, targets } = endOf(failed.events);
      const errors = findings.filter(({ severity }) => severity === "error");
      assert.equal(errors.length, 1, failed.stdout);
      assert.match(`${errors[0]?.id} ${errors[0]?.object}`, /^(key-not-loaded|not-verified|failed) \S*unloads\/z/);
      assert.deepEqual(
        targets.map(({ place, verified }) => [place, verified]),
        [copy, `${copy}/a`, `${copy}/z`].map((name) => [`beta:${name}`, name !== `${copy}/z`]),
      );
      // what has arrived is cleaned up all the same
      assert.ok((await snapshotsOf(host, `${root}/a`)).length < 4);
      await on(host, `zfs load-key ${root}/z`);
      const again = await send();
      assert.equal(again.code, 0, again.stdout + again.stderr);
      const newest = before.at(-1) ?? "";
      for (const there of [await snapshotsOf(host, `${root}/z`), await snapshotsOf("beta", `${copy}/z`)])
        assert.ok(there.includes(newest), there.join("\n"));
    });
  });
