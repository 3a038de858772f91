import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pipelineHalves } from "../../../../src/core/runs/pipelineScript";
import { directScript } from "../../../../src/core/runs/transport";
import { FakeCommands } from "../../../support/fakes/commands";
import { transferStep } from "../../../support/model/steps";
import { hostsFor, sshConnectors, trusted } from "./support/fixtures";
import { program, SshServer, Workspace } from "./support/sshServer";

const hostile = [
  "it's",
  '"',
  "$HOME",
  "`id`",
  "!x",
  "!!",
  "\\",
  "\\n",
  "a\\'b",
  "*",
  "~root",
  "{a,b}",
  "",
  "#",
  "%s",
  ";|&<>()",
  "ünï",
  "\t",
  "^a^b",
  "=x",
  "@x",
  "-e",
  "$((1+1))",
  "$(id)",
];

/** What stands between us and /bin/sh: the login shell, and what it prints. */
for (const kind of sshConnectors) {
  describe(`login shells over ${kind}`, function () {
    this.timeout(180_000);
    let workspace: Workspace;
    let server: SshServer;
    before(async () => {
      workspace = new Workspace();
      server = await SshServer.start(workspace, "server");
    });
    after(() => {
      server.stop();
      workspace.remove();
    });

    /** A forced command stands for a login shell: sshd gives both the command as one word after -c. */
    const through = (name: string, before = ""): string => {
      const key = workspace.key(`key-${Math.random()}`);
      const wrapper = workspace.file(
        `shell-${Math.random()}`,
        `#!/bin/sh\n${before}\nexec ${name} -c "$SSH_ORIGINAL_COMMAND"\n`,
        0o700,
      );
      server.authorize(key, `command="${wrapper}"`);
      return trusted(workspace, "alpha", server, key);
    };

    for (const shell of ["dash", "bash", "tcsh", "fish"]) {
      it(`hands hostile words through ${shell}`, async () => {
        const hosts = hostsFor(workspace, kind, through(program(shell, shell)));
        try {
          const host = hosts.get("alpha");
          const { stdout, code } = await host.exec(["printf", "%s\\037", ...hostile]);
          assert.equal(code, 0);
          assert.deepEqual(stdout.split("\x1f").slice(0, -1), hostile);
          const script = "x='a\nb'\nprintf '%s!\\n' \"$x\" # it's\ncat <<'EOF'\n$HOME `id` !! \\\nEOF\nexit 3";
          assert.deepEqual(await host.script(script), {
            code: 3,
            signal: undefined,
            stdout: "a\nb!\n$HOME `id` !! \\\n",
            stderr: "",
          });
          assert.equal((await host.script(`: ${"it's ".repeat(4000)}\necho long`)).stdout, "long\n");
        } finally {
          hosts.dispose();
        }
      });
    }

    for (const shell of ["dash", "bash", "tcsh", "fish"]) {
      it(`carries streams of hostile names from ${shell} on the source to ${shell} on the target`, async () => {
        const fake = new FakeCommands();
        const owned = join(workspace.path, "owned");
        const names = [
          "it's",
          "a b",
          "a:b%s",
          "$(touch OWNED)",
          "`touch OWNED`",
          "a;touch OWNED;",
          '"',
          "\\",
          "!!",
          "\u202eevil",
          "ünï",
          "-rf",
        ];
        const hostileNames = names.map((name) => name.replace("OWNED", owned));
        const far = program(shell, shell);
        fake.add("zfs", 'logged "$@"; case $1 in send) echo stream ;; *) head -c 7 >/dev/null ;; esac');
        fake.add("zpool", "echo 42");
        // what sshd of the target does with its last word
        fake.add("ssh", `logged ssh "$@"; for last in "$@"; do :; done; exec ${far} -c "$last"`);
        const halves = pipelineHalves(
          hostileNames.map((name) =>
            transferStep("x", {
              argv: ["zfs", "send", `tank/${name}@b`],
              target: { ...transferStep().target, argv: ["zfs", "receive", "-u", `backup/${name}`] },
            }),
          ),
          { frame: "zfsr0", pool: { name: "backup", guid: "42" } },
        );
        const hosts = hostsFor(workspace, kind, through(far, `PATH='${fake.folder}/bin':$PATH; export PATH`));
        try {
          await hosts.get("alpha").follow(directScript("beta", halves), {});
          const last = (verb: string): (string | undefined)[] =>
            fake.calls().flatMap((call) => (call[0] === verb ? [call.at(-1)] : []));
          assert.deepEqual(
            last("send"),
            hostileNames.map((name) => `tank/${name}@b`),
          );
          assert.deepEqual(
            last("receive"),
            hostileNames.map((name) => `backup/${name}`),
          );
          assert.ok(!existsSync(owned), "nothing of a name was run");
        } finally {
          hosts.dispose();
          fake.dispose();
        }
      });
    }

    it("reads a key whose path is hostile, and runs nothing of it", async () => {
      const owned = join(workspace.path, `owned-key-${kind}`);
      const name = `-a key; $HOME 'q' "d" %h \u202e ünï $(touch owned-key-${kind}) \`id\` & \\ ${kind}`;
      const key = workspace.key(name);
      server.authorize(key);
      const written = key.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("%", "%%");
      const hosts = hostsFor(workspace, kind, trusted(workspace, "alpha", server, `"${written}"`));
      try {
        assert.equal((await hosts.get("alpha").script("echo in")).stdout, "in\n");
        const words = await hosts.get("alpha").spawnWords("echo in");
        assert.ok(!words.some((word) => word.includes("touch")), "no path stands in the words of a process");
        assert.ok(!existsSync(owned) && !existsSync(`owned-key-${kind}`));
      } finally {
        hosts.dispose();
      }
    });

    it("reaches no alias that ssh or a shell could take for something else", () => {
      const hosts = hostsFor(workspace, kind, "");
      for (const alias of ["-oProxyCommand=id", "sudo+-oProxyCommand=id", "a;id", "$(id)", "a b", "a'b", "x@-y"])
        assert.throws(() => hosts.get(alias), /could be taken for an option|no host name has/, alias);
      hosts.dispose();
    });

    it("cuts off what a noisy shell prints, in both outputs and while following", async () => {
      const noise = "printf 'Welcome!\\nNo line break after this:'; printf 'warning: noisy' >&2";
      const hosts = hostsFor(workspace, kind, through("/bin/bash", noise));
      try {
        const host = hosts.get("alpha");
        assert.deepEqual(await host.script("printf out; printf err >&2"), {
          code: 0,
          signal: undefined,
          stdout: "out",
          stderr: "err",
        });
        const lines: string[] = [];
        await host.follow("echo one; echo two >&2", {
          onStdoutLine: (line) => lines.push(`o ${line}`),
          onStderrLine: (line) => lines.push(`e ${line}`),
        });
        assert.deepEqual(lines.sort(), ["e two", "o one"]);
        assert.equal(host.facts?.noise, "Welcome!\nNo line break after this:");
      } finally {
        hosts.dispose();
      }
    });

    it("gets along with a banner of the server", async () => {
      const banner = workspace.file("banner", "Authorised use only\n");
      const polite = await SshServer.start(workspace, `polite-${kind}`, [`Banner ${banner}`]);
      const key = workspace.key(`polite-key-${kind}`);
      polite.authorize(key);
      const hosts = hostsFor(workspace, kind, trusted(workspace, "alpha", polite, key));
      try {
        assert.deepEqual(await hosts.get("alpha").script("echo out; echo err >&2"), {
          code: 0,
          signal: undefined,
          stdout: "out\n",
          stderr: "err\n",
        });
      } finally {
        hosts.dispose();
        polite.stop();
      }
    });

    it("is legible on the host where nothing has to be encoded", async () => {
      const key = workspace.key(`legible-${kind}`);
      const record = `${workspace.path}/recorded-${kind}`;
      const wrapper = workspace.file(
        `recorder-${kind}`,
        `#!/bin/sh\nprintf '%s\\n' "$SSH_ORIGINAL_COMMAND" >${record}\nexec /bin/sh -c "$SSH_ORIGINAL_COMMAND"\n`,
        0o700,
      );
      server.authorize(key, `command="${wrapper}"`);
      const hosts = hostsFor(workspace, kind, trusted(workspace, "alpha", server, key));
      try {
        await hosts.get("alpha").exec(["echo", "tank/demo@a"]);
        assert.match(readFileSync(record, "utf8"), /^exec \/bin\/sh -c '.*exec echo tank\/demo@a/);
      } finally {
        hosts.dispose();
      }
    });
  });
}
