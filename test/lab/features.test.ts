/** A target whose pool has no features: what a stream would need of it is told before anything is sent. */
import assert from "node:assert/strict";
import { contentsOf, on, removeData, script } from "../support/labData";
import { endOf, zfsr } from "../support/zfsr";

const source = "tank/features";
const needed = ["large_blocks", "lz4_compress", "embedded_data", "extensible_dataset"];

describe("a pool without features", function () {
  this.timeout(600_000);
  before(async () => {
    await clear();
    await script(
      "alpha",
      `zfs create -o recordsize=1M -o compression=lz4 ${source}; seq 1 200000 >/${source}/file; zfs snapshot ${source}@a`,
    );
    await on("beta", "zpool create -f -d bare /dev/ubdc2");
  });
  after(clear);

  const replicate = (...words: string[]): ReturnType<typeof zfsr> =>
    zfsr("replicate", `alpha:${source}`, "beta:bare/copy", "--json", "--no-hold", ...words);
  const features = (): Promise<string> =>
    on("beta", `for f in ${needed.join(" ")}; do zpool get -H -o value feature@$f bare; done | sort -u`);

  it("is told as what it lacks, with what each is needed for, and gets nothing", async () => {
    const { code, events, stdout } = await replicate();
    assert.equal(code, 1, stdout);
    const warnings = events.flatMap((event) => (event.type === "planned" ? event.plan.warnings : []));
    for (const feature of needed)
      assert.ok(
        warnings.some(
          ({ id, nextStep }) => id === `feature-${feature}` && nextStep.includes(`feature@${feature}=enabled`),
        ),
        `${feature}: ${stdout}`,
      );
    assert.equal(await on("beta", "zfs list -H -o name -r bare"), "bare");
  });

  it("takes what is sent without them, and stays a pool that older versions can import", async () => {
    const without = ["--no-large-blocks", "--no-compressed", "--no-embedded", "--no-resumable"];
    const { code, events, stdout } = await replicate(...without);
    assert.equal(code, 0, stdout);
    assert.ok(endOf(events).targets[0]?.verified);
    assert.deepEqual(await contentsOf("beta", "bare/copy", "a"), await contentsOf("alpha", source, "a"));
    assert.equal(await features(), "disabled");
  });
});

async function clear(): Promise<void> {
  await on("beta", "! zpool list bare >/dev/null 2>&1 || zpool destroy -f bare");
  await removeData("alpha", source);
}
