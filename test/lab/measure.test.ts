/** Measuring on real hosts: every stage gets a figure, the narrow place is found, and nothing stays behind. */
import assert from "node:assert/strict";
import type { Advice } from "../../src/core/measure/advise";
import type { Limit } from "../../src/core/measure/findLimit";
import { isMeasured, type Measurement, rateOf } from "../../src/core/measure/measurement";
import { rate } from "../support/lab/faults";
import { poll } from "../support/lab/poll";
import { makeData, on, removeData } from "../support/labData";
import { type Ran, startZfsr, zfsr } from "../support/zfsr";

const bounds = ["--bytes", "4M", "--seconds", "2"];

type Measured = Measurement & { readonly limit: Limit | null; readonly advice: readonly Advice[] };

async function measure(...words: string[]): Promise<{ readonly ran: Ran; readonly measured: Measured }> {
  const ran = await zfsr("measure", ...words, ...bounds, "--json");
  assert.notEqual(ran.stdout, "", ran.stderr);
  return { ran, measured: JSON.parse(ran.stdout) as Measured };
}

/** What could have been left on a host: datasets, files in memory, listeners. */
const remains =
  "zfs list -H -o name | grep zfsr-measure; ls /dev/shm /tmp | grep zfsr-measure; ss -ltnH 'sport = :9000'; true";

describe("zfsr measure", function () {
  this.timeout(600_000);
  before(async () => {
    await makeData("alpha", "tank/measured", 5);
    await on("gamma", "zfs create -p vault/measured");
  });
  after(async () => {
    await rate("gamma", "off");
    await removeData("alpha", "tank/measured");
    await removeData("gamma", "vault/measured");
  });

  it("from 2.1 to 2.3 gives every stage a rate, each cipher too, and leaves nothing", async () => {
    const { ran, measured } = await measure("alpha:tank/measured", "gamma:vault/measured/copy", "--yes");
    const missing = measured.stages.filter((stage) => !isMeasured(stage));
    assert.deepEqual(missing, [], ran.stderr);
    assert.equal(ran.code, 0);
    assert.equal(measured.way, "direct");
    assert.ok(measured.ciphers.length >= 2, JSON.stringify(measured.ciphers));
    const { readings, limit } = measured;
    assert.ok(readings.disks.receive.some(({ name, writeRate }) => name === "vault" && writeRate > 2 ** 18));
    assert.ok((readings.segments?.sent ?? 0) > 100);
    assert.ok(readings.arc && readings.arc.hits > 0);
    assert.equal(readings.mtu, 1500);
    const rates = (["send", "ssh", "receive"] as const).map((id) => rateOf(measured, id) ?? 0);
    assert.ok(limit && limit.rate <= Math.min(...rates), JSON.stringify(limit));
    for (const host of ["alpha", "gamma"] as const) assert.equal(await on(host, remains), "");
  });

  it("finds a network of 8 Mbit/s, and says that it is one; without consent nothing is made on the target", async () => {
    await rate("gamma", "8mbit");
    const { ran, measured } = await measure("alpha:tank/measured", "gamma:vault/measured/copy");
    await rate("gamma", "off");
    assert.equal(ran.code, 3, ran.stderr);
    assert.equal(measured.limit?.id, "network", JSON.stringify(measured.limit));
    assert.ok(measured.limit.rate > 300_000 && measured.limit.rate < 1_300_000, String(measured.limit.rate));
    assert.ok(
      measured.advice.some(({ id }) => id === "mtu"),
      JSON.stringify(measured.advice),
    );
    const receive = measured.stages.find(({ id }) => id === "receive");
    assert.ok(receive && !isMeasured(receive) && /agreed/.test(receive.because));
    assert.equal(await on("gamma", "zfs list -H -o name -r vault/measured"), "vault/measured");
  });

  it("killed in the middle of the receive leaves nothing; a dataset that has stayed is named, and not destroyed", async () => {
    await on("gamma", "zfs create vault/measured/zfsr-measure-0a1b2c3d; zfs create vault/measured/zfsr-measure-mine");
    const words = ["measure", "alpha:tank/measured", "gamma:vault/measured/copy", "--yes", ...bounds];
    const running = startZfsr(...words);
    const here = async (): Promise<string[]> => {
      const names = (await on("gamma", "zfs list -H -o name -r vault/measured")).split("\n");
      return names.map((name) => name.slice("vault/measured/".length)).filter((name) => name !== "");
    };
    // seen on the host itself: from here, a short receive may be over before it is asked again
    await on(
      "gamma",
      "timeout 300 sh -c 'until [ $(zfs list -H -o name -r vault/measured | wc -l) -gt 3 ]; do :; done'",
    );
    running.process.kill("SIGKILL");
    const { stderr, code } = await running.ended;
    assert.equal(code, null, stderr);
    assert.match(stderr, /zfsr destroy -r gamma:vault\/measured\/zfsr-measure-0a1b2c3d/);
    await poll("gamma to be as it was", 60_000, 200, async () =>
      (await here()).join(" ") === "zfsr-measure-0a1b2c3d zfsr-measure-mine" ? true : undefined,
    );
    assert.doesNotMatch(await on("gamma", "ls /dev/shm /tmp; ss -ltnH 'sport = :9000'"), /zfsr-measure|:9000/);
  });
});
