/** The lab itself: what the other tests rely on, and that its faults are faults. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Client } from "ssh2";
import { corrupt } from "../support/lab/corrupt.js";
import { clock, cut, fill, kill, mend, netem, pause, resume, start, unfill } from "../support/lab/faults.js";
import { type HostName, hostNames, hostSpec } from "../support/lab/hosts.js";
import { reset, up } from "../support/lab/lab.js";
import { inNamespace } from "../support/lab/network.js";
import { files } from "../support/lab/places.js";
import { poll } from "../support/lab/poll.js";
import { hostRecord } from "../support/lab/record.js";
import { onHost } from "../support/lab/remote.js";
import { type Outcome, run } from "../support/lab/run.js";
import { hostStatus } from "../support/lab/status.js";
import { on } from "../support/labData.js";

/** Runs a command by the ssh_config that users of the lab have; a limit of 180 s unless told. */
async function viaSsh(alias: string, command: string, limit = 180_000): Promise<Outcome> {
  const ssh = ["ssh", "-F", files.sshConfig, "-o", "BatchMode=yes", "-o", "ConnectTimeout=60", alias, command];
  return run(ssh, { limit, accept: "any" });
}

async function output(alias: string, command: string): Promise<string> {
  const { code, stdout, stderr } = await viaSsh(alias, command);
  assert.equal(code, 0, `${alias}: ${command}: ${stderr}`);
  return stdout.trim();
}

/** Tells whether a host answers ssh within a few seconds. */
async function answers(alias: string): Promise<boolean> {
  return (await viaSsh(alias, "true", 6000)).code === 0;
}

const releases: Record<HostName, RegExp> = { alpha: /^2\.1\./, beta: /^2\.1\./, gamma: /^2\.3\./ };
const others = (name: HostName): HostName[] => hostNames.filter((other) => other !== name);

