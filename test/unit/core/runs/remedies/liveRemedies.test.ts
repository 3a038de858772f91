import assert from "node:assert/strict";
import { findingsIn } from "../../../../../src/core/diagnosis/scan/scanner";
import { liveRemedies } from "../../../../../src/core/runs/remedies/liveRemedies";
import { datasetName } from "../../../../../src/core/zfs/names";
import { FakeCommands } from "../../../../support/fakes/commands";
import { FakeHost } from "../../../../support/fakes/localHost";
import { AskedHost } from "./support/askedHost";

/** What the lab's hosts do not come into: states of a host that only an accident brings about. */
describe("remedies from a host's real state", () => {
  let beta: AskedHost;
  beforeEach(() => {
    beta = new AskedHost();
  });
  afterEach(() => beta.dispose());

  it("wait for a send that holds a snapshot, and release no hold of zfs itself", async () => {
    beta.fake.add(
      "zfs",
      `case "$1" in holds) printf 'tank/a@1\\t.send-312-1\\tMon Nov 2\\n' ;; get) printf 'tank/a@1\\tclones\\t\\t-\\n' ;; esac`,
    );
    const remedies = await beta.remediesFor("cannot destroy snapshot tank/a@1: dataset is busy");
    assert.deepEqual(
      remedies.map(({ title, risk, command }) => [title, risk, command]),
      [["Being sent by process 312 since Mon Nov 2: wait for it", "none", "ssh beta 'ps -fp 312'"]],
    );
  });

  it("say which kernel has the module, where it is not the one that runs", async () => {
    const missing = "The ZFS modules are not loaded.\nTry running '/sbin/modprobe zfs' as root to load them.";
    const state = (built: string): FakeCommands =>
      beta.fake
        .add("uname", "echo 6.1.0-41-amd64")
        .add("[", "exit 1")
        .add("find", built === "" ? ":" : `printf '%s\\n' ${built}`);
    const found = (release: string): string => `/lib/modules/${release}/updates/dkms/zfs.ko`;
    // the real sh has '[' built in: on a machine without zfs, as here, it says the same
    state(found("6.1.0-40-amd64"));
    assert.match(
      (await beta.titles(missing))[0] ?? "",
      /^Start the machine again with 6\.1\.0-40-amd64, or build the module for 6\.1\.0-41-amd64/,
    );
    state(found("6.1.0-41-amd64"));
    assert.deepEqual(await beta.titles(missing), ["Load it: it is built for 6.1.0-41-amd64"]);
    state("");
    assert.match((await beta.titles(missing))[0] ?? "", /^Install OpenZFS there/);
  });

  it("look for a key where its dataset says, and load none that is another", async () => {
    const key = (location: string, fits: number): FakeCommands =>
      beta.fake.add(
        "zfs",
        `case "$1 $2" in
"load-key -n") exit ${fits} ;;
"list -Hp") printf 'tank/e\\tfilesystem\\t1\\t1\\t1\\t1\\t1\\t1\\t0\\t-\\taes-256-gcm\\ttank/e\\tunavailable\\toff\\tno\\t-\\n' ;;
get*) printf 'tank/e\\tkeylocation\\t${location}\\tlocal\\n' ;;
esac`,
      );
    const locked = "cannot mount 'tank/e': encryption key not loaded";
    key("file:///nowhere/key", 0);
    assert.deepEqual(await beta.titles(locked), [
      "Bring back the key of tank/e: /nowhere/key is not there, or cannot be read",
    ]);
    key("file:///dev/null", 1);
    assert.deepEqual(await beta.titles(locked), ["Bring back the key of tank/e: what is in /dev/null is another one"]);
  });

  it("bound the cache where it has the memory, and name the program where that has it", async () => {
    beta.fake.add("ps", "printf ' 2097152 qemu\\n 1 sh\\n'");
    const memory = (arc: number): FakeCommands =>
      beta.fake.add("awk", `case "$2" in */meminfo) echo "total 16777216" ;; *) echo "arc ${arc}" ;; esac`);
    const killed = "kernel: Out of memory: Killed process 88123 (zfs) total-vm:812340kB";
    memory(12 * 1024 ** 3);
    const remedies = await beta.remediesFor(killed);
    assert.deepEqual(
      remedies.map(({ title, risk }) => [title, risk]),
      [
        ["Bound the ARC to 4.00 GiB, until the next start: it holds 12.0 GiB of 16.0 GiB", "changes"],
        ["Keep that bound: 'options zfs zfs_arc_max=4294967296' in /etc/modprobe.d/zfs.conf", "none"],
        ["Look at what takes the rest; most has qemu with 2.00 GiB", "none"],
      ],
    );
    memory(1024 ** 3);
    assert.deepEqual(await beta.titles(killed), [
      "Look at what takes the 16.0 GiB: the ARC holds only 1.00 GiB; most has qemu with 2.00 GiB",
    ]);
  });

  it("keep the stacks of what waits in the kernel, and name the release", async () => {
    beta.fake
      .add("uname", "echo 6.1.0-41-amd64")
      .add("cat", "echo 2.1.5-1")
      .add("ps", "printf '  18831 D zfs\\n  77 Ss sshd\\n  412 D< txg_sync\\n'");
    const remedies = await beta.remediesFor("INFO: task zfs:18831 blocked for more than 120 seconds.");
    assert.deepEqual(
      remedies.map(({ title, command }) => [title, command]),
      [
        [
          "Keep the stacks of 2 that wait in the kernel, before the restart that ends them: 18831 (zfs), 412 (txg_sync)",
          "ssh beta 'head -n 20 /proc/18831/stack /proc/412/stack'",
        ],
        [
          "See whether a release after 2.1.5-1 mends it, for kernel 6.1.0-41-amd64: github.com/openzfs/zfs/releases",
          undefined,
        ],
      ],
    );
  });

  it("find the feature that the source uses and the target has off", async () => {
    const features = (large: string): string =>
      `printf 'p\\tfeature@large_blocks\\t${large}\\np\\tfeature@longname\\tdisabled\\n' | sed "s/^p/$6/"`;
    beta.fake.add("zpool", features("disabled"));
    const others = new FakeCommands().add("zpool", features("active"));
    try {
      const source = { host: new FakeHost("alpha", others), dataset: datasetName("tank/a") };
      const [finding] = findingsIn("cannot receive: pool must be upgraded to receive this stream.");
      assert.ok(finding);
      const remedies = await liveRemedies({ ...finding, parts: { dataset: "backup/a" } }, beta.host, { source });
      assert.deepEqual(
        remedies.map(({ command }) => command),
        [
          "ssh beta 'zpool set '\\''feature@large_blocks=enabled'\\'' backup'",
          "ssh beta 'zpool get -H -o property,value all backup | grep disabled'",
          "zfsr doctor alpha:tank/a beta:backup/a",
        ],
      );
    } finally {
      others.dispose();
    }
  });

  it("resume what a text may be about, and give up only what it names", async () => {
    beta.fake
      .add(
        "zfs",
        `case "$1" in
list) case "$*" in *snapshot,bookmark*) ;; *) printf 'backup/a\\tfilesystem\\t1\\t1\\t1\\t1\\t1\\t1\\t0\\t-\\toff\\t-\\t-\\toff\\tno\\t1-token\\n' ;; esac ;;
send) printf 'resume token contents:\\nnvlist version: 0\\n\\tbytes = 0x100000\\n\\ttoguid = 0x2a\\n\\ttoname = tank/a@1\\n' ;;
esac`,
      )
      .add("zpool", "printf 'backup\\t42\\t10\\t5\\t5\\t50\\t0\\tONLINE\\toff\\n'");
    const resume = "Resume backup/a: it has 1.00 MiB of tank/a@1, which is kept";
    const [first, ...others] = await beta.remediesFor("cannot receive new filesystem stream: checksum mismatch");
    assert.equal(first?.title, resume);
    assert.ok(others.every(({ risk }) => risk === "none"));
    const named = `cannot receive: destination backup/a contains partially-complete state from "zfs receive -s".`;
    assert.deepEqual(await beta.titles(named), [resume, "Give up what backup/a has received: 1.00 MiB of tank/a@1"]);
  });

  it("free no snapshot that holds little, nor the newest of its dataset", async () => {
    const mib = 1024 * 1024;
    const snapshot = (name: string, used: number, holds = 0): string =>
      [name, "1", "1", "1", used, "0", holds].join("\\t") + "\\n";
    const all = [
      snapshot("tank/a@small", 1000),
      snapshot("tank/a@held", 9 * mib, 1),
      snapshot("tank/a@large", 5 * mib),
      snapshot("tank/a@newest", 8 * mib),
    ].join("");
    beta.fake
      .add(
        "zfs",
        `case "$*" in
*snapshot,bookmark*) printf '${all}' ;;
get*) printf 'tank\\tquota\\t0\\t-\\n' ;;
"destroy -nvp"*|"destroy -n"*) printf 'destroy\\ttank/a@large\\nreclaim\\t5242880\\n' ;;
list*) printf 'tank/a\\tfilesystem\\t1\\t1\\t1\\t1\\t1\\t1\\t0\\t-\\toff\\t-\\t-\\toff\\tno\\t-\\n' ;;
esac`,
      )
      .add("zpool", "printf 'tank\\t42\\t10\\t5\\t5\\t50\\t0\\tONLINE\\toff\\n'");
    const remedies = await beta.remediesFor("cannot create 'tank/a': out of space");
    assert.deepEqual(
      remedies.map(({ title, risk }) => [title, risk]),
      [
        ["See what takes the space", "none"],
        ["Destroy tank/a@large: frees 5.00 MiB", "destroys"],
      ],
    );
  });

  it("are none for what is gone by now, and for names that cannot be", async () => {
    beta.fake.add("zfs", `echo "cannot open 'tank/a': dataset does not exist" >&2; exit 1`);
    assert.deepEqual(await beta.titles("cannot receive new filesystem stream: destination 'tank/a' exists"), []);
    const [finding] = findingsIn("cannot mount 'tank/e': encryption key not loaded");
    assert.ok(finding);
    assert.deepEqual(await liveRemedies({ ...finding, parts: { dataset: "-o/../x" } }, beta.host), []);
  });
});
