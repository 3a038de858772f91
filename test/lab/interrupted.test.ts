/** What happens when a transfer breaks: what was received is kept, and the next run goes on from there. */
import assert from "node:assert/strict";
import { cut, mend, netem } from "../support/lab/faults";
import { poll } from "../support/lab/poll";
import { makeData, on, property, removeData, snapshotsOf } from "../support/labData";
import { endOf, startZfsr, zfsr } from "../support/zfsr";

const source = "alpha:tank/broken";
const target = "beta:backup/broken";
const mebibytes = 24;

describe("a transfer that breaks", function () {
  this.timeout(600_000);
  before(() => makeData("alpha", "tank/broken", mebibytes));
  beforeEach(() => removeData("beta", "backup/broken"));
  after(async () => {
    await removeData("beta", "backup/broken");
    await removeData("alpha", "tank/broken");
  });

  /** Starts a replication that takes its time, and comes back when some MiB are through. */
  async function halfway(...words: string[]): Promise<ReturnType<typeof startZfsr>> {
    await netem("beta", "rate 20mbit");
    const running = startZfsr("replicate", source, target, "--json", ...words);
    await running.seen((event) => event.type === "progress" && event.bytes > 6 * 2 ** 20);
    return running;
  }

  async function finish(): Promise<number> {
    await netem("beta", "off");
    const { code, events, stderr, stdout } = await zfsr("resume", target, "--json");
    assert.equal(code, 0, stderr + stdout);
    assert.ok(
      events.some((event) => event.type === "planned" && event.plan.steps.some((step) => step.kind === "resume")),
      "the plan resumes",
    );
    assert.deepEqual(await snapshotsOf("beta", "backup/broken"), await snapshotsOf("alpha", "tank/broken"));
    return endOf(events).bytesSent;
  }

  for (const transport of ["direct", "relay"]) {
    it(`is resumed from its token with fewer bytes, after a cancel (${transport})`, async () => {
      const running = await halfway("--transport", transport);
      running.process.kill("SIGINT");
      const { code } = await running.ended;
      const end = endOf(running.events);
      assert.equal(code, 4);
      assert.equal(end.outcome, "interrupted");
      assert.ok(
        end.targets.some((state) => state.partial),
        "the partial receive is reported",
      );
      const sent = await finish();
      assert.ok(sent < (mebibytes - 2) * 2 ** 20, `resumed with ${sent} bytes`);
    });
  }

  for (const transport of ["direct", "relay"]) {
    it(`is finished by the next run after zfsr itself was killed (${transport})`, async () => {
      const running = await halfway("--transport", transport);
      running.process.kill("SIGKILL");
      await running.ended;
      await netem("beta", "off");
      // by relay the stream goes on without zfsr; directly it ends
      await poll("the end of what the killed run had started", 60_000, 500, async () =>
        (await on("beta", "pgrep -fc '^zfs receive' || true")) === "0" ? true : undefined,
      );
      const { code, events, stdout } = await zfsr("replicate", source, target, "--transport", transport, "--json");
      assert.equal(code, 0, stdout);
      assert.ok(endOf(events).targets.every(({ verified, partial }) => verified && !partial));
      assert.deepEqual(await snapshotsOf("beta", "backup/broken"), await snapshotsOf("alpha", "tank/broken"));
      const [started] = running.events;
      assert.ok(started?.type === "run-started");
      const listed = JSON.parse((await zfsr("runs", "--json")).stdout) as { run: string; state: string }[];
      assert.equal(listed.find(({ run }) => run === started.run)?.state, "lost");
    });
  }

  it("is resumed after the sender was killed", async () => {
    const running = await halfway("--retries", "0");
    await on("alpha", "pkill -KILL -f '^zfs send .*tank/broken'");
    const { code, stdout } = await running.ended;
    assert.equal(code, 4, stdout);
    assert.match(endOf(running.events).findings[0]?.id ?? "", /stream-incomplete|connection-lost/);
    assert.ok((await finish()) < (mebibytes - 2) * 2 ** 20);
  });

  it("is resumed after the cable was pulled, and nothing is half-done and forgotten", async () => {
    const running = await halfway();
    await cut("beta");
    running.process.kill("SIGINT");
    const { code } = await running.ended;
    assert.ok(code === 4 || code === 1, `exit code ${code}`);
    await mend("beta");
    await netem("beta", "off");
    // the target's own sshd notices after its ClientAliveInterval; until then its receive holds the dataset
    await poll("the end of the receive that lost its sender", 120_000, 500, async () =>
      (await on("beta", "pgrep -fc '^zfs receive' || true")) === "0" ? true : undefined,
    );
    assert.notEqual(await property("beta", "receive_resume_token", "backup/broken"), "-");
    assert.ok((await finish()) < (mebibytes - 2) * 2 ** 20);
  });

  it("can be given up, but only with consent", async () => {
    const running = await halfway();
    running.process.kill("SIGINT");
    await running.ended;
    await netem("beta", "off");
    const refused = await zfsr("abort", target, "--json");
    assert.equal(refused.code, 5);
    assert.notEqual(await property("beta", "receive_resume_token", "backup/broken"), "-");
    const agreed = await zfsr("abort", target, "--yes", "--json");
    assert.equal(agreed.code, 0, agreed.stderr);
    assert.equal(
      await on("beta", "zfs get -Hp -o value receive_resume_token backup/broken 2>/dev/null || echo -"),
      "-",
    );
  });

  it("goes on without its terminal, is found again and can be cancelled", async () => {
    await netem("beta", "rate 20mbit");
    const started = await zfsr("replicate", source, target, "--detach", "--json");
    assert.equal(started.code, 0, started.stderr);
    const { run } = JSON.parse(started.stdout) as { run: string };
    const attached = startZfsr("attach", run, "--json");
    await attached.seen((event) => event.type === "progress" && event.bytes > 2 * 2 ** 20);
    const listed = JSON.parse((await zfsr("runs", "--json")).stdout) as { run: string; state: string }[];
    assert.equal(listed.find((row) => row.run === run)?.state, "running");
    assert.equal((await zfsr("cancel", run)).code, 0);
    assert.equal((await attached.ended).code, 4);
    await finish();
  });
});
