/** Hosts that answer late, or half, and sources that change under the hands of a run. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { files } from "../support/lab/places";
import { unwrapZfs, wrapZfs } from "../support/lab/wrapper";
import { makeData, on, removeData, snapshotsOf } from "../support/labData";
import { endOf, type RunningZfsr, startZfsr, zfsr } from "../support/zfsr";

const source = "tank/answers";
const target = "backup/answers";
const replicate = (...words: string[]): ReturnType<typeof zfsr> =>
  zfsr("replicate", `alpha:${source}`, `beta:${target}`, "--json", "--retries", "0", ...words);

describe("hosts that answer late or half", function () {
  this.timeout(600_000);
  let impatient: RunningZfsr;
  let patient: RunningZfsr;

  before(async () => {
    await clear();
    await makeData("alpha", source, 1);
    await makeData("gamma", "vault/answers", 1);
    // a minute in which gamma takes connections and says nothing; the other tests go on meanwhile
    await on(
      "gamma",
      "setsid sh -c 'p=$(cat /run/sshd.pid); kill -STOP $p; sleep 60; kill -CONT $p' >/dev/null 2>&1 &",
    );
    const words = ["replicate", "gamma:vault/answers", "gamma:vault/answers-copy", "--json"];
    impatient = startZfsr(...words);
    const other = words.map((word) => word.replace("-copy", "-other"));
    patient = startZfsr(...other, "--ssh-config", patientConfig());
  });
  afterEach(async () => {
    await unwrapZfs("alpha");
    await unwrapZfs("beta");
  });
  after(clear);

  it("a listing that is cut in the middle of a line is not taken for the whole", async () => {
    for (const bytes of [1, 9, 40]) {
      await wrapZfs("alpha", `[ "$1" != list ] || { $real "$@" | head -c -${bytes}; exit 0; }`);
      const { code, stdout, events } = await replicate();
      assert.equal(code, 1, stdout);
      assert.match(
        endOf(events).findings[0]?.title ?? "",
        /could not be read: (the last line was cut off|it has \d+ col)/,
      );
      assert.ok(!events.some((event) => event.type === "step-started"), "nothing was begun");
    }
  });

  it("what arrived is not called done when it could not be read back, and the next run says that it is there", async () => {
    // from the first receive on, listings lose their end
    await wrapZfs(
      "beta",
      `[ "$1" != receive ] || touch /run/answers-received`,
      `[ "$1" != list ] || [ ! -e /run/answers-received ] || { $real "$@" | head -c -9; exit 0; }`,
    );
    const { code, events, stdout } = await replicate();
    await unwrapZfs("beta");
    assert.equal(code, 1, stdout);
    assert.ok(endOf(events).targets.every(({ verified }) => !verified));
    assert.match(endOf(events).findings[0]?.title ?? "", /could not be read/);
    const again = await replicate();
    assert.equal(again.code, 0, again.stdout);
    assert.ok(endOf(again.events).targets[0]?.verified);
    assert.equal(endOf(again.events).bytesSent, 0);
  });

  for (const [step, words] of [
    ["hold", []],
    ["send", ["--no-hold"]],
  ] as const) {
    it(`a snapshot that is destroyed between the plan and its ${step} is told, and the next run goes on without it`, async () => {
      await on("alpha", `echo x >>/${source}/file; zfs snapshot ${source}@gone-${step}`);
      await wrapZfs(
        "alpha",
        `case "$*" in ${step}*@gone-${step}*) case "$*" in *-n*) ;; *) $real destroy ${source}@gone-${step} ;; esac ;; esac`,
      );
      const { code, events, stdout } = await replicate(...words);
      await unwrapZfs("alpha");
      assert.equal(await on("alpha", `zfs list -H -o name ${source}@gone-${step} 2>/dev/null || echo gone`), "gone");
      assert.equal(code, 1, stdout);
      assert.match(endOf(events).findings[0]?.title ?? "", /gone-.*(does not exist|was destroyed|is gone)/, stdout);
      await on("alpha", `zfs snapshot ${source}@after-${step}`);
      const again = await replicate();
      assert.equal(again.code, 0, again.stdout);
      assert.deepEqual(await snapshotsOf("beta", target), await snapshotsOf("alpha", source));
    });
  }

  it("a host that does not answer is told of soon, and waited for as long as ssh_config says", async () => {
    const told = await impatient.ended;
    assert.equal(told.code, 1, told.stdout);
    assert.match(endOf(impatient.events).findings[0]?.title ?? "", /^gamma: .*does not answer$/);
    assert.ok(!impatient.events.some((event) => event.type === "step-started"), "nothing was begun");
    const { code, stdout } = await patient.ended;
    assert.equal(code, 0, stdout);
    assert.ok(endOf(patient.events).targets[0]?.verified);
  });
});

/** The lab's ssh_config with the time that a slow host takes. */
function patientConfig(): string {
  const file = join(mkdtempSync(join(tmpdir(), "zfsr-answers-")), "ssh_config");
  writeFileSync(file, `ConnectTimeout 180\n${readFileSync(files.sshConfig, "utf8")}`);
  return file;
}

async function clear(): Promise<void> {
  await unwrapZfs("alpha");
  await unwrapZfs("beta");
  await on("beta", "rm -f /run/answers-received");
  await removeData("beta", target);
  for (const copy of ["copy", "other"]) await removeData("gamma", `vault/answers-${copy}`);
  await removeData("gamma", "vault/answers");
  await removeData("alpha", source);
}
