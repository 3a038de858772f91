/** The ways of a stream that are chosen by name, and what it goes through on its way: over real links, with what goes wrong. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunEvent } from "../../src/core/runs/events";
import { poll } from "../support/lab/poll";
import { inNamespace } from "../support/lab/network";
import { files } from "../support/lab/places";
import { run } from "../support/lab/run";
import { makeData, on, removeData, script, snapshotsOf } from "../support/labData";
import { endOf, type RunningZfsr, startZfsr } from "../support/zfsr";

const source = "tank/reach";
const target = "backup/reach";
const port = "9370";
const pair = ["replicate", `alpha:${source}`, `beta:${target}`, "--json"];
const tcp = [...pair, "--transport", "tcp", "--port", port];

/** Those of this test, so that one that failed leaves none to the next. */
const running: RunningZfsr[] = [];

function begin(...words: string[]): RunningZfsr {
  const begun = startZfsr(...words);
  running.push(begun);
  return begun;
}

async function zfsr(...words: string[]): Promise<Ran> {
  return whole(begin(...words));
}

async function whole(begun: RunningZfsr): Promise<Ran> {
  const { code, stderr } = await begun.ended;
  const { events } = begun;
  const texts = events.flatMap((event) => (event.type === "finding" ? [JSON.stringify(event.finding)] : []));
  return { code, events, text: [...texts, stderr].join("\n") };
}

async function endAll(): Promise<void> {
  for (const { process, ended } of running.splice(0)) {
    process.kill("SIGKILL");
    await ended;
  }
}

interface Ran {
  readonly code: number | null;
  readonly events: readonly RunEvent[];
  /** What was found, and what stood on standard error. */
  readonly text: string;
}

/** The lines of its log, by level. */
function said({ events }: { readonly events: readonly RunEvent[] }, level?: "info" | "warn"): string {
  return events
    .flatMap((event) => (event.type === "log" && (level === undefined || event.level === level) ? [event.message] : []))
    .join("\n");
}

/** It is whole on the target, and the run says so. */
async function arrived(ran: Ran): Promise<void> {
  assert.equal(ran.code, 0, ran.text);
  assert.ok(endOf(ran.events).targets.every((state) => state.verified));
  assert.deepEqual(await snapshotsOf("beta", target), await snapshotsOf("alpha", source));
}

/** It was refused before anything began. @returns what was said */
function refused({ code, events, text }: Ran): string {
  assert.equal(code, 1, text);
  assert.ok(!events.some((event) => event.type === "progress"), "no byte was sent");
  return text;
}

/** Runs `work` while hosts lack programs. */
async function without(
  missing: Readonly<Partial<Record<"alpha" | "beta", readonly string[]>>>,
  work: () => Promise<void>,
): Promise<void> {
  const move = (from: string, to: string): Promise<unknown[]> =>
    Promise.all(
      (["alpha", "beta"] as const).map((host) =>
        on(
          host,
          `for p in ${(missing[host] ?? []).join(" ")}; do mv $(readlink -f /usr/bin/$p)${from} $(readlink -f /usr/bin/$p)${to}; done`,
        ),
      ),
    );
  await move("", ".away");
  try {
    await work();
  } finally {
    await on("alpha", "for p in /usr/bin/*.away; do [ ! -e $p ] || mv $p ${p%.away}; done");
    await on("beta", "for p in /usr/bin/*.away; do [ ! -e $p ] || mv $p ${p%.away}; done");
  }
}

/** alpha's packets to beta go nowhere, while both answer to everyone else. */
const astray = (): Promise<string> =>
  on("alpha", "ip neigh replace 10.99.0.2 lladdr 02:00:00:00:00:99 dev vec0 nud permanent");
const found = (): Promise<string> => on("alpha", "ip neigh del 10.99.0.2 dev vec0 2>/dev/null || true");

/** What listens on the port on beta, once it does. */
const listening = (): Promise<string> =>
  poll("a listener on beta", 120_000, 200, async () => {
    const text = await on("beta", `ss -ltnH 'sport = :${port}' | awk '{ print $4 }'`);
    return text === "" ? undefined : text;
  });

/** Comes back when nothing of a tcp transfer is left on beta. */
const allGone = (): Promise<true> =>
  poll("beta to have ended what listened and received", 120_000, 300, async () => {
    const text = await on(
      "beta",
      `ss -tanH 'sport = :${port}' | grep -v TIME-WAIT; pgrep -af '[z]fs receive|[s]ocat|[m]buffer|\\bnc -' ; ls -d /tmp/tmp.* 2>/dev/null; true`,
    );
    return text === "" ? true : undefined;
  });

/** Somebody else, on the machine's end of the network, who connects to the listener and speaks. */
const stranger = (): Promise<unknown> =>
  run(
    inNamespace(["timeout", "3", "bash", "-c", `exec 3<>/dev/tcp/10.99.0.2/${port} && echo rubbish >&3 && cat <&3`]),
    { accept: "any" },
  );

