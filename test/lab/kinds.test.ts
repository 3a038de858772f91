/** Every kind of dataset arrives as it was, in full and as increments, on a newer OpenZFS and on an older one. */
import assert from "node:assert/strict";
import type { HostName } from "../support/lab/hosts";
import { blocksOf, contentsOf, on, property, removeData, script, snapshotsOf } from "../support/labData";
import { endOf, zfsr } from "../support/zfsr";

/** What each dataset is made with; all get text that compresses, noise that does not, holes and links. */
const kinds: Readonly<Record<string, string>> = {
  small: "recordsize=4k -o compression=gzip-9",
  large: "recordsize=1M -o compression=off",
  zstd: "compression=zstd -o copies=2",
  "a name with: spaces dash-dot.under_score": "dnodesize=auto -o xattr=sa",
};
const filesystems = Object.keys(kinds);

const directions = [
  { versions: "2.1 to 2.3", from: "alpha", source: "tank/kinds", to: "gamma", target: "vault/kinds" },
  { versions: "2.3 to 2.1", from: "gamma", source: "vault/kinds-own", to: "beta", target: "backup/kinds" },
] as const;

function make(host: HostName, root: string): Promise<string> {
  return script(
    host,
    `zfs create ${root}`,
    ...filesystems.map((name) => `zfs create -o ${kinds[name] ?? ""} '${root}/${name}'`),
    `zfs create ${root}/empty`,
    `zfs create -s -V 2M -o volblocksize=16k ${root}/volume`,
    change(root, "a", 0),
  );
}

/** Writes to each: a file that grows, one that is new, one that is replaced, one with holes; then a snapshot of all. */
function change(root: string, snapshot: string, place: number): string {
  return `
    for f in ${filesystems.map((name) => `'/${root}/${name}'`).join(" ")}; do
      seq 1 20000 >>"$f/grows.txt"; head -c 300000 /dev/urandom >"$f/${snapshot}.bin"
      rm -f "$f/replaced"; echo ${snapshot} >"$f/replaced"
      truncate -s 8M "$f/holes"; echo ${snapshot} | dd of="$f/holes" bs=64k seek=$((20 + ${place})) conv=notrunc status=none
      ln -s replaced "$f/link-${snapshot}"; ln "$f/grows.txt" "$f/hard-${snapshot}"; mkdir "$f/empty-${snapshot}"
    done
    volume=; for d in /dev/zd*; do [ "$(/lib/udev/zvol_id $d)" != ${root}/volume ] || volume=$d; done
    head -c 300000 /dev/urandom | dd of=$volume bs=64k seek=${place} conv=fsync,notrunc status=none
    zfs snapshot -r ${root}@${snapshot}`;
}

describe("kinds of datasets", function () {
  this.timeout(600_000);
  const removeAll = async (): Promise<void> => {
    for (const { from, source, to, target } of directions) {
      await removeData(to, target);
      await removeData(from, source);
    }
  };
  before(removeAll);
  after(removeAll);

  for (const { versions, from, source, to, target } of directions) {
    const replicate = (): ReturnType<typeof zfsr> =>
      zfsr("replicate", `${from}:${source}`, `${to}:${target}`, "--recursive", "--json");

    it(`arrive in full, ${versions}`, async () => {
      await make(from, source);
      const { code, events, stderr, stdout } = await replicate();
      assert.equal(code, 0, stderr + stdout);
      assert.ok(endOf(events).targets.every((state) => state.verified));
      assert.deepEqual(await snapshotsOf(to, target), await snapshotsOf(from, source));
      assert.deepEqual(await contentsOf(to, target, "a"), await contentsOf(from, source, "a"));
      assert.equal(await blocksOf(to, `${target}/volume`), await blocksOf(from, `${source}/volume`), "the volume");
      assert.equal(await property(to, "copies", `${target}/zstd`), "1", "no property comes along");
      assert.equal(await property(to, "volblocksize", `${target}/volume`), "16384");
    });

    it(`take their increments, large blocks kept, ${versions}`, async () => {
      await script(from, change(source, "b", 2), change(source, "c", 4));
      const { code, stderr, stdout } = await replicate();
      assert.equal(code, 0, stderr + stdout);
      assert.deepEqual(await snapshotsOf(to, target), await snapshotsOf(from, source));
      assert.deepEqual(await contentsOf(to, target, "b"), await contentsOf(from, source, "b"));
      assert.deepEqual(await contentsOf(to, target, "c"), await contentsOf(from, source, "c"));
      assert.equal(await blocksOf(to, `${target}/volume`), await blocksOf(from, `${source}/volume`), "the volume");
      // a stream without -L would have split them
      assert.match(await on(to, `zdb -dddd ${target}/large | grep -c ' 1M '`), /^[1-9]/);
    });
  }
});
