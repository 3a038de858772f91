/** Streams that end after any number of bytes: what arrived is kept, nothing is forgotten, and the next run goes on. */
import assert from "node:assert/strict";
import type { Step } from "../../src/core/plan/step";
import { unwrapZfs, wrapZfs } from "../support/lab/wrapper";
import { contentsOf, on, removeData, script, snapshotsOf } from "../support/labData";
import { endOf, zfsr } from "../support/zfsr";

const source = "tank/cuts";
const target = "backup/cuts";
/** Bytes after which the stream of a dataset ends: in its first record (312 bytes), between records, in blocks. */
const offsets = [0, 1, 311, 312, 313, 5000, 65_536, 200_001, 500_000];

describe("a stream that is cut", function () {
  this.timeout(600_000);
  before(async () => {
    await clear();
    await script(
      "alpha",
      `zfs create ${source}`,
      ...offsets.map((offset) => `zfs create ${source}/at-${offset}`),
      `for n in ${offsets.join(" ")}; do head -c 700000 /dev/urandom >/${source}/at-$n/full; done; zfs snapshot -r ${source}@a`,
    );
  });
  after(clear);

  const replicate = (): ReturnType<typeof zfsr> =>
    zfsr("replicate", `alpha:${source}`, `beta:${target}`, "-r", "--json", "--retries", "0");

  /** A run whose streams to `at-N` end after N bytes each, and what the one after it sends. */
  async function cutThenGoOn(): Promise<Step[]> {
    // what was cut off is what the receiver sees last
    await wrapZfs("beta", `case "$*" in receive*/at-*) head -c "\${*##*/at-}" | $real "$@"; exit $? ;; esac`);
    const cut = await replicate();
    await unwrapZfs("beta");
    assert.equal(cut.code, 4, cut.stdout);
    const failed = cut.events.filter(({ type }) => type === "finding");
    assert.equal(failed.length, offsets.length, "each is told");
    for (const { id } of endOf(cut.events).findings)
      assert.match(id, /stream-(incomplete|corrupt)/, JSON.stringify(endOf(cut.events).findings));
    const atNothing = endOf(cut.events).findings.find(({ object }) => object.endsWith("/at-0"));
    assert.match(atNothing?.remedies[0]?.title ?? "", /^Run it again: nothing was kept/);
    const again = await replicate();
    assert.equal(again.code, 0, again.stdout);
    assert.ok(endOf(again.events).targets.every(({ verified, partial }) => verified && !partial));
    return again.events.flatMap((event) => (event.type === "planned" ? event.plan.steps : []));
  }

  async function assertSame(snapshot: string): Promise<void> {
    assert.deepEqual(await snapshotsOf("beta", target), await snapshotsOf("alpha", source));
    assert.deepEqual(await contentsOf("beta", target, snapshot), await contentsOf("alpha", source, snapshot));
    assert.equal(await on("beta", `zfs list -H -o receive_resume_token -r ${target} | sort -u`), "-");
  }

  it("in full, at any byte: it is resumed where something had arrived", async () => {
    const steps = await cutThenGoOn();
    await assertSame("a");
    assert.ok(steps.some(({ kind, dataset }) => kind === "resume" && dataset.endsWith("/at-500000")));
  });

  it("as an increment, at any byte", async () => {
    await on(
      "alpha",
      `for n in ${offsets.join(" ")}; do head -c 700000 /dev/urandom >/${source}/at-$n/more; done; zfs snapshot -r ${source}@b`,
    );
    const steps = await cutThenGoOn();
    await assertSame("b");
    assert.ok(steps.some(({ kind, dataset }) => kind === "resume" && dataset.endsWith("/at-500000")));
  });
});

async function clear(): Promise<void> {
  await unwrapZfs("beta");
  await removeData("beta", target);
  await removeData("alpha", source);
}
