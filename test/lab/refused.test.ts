/** What cannot be done is said in one sentence with the object, the reason and the next step; nothing is destroyed. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { files } from "../support/lab/places";
import { makeData, on, removeData } from "../support/labData";
import { type Ran, zfsr } from "../support/zfsr";

const folder = mkdtempSync(join(tmpdir(), "zfsr-refused-"));

/** An ssh_config of the lab with changes, as a file. */
function changedConfig(name: string, change: (text: string) => string): string {
  const file = join(folder, name);
  writeFileSync(file, change(readFileSync(files.sshConfig, "utf8")));
  return file;
}

/** What was said is one sentence with the object, a reason and a next step, and no stack. */
function assertSaid(ran: Ran, code: number, ...parts: RegExp[]): void {
  assert.equal(ran.code, code, ran.stdout + ran.stderr);
  const said = ran.stdout + ran.stderr;
  for (const part of parts) assert.match(said, part);
  assert.doesNotMatch(said, /\n\s+at |undefined|\[object/);
}

/** The error that `--json` printed, without its words. */
function reasonIn(ran: Ran): { readonly reason: string; readonly object: string } {
  const { reason, object } = (JSON.parse(ran.stdout) as { error: { reason: string; object: string } }).error;
  return { reason, object };
}

/** As ssh-keygen -l prints it. */
function fingerprint(key: string): string {
  const digest = createHash("sha256").update(Buffer.from(key, "base64")).digest("base64");
  return `SHA256:${digest.replace(/=+$/, "")}`;
}

describe("what cannot be done", function () {
  this.timeout(600_000);
  before(async () => {
    await makeData("alpha", "tank/no", 1);
    await on("beta", "zfs create -p backup/no");
  });
  after(async () => {
    await removeData("alpha", "tank/no");
    await removeData("beta", "backup/no");
    rmSync(folder, { recursive: true, force: true });
  });

  it("an unknown host", async () => {
    assertSaid(await zfsr("ls", "nowhere.invalid:tank"), 1, /nowhere\.invalid/, /Next:/);
  });

  it("a wrong name", async () => {
    assertSaid(await zfsr("ls", "alpha:tank/a*b"), 2, /tank\/a\*b/, /'\*' is not allowed/, /Next:/);
  });

  it("a dataset that is not there", async () => {
    assertSaid(await zfsr("ls", "alpha:tank/nothing"), 1, /alpha:tank\/nothing/, /does not exist/, /Next:/);
    assertSaid(
      await zfsr("replicate", "alpha:tank/nothing", "beta:backup/no/x"),
      1,
      /alpha:tank\/nothing: it does not exist/,
      /Next:/,
    );
  });

  it("a parent that is not there", async () => {
    assertSaid(
      await zfsr("replicate", "alpha:tank/no", "beta:backup/none/x"),
      1,
      /beta:backup\/none\/x/,
      /parent backup\/none does not exist/,
    );
  });

  for (const connector of ["ssh2", "openssh"]) {
    it(`a key that is refused (${connector})`, async () => {
      const key = join(folder, `key-${connector}`);
      await new Promise((resolve) =>
        spawn("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]).once("exit", resolve),
      );
      const config = changedConfig(`wrong-key-${connector}`, (text) =>
        text.replace(/IdentityFile .*/g, `IdentityFile "${key}"`),
      );
      const ran = await zfsr("ls", "alpha:tank", "--ssh-config", config, "--connector", connector, "--json");
      assertSaid(ran, 1, /nothing that was offered fits/, /Next: see that your public key is in authorized_keys there/);
      assert.deepEqual(reasonIn(ran), { reason: "auth-failed", object: "alpha" });
    });

    it(`a host key that has changed (${connector})`, async () => {
      const known = join(folder, `known-${connector}`);
      const lines = readFileSync(join(files.sshConfig, "..", "known_hosts"), "utf8").split("\n");
      const keys = lines.filter((line) => line.trim() !== "" && !line.startsWith("#"));
      // alpha's key is what beta is known by, and beta's what alpha is known by
      const keyOf = (host: string): string =>
        keys.find((line) => line.includes(`,${host},`) && line.includes(" ssh-ed25519 "))?.split(" ")[2] ?? "";
      const [mine, other] = [keyOf("alpha"), keyOf("beta")];
      assert.ok(mine !== "" && other !== "" && mine !== other);
      const swapped = keys
        .filter((line) => line.includes(mine) || line.includes(other))
        .map((line) => (line.includes(mine) ? line.replace(mine, other) : line.replace(other, mine)));
      writeFileSync(known, `${swapped.join("\n")}\n`);
      const config = changedConfig(`changed-${connector}`, (text) =>
        text.replace(/UserKnownHostsFile .*/g, `UserKnownHostsFile "${known}"`),
      );
      const ran = await zfsr("ls", "alpha:tank", "--ssh-config", config, "--connector", connector, "--json");
      assertSaid(ran, 1, /it presented the/, /but known is the/, /Next: find out why the key changed/);
      assert.deepEqual(reasonIn(ran), { reason: "host-key-changed", object: "alpha" });
      const presented = ran.stderr.indexOf(fingerprint(mine));
      assert.ok(presented > 0 && presented < ran.stderr.indexOf(fingerprint(other)), ran.stderr);
    });
  }
});
