/** Raw and plain streams of encrypted datasets. */
import assert from "node:assert/strict";
import type { Plan } from "../../../../src/core/plan/plan";
import { defaultSend } from "../../../../src/core/replication/request";
import { datasetName } from "../../../../src/core/zfs/names";
import { ModelPair, root } from "../../../support/model/pair";
import { onlyWarning, transfersOf } from "../../../support/model/planned";

describe("encrypted datasets", () => {
  let pair: ModelPair;

  beforeEach(() => {
    pair = new ModelPair();
    pair.source.create(root);
  });

  beforeEach(() => {
    pair.source.create("tank/enc", "filesystem", "aes-256-gcm");
    pair.source.snapshot("tank/enc", "a");
  });
  const encrypted = (raw: "auto" | boolean): Plan =>
    pair.plan({
      source: { host: "alpha", dataset: datasetName("tank/enc"), snapshot: undefined },
      send: { ...defaultSend, raw },
    });

  it("sends raw by itself, without flags that say the same", () => {
    assert.deepEqual(transfersOf(encrypted("auto"))[0]?.argv, ["zfs", "send", "-w", "tank/enc@a"]);
    assert.equal(transfersOf(encrypted("auto"))[0]?.raw, true);
    pair.source.dataset("tank/enc").keyLoaded = false;
    pair.run(encrypted("auto"));
  });

  it("sends others as they are", () => {
    pair.snapshots("a");
    assert.deepEqual(transfersOf(pair.plan())[0]?.argv, ["zfs", "send", "-L", "-e", "-c", "tank/demo@a"]);
  });

  it("sends no embedded blocks into a dataset that is encrypted, in full and as increments", () => {
    pair.snapshots("a");
    pair.target.create("backup/safe", "filesystem", "aes-256-gcm");
    const into = { target: { host: "beta", dataset: datasetName("backup/safe/demo") } };
    assert.deepEqual(transfersOf(pair.plan(into))[0]?.argv, ["zfs", "send", "-L", "-c", "tank/demo@a"]);
    pair.run(pair.plan(into));
    pair.snapshots("b");
    assert.deepEqual(transfersOf(pair.plan(into))[0]?.argv, ["zfs", "send", "-L", "-c", "-i", "@a", "tank/demo@b"]);
  });

  it("says that a plain stream needs the key", () => {
    pair.source.dataset("tank/enc").keyLoaded = false;
    assert.match(onlyWarning(encrypted(false)), /the encryption key of its source tank\/enc is not loaded/);
  });

  it("does not mix raw and plain streams on one target", () => {
    pair.run(encrypted(false));
    pair.source.snapshot("tank/enc", "b");
    assert.match(onlyWarning(encrypted("auto")), /received unencrypted, and a raw stream cannot go on from that/);
    pair.run(encrypted(false));
  });

  it("says that the key is missing on a target that takes no plain stream", () => {
    pair.run(encrypted(true));
    pair.source.snapshot("tank/enc", "b");
    assert.match(onlyWarning(encrypted(false)), /its encryption key is not loaded/);
  });
});
