import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { ZfsrError } from "../../../../src/core/base/errors";
import type { ConnectorOption } from "../../../../src/core/hosts/connectorChoice";
import type { Host } from "../../../../src/core/hosts/host";
import { shellCommand } from "../../../../src/core/base/shellQuote";
import { configFor, hostsFor, KeptLog, ScriptedPrompter, sshConnectors, trusted } from "./support/fixtures";
import { descendants, freePort, keygen, processes, publicKey, SshServer, until, Workspace } from "./support/sshServer";

/** How hosts are reached, and what is said when they can't be. */
describe("reaching hosts", function () {
  this.timeout(180_000);
  let workspace: Workspace;
  let server: SshServer;
  let key: string;

  before(async () => {
    workspace = new Workspace();
    server = await SshServer.start(workspace, "server");
    key = workspace.key("id");
    server.authorize(key, `command="/bin/sh -c \\"$SSH_ORIGINAL_COMMAND\\""`);
  });
  after(() => {
    server.stop();
    workspace.remove();
  });

  const withHost = async <T>(
    connector: ConnectorOption,
    config: string,
    work: (host: Host) => Promise<T>,
    log = new KeptLog(),
  ): Promise<T> => {
    const hosts = hostsFor(workspace, connector, config, { log });
    try {
      return await work(hosts.get("alpha"));
    } catch (error) {
      if (error instanceof assert.AssertionError) error.message += `\n${log.lines.join("\n")}`;
      throw error;
    } finally {
      hosts.dispose();
    }
  };

  for (const kind of sshConnectors) {
    describe(`over ${kind}`, () => {
      const fails = async (config: string, reason: ZfsrError["reason"], told: RegExp): Promise<void> => {
        await withHost(kind, config, async (host) => {
          await assert.rejects(host.exec(["true"]), (error) => {
            assert.ok(ZfsrError.is(error, reason), String(error));
            assert.match(error.message, told);
            assert.equal(error.object, "alpha");
            return true;
          });
        });
      };

      it("says that nothing listens", async () => {
        const port = await freePort();
        await fails(
          configFor("alpha", { port }),
          "host-unreachable",
          new RegExp(`nothing listens on 127\\.0\\.0\\.1( port |:)${port}`),
        );
      });

      it("says that a name can't be resolved", async () => {
        await fails(
          "Host alpha\n  HostName no-such-name.invalid\n",
          "host-unknown",
          /no-such-name\.invalid can't be resolved/,
        );
      });

      it("says that something listens that is no sshd, and something that hangs up", async () => {
        const silent = createServer((socket) => socket.resume().on("error", () => undefined));
        const rude = createServer((socket) => socket.destroy());
        for (const listener of [silent, rude])
          await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
        const port = (listener: typeof silent): number => (listener.address() as { port: number }).port;
        try {
          const before = Date.now();
          await fails(
            configFor("alpha", { port: port(silent) }, ["ConnectTimeout 1"]),
            "host-unreachable",
            /no sshd answers|does not answer/,
          );
          assert.ok(Date.now() - before < 20_000);
          await fails(
            configFor("alpha", { port: port(rude) }),
            "host-unreachable",
            /closed the connection before it was set up/,
          );
        } finally {
          silent.close();
          rude.close();
        }
      });

      it("gives up connecting when it is cancelled", async () => {
        const silent = createServer((socket) => socket.resume().on("error", () => undefined));
        await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
        const { port } = silent.address() as { port: number };
        try {
          await withHost(kind, configFor("alpha", { port }), async (host) => {
            const stop = new AbortController();
            const running = host.exec(["true"], { signal: stop.signal });
            running.catch(() => undefined);
            const connections = (): Promise<number> =>
              new Promise((resolve) => silent.getConnections((_, count) => resolve(count)));
            await until("it connects", async () => (await connections()) > 0);
            const began = Date.now();
            stop.abort();
            await assert.rejects(running, (error) => ZfsrError.is(error, "cancelled"));
            assert.ok(Date.now() - began < 20_000);
            await until("it hung up", async () => (await connections()) === 0);
          });
        } finally {
          silent.close();
        }
      });

      it("says what is wrong with the ssh config", async () => {
        await fails("Host alpha\n  NoSuchOption 1\n", "usage", /nosuchoption/i);
      });

      it("says that the login shell ran something else", async () => {
        const forced = workspace.key(`forced-${kind}`);
        server.authorize(forced, 'restrict,command="echo This account is closed; exit 1"');
        await fails(trusted(workspace, "alpha", server, forced), "unexpected-output", /This account is closed/);
      });

      it("gives connection-lost to what runs when the connection breaks, then connects again", async () => {
        // lengths that no sleep of anybody else has
        const sleeps = [`sleep 300.${process.pid}`, `sleep 301.${process.pid}`] as const;
        await withHost(kind, trusted(workspace, "alpha", server, key), async (host) => {
          await host.connect();
          const lines: string[] = [];
          const running = host.follow(`echo started; ${sleeps[0]}`, { onStdoutLine: (line) => lines.push(line) });
          const other = host.exec(sleeps[1].split(" "));
          for (const promise of [running, other]) promise.catch(() => undefined);
          await until("it runs", () => lines.length === 1 && processes().some(({ command }) => command === sleeps[1]));
          for (const pid of server.sessions()) process.kill(pid, "SIGKILL");
          for (const promise of [running, other])
            await assert.rejects(promise, (error) => ZfsrError.is(error, "connection-lost"));
          assert.equal((await host.exec(["echo", "again"])).stdout, "again\n");
          for (const { pid, command } of processes())
            if (sleeps.some((sleep) => sleep === command)) process.kill(pid, "SIGKILL");
        });
      });

      it("goes through two jump hosts, each verified by its own name", async () => {
        const [first, second] = [
          await SshServer.start(workspace, `first-${kind}`),
          await SshServer.start(workspace, `second-${kind}`),
        ];
        try {
          first.authorize(key);
          second.authorize(key);
          const jumps = [trusted(workspace, "one", first, key), trusted(workspace, "two", second, key)].join("");
          const via = trusted(workspace, "alpha", server, key, ["ProxyJump one,two"]);
          await withHost(kind, jumps + via, async (host) => {
            assert.equal((await host.exec(["echo", "there"])).stdout, "there\n");
            assert.ok(first.sessions().length > 0 && second.sessions().length > 0, "both jump hosts are in use");
          });
          await until("the jump hosts are left", () => first.sessions().length + second.sessions().length === 0);
          const unknown = configFor("two", second, [
            `IdentityFile ${key}`,
            `UserKnownHostsFile ${workspace.file("none", "")}`,
          ]);
          await withHost(kind, trusted(workspace, "one", first, key) + unknown + via, async (host) => {
            await assert.rejects(
              host.exec(["true"]),
              (error) => ZfsrError.is(error, "host-key-unknown") || ZfsrError.is(error, "host-unreachable"),
            );
          });
        } finally {
          first.stop();
          second.stop();
        }
      });

      it("starts a process whose output does not pass through here", async () => {
        await withHost(kind, trusted(workspace, "alpha", server, key), async (host) => {
          await host.connect();
          const argv = await host.spawnWords('cat; echo "it\'s $LC_ALL"');
          const piped = `printf 'in\\n' | ${shellCommand(argv)}`;
          const { stdout, stderr } = spawnSync("/bin/sh", ["-c", piped], { encoding: "utf8" });
          assert.deepEqual([stdout, stderr], ["in\nit's C\n", ""]);
        });
      });

      it("asks for what such a process needs", async () => {
        const secret = workspace.key(`piped-${kind}`, "-N", "sesame");
        server.authorize(secret);
        const prompter = new ScriptedPrompter(() => "sesame");
        const hosts = hostsFor(workspace, kind, trusted(workspace, "alpha", server, secret), { prompter });
        try {
          const argv = await hosts.get("alpha").spawnWords("echo in");
          // Asynchronous: the answer comes from this very process.
          const { stdout } = await hosts.get("local").script(`${shellCommand(argv)} </dev/null`);
          assert.equal(stdout, "in\n");
          assert.equal(prompter.asked.length, 1);
        } finally {
          hosts.dispose();
        }
      });

      it("leaves no process and no session behind", async () => {
        const masters = (): number[] =>
          processes().flatMap(({ pid, command }) => (/^ssh: .*zfsr-/.test(command) ? [pid] : []));
        const others = masters();
        await withHost(kind, trusted(workspace, "alpha", server, key), async (host) => {
          await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => host.exec(["sleep", "0.2"])));
          assert.ok(server.sessions().length > 0);
        });
        await until("sshd has no session", () => server.sessions().length === 0);
        await until(
          "no ssh is left",
          () => !descendants(process.pid).some(({ command }) => command.startsWith("ssh ")),
        );
        await until("the master has ended", () => masters().every((pid) => others.includes(pid)));
      });

      it("gets along with a server that allows one session at a time", async () => {
        const narrow = await SshServer.start(workspace, `narrow-${kind}`, ["MaxSessions 1"]);
        try {
          narrow.authorize(key);
          await withHost(kind, trusted(workspace, "alpha", narrow, key), async (host) => {
            const results = await Promise.all([1, 2, 3, 4].map((n) => host.exec(["echo", String(n)])));
            assert.deepEqual(
              results.map(({ stdout }) => stdout),
              ["1\n", "2\n", "3\n", "4\n"],
            );
          });
        } finally {
          narrow.stop();
        }
      });
    });
  }

  describe("by the connector that can", () => {
    const reaches = async (config: string, connector: "ssh2" | "openssh", because: RegExp): Promise<void> => {
      await withHost("auto", config, async (host) => {
        assert.equal((await host.exec(["echo", "there"])).stdout, "there\n");
        assert.equal(host.facts?.connector, connector);
        assert.match(host.facts.because, because);
      });
    };

    it("takes ssh2 where nothing stands against it", async () => {
      await reaches(trusted(workspace, "alpha", server, key), "ssh2", /nothing in its ssh config needs OpenSSH/);
    });

    it("takes OpenSSH for a user's certificate", async () => {
      const authority = workspace.key("user-ca");
      const certified = workspace.key("certified");
      keygen("-q", "-s", authority, "-I", "me", "-n", "root", `${certified}.pub`);
      const strict = await SshServer.start(workspace, "certificates", [`TrustedUserCAKeys ${authority}.pub`]);
      try {
        await reaches(trusted(workspace, "alpha", strict, certified), "openssh", /has a certificate/);
      } finally {
        strict.stop();
      }
    });

    it("takes OpenSSH for a host's certificate", async () => {
      const authority = workspace.key("host-ca");
      const hostKey = workspace.key("certified-host");
      keygen("-q", "-s", authority, "-I", "host", "-h", "-n", "127.0.0.1", `${hostKey}.pub`);
      const strict = await SshServer.start(workspace, "host-certificate", [
        `HostKey ${hostKey}`,
        `HostCertificate ${hostKey}-cert.pub`,
      ]);
      try {
        strict.authorize(key);
        const known = workspace.file("known-ca", `@cert-authority [127.0.0.1]:* ${publicKey(authority)}\n`);
        await reaches(
          configFor("alpha", strict, [`IdentityFile ${key}`, `UserKnownHostsFile ${known}`]),
          "openssh",
          /certificate authority/,
        );
      } finally {
        strict.stop();
      }
    });

    it("goes over to OpenSSH when the server wants an algorithm that ssh2 has not, and remembers", async () => {
      const modern = await SshServer.start(workspace, "modern", ["KexAlgorithms sntrup761x25519-sha512@openssh.com"]);
      try {
        modern.authorize(key);
        const log = new KeptLog();
        await withHost(
          "auto",
          trusted(workspace, "alpha", modern, key),
          async (host) => {
            await Promise.all([host.exec(["true"]), host.exec(["true"])]);
            await host.exec(["true"]);
            assert.equal(host.facts?.connector, "openssh");
            assert.match(host.facts.because, /ssh2 could not: .*key exchange/);
          },
          log,
        );
        assert.equal(log.lines.filter((line) => /trying OpenSSH/.test(line)).length, 1);
        await withHost("ssh2", trusted(workspace, "alpha", modern, key), async (host) => {
          await assert.rejects(
            host.exec(["true"]),
            (error) => ZfsrError.is(error, "host-unreachable") && /in common/.test(error.message),
          );
        });
      } finally {
        modern.stop();
      }
    });

    it("takes OpenSSH for a ProxyCommand", async () => {
      const jump = trusted(workspace, "jump", server, key);
      const config = workspace.file("proxy-config", jump);
      const via = trusted(workspace, "alpha", server, key, [`ProxyCommand ssh -F ${config} -W %h:%p jump`]);
      await reaches(via, "openssh", /ProxyCommand/);
    });

    it("uses a connection of the person's own ControlPath", async () => {
      const socket = `${workspace.path}/own.master`;
      const text = trusted(workspace, "alpha", server, key, [`ControlPath ${socket}`]);
      const config = workspace.file("own-config", text);
      const started = spawnSync("ssh", ["-F", config, "-f", "-N", "-M", "alpha"], { stdio: "ignore" });
      assert.equal(started.status, 0);
      try {
        await reaches(text, "openssh", /ControlPath/);
        assert.equal(
          spawnSync("ssh", ["-F", config, "-O", "check", "alpha"], { stdio: "ignore" }).status,
          0,
          "it is left running",
        );
      } finally {
        spawnSync("ssh", ["-F", config, "-O", "exit", "alpha"], { stdio: "ignore" });
      }
    });

    it("reaches user@name:port without any config", async () => {
      const known = workspace.file("known-plain", server.knownHost());
      const config = `IdentityFile ${key}\nUserKnownHostsFile ${known}\nGlobalKnownHostsFile /dev/null\n`;
      for (const connector of sshConnectors) {
        const hosts = hostsFor(workspace, connector, config);
        try {
          const host = hosts.get(`root@127.0.0.1:${server.port}`);
          assert.equal((await host.exec(["echo", "there"])).stdout, "there\n");
          assert.equal(host.facts?.address, `root@127.0.0.1:${server.port}`);
        } finally {
          hosts.dispose();
        }
      }
    });
  });
});
