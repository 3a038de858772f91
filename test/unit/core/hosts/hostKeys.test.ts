import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ZfsrError } from "../../../../src/core/base/errors";
import { fingerprint } from "../../../../src/core/hosts/keys/publicKey";
import { configFor, hostsFor, ScriptedPrompter, sshConnectors } from "./support/fixtures";
import { keygen, publicKey, SshServer, Workspace } from "./support/sshServer";

const yes = (): ScriptedPrompter => new ScriptedPrompter((prompt) => (prompt.kind === "host-key" ? "yes" : undefined));
const no = (): ScriptedPrompter => new ScriptedPrompter((prompt) => (prompt.kind === "host-key" ? "no" : undefined));

for (const kind of sshConnectors) {
  describe(`host keys over ${kind}`, function () {
    this.timeout(180_000);
    let workspace: Workspace;
    let server: SshServer;
    let key: string;
    let number = 0;

    before(async () => {
      workspace = new Workspace();
      server = await SshServer.start(workspace, "server");
      key = workspace.key("id");
      server.authorize(key);
    });
    after(() => {
      server.stop();
      workspace.remove();
    });

    const own = (): string => fingerprint(Buffer.from(server.knownHost().split(" ")[2] ?? "", "base64"));
    const knownFile = (text: string): string => workspace.file(`known-${kind}-${++number}`, text);
    const config = (known: string, ...lines: string[]): string =>
      configFor("alpha", server, [...lines, `IdentityFile ${key}`, `UserKnownHostsFile ${known}`]);
    const attempt = async (text: string, prompter?: ScriptedPrompter): Promise<unknown> => {
      const hosts = hostsFor(workspace, kind, text, prompter ? { prompter } : {});
      try {
        await hosts.get("alpha").exec(["true"]);
        return undefined;
      } catch (error) {
        return error;
      } finally {
        hosts.dispose();
      }
    };
    const refused = (error: unknown, reason: ZfsrError["reason"], ...told: (string | RegExp)[]): void => {
      assert.ok(ZfsrError.is(error, reason), `expected ${reason}, got ${String(error)}`);
      for (const part of told) {
        assert.ok(
          typeof part === "string" ? error.message.includes(part) : part.test(error.message),
          `${error.message} lacks ${String(part)}`,
        );
      }
    };

    it("asks about an unknown key once, however many commands wait, and stores it", async () => {
      // ssh makes no folder but ~/.ssh; ssh2 leaves it to us.
      const known = kind === "ssh2" ? join(workspace.path, "new-folder", "known_hosts") : knownFile("");
      const prompter = yes();
      const hosts = hostsFor(workspace, kind, config(known), { prompter });
      try {
        const results = await Promise.all([1, 2, 3, 4].map((n) => hosts.get("alpha").exec(["echo", String(n)])));
        assert.deepEqual(
          results.map(({ stdout }) => stdout),
          ["1\n", "2\n", "3\n", "4\n"],
        );
      } finally {
        hosts.dispose();
      }
      assert.equal(prompter.asked.length, 1);
      const [question] = prompter.asked;
      assert.ok(question?.kind === "host-key");
      assert.deepEqual([question.host, question.keyType, question.fingerprint], ["alpha", "ssh-ed25519", own()]);
      assert.match(question.message, /127\.0\.0\.1/);
      assert.equal(readFileSync(known, "utf8"), server.knownHost());
      assert.equal(await attempt(config(known)), undefined, "the next time nobody is asked");
    });

    it("stores it hashed when HashKnownHosts is set, behind what is there", async () => {
      // ssh 9.2 appends to a last line without a line break; we do not.
      const known = knownFile(kind === "ssh2" ? "# mine" : "# mine\n");
      assert.equal(await attempt(config(known, "HashKnownHosts yes"), yes()), undefined);
      const lines = readFileSync(known, "utf8").trimEnd().split("\n");
      assert.equal(lines[0], "# mine");
      assert.match(lines[1] ?? "", /^\|1\|\S+\|\S+ ssh-ed25519 /);
      assert.match(keygen("-F", `[127.0.0.1]:${server.port}`, "-f", known), /found: line 2/);
      assert.equal(await attempt(config(known)), undefined, "a hashed name is found");
    });

    it("does not connect when the key is refused, or nobody can be asked", async () => {
      const known = knownFile("");
      const prompter = no();
      refused(await attempt(config(known), prompter), "host-key-unknown");
      assert.equal(prompter.asked.length, 1);
      refused(await attempt(config(known)), "host-key-unknown");
      assert.equal(readFileSync(known, "utf8"), "");
    });

    it("asks nobody for a command in the background", async () => {
      const prompter = yes();
      const hosts = hostsFor(workspace, kind, config(knownFile("")), { prompter });
      try {
        await assert.rejects(hosts.get("alpha").exec(["true"], { background: true }), (error) =>
          ZfsrError.is(error, "host-key-unknown"),
        );
        assert.equal(prompter.asked.length, 0);
        assert.equal((await hosts.get("alpha").exec(["true"])).code, 0);
        assert.equal(prompter.asked.length, 1);
      } finally {
        hosts.dispose();
      }
    });

    it("never accepts a key that changed, and says which, where and what is known", async () => {
      const other = workspace.key(`other-${kind}`);
      const known = knownFile(`# first\n${server.knownHost(other)}`);
      const expected = [own(), fingerprint(Buffer.from(publicKey(other).split(" ")[1] ?? "", "base64")), `${known}:2`];
      for (const strict of ["ask", "no", "yes", "accept-new"]) {
        const prompter = yes();
        refused(
          await attempt(config(known, `StrictHostKeyChecking ${strict}`), prompter),
          "host-key-changed",
          ...expected,
        );
        assert.equal(prompter.asked.length, 0, `asked with StrictHostKeyChecking ${strict}`);
      }
    });

    it("never accepts a revoked key, also when it is known", async () => {
      const known = knownFile(`@revoked * ${publicKey(join(server.folder, "host_key"))}\n${server.knownHost()}`);
      const prompter = yes();
      refused(await attempt(config(known, "StrictHostKeyChecking no"), prompter), "host-key-revoked");
      assert.equal(prompter.asked.length, 0);
    });

    it("goes by StrictHostKeyChecking where nothing is known", async () => {
      refused(await attempt(config(knownFile(""), "StrictHostKeyChecking yes"), yes()), "host-key-unknown");
      const known = knownFile("");
      const prompter = yes();
      assert.equal(await attempt(config(known, "StrictHostKeyChecking accept-new"), prompter), undefined);
      assert.equal(prompter.asked.length, 0);
      assert.equal(readFileSync(known, "utf8"), server.knownHost());
    });

    it("goes by HostKeyAlias, patterns, and the second file", async () => {
      const alias = knownFile(server.knownHost(undefined, "the-alias"));
      assert.equal(await attempt(config(alias, "HostKeyAlias the-alias")), undefined);
      const pattern = knownFile(server.knownHost(undefined, "[127.0.0.?]:*,!other"));
      assert.equal(await attempt(config(`${knownFile("")} ${pattern}`)), undefined);
      const negated = knownFile(server.knownHost(undefined, `*,![127.0.0.1]:${server.port},!127.0.0.1`));
      refused(await attempt(config(negated)), "host-key-unknown");
      const portless = knownFile(server.knownHost(undefined, "127.0.0.1"));
      assert.equal(await attempt(config(portless)), undefined, "a name without its port counts, as in ssh");
    });

    it("takes the key type that is known when the host has several", async () => {
      const folder = join(workspace.path, `several-${kind}`);
      const rsa = workspace.key(`rsa-${kind}`, "-t", "rsa", "-b", "2048");
      const ecdsa = workspace.key(`ecdsa-${kind}`, "-t", "ecdsa");
      const ed25519 = workspace.key(`ed-${kind}`);
      const several = await SshServer.start(
        workspace,
        `several-${kind}`,
        [rsa, ecdsa, ed25519].map((file) => `HostKey ${file}`),
      );
      try {
        several.authorize(key);
        assert.ok(existsSync(folder));
        for (const hostKey of [rsa, ecdsa, ed25519]) {
          const known = knownFile(several.knownHost(hostKey));
          const text = configFor("alpha", several, [`IdentityFile ${key}`, `UserKnownHostsFile ${known}`]);
          assert.equal(await attempt(text), undefined, hostKey);
        }
      } finally {
        several.stop();
      }
    });

    it("fails closed when known_hosts can't be read", async () => {
      // A folder in the place of a file can't be read, by root neither.
      refused(await attempt(config(workspace.path), no()), "host-key-unknown");
    });
  });
}
