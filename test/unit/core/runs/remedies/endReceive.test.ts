import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Remedy } from "../../../../../src/core/diagnosis/finding";
import { findingsIn } from "../../../../../src/core/diagnosis/scan/scanner";
import { liveActions } from "../../../../../src/editor/findings/liveActions";
import { poll } from "../../../../support/lab/poll";
import { AskedHost } from "./support/askedHost";

describe("remedies for a target that a receive keeps busy", () => {
  let beta: AskedHost;
  beforeEach(() => {
    beta = new AskedHost();
  });
  afterEach(() => beta.dispose());

  const busy = "cannot destroy 'backup/a': dataset is busy";
  const started: ChildProcess[] = [];
  // a second is shorter here
  beforeEach(() => beta.fake.add("zfs", ":").add("sleep", "logged; PATH=${PATH#*:} exec sleep 0.1"));
  afterEach(() => started.splice(0).forEach((one) => one.kill("SIGKILL")));

  /** A real process that ps(1) shows with these words. */
  async function shownAs(words: string, does: string): Promise<ChildProcess> {
    const one = spawn("bash", ["-c", `exec -a '${words}' ${does}`], { stdio: ["pipe", "ignore", "ignore"] });
    started.push(one);
    await poll("its words", 10_000, 20, () =>
      Promise.resolve(readFileSync(`/proc/${one.pid ?? 0}/cmdline`, "latin1").startsWith(words) || undefined),
    );
    return one;
  }
  const said = (remedies: readonly Remedy[]) => remedies.map(({ title, risk }) => [title, risk]);

  it("name it, and end one that is stuck, by its id, and no other", async () => {
    const stuck = await shownAs("zfs receive -s -u backup/a", "cat");
    const other = await shownAs("zfs receive -s backup/other", "cat");
    const remedies = await beta.remediesFor(busy);
    const pid = stuck.pid ?? assert.fail();
    assert.match(
      remedies[0]?.title ?? "",
      new RegExp(`^Process ${pid} of .* \\(zfs receive -s -u backup/a\\) has run for`),
    );
    assert.deepEqual(said(remedies).slice(1), [
      [
        `End receive ${pid}, which has taken in nothing for 12 seconds, if nobody sends to it any more: what it has received is kept, to be resumed`,
        "changes",
      ],
    ]);
    const subject = { host: "beta", finding: findingsIn(busy)[0] ?? assert.fail() };
    const actions = liveActions(subject, remedies);
    assert.deepEqual(
      actions.filter(({ preferred }) => preferred).map(({ title }) => title),
      [`Run in Terminal: ${remedies[0]?.title ?? ""}`],
    );
    const does = remedies[1]?.does;
    assert.ok(does?.by === "host" && does.host === "beta");
    assert.equal((await beta.host.script(does.script)).code, 0);
    assert.equal(stuck.signalCode, "SIGTERM");
    assert.equal(other.signalCode, null);
    // once more, when the id may be another's: nothing is ended
    const again = await beta.host.script(does.script.replace(`p=${pid}`, `p=${other.pid ?? 0}`));
    assert.deepEqual([again.code, other.signalCode], [1, null]);
    assert.match(again.stderr, /is not that receive any more/);
  });

  it("end one whose words do not fit a terminal's line, too", async () => {
    const stuck = await shownAs(`zfs receive -s -u -o mountpoint=/${"long/".repeat(40)} backup/a`, "cat");
    // ps(1) as it is where COLUMNS is set
    beta.fake.add("ps", 'COLUMNS=80 PATH="${PATH#*:}" exec ps "$@"');
    const { does } = (await beta.remediesFor(busy)).at(-1) ?? assert.fail();
    assert.ok(does?.by === "host");
    assert.equal((await beta.host.script(does.script)).code, 0);
    assert.equal(stuck.signalCode, "SIGTERM");
  });

  it("leave one alone that takes data in", async () => {
    await shownAs("zfs receive -s -u backup/a", "cat /dev/zero");
    assert.deepEqual(
      said(await beta.remediesFor(busy)).map(([, risk]) => risk),
      ["none"],
    );
  });

  it("leave one alone that takes data in after some seconds, or ends, and look no longer", async () => {
    const slow = await shownAs("zfs receive -s -u backup/a", "cat");
    const ends = await shownAs("zfs receive -s -u backup/a/b", "cat");
    const asked = beta.remediesFor(busy);
    const seconds = (): number => beta.fake.calls().length;
    await poll("some seconds", 10_000, 10, () => Promise.resolve(seconds() > 4 || undefined));
    slow.stdin?.write("more");
    ends.stdin?.end();
    assert.deepEqual(
      said(await asked).map(([, risk]) => risk),
      ["none", "none"],
    );
    assert.ok(seconds() < 10, `${seconds()} seconds`);
  });

  it("say that what one has received is lost that is not resumable, and have no quick fix for that", async () => {
    await shownAs("zfs receive -o atime=off -u backup/a", "cat");
    const remedies = await beta.remediesFor(busy);
    assert.match(remedies[1]?.title ?? "", /: what it has received is lost$/);
    assert.equal(remedies[1]?.risk, "destroys");
  });

  it("say it where the host hides what it takes in, and end no send", async () => {
    beta.fake.add(
      "ps",
      `printf '  4999999 root 01:02:03 /sbin/zfs recv -us backup/a\\n  4999998 root 00:01 zfs send backup/a@1\\n'`,
    );
    assert.deepEqual(said(await beta.remediesFor(busy)), [
      ["Process 4999999 of root (/sbin/zfs recv -us backup/a) has run for 01:02:03: look at it", "none"],
      ["Process 4999998 of root (zfs send backup/a@1) has run for 00:01: look at it", "none"],
      [
        "End receive 4999999, which may be stuck: how much it takes in cannot be seen, if nobody sends to it any more: what it has received is kept, to be resumed",
        "changes",
      ],
    ]);
  });
});
