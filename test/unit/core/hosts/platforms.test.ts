/** What differs between systems, as the code has it: simulated here, not run there. */
import assert from "node:assert/strict";
import { agentSocket } from "../../../../src/core/hosts/keys/agentSocket";
import { shellFailure } from "../../../../src/core/hosts/local/localConnector";
import { shortTemporaryFolder } from "../../../../src/core/hosts/openssh/privateFolder";
import { sshWords } from "../../../../src/core/hosts/openssh/spawnWords";
import { promptPath } from "../../../../src/core/hosts/prompts/promptServer";
import { SshProgram } from "../../../../src/core/hosts/settings/sshProgram";
import { parseSshSettings } from "../../../../src/core/hosts/settings/sshSettings";
import { runFiles, runId } from "../../../../src/core/runs/runDirectory";

const machine = { home: "/home/me", user: "me", uid: 1000, hostname: "desk", env: {} };
const settings = parseSshSettings("hostname alpha", "alpha", "/home/me");

describe("on each system", () => {
  it("ssh's agent is the one of the environment, and Windows' own where that names none", () => {
    const pipe = "\\\\.\\pipe\\openssh-ssh-agent";
    assert.deepEqual(
      (["linux", "darwin", "win32"] as const).map((platform) => agentSocket(settings, machine, platform)),
      [undefined, undefined, pipe],
    );
    const named = { ...machine, env: { SSH_AUTH_SOCK: "/run/agent" } };
    assert.equal(agentSocket(settings, named, "win32"), "/run/agent");
    assert.equal(agentSocket({ ...settings, identityAgent: "" }, machine, "win32"), undefined);
  });

  it("questions of other processes are put by a socket in a folder of our own, on Windows by a pipe that cannot be guessed", () => {
    assert.equal(
      promptPath(() => "/tmp/zfsr-x", "darwin"),
      "/tmp/zfsr-x/ask",
    );
    const none = (): never => assert.fail("no folder is needed");
    const [one, other] = [promptPath(none, "win32"), promptPath(none, "win32")];
    assert.match(one, /^\\\\\.\\pipe\\zfsr-[0-9a-f]{24}$/);
    assert.notEqual(one, other);
  });

  it("a run is reached by a socket in its folder, on Windows by a pipe of its name", () => {
    const id = runId("20261123T205124Z-3fa9c1");
    assert.equal(runFiles("/state/runs", id, "darwin").control, `/state/runs/${id}/control`);
    assert.equal(runFiles("C:/state/runs", id, "win32").control, `\\\\.\\pipe\\zfsr-${id}`);
  });

  it("sockets have a short path, also where the temporary folder has a long one, as on macOS", () => {
    const long = `/var/folders/zz/${"x".repeat(30)}/T/visual-studio-code`;
    assert.equal(shortTemporaryFolder("/var/folders/zz/x/T", "darwin"), "/var/folders/zz/x/T");
    assert.equal(shortTemporaryFolder(long, "darwin"), "/tmp");
    assert.equal(shortTemporaryFolder(long, "win32"), long, "pipes have no path there, and there is no /tmp");
  });

  it("ssh is told where to ask by env in front of it, which Windows does not have", () => {
    const program = new SshProgram({});
    const words = (platform: NodeJS.Platform): string[] =>
      sshWords("alpha", "zfs list", [], { settings, sshProgram: true }, program, { SSH_ASKPASS: "/x" }, platform);
    assert.deepEqual(words("linux").slice(0, 3), ["env", "SSH_ASKPASS=/x", "ssh"]);
    assert.equal(words("win32")[0], "ssh");
  });

  it("a machine without /bin/sh says what that means there", () => {
    assert.match(shellFailure("win32", undefined).message, /Windows has no \/bin\/sh.*--transport direct/);
    assert.match(shellFailure("linux", undefined).message, /see that \/bin\/sh is there/);
  });
});
