/** Hosts used as somebody who may run zfs and zpool through sudo, and nothing else. */
import assert from "node:assert/strict";
import { makeData, on, property, removeData, script, snapshotsOf } from "../support/labData";
import { endOf, zfsr } from "../support/zfsr";

const hosts = ["alpha", "beta"] as const;
const source = "sudo+keeper@alpha:tank/sudo";
const target = "sudo+keeper@beta:backup/sudo";

describe("a host used over sudo", function () {
  this.timeout(600_000);

  const mayRun = (host: (typeof hosts)[number], rule: string): Promise<string> =>
    on(host, `echo 'keeper ALL=(root) ${rule}' >/etc/sudoers.d/keeper && chmod 440 /etc/sudoers.d/keeper`);

  before(async () => {
    await Promise.all(
      hosts.map(async (host) => {
        await script(
          host,
          "id keeper >/dev/null 2>&1 || useradd -m -s /bin/sh keeper",
          "rm -rf ~keeper/.ssh; cp -r ~repl/.ssh ~keeper/.ssh; chown -R keeper: ~keeper/.ssh",
        );
        await mayRun(host, "NOPASSWD: /usr/sbin/zfs, /usr/sbin/zpool");
      }),
    );
    await makeData("alpha", "tank/sudo", 1);
    await makeData("alpha", "tank/sudo/child", 1);
    await on("alpha", "zfs snapshot -r tank/sudo@b");
  });

  after(async () => {
    await removeData("beta", "backup/sudo");
    await removeData("alpha", "tank/sudo");
    await Promise.all(
      hosts.map((host) => on(host, "rm -f /etc/sudoers.d/keeper; userdel -r keeper 2>/dev/null || true")),
    );
  });

  for (const transport of ["direct", "relay"]) {
    it(`takes snapshots, holds, sends and receives a tree in one pipeline (${transport})`, async () => {
      const words = ["replicate", source, target, "-r", "--snapshot", "--transport", transport, "--json"];
      const { code, events, stderr, stdout } = await zfsr(...words);
      assert.equal(code, 0, stderr + stdout.slice(-1500));
      assert.ok(endOf(events).targets.every((state) => state.verified));
      assert.deepEqual(await snapshotsOf("beta", "backup/sudo"), await snapshotsOf("alpha", "tank/sudo"));
      assert.equal(await property("beta", "mounted", "backup/sudo/child"), "no");
    });
  }

  it("is refused with the next step where sudo wants a password, and nothing is begun", async () => {
    await mayRun("beta", "/usr/sbin/zfs, /usr/sbin/zpool");
    const { code, events, stdout } = await zfsr("replicate", source, target, "-r", "--json");
    assert.equal(code, 1, stdout);
    assert.ok(!events.some((event) => event.type === "step-started"));
    assert.match(stdout, /sudo does not let this user run it without a password/);
    assert.match(stdout, /allow the command in sudoers with NOPASSWD/i);
  });
});
