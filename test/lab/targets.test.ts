/**
 * Targets that cannot take what comes: one tree, a part of it for each, one run for all. What cannot go on is told and
 * stays as it is, the others arrive; and when a person has put it right, the next run finishes the work.
 */
import assert from "node:assert/strict";
import type { Plan } from "../../src/core/plan/plan";
import { clock, fill, unfill } from "../support/lab/faults";
import { poll } from "../support/lab/poll";
import { contentsOf, on, property, removeData, script, snapshotsOf } from "../support/labData";
import { endOf, zfsr } from "../support/zfsr";

const source = "tank/no";
const target = "backup/no";
const parts = ["plain", "used", "written", "own", "quota", "refquota", "other", "busy"] as const;
type Part = (typeof parts)[number];

type Ended = Awaited<ReturnType<typeof zfsr>>;

describe("targets that cannot take what comes", function () {
  this.timeout(600_000);
  let had: string[];
  let ran: Ended;

  const tree = (...words: string[]): Promise<Ended> =>
    zfsr("replicate", `alpha:${source}`, `beta:${target}`, "-r", "--json", "--retries", "0", ...words);
  const part = (name: Part, ...words: string[]): Promise<Ended> =>
    zfsr("replicate", `alpha:${source}/${name}`, `beta:${target}/${name}`, "--json", "--retries", "0", ...words);

  before(async () => {
    await clear();
    await script(
      "alpha",
      `zfs create ${source}`,
      ...parts.map((name) => `zfs create ${source}/${name}; echo 1 >/${source}/${name}/file`),
      `zfs snapshot -r ${source}@a`,
    );
    assert.equal((await tree()).code, 0);
    await script(
      "alpha",
      // noise, so that compression makes no room
      `for p in quota refquota busy plain; do head -c 3000000 /dev/urandom >/${source}/$p/noise; done`,
      `zfs snapshot -r ${source}@b`,
    );
    await script(
      "beta",
      `for p in used written; do zfs set readonly=off ${target}/$p; zfs mount ${target}/$p; done`,
      `cd /${target}/used; setsid sh -c 'echo $$ >/run/no-used; exec sleep infinity' >/dev/null 2>&1 </dev/null & cd /`,
      `echo mine >/${target}/written/mine; zpool sync backup`,
      `zfs snapshot ${target}/own@mine; zfs set quota=1M ${target}/quota; zfs set refquota=1M ${target}/refquota`,
      `zfs destroy -r ${target}/other; zfs create -u ${target}/other; zfs snapshot ${target}/other@a`,
      // a receive that has got the head of a stream and waits for the rest, for as long as it may
      `ssh alpha zfs send -i @a ${source}/busy@b >/run/no-busy.stream`,
      `setsid sh -c '(head -c 1500000 /run/no-busy.stream; exec sleep infinity) | zfs receive -u ${target}/busy' >/dev/null 2>&1 </dev/null &`,
      // a scrub that is never over, until it may
      `echo 1 >/sys/module/zfs/parameters/zfs_scan_suspend_progress; zpool scrub backup`,
    );
    await poll("the other receive to have its dataset", 60_000, 250, async () =>
      (await on("beta", `zfs get -Hp -o value name ${target}/busy/%recv 2>/dev/null || true`)) === ""
        ? undefined
        : true,
    );
    had = await snapshotsOf("beta", target);
    ran = await tree();
  });
  after(clear);

  function warningsOf(name: Part): string {
    const warnings = ran.events.flatMap((event) => (event.type === "planned" ? event.plan.warnings : []));
    return warnings
      .filter(({ object }) => object === `beta:${target}/${name}`)
      .map(({ message, nextStep }) => `${message}; ${nextStep}`)
      .join("\n");
  }

  async function assertSame(name: Part): Promise<void> {
    const [there, here] = [`${target}/${name}`, `${source}/${name}`];
    assert.deepEqual(await snapshotsOf("beta", there), await snapshotsOf("alpha", here));
  }

  it("the run has failed, one target for each reason, and all that the targets had is there", async () => {
    assert.equal(ran.code, 1, ran.stdout);
    const now = await snapshotsOf("beta", target);
    assert.deepEqual(
      had.filter((line) => !now.includes(line)),
      [],
    );
  });

  it("what nothing stands in the way of arrives, with a scrub going on, and the scrub goes on, too", async () => {
    await assertSame("plain");
    assert.match(await on("beta", "zpool status backup"), /scrub in progress/);
    await on("beta", "echo 0 >/sys/module/zfs/parameters/zfs_scan_suspend_progress; zpool wait -t scrub backup");
    assert.match(await on("beta", "zpool status backup"), /with 0 errors/);
  });

  it("a target that is mounted and in use takes its increment, and is in use still", async () => {
    await assertSame("used");
    assert.match(await on("beta", `readlink /proc/$(cat /run/no-used)/cwd; cat /${target}/used/file`), /no\/used\n1$/);
  });

  it("a target in use is put aside under the feet of its user, who keeps what is open", async () => {
    await on("beta", `zfs snapshot ${target}/used@mine`);
    await on("alpha", `zfs snapshot ${source}/used@c`);
    const { code, stdout } = await part("used", "--on-diverged", "rename", "--yes");
    assert.equal(code, 0, stdout);
    await assertSame("used");
    assert.match(await on("beta", `zfs list -H -o name -r -t snapshot ${target}`), /used\.diverged-\d+@mine/);
    assert.equal(await on("beta", "cat /proc/$(cat /run/no-used)/cwd/file; kill $(cat /run/no-used)"), "1");
  });

  it("a target that was written to is not rolled back unasked; with consent it is, and goes on", async () => {
    assert.match(warningsOf("written"), /written to|has been modified|changed since/);
    assert.equal(await on("beta", `cat /${target}/written/mine`), "mine");
    const refused = await part("written", "--on-diverged", "rollback");
    assert.equal(refused.code, 5, refused.stdout);
    const agreed = await part("written", "--on-diverged", "rollback", "--yes");
    assert.equal(agreed.code, 0, agreed.stdout);
    await assertSame("written");
  });

  it("a target that has gone its own way is not rolled back", async () => {
    assert.match(warningsOf("own"), /@mine\b.*newer than the common/);
    assert.ok((await snapshotsOf("beta", `${target}/own`)).some((line) => line.startsWith("@mine\t")));
  });

  it("a target of the same name that has nothing in common is left alone", async () => {
    assert.match(warningsOf("other"), /shares no snapshot/);
    assert.equal(await property("beta", "type", `${target}/other`), "filesystem");
  });

  it("a target with a quota is told before anything is sent; what comes all the same is kept and resumed", async () => {
    assert.match(warningsOf("quota"), /about .* are to arrive there, and .* are available/);
    const tried = await part("quota", "--accept", "space");
    // what had arrived is kept for a resume, and that is what exit code 4 says
    assert.equal(tried.code, 4, tried.stdout);
    assert.deepEqual(
      endOf(tried.events).findings.map(({ id }) => id),
      ["quota"],
    );
    await on("beta", `zfs set quota=none ${target}/quota`);
    const again = await part("quota");
    assert.equal(again.code, 0, again.stdout);
    assert.ok(again.events.some((event) => event.type === "planned" && resumes(event.plan)));
    await assertSame("quota");
  });

  it("a target with a refquota is told, too, and goes on when there is room", async () => {
    assert.match(warningsOf("refquota"), /about .* are to arrive there, and .* are available/);
    await on("beta", `zfs set refquota=none ${target}/refquota`);
    assert.equal((await part("refquota")).code, 0);
    await assertSame("refquota");
  });

  it("a target that is busy with another receive is told, with how to see who has it; it goes on when that is over", async () => {
    const busy = ran.events.flatMap((event) => (event.type === "finding" ? [event.finding] : []));
    const finding = busy.find(({ category }) => category === "busy");
    assert.match(finding?.title ?? "", /beta:backup\/no\/busy/, ran.stdout);
    assert.ok((finding?.remedies.length ?? 0) > 0);
    await endHolder();
    const again = await poll("the target to be free again", 60_000, 500, async () => {
      const tried = await part("busy");
      return tried.code === 0 ? tried : undefined;
    });
    assert.ok(endOf(again.events).targets[0]?.verified);
    await assertSame("busy");
    assert.deepEqual(await contentsOf("beta", `${target}/busy`, "b"), await contentsOf("alpha", `${source}/busy`, "b"));
  });

  it("a pool without room is told before anything is sent, and what was there before stays", async () => {
    await on("alpha", `head -c 3000000 /dev/urandom >/${source}/plain/more; zfs snapshot ${source}/plain@c`);
    await fill("beta", 2 * 2 ** 20);
    const refused = await part("plain");
    const tried = await part("plain", "--accept", "space");
    await unfill("beta");
    assert.equal(refused.code, 1);
    assert.match(refused.stdout, /are to arrive there, and .* are available/);
    assert.equal(tried.code, 4, tried.stdout);
    assert.deepEqual(
      endOf(tried.events).findings.map(({ id }) => id),
      ["space"],
    );
    assert.equal((await part("plain")).code, 0);
    await assertSame("plain");
  });

  it("clocks that are years off change nothing: what is newer is told by transaction groups, not by dates", async () => {
    await clock("alpha", "-1000d");
    await clock("beta", "+1000d");
    try {
      await on("alpha", `echo past >/${source}/plain/past; zfs snapshot ${source}/plain@past`);
      const { code, stdout, events } = await part("plain", "--snapshot", "rep_");
      assert.equal(code, 0, stdout);
      assert.ok(endOf(events).targets[0]?.verified);
      await assertSame("plain");
      const again = await part("plain");
      assert.equal(again.code, 0, again.stdout);
      assert.equal(endOf(again.events).bytesSent, 0);
    } finally {
      await clock("alpha", "real");
      await clock("beta", "real");
    }
  });
});

const resumes = (plan: Plan): boolean => plan.steps.some((step) => step.kind === "resume");

/** Ends the receive that waits for the rest of its stream. */
async function endHolder(): Promise<void> {
  await on("beta", `pkill -KILL -f '[z]fs receive -u ${target}/busy'; pkill -f '[s]leep infinity'; true`);
}

async function clear(): Promise<void> {
  await unfill("beta");
  await endHolder();
  await on("beta", "echo 0 >/sys/module/zfs/parameters/zfs_scan_suspend_progress; rm -f /run/no-*");
  await removeData("beta", target);
  await removeData("alpha", source);
}
