import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expandTokens, type LocalMachine } from "../../../../src/core/hosts/settings/expandTokens";
import { resolveSettings } from "../../../../src/core/hosts/settings/resolveSettings";
import { SshProgram } from "../../../../src/core/hosts/settings/sshProgram";
import { parseSshSettings } from "../../../../src/core/hosts/settings/sshSettings";
import { allowed, offer, ssh2Algorithms } from "../../../../src/core/hosts/ssh2/algorithms";
import { environment } from "./support/fixtures";
import { program, Workspace } from "./support/sshServer";

const machine: LocalMachine = {
  home: "/home/me",
  user: "me",
  uid: 1000,
  hostname: "desk.example",
  env: { PLACE: "/keys" },
};

describe("settings of ssh", () => {
  const parse = (text: string): ReturnType<typeof parseSshSettings> => parseSshSettings(text, "alpha", "/home/me");

  it("has OpenSSH's defaults where nothing is said", () => {
    const settings = parse("");
    assert.equal(settings.hostname, "alpha");
    assert.equal(settings.port, 22);
    assert.equal(settings.strictHostKeyChecking, "ask");
    assert.equal(settings.identityFiles[0], "/home/me/.ssh/id_rsa");
    assert.deepEqual(settings.userKnownHostsFiles, ["/home/me/.ssh/known_hosts", "/home/me/.ssh/known_hosts2"]);
    assert.equal(settings.identityAgent, undefined);
    assert.ok(settings.passwordAuthentication && settings.pubkeyAuthentication && !settings.batchMode);
    assert.equal("proxyJump" in settings, false);
  });

  it("reads what ssh -G prints", () => {
    const settings = parse(
      [
        "hostname 192.0.2.1",
        "user root",
        "port 2222",
        "identityfile ~/.ssh/a",
        "identityfile ~/.ssh/b b",
        "identitiesonly yes",
        "identityagent none",
        "certificatefile /c",
        "proxyjump a,b:2200",
        "proxycommand none",
        "userknownhostsfile /home/me/My Files/known /dev/null",
        "globalknownhostsfile none",
        "stricthostkeychecking accept-new",
        "hashknownhosts yes",
        "connecttimeout 7",
        "serveraliveinterval 30",
        "forwardagent /run/agent",
        "kexalgorithms a,b",
        "controlpath /tmp/x",
        "pubkeyauthentication unbound",
      ].join("\r\n"),
    );
    assert.deepEqual([settings.hostname, settings.user, settings.port], ["192.0.2.1", "root", 2222]);
    assert.deepEqual(settings.identityFiles, ["/home/me/.ssh/a", "/home/me/.ssh/b b"]);
    assert.equal(settings.identityAgent, "");
    assert.equal(settings.proxyJump, "a,b:2200");
    assert.equal(settings.proxyCommand, undefined);
    assert.deepEqual(settings.userKnownHostsFiles, ["/home/me/My Files/known", "/dev/null"]);
    assert.deepEqual(settings.globalKnownHostsFiles, []);
    assert.equal(settings.strictHostKeyChecking, "accept-new");
    assert.deepEqual([settings.connectTimeout, settings.serverAliveInterval], [7, 30]);
    assert.equal(settings.forwardAgent, "/run/agent");
    assert.deepEqual(settings.kexAlgorithms, ["a", "b"]);
    assert.equal(settings.pubkeyAuthentication, true);
  });

  for (const [said, meant] of [
    ["true", "yes"],
    ["yes", "yes"],
    ["false", "no"],
    ["off", "no"],
    ["no", "no"],
    ["ask", "ask"],
    ["accept-new", "accept-new"],
  ]) {
    it(`takes StrictHostKeyChecking ${said ?? ""} for ${meant ?? ""}`, () => {
      assert.equal(parse(`stricthostkeychecking ${said ?? ""}`).strictHostKeyChecking, meant);
    });
  }

  it("replaces tokens and variables of paths", () => {
    const settings = parse("hostname h.example\nuser root\nport 2222");
    assert.equal(
      expandTokens("%d/%u/%r@%h:%p/%n/%L/%i/%%/%Z", settings, machine),
      "/home/me/me/root@h.example:2222/alpha/desk/1000/%/%Z",
    );
    assert.equal(expandTokens("${PLACE}/id ${NONE}", settings, machine), "/keys/id ${NONE}");
  });

  describe("as the ssh program says", () => {
    let workspace: Workspace;
    before(() => (workspace = new Workspace()));
    after(() => workspace.remove());

    it("follows Include, Match and exec", async () => {
      const included = workspace.file("included", "Host alpha\n  User included\n");
      const config = workspace.file(
        "config",
        `Include ${included}\nMatch host alpha exec "true"\n  Port 2201\nHost *\n  HostName %h.example\n`,
      );
      const { settings, sshProgram } = await resolveSettings(new SshProgram(environment(), config), "alpha", machine);
      assert.deepEqual(
        [settings.user, settings.port, settings.hostname, sshProgram],
        ["included", 2201, "alpha.example", true],
      );
    });

    it("lets the id's own user and port win", async () => {
      const config = workspace.file("config2", "Host *\n  User other\n  Port 2201\n");
      const { settings } = await resolveSettings(new SshProgram(environment(), config), "me@alpha:2222", machine);
      assert.deepEqual([settings.user, settings.port, settings.hostname], ["me", 2222, "alpha"]);
    });

    it("goes by the id alone without an ssh program", async () => {
      const { settings, sshProgram } = await resolveSettings(
        new SshProgram(environment(), undefined, "/no/such/ssh"),
        "me@alpha:2222",
        machine,
      );
      assert.equal(sshProgram, false);
      assert.deepEqual([settings.user, settings.port, settings.hostname], ["me", 2222, "alpha"]);
      const named = await resolveSettings(new SshProgram(environment(), undefined, "/no/such/ssh"), "alpha", machine);
      assert.equal(named.settings.user, "me");
    });
  });

  describe("and what ssh2 can do", () => {
    it("is what the library says it can", () => {
      const constants: unknown = createRequire(join(process.cwd(), "package.json"))("ssh2/lib/protocol/constants.js");
      const { DEFAULT_KEX, DEFAULT_SERVER_HOST_KEY, DEFAULT_CIPHER, DEFAULT_MAC } = constants as Record<
        string,
        string[]
      >;
      assert.deepEqual([...ssh2Algorithms.kex], DEFAULT_KEX);
      assert.deepEqual([...ssh2Algorithms.hostKey], DEFAULT_SERVER_HOST_KEY);
      assert.deepEqual([...ssh2Algorithms.cipher].sort(), [...(DEFAULT_CIPHER ?? [])].sort());
      assert.deepEqual([...ssh2Algorithms.mac], DEFAULT_MAC);
    });

    it("has something in common with OpenSSH's defaults", () => {
      const { stdout } = spawnSync(program("ssh", "openssh-client"), ["-G", "-F", "none", "alpha"], {
        encoding: "utf8",
      });
      const offered = offer(parse(stdout), []);
      for (const list of [offered.kex, offered.serverHostKey, offered.cipher, offered.hmac])
        assert.ok((list as string[]).length > 2);
      assert.equal((offered.cipher as string[])[0], "aes128-gcm@openssh.com");
    });

    it("offers the host key types first that are known", () => {
      assert.deepEqual((offer(parse(""), ["ssh-rsa"]).serverHostKey as string[]).slice(0, 3), [
        "rsa-sha2-512",
        "rsa-sha2-256",
        "ssh-rsa",
      ]);
      assert.deepEqual(
        offer(parse("hostkeyalgorithms ecdsa-sha2-nistp256,ssh-ed25519"), ["ecdsa-sha2-nistp256"]).serverHostKey,
        ["ecdsa-sha2-nistp256", "ssh-ed25519"],
      );
      assert.deepEqual(allowed(["a", "b"], ["b", "c"]), ["b"]);
    });
  });
});
