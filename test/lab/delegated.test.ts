/** Unprivileged users: exactly what `zfs allow` gives them, and what is missing is named. */
import assert from "node:assert/strict";
import { makeData, on, property, removeData, snapshotsOf } from "../support/labData";
import { endOf, zfsr } from "../support/zfsr";

const source = "alpha-repl:tank/delegated";
const target = "beta-repl:backup/delegated";

describe("a user without privileges", function () {
  this.timeout(600_000);
  before(async () => {
    await removeData("beta", "backup/delegated");
    await makeData("alpha", "tank/delegated", 1);
    await on("beta", "zfs create backup/delegated");
  });
  after(async () => {
    await on("alpha", "zfs allow repl hold,send tank; true");
    await removeData("beta", "backup/delegated");
    await removeData("alpha", "tank/delegated");
  });

  /** What repl may on a pool and below: `zfs allow` as a person types it. */
  async function permissionsOf(host: "alpha" | "beta", pool: string): Promise<string> {
    return on(host, `zfs allow ${pool} | sed -n 's/.*user repl //p' | tr '\\n' ' '`);
  }

  it("sends and receives with what is delegated, and leaves it mounted by nobody", async () => {
    const { code, stderr, stdout } = await zfsr("replicate", source, `${target}/copy`, "--json");
    assert.equal(code, 0, stderr + stdout);
    assert.deepEqual(await snapshotsOf("beta", "backup/delegated/copy"), await snapshotsOf("alpha", "tank/delegated"));
    assert.equal(await property("beta", "mounted", "backup/delegated/copy"), "no");
  });

  it("without 'send' is told that it may not send, and from what", async () => {
    const may = await permissionsOf("alpha", "tank");
    assert.match(may, /send/);
    await on("alpha", "zfs unallow repl send tank");
    try {
      const { code, events, stdout } = await zfsr("replicate", source, `${target}/other`, "--json");
      assert.equal(code, 1, stdout);
      const [finding] = endOf(events).findings;
      assert.equal(finding?.category, "permission", stdout);
      assert.match(`${finding.title} ${finding.cause}`, /alpha-repl:tank\/delegated/);
    } finally {
      await on("alpha", "zfs allow repl send tank");
    }
    assert.equal(await on("beta", "zfs list backup/delegated/other 2>/dev/null || echo none"), "none");
  });

  it("without 'receive' is told that it may not receive, and where", async () => {
    const may = await permissionsOf("beta", "backup");
    assert.match(may, /receive/);
    await on("beta", "zfs unallow repl receive backup");
    try {
      const { code, events, stdout } = await zfsr("replicate", source, `${target}/other`, "--json");
      assert.equal(code, 1, stdout);
      const [finding] = endOf(events).findings;
      assert.equal(finding?.category, "permission", stdout);
      assert.match(`${finding.title} ${finding.cause}`, /beta-repl:backup\/delegated\/other/);
    } finally {
      await on("beta", "zfs allow repl receive backup");
    }
  });
});
