/** docs/hardening.md as it is typed: a user with what is delegated and no more, a key that opens one door, a failover and the way back. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { files } from "../support/lab/places";
import { hostRecord } from "../support/lab/record";
import { on, property, removeData, script, snapshotsOf } from "../support/labData";
import { type Ran, zfsr } from "../support/zfsr";

const source = "tank/hardened";
const target = "hard/alpha/db";

describe("the way through docs/hardening.md", function () {
  this.timeout(600_000);
  const folder = mkdtempSync(join(tmpdir(), "zfsr-hardening-"));
  const config = join(folder, "config");

  /** `zfsr` as the user `carrier` on both hosts. */
  async function asCarrier(...words: string[]): Promise<Ran> {
    return zfsr(...words, "--ssh-config", config);
  }
  /** `zfsr` as root, which must end well. */
  async function well(...words: string[]): Promise<void> {
    const { code, stderr, stdout } = await zfsr(...words);
    assert.equal(code, 0, `${words.join(" ")}\n${stdout}${stderr}`);
  }

  before(async () => {
    await clean();
    const hosts = readFileSync(files.sshConfig, "utf8");
    const carrier = hosts
      .replace(/^Host (alpha|beta)-repl$/gm, "Host $1-carrier")
      .replaceAll("User repl", "User carrier");
    writeFileSync(config, carrier);
    const mine = await on("alpha", "head -n 1 ~repl/.ssh/authorized_keys");
    await script(
      "beta",
      "zpool create -o ashift=12 -O compression=lz4 -O atime=off -O canmount=off -O mountpoint=none hard ubdc3",
      "zfs create -o readonly=on hard/alpha",
      "useradd -m -s /bin/sh carrier",
      "zfs allow -u carrier receive,create,mount,readonly,canmount hard/alpha",
    );
    await script(
      "alpha",
      `zfs create ${source}`,
      `echo first >/${source}/first`,
      "useradd -m -s /bin/sh carrier",
      `zfs allow -u carrier send,snapshot,hold,release ${source}`,
      "mkdir -m 700 ~carrier/.ssh",
      "ssh-keygen -q -t ed25519 -N '' -f ~carrier/.ssh/id_ed25519",
      "printf 'Host beta-carrier\\n  HostName beta\\n' >~carrier/.ssh/config",
      "ssh-keyscan beta >~carrier/.ssh/known_hosts 2>/dev/null",
      `echo 'restrict ${mine}' >~carrier/.ssh/authorized_keys`,
      "chown -R carrier: ~carrier/.ssh",
    );
    const theirs = await on("alpha", "cat ~carrier/.ssh/id_ed25519.pub");
    const { address } = hostRecord("alpha");
    await script(
      "beta",
      "mkdir -m 700 ~carrier/.ssh",
      `echo 'restrict,from="${address}" ${theirs}' >~carrier/.ssh/authorized_keys`,
      `echo 'restrict ${mine}' >>~carrier/.ssh/authorized_keys`,
      "chown -R carrier: ~carrier/.ssh",
      "printf 'Match User carrier\\n  AuthenticationMethods publickey\\n  AllowTcpForwarding no\\n  X11Forwarding no\\n  PermitTTY no\\n' >/etc/ssh/sshd_config.d/carrier.conf",
      // not reload, which comes back before the server listens again
      "sshd -t && systemctl restart ssh",
    );
  });
  after(async () => {
    await clean();
    rmSync(folder, { recursive: true, force: true });
  });

  async function clean(): Promise<void> {
    await removeData("alpha", source);
    const dismiss = "pkill -KILL -u carrier; userdel -rf carrier";
    await on("alpha", `{ ${dismiss}; } 2>/dev/null; true`);
    await on(
      "beta",
      `rm -f /etc/ssh/sshd_config.d/carrier.conf; systemctl restart ssh
       { ${dismiss}; zpool destroy -f hard; rmdir /srv/db; } 2>/dev/null; true`,
    );
  }

  it("replicates directly with exactly what is delegated, and may destroy nothing", async () => {
    const pair = [`alpha-carrier:${source}`, `beta-carrier:${target}`];
    const checked = await asCarrier("doctor", ...pair, "--json");
    const { checks } = JSON.parse(checked.stdout) as { checks: { id: string; state: string; title: string }[] };
    assert.deepEqual(
      checks.filter(({ state }) => state === "fail").map(({ title }) => title),
      [],
    );
    for (const round of ["full", "increment"]) {
      const { code, stdout, stderr } = await asCarrier("replicate", ...pair, "--snapshot", "--transport", "direct");
      assert.equal(code, 0, `${round}\n${stdout}${stderr}`);
    }
    assert.deepEqual(await snapshotsOf("beta", target), await snapshotsOf("alpha", source));
    assert.equal(await property("beta", "readonly", target), "on");
    const newest = (await snapshotsOf("beta", target))[0]?.split("\t")[0] ?? "";
    for (const place of [`alpha-carrier:${source}${newest}`, `beta-carrier:${target}${newest}`]) {
      const { code } = await asCarrier("destroy", place, "--yes");
      assert.equal(code, 1, place);
    }
  });

  it("fails over, brings back what was written meanwhile, and switches back", async () => {
    await well("set", "readonly=off", "mountpoint=/srv/db", `beta:${target}`);
    await well("mount", `beta:${target}`);
    await on("beta", "echo meanwhile >/srv/db/meanwhile");
    await on("alpha", `echo lost >/${source}/lost`);

    await well("set", "readonly=on", `alpha:${source}`);
    const back = ["replicate", `beta:${target}`, `alpha:${source}`];
    const refused = await zfsr(...back, "--snapshot");
    assert.equal(refused.code, 3, refused.stdout);
    assert.equal(await on("alpha", `cat /${source}/lost`), "lost");
    const asked = await zfsr(...back, "--on-diverged", "rollback");
    assert.equal(asked.code, 5, asked.stdout);
    await well(...back, "--on-diverged", "rollback", "--yes");
    assert.equal(await on("alpha", `ls /${source}`), "first\nmeanwhile");

    await well("unmount", `beta:${target}`);
    await well("set", "readonly=on", `beta:${target}`);
    await well(...back, "--snapshot");
    await well("verify", `beta:${target}`, `alpha:${source}`);
    await well("set", "readonly=off", `alpha:${source}`);
    await well("inherit", "mountpoint", `beta:${target}`);
    await well("replicate", `alpha:${source}`, `beta:${target}`, "--snapshot");
    assert.deepEqual(await snapshotsOf("beta", target), await snapshotsOf("alpha", source));
  });
});
