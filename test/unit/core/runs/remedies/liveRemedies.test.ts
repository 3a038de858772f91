import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Remedy } from "../../../../../src/core/diagnosis/finding";
import { findingsIn } from "../../../../../src/core/diagnosis/scan/scanner";
import { liveRemedies } from "../../../../../src/core/runs/remedies/liveRemedies";
import { type DatasetName, datasetName } from "../../../../../src/core/zfs/names";
import { liveActions } from "../../../../../src/editor/findings/liveActions";
import { FakeCommands } from "../../../../support/fakes/commands";
import { FakeHost } from "../../../../support/fakes/localHost";
import { poll } from "../../../../support/lab/poll";

/** What the lab's hosts do not come into: states of a host that only an accident brings about. */
describe("remedies from a host's real state", () => {
  let fake: FakeCommands;
  let host: FakeHost;
  beforeEach(() => {
    fake = new FakeCommands();
    host = new FakeHost("beta", fake);
  });
  afterEach(() => fake.dispose());

  /** The remedies for the first finding in a text. */
  function remediesFor(text: string, source?: { host: FakeHost; dataset: DatasetName }): Promise<Remedy[]> {
    const [finding] = findingsIn(text);
    assert.ok(finding, text);
    return liveRemedies(finding, host, source ? { source } : {});
  }
  const titles = async (...asked: Parameters<typeof remediesFor>): Promise<string[]> =>
    (await remediesFor(...asked)).map(({ title }) => title);

  it("wait for a send that holds a snapshot, and release no hold of zfs itself", async () => {
    fake.add(
      "zfs",
      `case "$1" in holds) printf 'tank/a@1\\t.send-312-1\\tMon Nov 2\\n' ;; get) printf 'tank/a@1\\tclones\\t\\t-\\n' ;; esac`,
    );
    const remedies = await remediesFor("cannot destroy snapshot tank/a@1: dataset is busy");
    assert.deepEqual(
      remedies.map(({ title, risk, command }) => [title, risk, command]),
      [["Being sent by process 312 since Mon Nov 2: wait for it", "none", "ssh beta 'ps -fp 312'"]],
    );
  });

  describe("for a target that a receive keeps busy", () => {
    const busy = "cannot destroy 'backup/a': dataset is busy";
    const started: ChildProcess[] = [];
    // a second is shorter here
    beforeEach(() => fake.add("zfs", ":").add("sleep", "logged; PATH=${PATH#*:} exec sleep 0.1"));
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
      const remedies = await remediesFor(busy);
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
      assert.equal((await host.script(does.script)).code, 0);
      assert.equal(stuck.signalCode, "SIGTERM");
      assert.equal(other.signalCode, null);
      // once more, when the id may be another's: nothing is ended
      const again = await host.script(does.script.replace(`p=${pid}`, `p=${other.pid ?? 0}`));
      assert.deepEqual([again.code, other.signalCode], [1, null]);
      assert.match(again.stderr, /is not that receive any more/);
    });

    it("end one whose words do not fit a terminal's line, too", async () => {
      const stuck = await shownAs(`zfs receive -s -u -o mountpoint=/${"long/".repeat(40)} backup/a`, "cat");
      // ps(1) as it is where COLUMNS is set
      fake.add("ps", 'COLUMNS=80 PATH="${PATH#*:}" exec ps "$@"');
      const { does } = (await remediesFor(busy)).at(-1) ?? assert.fail();
      assert.ok(does?.by === "host");
      assert.equal((await host.script(does.script)).code, 0);
      assert.equal(stuck.signalCode, "SIGTERM");
    });

    it("leave one alone that takes data in", async () => {
      await shownAs("zfs receive -s -u backup/a", "cat /dev/zero");
      assert.deepEqual(
        said(await remediesFor(busy)).map(([, risk]) => risk),
        ["none"],
      );
    });

    it("leave one alone that takes data in after some seconds, or ends, and look no longer", async () => {
      const slow = await shownAs("zfs receive -s -u backup/a", "cat");
      const ends = await shownAs("zfs receive -s -u backup/a/b", "cat");
      const asked = remediesFor(busy);
      const seconds = (): number => fake.calls().length;
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
      const remedies = await remediesFor(busy);
      assert.match(remedies[1]?.title ?? "", /: what it has received is lost$/);
      assert.equal(remedies[1]?.risk, "destroys");
    });

    it("say it where the host hides what it takes in, and end no send", async () => {
      fake.add(
        "ps",
        `printf '  4999999 root 01:02:03 /sbin/zfs recv -us backup/a\\n  4999998 root 00:01 zfs send backup/a@1\\n'`,
      );
      assert.deepEqual(said(await remediesFor(busy)), [
        ["Process 4999999 of root (/sbin/zfs recv -us backup/a) has run for 01:02:03: look at it", "none"],
        ["Process 4999998 of root (zfs send backup/a@1) has run for 00:01: look at it", "none"],
        [
          "End receive 4999999, which may be stuck: how much it takes in cannot be seen, if nobody sends to it any more: what it has received is kept, to be resumed",
          "changes",
        ],
      ]);
    });
  });

  it("say which kernel has the module, where it is not the one that runs", async () => {
    const missing = "The ZFS modules are not loaded.\nTry running '/sbin/modprobe zfs' as root to load them.";
    const state = (built: string): FakeCommands =>
      fake
        .add("uname", "echo 6.1.0-41-amd64")
        .add("[", "exit 1")
        .add("find", built === "" ? ":" : `printf '%s\\n' ${built}`);
    const found = (release: string): string => `/lib/modules/${release}/updates/dkms/zfs.ko`;
    // the real sh has '[' built in: on a machine without zfs, as here, it says the same
    state(found("6.1.0-40-amd64"));
    assert.match(
      (await titles(missing))[0] ?? "",
      /^Start the machine again with 6\.1\.0-40-amd64, or build the module for 6\.1\.0-41-amd64/,
    );
    state(found("6.1.0-41-amd64"));
    assert.deepEqual(await titles(missing), ["Load it: it is built for 6.1.0-41-amd64"]);
    state("");
    assert.match((await titles(missing))[0] ?? "", /^Install OpenZFS there/);
  });

  const status = (state: string, devices: string, errors = "No known data errors"): FakeCommands =>
    fake
      .add(
        "zpool",
        `case "$1" in status) cat <<'END'
  pool: tank
 state: ${state}
status: words
config:

	NAME        STATE     READ WRITE CKSUM
	tank        ${state}     0     0     0
${devices}
errors: ${errors}
END
;; esac`,
      )
      .add("zfs", ":");

  it("clear a suspended pool only once its devices are back, and scrub nothing of it", async () => {
    status("SUSPENDED", "	  sda       FAULTED      3    12     0  too many errors");
    assert.deepEqual(await titles("cannot open 'tank': pool I/O is currently suspended"), [
      "Look at tank: no data is known to be lost",
      "Go on, once the devices of tank are there again: zpool clear",
    ]);
  });

  it("replace a device that has failed, and bring back one that was pulled", async () => {
    status(
      "DEGRADED",
      "	  mirror-0  DEGRADED     0     0     0\n	    sda     FAULTED      3    12     0  too many errors\n	    sdb     UNAVAIL      0     0     0",
      "2 data errors, use '-v' for a list",
    );
    const remedies = await remediesFor(
      "  pool: tank\n state: DEGRADED\nstatus: One or more devices are faulted in response to persistent errors.\n",
    );
    assert.deepEqual(
      remedies.map(({ title, command }) => [title, command]),
      [
        ["Replace sda: zpool replace tank sda NEW", undefined],
        ["Bring sdb back, once it is plugged in again", "ssh beta 'zpool online tank sdb'"],
        ["Replace sdb: zpool replace tank sdb NEW", undefined],
        ["Look at tank: which files are damaged", "ssh beta 'zpool status -v tank'"],
      ],
    );
  });

  it("look for a key where its dataset says, and load none that is another", async () => {
    const key = (location: string, fits: number): FakeCommands =>
      fake.add(
        "zfs",
        `case "$1 $2" in
"load-key -n") exit ${fits} ;;
"list -Hp") printf 'tank/e\\tfilesystem\\t1\\t1\\t1\\t1\\t1\\t1\\t0\\t-\\taes-256-gcm\\ttank/e\\tunavailable\\toff\\tno\\t-\\n' ;;
get*) printf 'tank/e\\tkeylocation\\t${location}\\tlocal\\n' ;;
esac`,
      );
    const locked = "cannot mount 'tank/e': encryption key not loaded";
    key("file:///nowhere/key", 0);
    assert.deepEqual(await titles(locked), [
      "Bring back the key of tank/e: /nowhere/key is not there, or cannot be read",
    ]);
    key("file:///dev/null", 1);
    assert.deepEqual(await titles(locked), ["Bring back the key of tank/e: what is in /dev/null is another one"]);
  });

  it("connect to nobody whom a log names, and put no option into a command", async () => {
    fake.add("ssh", `logged "$@"; printf 'hostname 192.0.2.9\\nport 2222\\nconnecttimeout 10\\n'`);
    const remedies = await remediesFor("ssh: connect to host gamma port 22: Connection timed out");
    assert.deepEqual(fake.calls(), [["-G", "gamma"]]);
    assert.match(
      remedies[0]?.title ?? "",
      /^Try it: beta takes gamma for 192\.0\.2\.9, port 22; for one that is only slow, raise its ConnectTimeout of 10 s$/,
    );
    assert.match(remedies[1]?.title ?? "", /zfsr measure SOURCE TARGET/);
    const hostile = await remediesFor("ssh: connect to host -oProxyCommand=x port 22: Connection timed out");
    assert.equal(hostile.length, 1);
    assert.equal(fake.calls().length, 1);
  });

  it("say with which keys a login was tried, and which the other side has to have", async () => {
    writeFileSync(join(fake.folder, "id_a"), "");
    fake.add("id", "echo carol").add("ssh-add", "exit 1");
    const way = (key: string): FakeCommands =>
      fake.add("ssh", `printf 'user root\\nport 2222\\nidentityfile ${key}\\nidentityfile ~/.ssh/none\\n'`);
    const refused = "root@gamma: Permission denied (publickey).";
    way("~/id_a");
    const remedies = await remediesFor(refused);
    assert.deepEqual(
      remedies.map(({ title, command }) => [
        title.replace(fake.folder, "HOME"),
        command?.replaceAll(`'\\''`, "").replace(fake.folder, "HOME"),
      ]),
      [
        [
          "See which key is refused: carol of beta offers HOME/id_a to gamma as root",
          "ssh beta 'ssh -v -o BatchMode=yes -o ConnectTimeout=10 -l root -p 2222 gamma true'",
        ],
        ["Read the public half, which authorized_keys of root on gamma has to have", "ssh beta 'cat HOME/id_a.pub'"],
      ],
    );
    way("~/.ssh/gone");
    assert.deepEqual(await titles(refused), [
      "Give carol on beta a key, with ssh-keygen: it has none to offer to gamma",
    ]);
    assert.deepEqual(await titles("-oProxyCommand=x: Permission denied (publickey)."), []);
  });

  it("compare a host's key with the one it was known by, and forget none by themselves", async () => {
    fake.add("ssh", "printf 'hostname 192.0.2.9\\nport 2222\\nuserknownhostsfile ~/known\\n'");
    const known = (lines: string): FakeCommands => fake.add("ssh-keygen", `logged "$@"; printf '${lines}'`);
    const unknown =
      "No ED25519 host key is known for gamma and you have requested strict checking.\nHost key verification failed.";
    known("# Host [192.0.2.9]:2222 found: line 3\\n[192.0.2.9]:2222 ED25519 SHA256:abc\\n");
    const remedies = await remediesFor(unknown);
    assert.deepEqual(fake.calls(), [["-l", "-F", "[192.0.2.9]:2222", "-f", join(fake.folder, "known")]]);
    assert.deepEqual(
      remedies.map(({ risk }) => risk),
      ["none", "none", "changes"],
    );
    assert.equal(remedies[0]?.title, "See the key that gamma shows: beta knows it by SHA256:abc");
    assert.match(remedies[2]?.command ?? "", /ssh-keygen -R .*192\.0\.2\.9.*:2222/);
    known("");
    assert.deepEqual(
      (await remediesFor(unknown)).map(({ risk }) => risk),
      ["none", "none"],
    );
  });

  it("bound the cache where it has the memory, and name the program where that has it", async () => {
    fake.add("ps", "printf ' 2097152 qemu\\n 1 sh\\n'");
    const memory = (arc: number): FakeCommands =>
      fake.add("awk", `case "$2" in */meminfo) echo "total 16777216" ;; *) echo "arc ${arc}" ;; esac`);
    const killed = "kernel: Out of memory: Killed process 88123 (zfs) total-vm:812340kB";
    memory(12 * 1024 ** 3);
    const remedies = await remediesFor(killed);
    assert.deepEqual(
      remedies.map(({ title, risk }) => [title, risk]),
      [
        ["Bound the ARC to 4.00 GiB, until the next start: it holds 12.0 GiB of 16.0 GiB", "changes"],
        ["Keep that bound: 'options zfs zfs_arc_max=4294967296' in /etc/modprobe.d/zfs.conf", "none"],
        ["Look at what takes the rest; most has qemu with 2.00 GiB", "none"],
      ],
    );
    memory(1024 ** 3);
    assert.deepEqual(await titles(killed), [
      "Look at what takes the 16.0 GiB: the ARC holds only 1.00 GiB; most has qemu with 2.00 GiB",
    ]);
  });

  it("keep the stacks of what waits in the kernel, and name the release", async () => {
    fake
      .add("uname", "echo 6.1.0-41-amd64")
      .add("cat", "echo 2.1.5-1")
      .add("ps", "printf '  18831 D zfs\\n  77 Ss sshd\\n  412 D< txg_sync\\n'");
    const remedies = await remediesFor("INFO: task zfs:18831 blocked for more than 120 seconds.");
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
    fake.add("zpool", features("disabled"));
    const others = new FakeCommands().add("zpool", features("active"));
    try {
      const source = { host: new FakeHost("alpha", others), dataset: datasetName("tank/a") };
      const [finding] = findingsIn("cannot receive: pool must be upgraded to receive this stream.");
      assert.ok(finding);
      const remedies = await liveRemedies({ ...finding, parts: { dataset: "backup/a" } }, host, { source });
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
    fake
      .add(
        "zfs",
        `case "$1" in
list) case "$*" in *snapshot,bookmark*) ;; *) printf 'backup/a\\tfilesystem\\t1\\t1\\t1\\t1\\t1\\t1\\t0\\t-\\toff\\t-\\t-\\toff\\tno\\t1-token\\n' ;; esac ;;
send) printf 'resume token contents:\\nnvlist version: 0\\n\\tbytes = 0x100000\\n\\ttoguid = 0x2a\\n\\ttoname = tank/a@1\\n' ;;
esac`,
      )
      .add("zpool", "printf 'backup\\t42\\t10\\t5\\t5\\t50\\t0\\tONLINE\\toff\\n'");
    const resume = "Resume backup/a: it has 1.00 MiB of tank/a@1, which is kept";
    const [first, ...others] = await remediesFor("cannot receive new filesystem stream: checksum mismatch");
    assert.equal(first?.title, resume);
    assert.ok(others.every(({ risk }) => risk === "none"));
    const named = `cannot receive: destination backup/a contains partially-complete state from "zfs receive -s".`;
    assert.deepEqual(await titles(named), [resume, "Give up what backup/a has received: 1.00 MiB of tank/a@1"]);
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
    fake
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
    const remedies = await remediesFor("cannot create 'tank/a': out of space");
    assert.deepEqual(
      remedies.map(({ title, risk }) => [title, risk]),
      [
        ["See what takes the space", "none"],
        ["Destroy tank/a@large: frees 5.00 MiB", "destroys"],
      ],
    );
  });

  it("are none for what is gone by now, and for names that cannot be", async () => {
    fake.add("zfs", `echo "cannot open 'tank/a': dataset does not exist" >&2; exit 1`);
    assert.deepEqual(await titles("cannot receive new filesystem stream: destination 'tank/a' exists"), []);
    const [finding] = findingsIn("cannot mount 'tank/e': encryption key not loaded");
    assert.ok(finding);
    assert.deepEqual(await liveRemedies({ ...finding, parts: { dataset: "-o/../x" } }, host), []);
  });
});
