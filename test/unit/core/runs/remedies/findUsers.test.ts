import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AskedHost } from "./support/askedHost";

describe("remedies for a mount that is in use", () => {
  let beta: AskedHost;
  let folder: string;
  const started: ChildProcess[] = [];
  beforeEach(() => {
    beta = new AskedHost();
    folder = mkdtempSync(join(tmpdir(), "zfsr-users-"));
    mkdirSync(join(folder, "below"));
  });
  afterEach(() => {
    beta.dispose();
    started.splice(0).forEach((one) => one.kill("SIGKILL"));
    rmSync(folder, { recursive: true });
  });

  /** A real process that stands in a folder. */
  async function standing(path: string, program = "cat"): Promise<ChildProcess & { pid: number }> {
    const one = spawn(program, [], { cwd: path, stdio: ["pipe", "ignore", "ignore"] });
    started.push(one);
    await once(one, "spawn");
    return Object.assign(one, { pid: one.pid ?? assert.fail() });
  }
  const mounts = (...paths: readonly string[]): void => {
    const rows = paths.map((path, i) => `tank/a${i === 0 ? "" : `/${i}`}\\tyes\\ton\\t${path}\\n`).join("");
    beta.fake.add("zfs", `case "$*" in *mountpoint*) printf '${rows}' ;; esac`);
  };
  const busy = "cannot unmount '/': pool or dataset is busy";

  it("name those of all its filesystems, by what they are, and end one only while its id is still its own", async () => {
    const user = await standing(join(folder, "below"));
    mounts(folder, join(folder, "below"));
    const remedies = await beta.remediesFor("cannot destroy 'tank/a': dataset is busy");
    const end = remedies.find(({ title }) => title === `End process ${user.pid} (cat), if it may end`);
    assert.ok(end?.does?.by === "host", remedies.map(({ title }) => title).join("\n"));
    const { script } = end.does;
    // by the time that a person has agreed, the id may be another's
    const other = await standing(folder, "tail");
    const refused = await beta.host.script(script.replaceAll(String(user.pid), String(other.pid)));
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /is not that program any more/);
    assert.equal(other.exitCode ?? other.signalCode, null);
    const exit = once(user, "exit");
    assert.equal((await beta.host.script(script)).code, 0);
    await exit;
  });

  it("never offer to end what uses the root of a host", async () => {
    mounts("/");
    for (const text of [busy, "umount: /: target is busy."])
      for (const { title } of await beta.remediesFor(text)) assert.doesNotMatch(title, /^End process/);
  });
});
