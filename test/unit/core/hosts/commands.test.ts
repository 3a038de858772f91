import assert from "node:assert/strict";
import { join } from "node:path";
import { ZfsrError } from "../../../../src/core/base/errors";
import type { Host } from "../../../../src/core/hosts/host";
import type { Hosts } from "../../../../src/core/hosts/createHosts";
import { hostsFor, trusted } from "./support/fixtures";
import { processes, SshServer, until, Workspace } from "./support/sshServer";

/** What every Host promises, whatever stands behind it. */
for (const kind of ["ssh2", "openssh", "local"] as const) {
  describe(`commands over ${kind}`, function () {
    this.timeout(180_000);
    let workspace: Workspace;
    let server: SshServer;
    let hosts: Hosts;
    let host: Host;

    before(async () => {
      workspace = new Workspace();
      server = await SshServer.start(workspace, "server");
      const key = workspace.key("id");
      server.authorize(key, `command="/bin/sh -c \\"$SSH_ORIGINAL_COMMAND\\""`);
      hosts = hostsFor(workspace, kind === "local" ? "auto" : kind, trusted(workspace, "alpha", server, key));
      host = hosts.get(kind === "local" ? "local" : "alpha");
    });
    after(() => {
      hosts.dispose();
      server.stop();
      workspace.remove();
    });

    it("says how it is connected", async () => {
      const facts = await host.connect();
      assert.equal(facts.connector, kind);
      assert.equal(facts.address, kind === "local" ? "" : `root@127.0.0.1:${server.port}`);
      assert.deepEqual(host.facts, facts);
      if (kind === "ssh2") {
        assert.equal(facts.authentication, `publickey (file ${join(workspace.path, "id")})`);
        assert.equal(facts.algorithms?.hostKey, "ssh-ed25519");
      }
    });

    it("gives both outputs and the exit status, without touching them", async () => {
      const result = await host.script("echo out; printf 'err\\nlast' >&2; printf '  \\n\\n'; exit 7");
      assert.deepEqual(result, { code: 7, signal: undefined, stdout: "out\n  \n\n", stderr: "err\nlast" });
    });

    it("hands words over as they are", async () => {
      const words = [
        "a b",
        "it's",
        '"',
        "$HOME",
        "`id`",
        "!x",
        "\\n",
        "*",
        "~",
        "",
        "#",
        "ünï→😀",
        "-n",
        "%s",
        "a;b|c&d",
        "\t",
      ];
      const { stdout } = await host.exec(["printf", "%s\\037", ...words]);
      assert.deepEqual(stdout.split("\x1f").slice(0, -1), words);
    });

    it("refuses words with line breaks", async () => {
      await assert.rejects(host.exec(["echo", "a\nb"]), (error) => ZfsrError.is(error, "invalid-name"));
    });

    it("runs scripts with several lines, comments and here documents", async () => {
      const { stdout } = await host.script("# a comment\ncat <<EOF\n$((1+1))\nEOF\n# the end");
      assert.equal(stdout, "2\n");
    });

    it("tells 255 from a signal and a signal from a status", async () => {
      assert.deepEqual((await host.script("exit 255")).code, 255);
      const killed = await host.script("sh -c 'kill -KILL $$'");
      assert.deepEqual([killed.code, killed.signal], [undefined, "KILL"]);
      const ended = await host.exec(["sh", "-c", "kill -TERM $$"]);
      assert.deepEqual([ended.code, ended.signal], [undefined, "TERM"]);
    });

    it("says that a command is missing with status 127", async () => {
      const result = await host.exec(["no-such-command-here"]);
      assert.equal(result.code, 127);
      assert.match(result.stderr, /no-such-command-here.*not found/);
    });

    it("gives the command its input, and the end of it", async () => {
      const input = "ä line\n".repeat(50_000);
      assert.equal((await host.exec(["cat"], { stdin: input })).stdout, input);
      assert.equal((await host.exec(["cat"])).stdout, "");
      assert.equal((await host.exec(["true"], { stdin: input })).code, 0);
    });

    it("sets the language and adds the system folders to PATH", async () => {
      const { stdout } = await host.script('echo "$LC_ALL"; case ":$PATH:" in *:/sbin:*) echo sbin;; esac');
      assert.equal(stdout, "C\nsbin\n");
    });

    it("takes 5 MB of output, whole", async () => {
      const { stdout } = await host.script("yes 0123456789abcde | head -c 5242880");
      assert.equal(stdout.length, 5_242_880);
      assert.equal(stdout, "0123456789abcde\n".repeat(327_680));
    });

    it("replaces what is no UTF-8 and keeps what is", async () => {
      const { stdout } = await host.script("printf 'a\\377\\303\\244\\n'");
      assert.equal(stdout, "a\ufffdä\n");
    });

    it("hands lines over while the command runs, and a last one without a line break", async () => {
      const lines: string[] = [];
      const errors: string[] = [];
      const gone = new AbortController();
      const result = await host.follow(
        "echo first; read go; printf 'sec'; sleep 0.05; printf 'ond\\r\\n\\nlast'; echo oops >&2",
        {
          stdin: "go\n",
          signal: gone.signal,
          onStdoutLine: (line) => lines.push(line),
          onStderrLine: (line) => errors.push(line),
        },
      );
      assert.deepEqual(result, { code: 0, signal: undefined });
      assert.deepEqual(lines, ["first", "second", "", "last"]);
      assert.deepEqual(errors, ["oops"]);
    });

    it("takes one line of several MB", async () => {
      const lines: string[] = [];
      await host.follow("head -c 4000000 /dev/zero | tr '\\0' x", { onStdoutLine: (line) => lines.push(line) });
      assert.deepEqual(
        lines.map((line) => line.length),
        [4_000_000],
      );
    });

    it("hands a line over before the command has ended", async () => {
      const stop = new AbortController();
      const lines: string[] = [];
      const following = host.follow("echo ready >&2; echo one; exec sleep 600", {
        signal: stop.signal,
        onStdoutLine: (line) => lines.push(line),
        onStderrLine: (line) => lines.push(line),
      });
      following.catch(() => undefined);
      await until("both lines", () => lines.length === 2);
      stop.abort();
      await assert.rejects(following, (error) => ZfsrError.is(error, "cancelled"));
      assert.deepEqual(lines.sort(), ["one", "ready"]);
    });

    it("ends what a cancelled command started, children and all", async () => {
      const mark = `60${Math.floor(Math.random() * 1e6)}`;
      const stop = new AbortController();
      const running = host.script(
        `trap '' HUP; sleep ${mark}1 & (sleep ${mark}2; true) | sleep ${mark}3; sleep ${mark}4`,
        { signal: stop.signal },
      );
      running.catch(() => undefined);
      const mine = (): string[] =>
        processes()
          .filter(({ command }) => command.startsWith(`sleep ${mark}`))
          .map(({ command }) => command);
      await until("the sleepers", () => mine().length === 3);
      const began = Date.now();
      stop.abort();
      await assert.rejects(running, (error) => ZfsrError.is(error, "cancelled"));
      assert.ok(Date.now() - began < 20_000, "it took long to be cancelled");
      await until("no sleeper is left", () => mine().length === 0);
    });

    it("ends a command that ignores TERM", async () => {
      const mark = `61${Math.floor(Math.random() * 1e6)}`;
      const running = host.script(`trap '' TERM; while :; do sleep ${mark}; done`, { timeout: 400 });
      await assert.rejects(running, (error) => ZfsrError.is(error, "timeout") && /0\.4 s/.test(error.message));
      await until("it is gone", () => !processes().some(({ command }) => command.includes(mark)));
    });

    it("never starts what was cancelled before", async () => {
      const stop = new AbortController();
      stop.abort();
      await assert.rejects(host.exec(["true"], { signal: stop.signal }), (error) => ZfsrError.is(error, "cancelled"));
    });

    it("stops a command that prints more than was allowed", async () => {
      const mark = `y${Math.floor(Math.random() * 1e6)}`;
      await assert.rejects(host.exec(["yes", mark], { maxOutput: 10_000 }), (error) =>
        ZfsrError.is(error, "unexpected-output"),
      );
      await until("it is gone", () => !processes().some(({ command }) => command.startsWith(`yes ${mark}`)));
    });

    it("runs 40 commands at once", async () => {
      const numbers = Array.from({ length: 40 }, (_, index) => String(index));
      const results = await Promise.all(numbers.map((number) => host.script(`sleep 0.05; echo ${number}`)));
      assert.deepEqual(
        results.map(({ stdout }) => stdout.trim()),
        numbers,
      );
    });

    it("runs a script of 300 kB", async () => {
      const script = `: ${"x".repeat(300_000)}\ncat; echo done`;
      assert.equal((await host.script(script)).stdout, "done\n");
      assert.equal((await host.script(script, { stdin: "in\n" })).stdout, "in\ndone\n");
    });

    it("reads files, and says what is wrong with those it can't read", async () => {
      const file = workspace.file("a file", "first\nsecond");
      assert.equal(await host.readFile(file), "first\nsecond");
      await assert.rejects(host.readFile(`${file}.not`), (error) => ZfsrError.is(error, "not-found"));
    });
  });
}