describe("transports by name", function () {
  this.timeout(600_000);
  before(async () => {
    await makeData("alpha", source, 3);
    await on("beta", "rm -rf /tmp/tmp.*");
  });
  afterEach(async () => {
    await endAll();
    await removeData("beta", target);
  });
  after(async () => {
    await found();
    await removeData("alpha", source);
  });

  describe("tcp", () => {
    it("goes encrypted where both have socat, on one address, from one peer; a stranger is turned away and does no harm", async () => {
      await astray();
      const going = begin(...tcp);
      try {
        assert.equal(await listening(), `10.99.0.2:${port}`);
        await stranger();
      } finally {
        await found();
      }
      const ran = await whole(going);
      await arrived(ran);
      assert.match(
        said(ran, "info"),
        new RegExp(`beta listens on 10.99.0.2 port ${port} for 10.99.0.1 \\(socat with TLS\\)`),
      );
      assert.equal(said(ran, "warn"), "");
      await allGone();
    });

    it("goes plain where the network is declared trusted", async () => {
      const ran = await zfsr(...tcp, "--trusted-network");
      await arrived(ran);
      assert.match(said(ran), /10\.99\.0\.1 \(socat\)/);
      assert.equal(said(ran, "warn"), "");
    });

    it("goes by netcat with a warning; a stranger who comes first gets nothing in, and the next attempt arrives", () =>
      without({ alpha: ["socat"], beta: ["socat"] }, async () => {
        await astray();
        const going = begin(...tcp);
        try {
          assert.equal(await listening(), `10.99.0.2:${port}`);
          await stranger();
          const again = await going.seen((event) => event.type === "attempt");
          assert.ok(again.type === "attempt");
          assert.match(again.because, /nobody connected who knows this stream/);
        } finally {
          await found();
        }
        const ran = await whole(going);
        await arrived(ran);
        assert.match(said(ran, "warn"), /\(netcat\); the stream crosses the network unencrypted/);
      }));

    it("goes by mbuffer where there is nothing else, and needs no warning for a raw stream", () =>
      without({ alpha: ["socat", "nc"] }, async () => {
        const ran = await zfsr(
          ...["replicate", "alpha:tank/demo/secret", `beta:${target}`, "--json", "--transport", "tcp", "--port", port],
        );
        assert.equal(ran.code, 0, ran.text);
        assert.match(said(ran, "info"), /10\.99\.0\.1 \(mbuffer\)/);
        assert.equal(said(ran, "warn"), "");
        await allGone();
      }));

    it("is refused with the next step where the hosts have nothing in common", () =>
      without({ alpha: ["socat", "nc", "mbuffer"] }, async () => {
        const text = refused(await zfsr(...tcp));
        assert.match(text, /no program in common.*install socat, netcat or mbuffer/s);
      }));

    it("says that the port is taken", async () => {
      await on(
        "beta",
        `setsid socat TCP4-LISTEN:${port},bind=10.99.0.2,reuseaddr EXEC:cat >/dev/null 2>&1 </dev/null & echo $! >/run/taken`,
      );
      try {
        await listening();
        const text = refused(await zfsr(...tcp, "--retries", "0"));
        assert.match(text, new RegExp(`port ${port} of 10.99.0.2 is in use already`));
        assert.match(text, /--port/);
      } finally {
        await on("beta", "kill $(cat /run/taken)");
      }
      await allGone();
    });

    it("leaves no listener and no receiver behind when zfsr is killed, before somebody came and after", async () => {
      await astray();
      const early = begin(...tcp);
      try {
        await listening();
        early.process.kill("SIGKILL");
        await early.ended;
        await allGone();
      } finally {
        await found();
      }
      const late = begin(...tcp, "--limit", "300K");
      await late.seen((event) => event.type === "progress" && event.bytes > 300_000);
      late.process.kill("SIGKILL");
      await late.ended;
      await allGone();
      await arrived(await zfsr(...tcp));
    });
  });
});

describe("the key with which the source reaches the target", function () {
  this.timeout(600_000);
  const folder = mkdtempSync(join(tmpdir(), "zfsr-agent-"));
  const socket = join(folder, "agent");
  const config = join(folder, "config");
  let agent: ChildProcess | undefined;

  before(async () => {
    agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
    await poll("the agent", 120_000, 50, async () => {
      const added = await run(["ssh-add", "-q", files.identity], { env: { SSH_AUTH_SOCK: socket }, accept: "any" });
      return added.code === 0 ? true : undefined;
    });
    const forwarding = `Host alpha\n  ForwardAgent yes\n  IdentityAgent ${socket}\n`;
    writeFileSync(config, `${forwarding}${readFileSync(files.sshConfig, "utf8")}`);
    await makeData("alpha", source, 1);
    await on("alpha", "mv /root/.ssh/id_ed25519 /root/.ssh/away");
  });
  afterEach(async () => {
    await endAll();
    await removeData("beta", target);
  });
  after(async () => {
    await on("alpha", "mv /root/.ssh/away /root/.ssh/id_ed25519");
    agent?.kill();
    rmSync(folder, { recursive: true, force: true });
    await removeData("alpha", source);
  });

  for (const connector of ["ssh2", "openssh"]) {
    it(`is that of a forwarded agent (${connector})`, async () => {
      await arrived(await zfsr(...pair, "--transport", "direct", "--connector", connector, "--ssh-config", config));
    });
  }

  it("is missing: direct says why and what to do, and auto takes the relay and says why", async () => {
    const text = refused(await zfsr(...pair, "--transport", "direct", "--retries", "0"));
    assert.match(text, /no connection for the stream could be made from alpha: .*Permission denied/);
    assert.match(text, /--transport relay/);
    const ran = await zfsr(...pair);
    await arrived(ran);
    assert.match(
      said(ran),
      /alpha cannot reach beta by itself \(.*Permission denied.*\); the stream goes through this machine/,
    );
  });
});

