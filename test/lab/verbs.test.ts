/** zfs(8)'s verbs on real OpenZFS of both versions: what is destroyed is what was named, and nothing else. */
import assert from "node:assert/strict";
import type { Plan } from "../../src/core/plan/plan";
import { destroyedBy } from "../../src/core/plan/plan";
import { makeData, on, property, removeData, snapshotsOf } from "../support/labData";
import { zfsr } from "../support/zfsr";

const hosts = [
  { host: "alpha", pool: "tank" },
  { host: "gamma", pool: "vault" },
] as const;

for (const { host, pool } of hosts) {
  describe(`zfs(8)'s verbs on ${host}`, function () {
    this.timeout(600_000);
    const root = `${pool}/verbs`;
    const at = `${host}:${root}`;
    const names = async (): Promise<string[]> =>
      (await snapshotsOf(host, root)).map((line) => line.replace(/\t.*/, "")).sort();

    before(async () => {
      await makeData(host, root, 2);
      await on(host, `zfs create ${root}/below`);
    });
    after(async () => {
      await removeData(host, `${pool}/verbs-copy`);
      await removeData(host, root);
    });

    it("destroys exactly the snapshots that its plan has named", async () => {
      assert.equal((await zfsr("snapshot", "-r", `${at}@b`)).code, 0);
      assert.equal((await zfsr("snapshot", `${at}@c`, `${at}/below@c`)).code, 0);
      const before = await names();
      const looked = await zfsr("destroy", "-r", `${at}@b%c`, "--dry-run", "--json");
      assert.equal(looked.code, 5, looked.stderr);
      const named = destroyedBy(JSON.parse(looked.stdout) as Plan).map(({ name }) => name.slice(root.length));
      assert.deepEqual(await names(), before);
      assert.equal((await zfsr("destroy", "-r", `${at}@b%c`)).code, 5);
      assert.deepEqual(await names(), before);
      assert.equal((await zfsr("destroy", "-r", `${at}@b%c`, "--yes")).code, 0);
      assert.deepEqual(
        await names(),
        before.filter((name) => !named.includes(name)),
      );
    });

    it("refuses what is held, with its tag, until that is released", async () => {
      assert.equal((await zfsr("hold", "keep", `${at}@a`)).code, 0);
      const refused = await zfsr("destroy", `${at}@a`, "--yes");
      assert.equal(refused.code, 1);
      assert.match(refused.stdout, /verbs@a: it is held by 'keep'/);
      assert.match(refused.stdout, /zfsr release keep/);
      assert.equal((await zfsr("release", "keep", `${at}@a`)).code, 0);
      assert.equal(await on(host, `zfs holds -H ${root}@a`), "");
    });

    it("rolls back to what was there, and names what goes", async () => {
      await on(host, `echo more >/${root}/more; zfs snapshot ${root}@later; echo now >/${root}/now; sync`);
      const ran = await zfsr("rollback", `${at}@a`, "--yes");
      assert.equal(ran.code, 0, ran.stdout + ran.stderr);
      assert.match(ran.stdout, /verbs@later \(snapshot/);
      assert.equal(await on(host, `ls /${root} | grep -cE '^(more|now)$' || true`), "0");
    });

    it("clones, promotes and destroys clones only when told to", async () => {
      assert.equal((await zfsr("clone", `${at}@a`, `${pool}/verbs-copy`)).code, 0);
      assert.equal((await zfsr("destroy", "-r", at, "--yes")).code, 1);
      assert.equal((await zfsr("promote", `${host}:${pool}/verbs-copy`)).code, 0);
      assert.equal(await property(host, "origin", root), `${pool}/verbs-copy@a`);
      assert.equal((await zfsr("promote", at)).code, 0);
      assert.equal((await zfsr("destroy", `${host}:${pool}/verbs-copy`, "--yes")).code, 0);
    });

    it("destroys a tree with its clones, within it and elsewhere, also those that come back into it, each by itself", async () => {
      const tree = `${root}/cloned`;
      await on(
        host,
        `zfs create ${tree} && zfs snapshot ${tree}@s && zfs clone ${tree}@s ${tree}/within && zfs clone ${tree}@s ${pool}/verbs-far && zfs snapshot ${pool}/verbs-far@t && zfs clone ${pool}/verbs-far@t ${pool}/verbs-farther && zfs clone ${pool}/verbs-far@t ${tree}/back`,
      );
      const ran = await zfsr("destroy", "--clones", `${host}:${tree}`, "--yes");
      assert.equal(ran.code, 0, ran.stdout + ran.stderr);
      assert.equal(await on(host, `zfs list -H -o name | grep -cE '^(${tree}|${pool}/verbs-far)' || true`), "0");
    });

    it("sends to a file, and receives from it", async () => {
      const file = `/root/verbs-${pool}.zfs`;
      await on(host, `rm -f ${file}`);
      assert.equal((await zfsr("send", `${at}@a`, "--to", file)).code, 0);
      assert.equal((await zfsr("send", `${at}@a`, "--to", file)).code, 1);
      const ran = await zfsr("receive", `${host}:${pool}/verbs-copy`, "--from", file);
      assert.equal(ran.code, 0, ran.stdout + ran.stderr);
      const guid = `zfs get -Hp -o value guid`;
      assert.equal(await on(host, `${guid} ${pool}/verbs-copy@a`), await on(host, `${guid} ${root}@a`));
      await on(host, `rm -f ${file}`);
    });

    it("receives a file that was sent with properties without those that change the host", async () => {
      const file = `/root/verbs-props-${pool}.zfs`;
      await on(
        host,
        `zfs create -o mountpoint=/home -o canmount=off -o setuid=off -o compression=gzip ${root}/props && zfs create -V 8M ${root}/vol && zfs snapshot ${root}/props@p ${root}/vol@p && zfs send -p ${root}/props@p >${file} && zfs send -p ${root}/vol@p >${file}.vol`,
      );
      for (const [to, from] of [
        ["props-copy", file],
        ["vol-copy", `${file}.vol`],
      ] as const) {
        const ran = await zfsr("receive", `${host}:${root}/${to}`, "--from", from);
        assert.equal(ran.code, 0, ran.stdout + ran.stderr);
      }
      assert.equal(await property(host, "mountpoint", `${root}/props-copy`), `/${root}/props-copy`);
      assert.equal(await property(host, "setuid", `${root}/props-copy`), "on");
      assert.equal(await property(host, "compression", `${root}/props-copy`), "gzip");
      await on(host, `rm -f ${file} ${file}.vol`);
    });

    it("asks before a volume is made smaller, and takes sizes in any unit for what they are", async () => {
      await on(host, `zfs create -s -V 32M ${root}/shrunk && zfs create ${root}/sized`);
      assert.equal((await zfsr("set", "volsize=16M", `${at}/shrunk`)).code, 5);
      assert.equal(await on(host, `zfs get -Hp -o value volsize ${root}/shrunk`), String(32 << 20));
      assert.equal((await zfsr("set", "volsize=16M", `${at}/shrunk`, "--yes")).code, 0);
      for (const quota of ["quota=64M", "quota=none"]) {
        const ran = await zfsr("set", quota, `${at}/sized`);
        assert.equal(ran.code, 0, ran.stdout + ran.stderr);
      }
    });

    it("names what goes with its last hold, or its last clone", async () => {
      await on(
        host,
        `zfs create ${root}/marked && zfs snapshot ${root}/marked@h && zfs hold keep ${root}/marked@h && zfs destroy -d ${root}/marked@h && zfs snapshot ${root}/marked@c && zfs clone ${root}/marked@c ${root}/last && zfs destroy -d ${root}/marked@c`,
      );
      const held = await zfsr("release", "keep", `${at}/marked@h`);
      assert.equal(held.code, 5, held.stdout + held.stderr);
      assert.match(held.stdout + held.stderr, /marked@h/);
      assert.equal((await zfsr("release", "keep", `${at}/marked@h`, "--yes")).code, 0);
      const clone = await zfsr("destroy", `${at}/last`, "--yes");
      assert.equal(clone.code, 0, clone.stdout + clone.stderr);
      assert.match(clone.stdout, /marked@c \(snapshot/);
      assert.equal(await on(host, `zfs list -H -t snapshot -o name -r ${root}/marked`), "");
    });

    it("renames, sets, inherits, bookmarks and mounts, each read back", async () => {
      assert.equal((await zfsr("rename", `${at}/below`, `${root}/other`)).code, 0);
      assert.equal((await zfsr("set", "compression=zstd", `${at}/other`)).code, 0);
      assert.equal(await property(host, "compression", `${root}/other`), "zstd");
      assert.equal((await zfsr("inherit", "compression", `${at}/other`)).code, 0);
      assert.notEqual(await property(host, "compression", `${root}/other`), "zstd");
      assert.equal((await zfsr("bookmark", `${at}@a`, "#m")).code, 0);
      assert.equal((await zfsr("unmount", `${at}/other`)).code, 0);
      assert.equal((await zfsr("mount", `${at}/other`)).code, 0);
      assert.equal(await property(host, "mounted", `${root}/other`), "yes");
    });
  });
}

describe("a diverged target that is rolled back", function () {
  this.timeout(600_000);
  before(() => makeData("alpha", "tank/verbs-back", 2));
  after(async () => {
    await removeData("gamma", "vault/verbs-back");
    await removeData("alpha", "tank/verbs-back");
  });

  it("takes the next increment", async () => {
    const pair = ["alpha:tank/verbs-back", "gamma:vault/verbs-back"];
    assert.equal((await zfsr("replicate", ...pair)).code, 0);
    await on("gamma", "zfs snapshot vault/verbs-back@mine");
    await on("alpha", "zfs snapshot tank/verbs-back@b");
    assert.equal((await zfsr("replicate", ...pair)).code, 3);
    assert.equal((await zfsr("rollback", "gamma:vault/verbs-back@a", "--yes")).code, 0);
    assert.equal((await zfsr("replicate", ...pair)).code, 0);
  });
});
