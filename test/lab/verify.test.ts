/** Contents of snapshots, compared on real hosts: what is equal is found equal, and what is not is named. */
import assert from "node:assert/strict";
import type { ContentsEvent, DatasetContents } from "../../src/core/verify/contents";
import { corrupt } from "../support/lab/corrupt";
import { poll } from "../support/lab/poll";
import { on, removeData, script } from "../support/labData";
import { zfsr } from "../support/zfsr";

const source = "tank/compared";
const target = "backup/compared";

interface Verified {
  readonly code: number | null;
  readonly datasets: ReadonlyMap<string, DatasetContents>;
  readonly bytes: number;
}

/** `verify --data`, its results by the source's name without `alpha:tank/compared`. */
async function verified(from = `alpha:${source}`, to = `beta:${target}`): Promise<Verified> {
  const { code, stdout, stderr } = await zfsr("verify", from, to, "--data", "--json");
  assert.equal(stderr, "");
  const events = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as ContentsEvent | { readonly type: "verified" });
  assert.equal(events.at(-1)?.type, "verified");
  const compared = events.flatMap((event) => (event.type === "compared" ? [event] : []));
  return {
    code,
    datasets: new Map(
      compared.map((result) => [result.source.replace(`alpha:${source}`, "").replace(/@.*/, ""), result]),
    ),
    bytes: compared.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Nothing of what was compared is mounted anywhere, in any process's view, or will soon be no more. */
async function nothingMounted(): Promise<void> {
  for (const host of ["alpha", "beta"] as const)
    await poll(
      `the end of mounts on ${host}`,
      60_000,
      500,
      async () =>
        (await on(host, "cat /proc/[0-9]*/mounts 2>/dev/null | grep 'compared[^ ]*@' | head -n 1")) === "" || undefined,
    );
}

/** Writes a MiB into the volume on the source, at so many MiB. */
function write(at: number): string {
  return `for d in /dev/zd*; do [ "$(/lib/udev/zvol_id $d)" != ${source}/volume ] || dd if=/dev/urandom of=$d bs=1M count=1 seek=${at} conv=fsync 2>/dev/null; done`;
}

describe("comparing contents", function () {
  this.timeout(700_000);

  before(async () => {
    await Promise.all([removeData("alpha", source), removeData("beta", target)]);
    for (const host of ["alpha", "beta"] as const) await on(host, "printf %32s key >/root/compared.key");
    await script(
      "alpha",
      `zfs create -o mountpoint=legacy ${source}; zfs create -o mountpoint=/compared ${source}/files; zfs create -V 8M ${source}/volume`,
      `zfs create -o encryption=on -o keyformat=raw -o keylocation=file:///root/compared.key -o mountpoint=none ${source}/secret`,
    );
    await script(
      "alpha",
      "cd /compared; echo one >plain; echo two >\"$(printf 'line\\nbreak')\"; echo three >\"$(printf '\\377')\"; echo four >'= end'",
      "ln -s plain link; ln plain hard; mkdir folder; mkfifo folder/pipe; setfattr -n user.note -v x plain; head -c 3000000 /dev/urandom >noise",
      `${write(0)}; zfs snapshot -r ${source}@a`,
    );
    const { code, stderr } = await zfsr("replicate", `alpha:${source}`, `beta:${target}`, "--recursive", "--json");
    assert.equal(code, 0, stderr);
  });
  after(async () => {
    await Promise.all([removeData("alpha", source), removeData("beta", target)]);
  });

  it("finds files and blocks equal, and says what it cannot compare for want of a key", async () => {
    const { code, datasets, bytes } = await verified();
    assert.deepEqual([...datasets].map(([name, { state }]) => `${name} ${state}`).sort(), [
      " equal",
      "/files equal",
      "/secret not-compared",
      "/volume equal",
    ]);
    assert.equal(code, 3);
    assert.match(datasets.get("/secret")?.because[0] ?? "", /key is not loaded on beta/);
    assert.equal(datasets.get("/secret")?.nextStep, `zfsr load-key beta:${target}/secret`);
    assert.equal(datasets.get("/files")?.items, 10);
    assert.ok(bytes > 1_000_000, `${bytes} bytes`);
    await nothingMounted();
  });

  it("compares what is encrypted once its key is loaded", async () => {
    await on("beta", `zfs load-key -L file:///root/compared.key ${target}/secret`);
    const { code, datasets } = await verified();
    assert.equal(datasets.get("/secret")?.state, "equal");
    assert.equal(code, 0);
  });

  it("finds what differs between snapshots that are named", async () => {
    await script(
      "alpha",
      "cd /compared; echo One >plain; chmod 600 folder; rm link; setfattr -n user.note -v y noise",
      `${write(5)}; zfs snapshot -r ${source}@b`,
    );
    const { code, datasets } = await verified(`alpha:${source}@b`, `beta:${target}@a`);
    assert.equal(code, 1);
    const found = (name: string): string[] =>
      (datasets.get(name)?.differences ?? []).map(({ path, what }) => `${path}: ${what.join(" ")}`).sort();
    assert.deepEqual(found("/files"), [
      "./folder: mode",
      "./hard: modified contents",
      "./link: only-on-target",
      "./noise: attributes",
      "./plain: modified contents",
      ".: modified",
    ]);
    assert.deepEqual(found("/volume"), ["bytes 0 to 67108863: contents"]);
    assert.equal(datasets.get("")?.state, "equal");
    await on("alpha", `zfs destroy -r ${source}@b`);
  });

  it("finds a file that is damaged on the target", async () => {
    await corrupt("beta", `${target}/files`);
    const { code, datasets } = await verified();
    assert.equal(code, 1);
    const files = datasets.get("/files");
    assert.equal(files?.state, "different");
    assert.match(JSON.stringify(files.differences), /"what":\["unreadable-on-target"\]/);
    assert.match(files.because[0] ?? "", /Input\/output error/);
  });
});
