/**
 * A run that breaks for a reason that passes goes on by itself, from what is really there. A fault of a host meets runs of
 * both transports at once, and faults of single processes meet runs that go on side by side.
 */
import assert from "node:assert/strict";
import type { RunEvent } from "../../src/core/runs/events";
import { cut, kill, mend, netem, pause, resume, start } from "../support/lab/faults";
import { on, removeData, script, snapshotsOf } from "../support/labData";
import { endOf, type RunningZfsr, startZfsr } from "../support/zfsr";

const source = "tank/again";
const target = "backup/again";
const trees = ["direct", "relay", "receiver", "sshd", "hopeless"] as const;
type Tree = (typeof trees)[number];
const both: readonly Tree[] = ["direct", "relay"];

/** So long that a host beside much other work still gets a byte through. */
const stall = ["--stall-timeout", "12s"] as const;

const attempt = (event: RunEvent): boolean => event.type === "attempt";

describe("a run that breaks goes on by itself", function () {
  this.timeout(600_000);
  before(async () => {
    await removeData("gamma", "vault/again");
    await removeData("alpha", source);
    await script(
      "alpha",
      `zfs create ${source}`,
      `for t in ${trees.join(" ")}; do
         zfs create ${source}/$t; zfs create ${source}/$t/large; echo small >/${source}/$t/small
         head -c 8000000 /dev/urandom >/${source}/$t/large/data; zfs snapshot -r ${source}/$t@a
       done`,
    );
    await on("gamma", "zfs create vault/again");
  });
  beforeEach(async () => {
    await removeData("beta", target);
    await on("beta", `zfs create ${target}`);
  });
  const started: RunningZfsr[] = [];
  afterEach(async () => {
    await netem("beta", "off");
    // a test that failed leaves no run behind that would hold the next one's target
    for (const { process } of started) process.kill("SIGKILL");
    await Promise.all(started.splice(0).map(({ ended }) => ended));
  });
  after(async () => {
    await removeData("gamma", "vault/again");
    await removeData("beta", target);
    await removeData("alpha", source);
  });

  /** Starts the replication of a tree and comes back when a part of its large dataset is through. */
  async function halfway(tree: Tree, to = `beta:${target}`, ...words: string[]): Promise<RunningZfsr> {
    const way = tree === "relay" ? "relay" : "direct";
    const running = startZfsr(
      ...["replicate", `alpha:${source}/${tree}`, `${to}/${tree}`, "-r", "--json", "--transport", way, ...words],
    );
    started.push(running);
    await running.seen((event) => event.type === "progress" && event.bytes > 3 * 2 ** 20);
    return running;
  }

  /** Runs of both transports at once, over a link so slow that both are under way together. */
  async function bothHalfway(): Promise<RunningZfsr[]> {
    await netem("beta", "rate 6mbit");
    return Promise.all(both.map((tree) => halfway(tree, undefined, ...stall)));
  }

  async function told(running: RunningZfsr, because: RegExp): Promise<void> {
    const event = await running.seen(attempt);
    assert.ok(event.type === "attempt");
    assert.match(event.because, because);
  }

  /** Waits for its end: all arrived, what had arrived was not sent again, and what was cut off was resumed. */
  async function goesOn(tree: Tree, running: RunningZfsr): Promise<void> {
    const { code, stdout, stderr } = await running.ended;
    assert.equal(code, 0, stdout + stderr);
    const end = endOf(running.events);
    assert.equal(end.outcome, "done");
    assert.ok(end.targets.every((state) => state.verified));
    const [there, here] = [`${target}/${tree}`, `${source}/${tree}`];
    assert.deepEqual(await snapshotsOf("beta", there), await snapshotsOf("alpha", here));
    const plans = running.events.flatMap((event) => (event.type === "planned" ? [event.plan] : []));
    const last = plans.at(-1);
    assert.ok(plans.length > 1 && last, stdout);
    assert.ok(
      last.steps.some((step) => step.kind === "resume"),
      `the last plan of ${tree} resumes`,
    );
    assert.ok(!last.steps.some((step) => step.kind === "send" && step.dataset === here), "it had arrived");
  }

  async function bothGoOn(runs: readonly RunningZfsr[]): Promise<void> {
    await netem("beta", "off");
    await Promise.all(both.map((tree, i) => goesOn(tree, runs[i] as RunningZfsr)));
    assert.equal(await on("beta", "pgrep -fc '^zfs receive' || true"), "0");
  }

  it("after the sender, the receiver, or sshd with all that it had started was killed", async () => {
    const receive = (tree: Tree): string => `pgrep -of '^zfs receive .*${target}/${tree}/large'`;
    const faults: Readonly<Partial<Record<Tree, () => Promise<string>>>> = {
      direct: () => on("alpha", `pkill -KILL -f '^zfs send .*${source}/direct/large'`),
      relay: () => on("alpha", `pkill -KILL -f '^zfs send .*${source}/relay/large'`),
      receiver: () => on("beta", `kill -KILL $(${receive("receiver")})`),
      // the session of the receive, and the sshd that it belongs to
      sshd: () =>
        on(
          "beta",
          `s=$(ps -o sid= -p $(${receive("sshd")}) | tr -d ' '); d=$(ps -o ppid= -p $s | tr -d ' ')
           ps -o args= -p $d | grep -q '^sshd:' && kill -KILL $d && { pkill -KILL -s $s; true; }`,
        ),
    };
    // so slow that none is through before its fault has come, and so until all have had theirs
    await netem("beta", "rate 12mbit");
    const broken = await Promise.all(
      Object.entries(faults).map(async ([name, fault]) => {
        const tree = name as Tree;
        const running = await halfway(tree);
        await fault();
        await told(running, /./);
        return { tree, running };
      }),
    );
    await netem("beta", "off");
    await Promise.all(broken.map(({ tree, running }) => goesOn(tree, running)));
    assert.equal(await on("beta", "pgrep -fc '^zfs receive' || true"), "0");
  });

  it("after a stall: a host that hangs is explained, and both ends are ended; but not for ever", async () => {
    const [runs, hopeless] = await Promise.all([
      bothHalfway(),
      netem("gamma", "rate 6mbit").then(() => halfway("hopeless", "gamma:vault/again", "--retries", "1", ...stall)),
    ]);
    pause("beta");
    pause("gamma");
    try {
      for (const run of runs) await told(run, /no byte has gone through for 0:\d\d.*beta does not answer/);
      resume("beta");
      await bothGoOn(runs);
      const { code, stdout } = await hopeless.ended;
      assert.ok(code === 1 || code === 4, stdout);
      assert.equal(hopeless.events.filter(attempt).length, 1);
    } finally {
      resume("beta");
      resume("gamma");
      await netem("gamma", "off");
    }
  });

  it("after the cable was out for a while", async () => {
    const runs = await bothHalfway();
    await cut("beta");
    try {
      for (const run of runs) await told(run, /beta does not answer/);
    } finally {
      await mend("beta");
    }
    await bothGoOn(runs);
  });

  for (const host of ["beta", "alpha"] as const) {
    it(`after the ${host === "beta" ? "target" : "source"} lost its power and came back`, async () => {
      const runs = await bothHalfway();
      await kill(host);
      try {
        for (const run of runs) await told(run, new RegExp(host));
      } finally {
        await start(host);
      }
      await bothGoOn(runs);
    });
  }
});