describe("the lab", function () {
  this.timeout(600_000);

  for (const name of hostNames) {
    const { pool } = hostSpec(name);

    describe(name, () => {
      it("answers as root, as repl and as ops", async () => {
        const said = await Promise.all([
          output(name, "id -un; hostname"),
          output(`${name}-repl`, "id -un"),
          output(`${name}-ops`, "sudo -n id -un"),
        ]);
        assert.deepEqual(said, [`root\n${name}`, "repl", "root"]);
      });

      it("answers by the same configuration from inside the lab's namespace", async () => {
        const ssh = inNamespace(["ssh", "-F", files.sshConfig, "-o", "BatchMode=yes", name, "hostname"]);
        assert.equal((await run(ssh, { limit: 180_000 })).stdout.trim(), name);
      });

      it("answers the ssh2 library", async () => {
        assert.equal(await bySsh2(name, "hostname"), name);
      });

      it("runs the OpenZFS it is said to, tools and module alike", async () => {
        const [tools = "", module = "", loaded] = (
          await output(name, "zfs version; sed s/-.*// /sys/module/zfs/version")
        ).split("\n");
        assert.match(tools.replace(/^zfs-/, ""), releases[name]);
        assert.match(module.replace(/^zfs-kmod-/, ""), releases[name]);
        assert.equal(hostRecord(name).zfs, loaded);
      });

      it("has its pool imported and mounted, and repl may replicate there", async () => {
        const look = `zpool list -H -o name,health; zfs get -H -o value mountpoint,mounted ${pool}; zfs allow ${pool}`;
        const [health, mountpoint, mounted, ...allowed] = (await output(name, look)).split("\n");
        assert.deepEqual([health, mountpoint, mounted], [`${pool}\tONLINE`, `/${pool}`, "yes"]);
        assert.match(allowed.join("\n"), /user repl .*send/);
      });

      it("is a whole system: systemd without a failed unit, journal, syslog, cron and zed", async () => {
        const units = "cron.service rsyslog.service zfs-zed.service zfs-import-cache.service zfs-mount.service";
        assert.equal(
          await output(
            name,
            `systemctl is-system-running; systemctl --failed --no-legend; systemctl is-active ${units} | sort -u; logger -t selftest 'a line for both logs'`,
          ),
          "running\nactive",
        );
        const look = "grep -q 'selftest: a line' /var/log/syslog && journalctl -t selftest | grep -q 'for both logs'";
        await poll(`the line in both logs of ${name}`, 120_000, 300, async () =>
          (await onHost(name, look, { accept: "any" })).code === 0 ? true : undefined,
        );
      });

      it("has the tools that transports and faults need", async () => {
        const tools = "pv mbuffer nc socat iperf3 zstd lz4 pigz lzop tc fuser iostat openssl syncoid zinject dmsetup";
        await onHost(
          name,
          `for tool in ${tools}; do command -v $tool >/dev/null || { echo "no $tool" >&2; exit 1; }; done
           ip -6 address show dev lo | grep -q ::1 && modprobe sch_netem && modprobe loop`,
        );
      });

      it("reaches the others as root and as repl without a prompt", async () => {
        const each = (words: (other: HostName) => string): string => others(name).map(words).join("; ");
        const said = await Promise.all([
          output(
            name,
            each((other) => `ssh -o BatchMode=yes ${other} hostname; ssh -o BatchMode=yes repl@${other} id -un`),
          ),
          output(
            `${name}-repl`,
            each((other) => `ssh -o BatchMode=yes ${other} id -un`),
          ),
        ]);
        assert.deepEqual(said, [
          others(name)
            .map((other) => `${other}\nrepl`)
            .join("\n"),
          "repl\nrepl",
        ]);
      });
    });
  }

  it("gives each host an identity of its own", async () => {
    const ask = (name: HostName): Promise<string> =>
      on(name, `cat /etc/machine-id; hostid; zpool get -H -o value guid ${hostSpec(name).pool}`);
    const identities = (await Promise.all(hostNames.map(ask))).map((text) => text.split("\n"));
    for (const part of [0, 1, 2]) assert.equal(new Set(identities.map((one) => one[part])).size, hostNames.length);
  });

  it("has sample data with children, a volume, an encrypted child and snapshots of all", async () => {
    const list = (types: string): Promise<string> => on("alpha", `zfs list -H -r -t ${types} -o name tank/demo`);
    assert.deepEqual((await list("filesystem,volume")).split("\n"), sampleDatasets);
    const snapshots = (await list("snapshot")).split("\n");
    assert.equal(snapshots.length, 3 * sampleDatasets.length);
    assert.ok(snapshots.includes("tank/demo/secret/letters@rep_2026-01-03T000000Z"));
    assert.equal(await on("alpha", "zfs get -H -o value keystatus,mounted tank/demo/secret"), "available\nyes");
    assert.equal(
      await output(
        "alpha",
        "stat -c %h /tank/demo/links/hard-1; getfattr --only-values -n user.origin /tank/demo/notes/note-003.txt",
      ),
      "3\nlab",
    );
  });

  it("sends from alpha to beta and gamma over the hosts' own ssh, as repl", async () => {
    for (const target of ["beta", "gamma"] as const) {
      const to = `${hostSpec(target).pool}/selftest`;
      await output(
        "alpha-repl",
        `zfs send tank/demo/projects@rep_2026-01-01T000000Z | ssh -o BatchMode=yes ${target} zfs receive -u ${to}`,
      );
      await onHost(target, `zfs destroy -r ${to}`);
    }
  });

  describe("its faults", () => {
    afterEach(async () => {
      await up();
    });

    it("pause: nothing answers until resume, which loses nothing", async () => {
      pause("beta");
      // a process that is told to stop has not stopped yet
      await poll("beta to be paused", 60_000, 100, async () =>
        (await hostStatus("beta")).state === "paused" ? true : undefined,
      );
      assert.equal(await answers("beta"), false);
      resume("beta");
      assert.equal(await output("beta", "hostname"), "beta");
    });

    it("cut: the network is gone for all, and the lab's own line stays; mend brings it back", async () => {
      await cut("beta");
      assert.equal(await answers("beta"), false);
      assert.notEqual((await viaSsh("alpha", "ping -c 1 -W 1 beta")).code, 0);
      assert.equal((await onHost("beta", "hostname")).stdout.trim(), "beta");
      await mend("beta");
      await output("alpha", "ping -c 1 -W 5 beta");
      assert.equal(await output("beta", "hostname"), "beta");
    });

    it("netem: a delay is there in both directions, and goes", async () => {
      await netem("beta", "delay 100ms");
      assert.ok((await roundTrip()) > 190);
      await netem("beta", "off");
      assert.ok((await roundTrip()) < 100);
    });

    it("kill and start: power goes at once, and the disks are as they were", async () => {
      await onHost("beta", "zfs create backup/kept && echo kept >/backup/kept/file && zpool sync");
      const before = await output("beta", "cat /proc/sys/kernel/random/boot_id");
      await kill("beta");
      assert.equal((await hostStatus("beta")).state, "off");
      await start("beta");
      assert.notEqual(await output("beta", "cat /proc/sys/kernel/random/boot_id"), before);
      assert.equal(await output("beta", "cat /backup/kept/file; systemctl is-system-running"), "kept\nrunning");
    });

    it("fill: about as much is free as was asked for; unfill gives it back", async () => {
      await fill("beta", 10_000_000);
      const free = Number(await on("beta", "zfs get -Hp -o value available backup"));
      assert.ok(Math.abs(free - 10_000_000) < 2_000_000, String(free));
      await assert.rejects(onHost("beta", "dd if=/dev/urandom of=/backup/too-large bs=1M count=40"), /No space left/);
      await onHost("beta", "rm /backup/too-large");
      await unfill("beta");
      assert.ok(Number(await on("beta", "zfs get -Hp -o value available backup")) > 1_000_000_000);
    });

    it("clock: a host's time is shifted, and put right again", async () => {
      const ahead = async (): Promise<number> => Number(await on("beta", "date +%s")) - Date.now() / 1000;
      await clock("beta", "+1h");
      assert.ok(Math.abs((await ahead()) - 3600) < 60);
      await clock("beta", "real");
      assert.ok(Math.abs(await ahead()) < 60);
    });

    it("corrupt: a scrub finds the file that was hit, and reset makes the pool whole", async () => {
      const damage = await corrupt("alpha");
      await onHost("alpha", "zpool scrub -w tank");
      const status = await on("alpha", "zpool status -v tank");
      assert.ok(status.includes(damage.path), `${damage.path} is not named in:\n${status}`);
      await reset(["alpha"]);
      await onHost("alpha", "zpool scrub -w tank");
      assert.match(await on("alpha", "zpool status tank"), /with 0 errors[\s\S]*No known data errors/);
    });
  });

  it("reset: a host is as it was built, at the same port and with the same keys", async () => {
    const { port } = hostRecord("beta");
    const guid = await on("beta", "zpool get -H -o value guid backup");
    await onHost("beta", "zfs create backup/rubbish; touch /root/rubbish; zpool sync; sync");
    await reset(["beta"]);
    assert.equal(hostRecord("beta").port, port);
    assert.equal(await on("beta", "zpool get -H -o value guid backup"), guid);
    assert.equal(await on("beta", "zfs list -H -o name; ls /root"), "backup");
  });
});