describe("what a stream goes through", function () {
  this.timeout(600_000);
  before(() => makeData("alpha", source, 3));
  afterEach(async () => {
    await endAll();
    await removeData("beta", target);
  });
  after(() => removeData("alpha", source));

  it("is as fast as it may be, through a buffer, compressed by what was asked for and by the cipher that was named", async () => {
    const going = begin(
      ...[...pair, "--transport", "direct", "--limit", "512K", "--buffer", "8M", "--compression", "lz4"],
      ...["--no-compressed", "--cipher", "aes256-ctr"],
    );
    const sent = (event: RunEvent): boolean => event.type === "step-started" && event.step.startsWith("send:");
    await going.seen(sent);
    const [there, here] = await Promise.all([on("beta", "ps -A -o args="), on("alpha", "ps -A -o args=")]);
    assert.match(there, /^mbuffer -q .*-m 8M/m);
    assert.match(there, /^lz4 -q -d -c/m);
    assert.match(here, /^pv -q -L 512k/m);
    assert.match(here, /^lz4 -q -1 -c/m);
    assert.match(here, /^ssh -T .*-c aes256-ctr/m);
    const ran = await whole(going);
    await arrived(ran);
    const at = (wanted: (event: RunEvent) => boolean): number => {
      const event = ran.events.find(wanted);
      assert.ok(event);
      return Date.parse(event.at);
    };
    assert.ok(at((event) => event.type === "run-ended") - at(sent) > 4000, "3 MiB at 512 KiB/s take their time");
    assert.match(said(ran), /limited to 512 KiB\/s, by pv/);
    assert.match(said(ran), /compressed on the way by lz4: it was asked for/);
  });

  for (const program of ["zstd", "pigz"]) {
    it(`is compressed by ${program}, through the relay, by the cipher that was named`, async () => {
      const ran = await zfsr(
        ...[...pair, "--transport", "relay", "--compression", program, "--no-compressed", "--cipher", "aes128-ctr"],
      );
      await arrived(ran);
      assert.match(said(ran), new RegExp(`compressed on the way by ${program}`));
    });
  }

  it("is not compressed where it is so already, though it was asked for, and that is said", async () => {
    const ran = await zfsr(...pair, "--compression", "zstd");
    await arrived(ran);
    assert.match(said(ran), /not compressed on the way: the stream is compressed/);
    assert.match(said(ran), /alpha reaches beta by itself: the stream goes directly/);
  });

  it("is compressed by itself where a sample says that it pays", async () => {
    await script(
      "alpha",
      `zfs create -o compression=off ${source}/text`,
      `yes | head -c 68M >/${source}/text/data`,
      `zfs snapshot ${source}/text@a`,
    );
    try {
      const ran = await zfsr("replicate", `alpha:${source}/text`, `beta:${target}`, "--no-compressed", "--json");
      assert.equal(ran.code, 0, ran.text);
      assert.match(said(ran), /compressed on the way by zstd: a sample shrinks to \d %/);
    } finally {
      await on("alpha", `zfs release -r zfsr:beta:${target} ${source}/text@a; zfs destroy -r ${source}/text`);
    }
  });

  it("is refused before anything begins where a program is missing, on either host, with the next step", async () => {
    await without({ alpha: ["zstd"], beta: ["mbuffer", "pv"] }, async () => {
      const missing = async (what: RegExp, ...words: string[]): Promise<void> => {
        const text = refused(await zfsr(...pair, ...words));
        assert.match(text, what);
        assert.match(text, /install it/);
      };
      await missing(/zstd is needed on both hosts/, "--no-compressed", "--compression", "zstd");
      await missing(/mbuffer is needed on the target/, "--buffer", "8M");
    });
    await without({ alpha: ["mbuffer", "pv"], beta: ["mbuffer", "pv"] }, async () => {
      assert.match(refused(await zfsr(...pair, "--limit", "1M")), /pv or mbuffer is needed on one of the two hosts/);
    });
  });

  it("a cipher that ssh does not know is said, not guessed around", async () => {
    const text = refused(await zfsr(...pair, "--transport", "direct", "--cipher", "rot13", "--retries", "0"));
    assert.match(text, /Unknown cipher type 'rot13'/);
  });
});
