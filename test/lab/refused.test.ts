/** What cannot be done is said in one sentence with the object, the reason and the next step; nothing is destroyed. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "../../src/core/diagnosis/finding";
import { fill, unfill } from "../support/lab/faults";
import { files } from "../support/lab/places";
import { poll } from "../support/lab/poll";
import { makeData, on, property, removeData, snapshotsOf } from "../support/labData";
import { endOf, type Ran, zfsr } from "../support/zfsr";

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

function onlyFinding(findings: readonly Finding[], id: string): Finding {
  assert.deepEqual(
    findings.map((finding) => finding.id),
    [id],
    JSON.stringify(findings),
  );
  const [finding] = findings;
  assert.ok(finding);
  return finding;
}

describe("what cannot be done", function () {
  this.timeout(120_000);
  before(async () => {
    await makeData("alpha", "tank/no", 4);
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

  it("a target without room, and what was there before stays", async () => {
    await fill("beta", 2 * 2 ** 20);
    try {
      const { code, events } = await zfsr("replicate", "alpha:tank/no", "beta:backup/no/full", "--json");
      // what had arrived is kept for a resume, and that is what exit code 4 says
      assert.equal(code, 4);
      assert.equal(endOf(events).targets[0]?.partial, true);
      onlyFinding(endOf(events).findings, "space");
    } finally {
      await unfill("beta");
    }
    await removeData("beta", "backup/no/full");
  });

  it("a target with a quota", async () => {
    await on("beta", "zfs create -o quota=1M backup/no/quota");
    const { code, events } = await zfsr("replicate", "alpha:tank/no", "beta:backup/no/quota/x", "--json");
    assert.equal(code, 4);
    assert.equal(endOf(events).targets[0]?.partial, true);
    onlyFinding(endOf(events).findings, "quota");
    await removeData("beta", "backup/no/quota");
  });

  it("a target that is busy with another receive", async () => {
    assert.equal((await zfsr("replicate", "alpha:tank/no", "beta:backup/no/busy")).code, 0);
    await on("alpha", "head -c 3000000 /dev/urandom >/tank/no/more; zfs snapshot tank/no@b");
    // a receive that has got the head of a stream and waits for the rest
    const holder =
      "ssh alpha zfs send -i @a tank/no@b 2>/dev/null | (head -c 1500000; exec sleep 90) | zfs receive -u backup/no/busy";
    await on("beta", `setsid sh -c '${holder}' >/dev/null 2>&1 </dev/null &`);
    await poll("the other receive", 20_000, 250, async () =>
      (await on("beta", "pgrep -fc '^zfs receive -u backup/no/busy' || true")) !== "0" ? true : undefined,
    );
    try {
      const { code, events, stdout } = await zfsr("replicate", "alpha:tank/no", "beta:backup/no/busy", "--json");
      assert.equal(code, 1, stdout);
      const finding = onlyFinding(endOf(events).findings, "busy");
      assert.match(finding.title, /beta:backup\/no\/busy/);
      assert.ok(finding.remedies.length > 0);
    } finally {
      await on("beta", "pkill -KILL -f '[z]fs receive -u backup/no/busy'; pkill -f '[s]leep 90'; true");
    }
    await poll("the target to be free again", 60_000, 250, async () =>
      (await zfsr("replicate", "alpha:tank/no", "beta:backup/no/busy")).code === 0 ? true : undefined,
    );
    await on("alpha", "zfs list -H -o name -t snapshot tank/no@b");
  });

  it("a target that has gone its own way: nothing is rolled back", async () => {
    assert.equal((await zfsr("replicate", "alpha:tank/no", "beta:backup/no/own")).code, 0);
    await on("beta", "zfs snapshot backup/no/own@mine");
    await on("alpha", "zfs snapshot tank/no@later");
    const before = await snapshotsOf("beta", "backup/no/own");
    assertSaid(
      await zfsr("replicate", "alpha:tank/no", "beta:backup/no/own"),
      3,
      /@mine/,
      /newer than the common/,
      /Next:/,
    );
    assert.deepEqual(await snapshotsOf("beta", "backup/no/own"), before);
  });

  it("a target of the same name that has nothing in common", async () => {
    await on("beta", "zfs create backup/no/other && zfs snapshot backup/no/other@a");
    const before = await snapshotsOf("beta", "backup/no/other");
    assertSaid(await zfsr("replicate", "alpha:tank/no", "beta:backup/no/other"), 3, /shares no snapshot/, /Next:/);
    assert.deepEqual(await snapshotsOf("beta", "backup/no/other"), before);
    assert.equal(await property("beta", "type", "backup/no/other"), "filesystem");
  });
});
