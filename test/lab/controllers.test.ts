/**
 * Transfers that live on their source host, found again by a new process, and two controllers that do not share their
 * runs: each has a state folder of its own, as two machines have.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { makeData, on, property, removeData, snapshotsOf } from "../support/labData";
import { endOf, type RunningZfsr, startZfsr, startZfsrIn, zfsr } from "../support/zfsr";

const mebibytes = 6;
const source = "tank/away";
const target = "backup/away";
/** So that it can be halted by its pv while others look, and takes its time. */
const slow = ["--on-source", "--limit", "512K"];
const root = ["replicate", `alpha:${source}`, `beta:${target}`, "--json", "--transport", "direct", ...slow];

describe("a transfer that lives on its source host", function () {
  this.timeout(240_000);
  const elsewhere = mkdtempSync(join(tmpdir(), "zfsr-test-"));

  before(async () => {
    await on("alpha", "rm -rf /root/.local/state/zfsr /home/repl/.local/state/zfsr");
    await makeData("alpha", source, mebibytes);
  });
  beforeEach(() => removeData("beta", target));
  // where a test has failed, none of its transfers stays halted
  afterEach(() => on("alpha", "pkill -KILL -x pv || true"));
  after(async () => {
    await removeData("beta", target);
    await removeData("alpha", source);
    rmSync(elsewhere, { recursive: true, force: true });
  });

  const halt = (): Promise<string> => on("alpha", "pkill -STOP -x pv");
  const goOn = (): Promise<string> => on("alpha", "pkill -CONT -x pv");

  /** Starts a run, and comes back with its name when some of it is through and the rest is halted. */
  async function halfway(...words: string[]): Promise<{ readonly running: RunningZfsr; readonly run: string }> {
    const running = startZfsr(...words);
    await running.seen((event) => event.type === "progress" && event.bytes > 2 ** 19);
    await halt();
    const [started] = running.events;
    assert.ok(started?.type === "run-started");
    return { running, run: started.run };
  }

  /** Ends a run's process, and every ssh of this machine that it had, as a laptop that is switched off. */
  async function switchOff({ process, ended }: RunningZfsr): Promise<void> {
    process.kill("SIGKILL");
    await ended;
  }

  const receivers = (): Promise<string> => on("beta", `pgrep -fc '^zfs receive .*${target}' || true`);
  const files = (host: "alpha", home: string): Promise<string> =>
    on(host, `ls ${home}/.local/state/zfsr/transfers 2>/dev/null | wc -l`);

  /** A controller of another machine asks for the same. */
  async function other(): Promise<{ readonly code: number | null; readonly text: string }> {
    const { code, stdout, stderr } = await startZfsrIn(elsewhere, ...root).ended;
    return { code, text: stdout + stderr };
  }

  it("goes on without zfsr, is told to other controllers, and is found again with its progress and a proven result", async () => {
    const { running, run } = await halfway(...root);
    assert.match(await on("alpha", "systemctl list-units --plain --no-legend 'zfsr-*'"), /^zfsr-zfsr\w+\.service/);
    assert.equal(await on("alpha", "stat -c %a /root/.local/state/zfsr/transfers/*"), "700");
    await switchOff(running);
    const second = await other();
    assert.equal(second.code, 1, second.text);
    const { username } = userInfo();
    assert.match(second.text, new RegExp(`the run ${run} of ${username}@${hostname()} writes to ${target} since 20`));
    assert.equal(await receivers(), "1", "the transfer goes on");
    const listed = JSON.parse((await zfsr("runs", "--json")).stdout) as { run: string; state: string }[];
    assert.equal(listed.find((row) => row.run === run)?.state, "on-source");
    const attached = startZfsr("attach", run, "--json");
    const restarted = await attached.seen((event) => event.type === "run-started" && event.pid !== running.process.pid);
    await attached.seen((event) => event.type === "log" && /followed to its end/.test(event.message));
    await attached.seen((event) => event.type === "progress" && event.at > restarted.at && event.bytes > 2 ** 19);
    await goOn();
    const { code, stdout, stderr } = await attached.ended;
    assert.equal(code, 0, stdout + stderr);
    const again = attached.events.findLastIndex((event) => event.type === "run-started");
    assert.ok(again > 0, "another process went on with the same journal");
    const since = attached.events.slice(again);
    assert.ok(since.some((event) => event.type === "step-ended" && event.outcome === "done"));
    const end = endOf(attached.events);
    assert.ok(end.outcome === "done" && end.targets.every(({ verified }) => verified));
    assert.ok(end.bytesSent > mebibytes * 2 ** 20, "what was sent meanwhile counts");
    assert.deepEqual(await snapshotsOf("beta", target), await snapshotsOf("alpha", source));
    assert.equal(await files("alpha", "/root"), "0");
    assert.equal((await other()).code, 0, "nobody is in the way any more");
  });

  it("is ended at both ends by a cancel though its process has gone; what was received is kept, and resumed", async () => {
    const { running, run } = await halfway(...root);
    await switchOff(running);
    const cancelled = await zfsr("cancel", run, "--json");
    assert.equal(cancelled.code, 0, cancelled.stderr);
    assert.deepEqual(JSON.parse(cancelled.stdout), { run, outcome: "interrupted" });
    assert.equal(await on("alpha", "pgrep -fc '^/bin/sh .*/transfers/zfsr|^zfs send' || true"), "0");
    assert.equal(await receivers(), "0");
    assert.equal(await files("alpha", "/root"), "0");
    assert.notEqual(await property("beta", "receive_resume_token", target), "-");
    const { code, events, stdout } = await zfsr("resume", `beta:${target}`, "--json", "--limit", "1G");
    assert.equal(code, 0, stdout);
    assert.ok(
      events.some((event) => event.type === "planned" && event.plan.steps.some(({ kind }) => kind === "resume")),
      "it was resumed",
    );
    assert.ok(endOf(events).targets.every(({ verified }) => verified));
  });

  it("lives in a session of its own where the user has no right to a unit, and the next run finishes it", async () => {
    const pair = ["replicate", `alpha-repl:${source}`, `beta-repl:${target}`, "--json", "--transport", "direct"];
    // the source knows the target by this name, too
    const words = [...pair.map((word) => word.replace("beta-repl", "repl@beta")), ...slow];
    const { running } = await halfway(...words);
    assert.equal(await on("alpha", "systemctl list-units --plain --no-legend 'zfsr-*'"), "");
    const said = running.events.some((event) => event.type === "log" && /in a session of its own/.test(event.message));
    assert.ok(said);
    await switchOff(running);
    await goOn();
    const next = await zfsr(...words);
    assert.equal(next.code, 0, next.stdout);
    assert.ok(next.events.some((event) => event.type === "log" && /followed to its end/.test(event.message)));
    assert.ok(endOf(next.events).targets.every(({ verified }) => verified));
    assert.equal(await files("alpha", "/home/repl"), "0");
  });
});
