/**
 * What people do to datasets between two runs: one tree, one part of it for each, one run for all. Snapshots are matched
 * by guid, so a name may change; what cannot go on is left as it is and told, and takes nothing else with it.
 */
import assert from "node:assert/strict";
import type { RunEvent } from "../../src/core/runs/events";
import { contentsOf, on, removeData, script, snapshotsOf } from "../support/labData";
import { endOf, zfsr } from "../support/zfsr";

const source = "tank/histories";
const target = "backup/histories";
const parts = ["plain", "renamed", "moved", "thinned", "bookmarked", "destroyed", "remade", "behind", "ahead"] as const;

describe("what happens to datasets between two runs", function () {
  this.timeout(600_000);
  let before2: string[];
  let ran: { readonly code: number | null; readonly events: readonly RunEvent[]; readonly stdout: string };

  before(async () => {
    await removeData("beta", target);
    await removeData("alpha", source);
    await script(
      "alpha",
      `zfs create ${source}`,
      ...parts.map((part) => `zfs create ${source}/${part}; echo 1 >/${source}/${part}/file`),
      `zfs snapshot -r ${source}@a; for p in ${parts.join(" ")}; do echo 2 >>/${source}/$p/file; done; zfs snapshot -r ${source}@b`,
    );
    const first = await zfsr("replicate", `alpha:${source}`, `beta:${target}`, "-r", "--json");
    assert.equal(first.code, 0, first.stderr + first.stdout);
    await script(
      "alpha",
      `zfs list -H -o name -t snapshot -r ${source} | while read s; do zfs holds -H $s | cut -f2 | while read t; do zfs release "$t" $s; done; done`,
      `zfs rename ${source}/renamed@b @other; zfs rename ${source}/renamed@a @b`,
      `zfs rename ${source}/moved ${source}/elsewhere`,
      `zfs bookmark ${source}/bookmarked@b ${source}/bookmarked#b; zfs destroy ${source}/bookmarked@a,b`,
      `zfs destroy -r ${source}/destroyed`,
      `zfs destroy -r ${source}/remade; zfs create ${source}/remade; zfs snapshot ${source}/remade@a`,
      `zfs rollback -r ${source}/behind@a`,
      `zfs create ${source}/new; echo new >/${source}/new/file`,
      `for p in plain renamed bookmarked thinned new; do echo 3 >>/${source}/$p/file; done; zfs snapshot -r ${source}@c`,
      `zfs destroy ${source}/thinned@b; zfs destroy ${source}/thinned@c; echo 4 >>/${source}/thinned/file; zfs snapshot ${source}/thinned@d`,
    );
    await script("beta", `zfs snapshot ${target}/ahead@mine`);
    before2 = await snapshotsOf("beta", target);
    ran = await zfsr("replicate", `alpha:${source}`, `beta:${target}`, "-r", "--json");
  });
  after(async () => {
    await removeData("beta", target);
    await removeData("alpha", source);
  });

  async function guids(part: string): Promise<{ readonly there: string[]; readonly here: string[] }> {
    const only = (line: string): string => line.split("\t")[1] ?? "";
    return {
      there: (await snapshotsOf("beta", `${target}/${part}`)).map(only).sort(),
      here: (await snapshotsOf("alpha", `${source}/${part}`)).map(only).sort(),
    };
  }

  function warningsOf(part: string): string {
    const warnings = ran.events.flatMap((event) => (event.type === "planned" ? event.plan.warnings : []));
    return warnings
      .filter(({ object }) => object === `beta:${target}/${part}`)
      .map(({ message, nextStep }) => `${message}; ${nextStep}`)
      .join("\n");
  }

  it("the run ends with something left for a person, and says so", () => {
    assert.equal(ran.code, 3, ran.stdout);
    assert.equal(endOf(ran.events).outcome, "attention");
  });

  it("a change arrives", async () => {
    assert.deepEqual(await snapshotsOf("beta", `${target}/plain`), await snapshotsOf("alpha", `${source}/plain`));
    assert.deepEqual(
      await contentsOf("beta", `${target}/plain`, "c"),
      await contentsOf("alpha", `${source}/plain`, "c"),
    );
  });

  it("a dataset that is new arrives with the snapshots that it has", async () => {
    assert.deepEqual(await snapshotsOf("beta", `${target}/new`), await snapshotsOf("alpha", `${source}/new`));
  });

  it("snapshots that were renamed, even to each other's names, are the same ones", async () => {
    const { here, there } = await guids("renamed");
    assert.deepEqual(there, here);
  });

  it("an older snapshot is the base where the newest common one was destroyed, and what the target keeps stays", async () => {
    // @b is on the target alone now: it is newer than the common @a, and nothing may be rolled back
    assert.match(warningsOf("thinned"), /@b\b.*newer than the common @a/);
    assert.equal((await snapshotsOf("beta", `${target}/thinned`)).length, 2);
  });

  it("a bookmark is the base where no common snapshot is left", async () => {
    const { here, there } = await guids("bookmarked");
    assert.deepEqual(there.length, 3);
    assert.ok(here.every((guid) => there.includes(guid)));
  });

  it("what was destroyed on the source stays on the target", async () => {
    assert.equal((await snapshotsOf("beta", `${target}/destroyed`)).length, 2);
  });

  it("a dataset that was made anew under the old name is not mixed with the old one", async () => {
    assert.match(warningsOf("remade"), /shares no snapshot/);
    assert.deepEqual(
      await snapshotsOf("beta", `${target}/remade`),
      before2.filter((line) => line.startsWith("/remade")).map((line) => line.slice("/remade".length)),
    );
  });

  it("a source that was rolled back does not roll its target back", () => {
    assert.match(warningsOf("behind"), /@b\b.*newer than the common @a/);
  });

  it("a snapshot that somebody took on the target stays, and is named", async () => {
    assert.match(warningsOf("ahead"), /@mine\b.*newer than the common @b/);
    assert.ok((await snapshotsOf("beta", `${target}/ahead`)).some((line) => line.startsWith("@mine\t")));
  });

  it("nothing that the target had is gone", async () => {
    const now = await snapshotsOf("beta", target);
    assert.deepEqual(
      before2.filter((line) => !now.includes(line)),
      [],
    );
  });

  it("a dataset that was renamed is not sent a second time, and its old name is told", async () => {
    assert.match(warningsOf("elsewhere"), /it is there as backup\/histories\/moved: its source was renamed/);
    assert.equal(await on("beta", `zfs list ${target}/elsewhere 2>/dev/null || echo none`), "none");
    assert.equal((await snapshotsOf("beta", `${target}/moved`)).length, 2);
  });
});
