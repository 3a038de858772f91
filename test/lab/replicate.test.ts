/** A replication between real hosts: in full, then what is new, then nothing; by every way the stream can take. */
import assert from "node:assert/strict";
import { on, makeData, property, removeData, snapshotsOf } from "../support/labData";
import { endOf, zfsr } from "../support/zfsr";

describe("replicating a tree", function () {
  this.timeout(600_000);
  before(() => removeData("beta", "backup/tree"));
  after(() => removeData("beta", "backup/tree"));

  it("sends everything in full, and every snapshot arrives with its guid", async () => {
    const { code, events, stderr } = await zfsr(
      "replicate",
      "alpha:tank/demo",
      "beta:backup/tree",
      "--recursive",
      "--json",
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual(await snapshotsOf("beta", "backup/tree"), await snapshotsOf("alpha", "tank/demo"));
    const end = endOf(events);
    assert.equal(end.outcome, "done");
    assert.ok(end.bytesSent > 20_000_000, `${end.bytesSent} bytes`);
    assert.ok(end.targets.length >= 5 && end.targets.every((target) => target.verified));
  });

  it("leaves the target read-only, unmounted, and its encrypted part encrypted", async () => {
    assert.equal(await property("beta", "readonly", "backup/tree"), "on");
    assert.equal(await property("beta", "mounted", "backup/tree/projects"), "no");
    assert.equal(
      await property("beta", "encryption", "backup/tree/secret"),
      await property("alpha", "encryption", "tank/demo/secret"),
    );
    assert.equal(await property("beta", "keystatus", "backup/tree/secret"), "unavailable");
    assert.equal(await property("beta", "type", "backup/tree/volume"), "volume");
  });

  it("holds the newest snapshot on the source", async () => {
    const newest = await on("alpha", "zfs list -H -o name -t snapshot -s createtxg tank/demo | tail -n 1");
    assert.match(await on("alpha", `zfs holds -H ${newest}`), /\tzfsr:beta:backup\/tree\t/);
  });

  it("sends nothing when nothing is new", async () => {
    const { code, events } = await zfsr("replicate", "alpha:tank/demo", "beta:backup/tree", "--recursive", "--json");
    assert.equal(code, 0);
    assert.equal(endOf(events).bytesSent, 0);
    assert.ok(!events.some((event) => event.type === "step-started"), "no step ran");
  });

  it("takes a snapshot and sends the increment alone, and moves its holds on", async () => {
    const before = await on("alpha", "zfs list -H -o name -t snapshot -s createtxg tank/demo | tail -n 1");
    await on("alpha", "head -c 300000 /dev/urandom >/tank/demo/new.bin");
    const { code, events, stderr } = await zfsr(
      "replicate",
      "alpha:tank/demo",
      "beta:backup/tree",
      "--recursive",
      "--snapshot",
      "--json",
    );
    assert.equal(code, 0, stderr);
    const { bytesSent } = endOf(events);
    assert.ok(bytesSent > 300_000 && bytesSent < 3_000_000, `${bytesSent} bytes`);
    assert.deepEqual(await snapshotsOf("beta", "backup/tree"), await snapshotsOf("alpha", "tank/demo"));
    assert.doesNotMatch(await on("alpha", `zfs holds -H ${before}`), /zfsr:beta:backup\/tree/);
  });

  it("finds that every snapshot is there", async () => {
    const { code, stdout } = await zfsr("verify", "alpha:tank/demo", "beta:backup/tree", "--json");
    assert.equal(code, 0);
    assert.equal((JSON.parse(stdout) as { complete: boolean }).complete, true);
  });
});

describe("the ways of a stream", function () {
  this.timeout(600_000);
  before(() => makeData("alpha", "tank/ways", 3));
  after(async () => {
    await removeData("alpha", "tank/ways");
    for (const target of ["direct", "relay", "repl"]) await removeData("beta", `backup/ways-${target}`);
    for (const target of ["up", "ways"]) await removeData("gamma", `vault/${target}`);
    await removeData("alpha", "tank/ways-local");
  });

  for (const transport of ["direct", "relay"]) {
    it(`arrives by ${transport}`, async () => {
      const { code, stderr } = await zfsr(
        "replicate",
        "alpha:tank/ways",
        `beta:backup/ways-${transport}`,
        "--transport",
        transport,
        "--json",
      );
      assert.equal(code, 0, stderr);
      assert.deepEqual(await snapshotsOf("beta", `backup/ways-${transport}`), await snapshotsOf("alpha", "tank/ways"));
    });
  }

  it("arrives on the same host", async () => {
    const { code, stderr } = await zfsr("replicate", "alpha:tank/ways", "alpha:tank/ways-local", "--json");
    assert.equal(code, 0, stderr);
    assert.deepEqual(await snapshotsOf("alpha", "tank/ways-local"), await snapshotsOf("alpha", "tank/ways"));
  });

  it("arrives on a newer OpenZFS, and back from there on an older one", async () => {
    const up = await zfsr("replicate", "alpha:tank/ways", "gamma:vault/ways", "--json");
    assert.equal(up.code, 0, up.stderr);
    assert.deepEqual(await snapshotsOf("gamma", "vault/ways"), await snapshotsOf("alpha", "tank/ways"));
    await makeData("gamma", "vault/up", 1);
    const back = await zfsr("replicate", "gamma:vault/up", "beta:backup/ways-repl", "--json");
    assert.equal(back.code, 0, back.stderr + back.stdout);
    assert.deepEqual(await snapshotsOf("beta", "backup/ways-repl"), await snapshotsOf("gamma", "vault/up"));
    await removeData("beta", "backup/ways-repl");
  });

  it("arrives as an unprivileged user with delegated permissions, on a name that only this machine knows", async () => {
    const { code, stderr, stdout, events } = await zfsr(
      "replicate",
      "alpha-repl:tank/ways",
      "beta-repl:backup/ways-repl",
      "--json",
    );
    assert.equal(code, 0, stderr + stdout);
    assert.deepEqual(await snapshotsOf("beta", "backup/ways-repl"), await snapshotsOf("alpha", "tank/ways"));
    assert.ok(
      events.some((event) => event.type === "log" && /goes through this machine/.test(event.message)),
      "it says why the stream was relayed",
    );
  });
});
