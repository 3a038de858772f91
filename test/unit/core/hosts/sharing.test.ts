/** The connection that a person's own ssh config shares between commands is used, made where it is not there, and left there. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { delay } from "../../../../src/core/base/abort";
import type { Hosts } from "../../../../src/core/hosts/createHosts";
import { Master } from "../../../../src/core/hosts/openssh/master";
import { PrivateFolder } from "../../../../src/core/hosts/openssh/privateFolder";
import { SshProgram } from "../../../../src/core/hosts/settings/sshProgram";
import { parseSshSettings, sharesConnections } from "../../../../src/core/hosts/settings/sshSettings";
import { hostsFor, trusted } from "./support/fixtures";
import { descendants, SshServer, until, Workspace } from "./support/sshServer";

describe("a connection that the ssh config shares", function () {
  this.timeout(180_000);
  let workspace: Workspace;
  let server: SshServer;
  let config: string;
  const opened: Hosts[] = [];

  before(async () => {
    workspace = new Workspace();
    server = await SshServer.start(workspace, "server");
    const key = workspace.key("id");
    server.authorize(key);
    const sharing = ["ControlMaster auto", `ControlPath ${join(workspace.path, "cm-%n")}`, "ControlPersist 30"];
    config = trusted(workspace, "alpha", server, key, sharing);
  });
  after(() => {
    for (const hosts of opened) hosts.dispose();
    server.stop();
    workspace.remove();
  });

  const open = (): Hosts => {
    const hosts = hostsFor(workspace, "auto", config);
    opened.push(hosts);
    return hosts;
  };
  const accepted = (): number => workspace.read("server/sshd.log").match(/^Accepted publickey/gm)?.length ?? 0;

  it("is made once, serves one zfsr after the other, and is not ended by any of them", async () => {
    for (let run = 1; run <= 3; run += 1) {
      const hosts = open();
      const host = hosts.get("alpha");
      assert.equal((await host.connect()).connector, "openssh");
      assert.equal((await host.script("echo here")).stdout, "here\n");
      hosts.dispose();
      assert.equal(accepted(), 1, `after run ${run}`);
    }
  });

  it("is made anew by the next command when it has gone", async () => {
    const host = open().get("alpha");
    await host.connect();
    const before = accepted();
    for (const { pid, command } of descendants(server.pid))
      if (command.startsWith("sshd")) process.kill(pid, "SIGKILL");
    await until("the server to have no connection", () => server.sessions().length === 0);
    assert.equal((await host.script("echo again")).stdout, "again\n");
    assert.equal((await host.script("echo again")).stdout, "again\n");
    assert.equal(accepted(), before + 1);
  });

  it("leaves no process behind where two begin at once", async () => {
    for (const { pid } of descendants(server.pid)) process.kill(pid, "SIGKILL");
    await until("the server to have no connection", () => server.sessions().length === 0);
    const said = await Promise.all([1, 2, 3].map((n) => open().get("alpha").script(`echo ${n}`)));
    assert.deepEqual(
      said.map(({ stdout }) => stdout),
      ["1\n", "2\n", "3\n"],
    );
    // one sshd for the connection that is kept, and its child where there is one
    await until("but one connection", () => new Set(connections(server)).size === 1);
  });
});

describe("an ssh that has gone to the background", () => {
  it("is not waited for, though what stays behind holds its standard error open", async () => {
    const workspace = new Workspace();
    // -O check: it is there; else the way of versions before bz#1988: a process that stays has standard error
    const ssh = workspace.file(
      "ssh",
      `#!/bin/sh
case "$*" in *"-O check"*) echo "Master running (pid=1)" >&2; exit 0 ;; esac
echo said >&2
sleep 60 & echo $! >${join(workspace.path, "left")}
`,
      0o700,
    );
    const words = new SshProgram(process.env, undefined, ssh);
    const master = new Master(words, "alpha", [], undefined);
    const { code, stderr } = await master.start(process.env, new AbortController().signal);
    const left = Number(workspace.read("left"));
    process.kill(left); // it was there still: nobody has waited for its end
    assert.deepEqual([code, stderr], [0, "said"]);
    workspace.remove();
  });
});

describe("an ssh that holds the shared connection", () => {
  it("is not ended by its id once its socket has gone: that may be another process's by then", async () => {
    const workspace = new Workspace();
    const other = spawn("sleep", ["60"]);
    const ssh = workspace.file("ssh", `#!/bin/sh\necho "Master running (pid=${other.pid ?? 0})" >&2\n`, 0o700);
    const master = new Master(new SshProgram(process.env, undefined, ssh), "alpha", [], new PrivateFolder());
    assert.equal(await master.alive(), true);
    master.end();
    await delay(50);
    assert.equal(other.exitCode ?? other.signalCode, null);
    writeFileSync(master.socket ?? assert.fail(), "");
    assert.equal(await master.alive(), true);
    const ended = once(other, "exit");
    master.end();
    await ended;
    workspace.remove();
  });
});

describe("what the config says of sharing", () => {
  it("does not hold on Windows, whose ssh cannot", () => {
    const settings = parseSshSettings("controlmaster auto\ncontrolpath /x\ncontrolpersist 60", "alpha", "/home/me");
    assert.equal(sharesConnections(settings, "linux"), true);
    assert.equal(sharesConnections(settings, "win32"), false);
  });
});

/** The processes of the server that serve a connection each: children of the listener. */
function connections(server: SshServer): number[] {
  return descendants(server.pid)
    .filter(({ parent, command }) => parent === server.pid && command.startsWith("sshd"))
    .map(({ pid }) => pid);
}