const sampleDatasets = ["", "/projects", "/projects/media", "/secret", "/secret/letters", "/volume"].map(
  (child) => `tank/demo${child}`,
);

/** The time of a ping from alpha to beta, in milliseconds: the quickest of three. */
async function roundTrip(): Promise<number> {
  const { stdout } = await onHost("alpha", "ping -c 3 -i 0.2 beta");
  return Number(/min\/avg\/max\/mdev = ([\d.]+)/.exec(stdout)?.[1]);
}

async function bySsh2(name: HostName, command: string): Promise<string> {
  const client = new Client();
  const known = readFileSync(files.knownHosts, "utf8");
  const { port } = hostRecord(name);
  try {
    await new Promise<void>((resolve, reject) => {
      client.on("ready", resolve).on("error", reject);
      client.connect({
        host: "127.0.0.1",
        port,
        username: "root",
        privateKey: readFileSync(files.identity),
        readyTimeout: 120_000,
        hostVerifier: (key: Buffer) => known.includes(key.toString("base64")),
      });
    });
    return await new Promise<string>((resolve, reject) => {
      client.exec(command, (error, channel) => {
        if (error) {
          reject(error);
          return;
        }
        let text = "";
        channel.on("data", (data: Buffer) => (text += data.toString()));
        channel.on("close", () => {
          resolve(text.trim());
        });
      });
    });
  } finally {
    client.end();
  }
}
