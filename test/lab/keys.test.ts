/** Encrypted and plain, mixed: every way to send one onto the other is done as asked or told, and nothing is lost. */
import assert from "node:assert/strict";
import type { HostName } from "../support/lab/hosts";
import { on, property, removeData, script, snapshotsOf } from "../support/labData";
import { endOf, zfsr } from "../support/zfsr";

const source = "tank/keys";
const key = "/etc/zfs/keys/keys.key";
const create = `zfs create -o encryption=aes-256-gcm -o keyformat=raw -o keylocation=file://${key}`;
/** An older and a newer OpenZFS as the target. */
const targets: readonly { readonly host: HostName; readonly root: string }[] = [
  { host: "beta", root: "backup/keys" },
  { host: "gamma", root: "vault/keys" },
];

/** Asked for, though 2.1 may damage the snapshots of the source by it. */
const asPlain = ["--no-raw", "--accept", "plain-send-of-encrypted"];

type Ended = Awaited<ReturnType<typeof zfsr>>;

/** All that a run said for a person. */
function said({ events }: Ended): string {
  return events
    .flatMap((event) =>
      event.type === "planned"
        ? event.plan.warnings.map(({ object, message, nextStep }) => `${object}: ${message}; ${nextStep}`)
        : event.type === "finding"
          ? [`${event.finding.title}; ${event.finding.cause}`]
          : [],
    )
    .join("\n");
}

for (const { host, root } of targets) {
  describe(`encrypted and plain, mixed, to ${host}`, function () {
    this.timeout(600_000);
    const removeAll = async (): Promise<void> => {
      await removeData(host, root);
      await removeData("alpha", source);
    };
    before(async () => {
      await removeAll();
      await script(
        "alpha",
        `mkdir -p /etc/zfs/keys; head -c 32 /dev/urandom >${key}`,
        `zfs create ${source}; zfs create ${source}/open; ${create} ${source}/locked; zfs create ${source}/locked/child`,
        `for d in open locked locked/child; do seq 1 9000 >/${source}/$d/file; done; zfs snapshot -r ${source}@a`,
      );
      await script(
        host,
        `mkdir -p /etc/zfs/keys; head -c 32 /dev/urandom >${key}; zfs create ${root}; ${create} ${root}/vault`,
      );
    });
    after(removeAll);

    const send = (from: string, to: string, ...words: string[]): Promise<Ended> =>
      zfsr("replicate", `alpha:${source}/${from}`, `${host}:${root}/${to}`, "--json", "--retries", "0", ...words);
    const change = (snapshot: string): Promise<string> =>
      script(
        "alpha",
        `for d in open locked locked/child; do echo ${snapshot} >>/${source}/$d/file; done`,
        `zfs snapshot -r ${source}@${snapshot}`,
      );
    const same = async (from: string, to: string): Promise<void> => {
      assert.deepEqual(await snapshotsOf(host, `${root}/${to}`), await snapshotsOf("alpha", `${source}/${from}`));
    };

    it("what is sent plain into an encrypted parent is encrypted there, with the parent's key", async () => {
      const first = await send("open", "vault/open");
      assert.equal(first.code, 0, first.stdout);
      assert.equal(await property(host, "encryptionroot", `${root}/vault/open`), `${root}/vault`);
      await change("b");
      assert.equal((await send("open", "vault/open")).code, 0);
      await same("open", "vault/open");
    });

    it("what is sent raw into an encrypted parent keeps its own key", async () => {
      const ran = await send("locked", "vault/locked", "-r");
      assert.equal(ran.code, 0, ran.stdout);
      // each dataset comes by itself, so that each is a root of its own: a load-key for each
      for (const name of ["locked", "locked/child"])
        assert.equal(await property(host, "encryptionroot", `${root}/vault/${name}`), `${root}/vault/${name}`);
      assert.equal(await property(host, "keystatus", `${root}/vault/locked`), "unavailable");
      await same("locked", "vault/locked");
    });

    it("encrypted data sent plain, as was asked for, is plain there", async () => {
      const ran = await send("locked", "plain", ...asPlain);
      assert.equal(ran.code, 0, ran.stdout);
      assert.equal(await property(host, "encryption", `${root}/plain`), "off");
    });

    it("raw onto what was received plain, and plain onto what was received raw, are told and nothing is sent", async () => {
      await change("c");
      const plain = await snapshotsOf(host, `${root}/plain`);
      const raw = await send("locked", "plain");
      assert.equal(raw.code, 3, raw.stdout);
      assert.match(said(raw), /was received unencrypted, and a raw stream cannot go on from that; send with --no-raw/);
      assert.deepEqual(await snapshotsOf(host, `${root}/plain`), plain);
      const open = await send("locked", "vault/locked", ...asPlain);
      assert.ok(open.code === 1 || open.code === 3, open.stdout);
      assert.match(said(open), /key is not loaded/);
      // and each goes on in its own way
      assert.equal((await send("locked", "plain", ...asPlain)).code, 0);
      assert.equal((await send("locked", "vault/locked", "-r")).code, 0);
      await same("locked", "vault/locked");
    });

    // what is left out is decided before any stream, whatever the version there
    if (host === "beta") {
      it("an excluded child of an encrypted tree stays at home, and the tree goes on without it", async () => {
        const words = ["-r", "--exclude", `${source}/locked/child`];
        assert.equal((await send("locked", "without", ...words)).code, 0);
        await change("d");
        assert.equal((await send("locked", "without", ...words)).code, 0);
        assert.equal(await on(host, `zfs list -H -o name -r ${root}/without`), `${root}/without`);
      });

      it("properties of a raw stream arrive where they are asked for, and its encryption is its own", async () => {
        await on("alpha", `zfs set compression=gzip-3 atime=off ${source}/locked`);
        const ran = await send("locked", "props", "-p", "--set", "atime=on", "--inherit", "compression");
        assert.equal(ran.code, 0, ran.stdout);
        assert.equal(await property(host, "atime", `${root}/props`), "on");
        assert.notEqual(await property(host, "compression", `${root}/props`), "gzip-3");
        assert.equal(await property(host, "encryption", `${root}/props`), "aes-256-gcm");
      });
    }

    it("without keys: plain into a locked parent, and plain from a locked source, are told and begin nothing", async () => {
      await on(host, `zfs unmount ${root}/vault 2>/dev/null; zfs unload-key -r ${root}/vault; true`);
      await script(
        "alpha",
        `zfs unmount ${source}/locked/child; zfs unmount ${source}/locked`,
        `zfs unload-key ${source}/locked`,
      );
      const into = await send("open", "vault/second");
      assert.equal(into.code, 3, into.stdout);
      assert.match(said(into), /key of its parent there is not loaded/);
      const from = await send("locked", "from", ...asPlain);
      assert.equal(from.code, 3, from.stdout);
      assert.match(said(from), /key .*not loaded/);
      for (const ran of [into, from]) {
        assert.ok(!ran.events.some((event) => event.type === "step-started"));
        assert.equal(endOf(ran.events).bytesSent, 0);
      }
      // raw needs no key
      await on("alpha", `zfs snapshot -r ${source}/locked@e`);
      assert.equal((await send("locked", "vault/locked", "-r")).code, 0);
      await same("locked", "vault/locked");
    });
  });
}
