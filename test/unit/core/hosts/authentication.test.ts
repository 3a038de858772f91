import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { ZfsrError } from "../../../../src/core/base/errors";
import type { ConnectionFacts } from "../../../../src/core/hosts/host";
import type { Prompt } from "../../../../src/core/hosts/prompter";
import { Account } from "./support/account";
import { Agent } from "./support/agent";
import { configFor, environment, hostsFor, ScriptedPrompter, sshConnectors } from "./support/fixtures";
import { SshServer, Workspace } from "./support/sshServer";

interface Attempt {
  readonly facts?: ConnectionFacts;
  readonly error?: unknown;
  readonly asked: readonly Prompt[];
}

for (const kind of sshConnectors) {
  describe(`authentication over ${kind}`, function () {
    this.timeout(180_000);
    let workspace: Workspace;
    let server: SshServer;
    let agent: Agent;

    before(async () => {
      workspace = new Workspace();
      server = await SshServer.start(workspace, "server");
      agent = await Agent.start(workspace, "agent");
    });
    after(() => {
      agent.stop();
      server.stop();
      workspace.remove();
    });

    const attempt = async (
      lines: readonly string[],
      answer: (prompt: Prompt) => string | undefined = () => undefined,
      socket?: string,
      to = server,
    ): Promise<Attempt> => {
      const known = workspace.file(`known-${Math.random()}`, to.knownHost());
      const prompter = new ScriptedPrompter(answer);
      const hosts = hostsFor(workspace, kind, configFor("alpha", to, [...lines, `UserKnownHostsFile ${known}`]), {
        prompter,
        env: environment(socket === undefined ? {} : { SSH_AUTH_SOCK: socket }),
      });
      try {
        const host = hosts.get("alpha");
        const [{ stdout }] = await Promise.all([host.exec(["echo", "in"]), host.exec(["true"]), host.exec(["true"])]);
        assert.equal(stdout, "in\n");
        assert.ok(host.facts);
        return { facts: host.facts, asked: prompter.asked };
      } catch (error) {
        return { error, asked: prompter.asked };
      } finally {
        hosts.dispose();
      }
    };
    const authenticated = ({ facts, error }: Attempt, by: string): void => {
      assert.equal(error, undefined);
      assert.equal(facts?.connector, kind);
      if (kind === "ssh2") assert.equal(facts.authentication, by);
    };

    for (const [type, ...options] of [
      ["ed25519"],
      ["ecdsa", "-b", "256"],
      ["ecdsa", "-b", "521"],
      ["rsa", "-b", "2048"],
      ["rsa", "-b", "2048", "-m", "PEM"],
    ]) {
      it(`takes a key of type ${type ?? ""} ${options.join(" ")} from a file and from an agent`, async () => {
        const key = workspace.key(`${type ?? ""}${Math.random()}`, "-t", type ?? "", ...options);
        server.authorize(key);
        authenticated(await attempt([`IdentityFile ${key}`]), `publickey (file ${key})`);
        agent.add(key);
        authenticated(await attempt([`IdentityFile ${key}`], undefined, agent.socket), "publickey (agent)");
      });
    }

    for (const format of [[], ["-m", "PEM", "-t", "rsa", "-b", "2048"]]) {
      describe(`a key with a passphrase, ${format.length === 0 ? "OpenSSH's format" : "PEM without a .pub"}`, () => {
        let key: string;
        before(() => {
          key = workspace.key(`secret${Math.random()}`, ...format, "-N", "open sesame ä'\"$");
          server.authorize(key);
          if (format.length > 0) rmSync(`${key}.pub`);
        });

        it("asks once, whatever waits", async () => {
          const done = await attempt([`IdentityFile ${key}`], (prompt) =>
            prompt.kind === "secret" ? "open sesame ä'\"$" : undefined,
          );
          authenticated(done, `publickey (file ${key})`);
          assert.deepEqual(
            done.asked.map((prompt) => [prompt.kind, prompt.host, prompt.kind === "secret" && prompt.attempt]),
            [["secret", "alpha", 1]],
          );
          assert.ok(done.asked[0]?.title.includes(key));
        });

        it("asks again after a wrong one", async () => {
          const answers = ["wrong", "again wrong", "open sesame ä'\"$"];
          const done = await attempt([`IdentityFile ${key}`], () => answers.shift());
          authenticated(done, `publickey (file ${key})`);
          assert.deepEqual(
            done.asked.map((prompt) => prompt.kind === "secret" && prompt.attempt),
            [1, 2, 3],
          );
        });

        it("gives up after three wrong ones, and when the person does", async () => {
          const thrice = await attempt([`IdentityFile ${key}`], () => "wrong");
          assert.ok(ZfsrError.is(thrice.error, "auth-failed"), String(thrice.error));
          assert.equal(thrice.asked.length, 3);
          const never = await attempt([`IdentityFile ${key}`]);
          assert.ok(ZfsrError.is(never.error, "auth-failed"));
        });
      });
    }

    it("does not ask for the passphrase of a key the server would not take", async () => {
      const stranger = workspace.key("stranger", "-N", "secret");
      const refused = await attempt([`IdentityFile ${stranger}`], () => "secret");
      assert.ok(ZfsrError.is(refused.error, "auth-failed"));
      assert.match(refused.error.message, /^alpha: the server accepts publickey/);
      assert.equal(refused.asked.length, 0);
    });

    it("offers only the named key of an agent full of others, by its .pub alone", async () => {
      const crowd = await Agent.start(workspace, "crowd");
      try {
        const wanted = workspace.key("wanted");
        for (let n = 0; n < 9; n += 1) crowd.add(workspace.key(`crowd${n}`));
        crowd.add(wanted);
        server.authorize(wanted);
        rmSync(wanted);
        authenticated(await attempt([`IdentityFile ${wanted}`], undefined, crowd.socket), "publickey (agent)");
        authenticated(
          await attempt([`IdentityFile ${wanted}.pub`, `IdentityAgent ${crowd.socket}`]),
          "publickey (agent)",
        );
        const all = await attempt(["IdentitiesOnly no", "IdentityFile none"], undefined, crowd.socket);
        assert.ok(ZfsrError.is(all.error, "auth-failed"), "nine others come first, and MaxAuthTries is six");
        assert.match(all.error.message, /too many keys/);
      } finally {
        crowd.stop();
      }
    });

    it("gets over an agent that is not there, and an identity file that is broken", async () => {
      const key = workspace.key("spare");
      server.authorize(key);
      const broken = workspace.file(
        "broken",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nnot base64 at all\n-----END OPENSSH PRIVATE KEY-----\n",
      );
      const done = await attempt(
        [`IdentityFile ${broken}`, `IdentityFile ${workspace.path}/absent`, `IdentityFile ${key}`],
        undefined,
        `${workspace.path}/no.agent`,
      );
      authenticated(done, `publickey (file ${key})`);
    });

    describe("with a password", () => {
      let account: Account;
      let open: SshServer;
      before(async () => {
        account = new Account();
        open = await SshServer.start(workspace, `open-${kind}`, ["PasswordAuthentication yes"]);
      });
      after(() => {
        open.stop();
        account.remove();
      });
      const lines = (): string[] => [`User ${account.name}`, "IdentityFile none"];

      it("asks once and keeps it in memory", async () => {
        const done = await attempt(lines(), () => account.password, undefined, open);
        authenticated(done, "password");
        assert.equal(done.asked.length, 1);
        assert.deepEqual(
          [done.asked[0]?.kind, done.asked[0]?.title],
          ["secret", `Password for ${account.name}@127.0.0.1`],
        );
      });

      it("asks again after a wrong one, three times at most", async () => {
        const answers = ["wrong", account.password];
        const done = await attempt(lines(), () => answers.shift(), undefined, open);
        authenticated(done, "password");
        assert.equal(done.asked.length, 2);
        const wrong = await attempt(lines(), () => "wrong", undefined, open);
        assert.ok(ZfsrError.is(wrong.error, "auth-failed"), String(wrong.error));
        assert.equal(wrong.asked.length, 3);
      });

      it("fails when nobody can be asked", async () => {
        const none = await attempt(lines(), undefined, undefined, open);
        assert.ok(ZfsrError.is(none.error, "auth-failed"));
      });

      it("answers keyboard-interactive", async () => {
        const interactive = await SshServer.start(workspace, `interactive-${kind}`, [
          "UsePAM yes",
          "KbdInteractiveAuthentication yes",
        ]);
        try {
          const done = await attempt(lines(), () => account.password, undefined, interactive);
          authenticated(done, "keyboard-interactive");
          assert.deepEqual(
            done.asked.map((prompt) => [prompt.kind, prompt.title]),
            [["secret", "alpha asks: Password"]],
          );
        } catch (error) {
          throw new Error(readFileSync(interactive.log, "utf8"), { cause: error });
        } finally {
          interactive.stop();
        }
      });

      it("gives a key and then a password where both are wanted", async () => {
        const key = workspace.key(`both-${kind}`);
        const both = await SshServer.start(workspace, `both-server-${kind}`, [
          "PasswordAuthentication yes",
          "AuthenticationMethods publickey,password",
          // The account can't look into the folder of this test; root can.
          `AuthorizedKeysCommand /bin/cat ${workspace.path}/both-server-${kind}/authorized_keys`,
          "AuthorizedKeysCommandUser root",
        ]);
        try {
          both.authorize(key);
          authenticated(
            await attempt([`User ${account.name}`, `IdentityFile ${key}`], () => account.password, undefined, both),
            "password",
          );
        } finally {
          both.stop();
        }
      });
    });

    it("leaves no secret in the files it makes", () => {
      writeFileSync(`${workspace.path}/proof`, "");
      assert.ok(!/open sesame/.test(readFileSync(server.log, "utf8")));
    });
  });
}
