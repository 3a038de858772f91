/** Encrypted datasets go raw with their hierarchy, whether their keys are loaded or not. */
import assert from "node:assert/strict";
import { contentsOf, on, property, removeData, script, snapshotsOf } from "../support/labData";
import { zfsr } from "../support/zfsr";

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
