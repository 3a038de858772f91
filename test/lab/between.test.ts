/** What OpenZFS's own rsend tests do to a source or a stream between two sends, each in a part of one tree. */
import assert from "node:assert/strict";
import { unwrapZfs, wrapZfs } from "../support/lab/wrapper";
import { contentsOf, on, property, removeData, script, snapshotsOf } from "../support/labData";
import { endOf, zfsr } from "../support/zfsr";

const source = "tank/between";
const target = "backup/between";
type Ended = Awaited<ReturnType<typeof zfsr>>;

describe("between two sends", function () {
  this.timeout(600_000);
  before(async () => {
    await clear();
    await script(
      "alpha",
      `zfs create ${source}`,
      `for d in base marked spoiled redacted lost; do zfs create ${source}/$d; echo 1 >/${source}/$d/file; done`,
      `zfs snapshot -r ${source}@a; zfs clone ${source}/base@a ${source}/clone; zfs snapshot ${source}/clone@b`,
    );
    const first = await tree();
    assert.equal(first.code, 0, first.stdout);
  });
  afterEach(() => unwrapZfs("beta"));
  after(clear);

  const tree = (): Promise<Ended> =>
    zfsr("replicate", `alpha:${source}`, `beta:${target}`, "-r", "--json", "--retries", "0", "--no-hold");
  const part = (name: string): Promise<Ended> =>
    zfsr("replicate", `alpha:${source}/${name}`, `beta:${target}/${name}`, "--json", "--retries", "0", "--no-hold");
  const resumed = ({ events }: Ended): boolean =>
    events.some((event) => event.type === "planned" && event.plan.steps.some(({ kind }) => kind === "resume"));
  /** Every snapshot of the source is on the target, and the newest holds the same. */
  async function assertArrived(name: string, newest: string): Promise<void> {
    const there = await snapshotsOf("beta", `${target}/${name}`);
    for (const line of await snapshotsOf("alpha", `${source}/${name}`)) assert.ok(there.includes(line), line);
    assert.deepEqual(
      await contentsOf("beta", `${target}/${name}`, newest),
      await contentsOf("alpha", `${source}/${name}`, newest),
    );
  }

  it("a stream that is spoiled on its way is refused; what came before it is kept, and the rest is sent again", async () => {
    await on("alpha", `head -c 2000000 /dev/urandom >/${source}/spoiled/noise; zfs snapshot ${source}/spoiled@b`);
    await wrapZfs(
      "beta",
      `[ "$1" != receive ] || { { head -c 800000; printf spoiled; dd bs=1 count=7 of=/dev/null 2>/dev/null; cat; } | $real "$@"; exit $?; }`,
    );
    const spoiled = await part("spoiled");
    await unwrapZfs("beta");
    assert.ok(spoiled.code === 1 || spoiled.code === 4, spoiled.stdout);
    assert.equal(endOf(spoiled.events).findings[0]?.severity, "error");
    assert.equal((await snapshotsOf("beta", `${target}/spoiled`)).length, 1, "nothing spoiled is taken for a snapshot");
    const again = await part("spoiled");
    assert.equal(again.code, 0, again.stdout);
    await assertArrived("spoiled", "b");
  });

  it("an increment from a bookmark that was cut is resumed, though its source is not mounted any more", async () => {
    await script(
      "alpha",
      `zfs bookmark ${source}/marked@a ${source}/marked#a; head -c 2000000 /dev/urandom >/${source}/marked/noise`,
      `zfs snapshot ${source}/marked@b; zfs destroy ${source}/marked@a`,
    );
    await wrapZfs("beta", `[ "$1" != receive ] || { head -c 900000 | $real "$@"; exit $?; }`);
    const cut = await part("marked");
    await unwrapZfs("beta");
    assert.equal(cut.code, 4, cut.stdout);
    await on("alpha", `zfs unmount ${source}/marked`);
    const again = await part("marked");
    assert.equal(again.code, 0, again.stdout);
    assert.ok(resumed(again));
    await assertArrived("marked", "b");
  });

  it("a partial receive whose snapshot has gone from the source is told, and offered to be given up", async () => {
    await on("alpha", `head -c 2000000 /dev/urandom >/${source}/lost/noise; zfs snapshot ${source}/lost@b`);
    await wrapZfs("beta", `[ "$1" != receive ] || { head -c 900000 | $real "$@"; exit $?; }`);
    const cut = await part("lost");
    await unwrapZfs("beta");
    assert.equal(cut.code, 4, cut.stdout);
    await on("alpha", `zfs destroy ${source}/lost@b; zfs snapshot ${source}/lost@d`);
    const left = await part("lost");
    assert.equal(left.code, 3, left.stdout);
    const place = `beta:${target}/lost`;
    const [warning] = left.events.flatMap((event) => (event.type === "planned" ? event.plan.warnings : []));
    assert.match(
      warning?.message ?? "",
      /^a partial receive is saved there \(.*\), of b, which is gone from the source$/,
    );
    assert.equal(warning?.nextStep, `give it up: zfsr abort ${place}`);
    // a person who agrees loses what was received in part, and the next run sends what is new
    const abort = await zfsr("abort", place, "--yes", "--json");
    assert.equal(abort.code, 0, abort.stdout);
    const again = await part("lost");
    assert.equal(again.code, 0, again.stdout);
    await assertArrived("lost", "d");
  });

  it("redaction bookmarks stand in nobody's way", async () => {
    await script(
      "alpha",
      `zfs clone ${source}/redacted@a ${source}-redacted; rm /${source}-redacted/file; zfs snapshot ${source}-redacted@r`,
      `zfs redact ${source}/redacted@a book ${source}-redacted@r`,
      `echo 2 >>/${source}/redacted/file; zfs snapshot ${source}/redacted@b`,
    );
    const { code, stdout } = await part("redacted");
    assert.equal(code, 0, stdout);
    await assertArrived("redacted", "b");
  });

  it("a clone that was promoted takes nothing from the target, and what cannot go on is told", async () => {
    const had = await snapshotsOf("beta", target);
    await script("alpha", `zfs promote ${source}/clone; zfs snapshot -r ${source}@c`);
    const { code, events, stdout } = await tree();
    assert.ok(code === 0 || code === 3, stdout);
    const now = await snapshotsOf("beta", target);
    assert.deepEqual(
      had.filter((line) => !now.includes(line)),
      [],
    );
    const told = events.flatMap((event) => (event.type === "planned" ? event.plan.warnings : []));
    for (const name of ["base", "clone"]) {
      const arrived = (await snapshotsOf("beta", `${target}/${name}`)).some((line) => line.startsWith("@c\t"));
      assert.ok(arrived || told.some(({ object }) => object === `beta:${target}/${name}`), `${name}: ${stdout}`);
    }
    assert.equal(await property("beta", "origin", `${target}/clone`), `${target}/base@a`);
  });
});

async function clear(): Promise<void> {
  await unwrapZfs("beta");
  await removeData("beta", target);
  await removeData("alpha", `${source}-redacted`);
  await removeData("alpha", `${source}/clone`);
  await removeData("alpha", source);
}
