/** What is let go of only once it was read back that its successor is there, whatever the commands said. */
import assert from "node:assert/strict";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bookmarkPrefix } from "../../../../src/core/replication/holdTag";
import { defaultReceive, defaultRequest, type ReplicationRequest } from "../../../../src/core/replication/request";
import type { RunEventBody } from "../../../../src/core/runs/events";
import type { RunEnd } from "../../../../src/core/runs/recordRun";
import { ZfsrError } from "../../../../src/core/base/errors";
import type { Host } from "../../../../src/core/hosts/host";
import { defaultTransfer } from "../../../../src/core/plan/transferOptions";
import { replicateWithRetries } from "../../../../src/core/runs/attempts";
import { replicate, type ReplicateOptions } from "../../../../src/core/runs/replicate";
import { newRunId } from "../../../../src/core/runs/runDirectory";
import { datasetName } from "../../../../src/core/zfs/names";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";

/**
 * zfs(8) that says what stands in files of the test. A receive into `backup/root/a` adds `after.a` to the snapshots, says
 * `says.a` and ends with `ends.a`; a send of it says and ends likewise.
 */
const zfs = (folder: string, letGo: string): string => `logged zfs "$@"
for name in "$@"; do :; done
last=\${name##*/}; last=\${last%%@*}
answer() { cat ${folder}/says.$last >&2 2>/dev/null; exit $(cat ${folder}/ends.$last 2>/dev/null || echo 0); }
case "$*" in
  version) printf 'zfs-2.1.11-1\\nzfs-kmod-2.1.11-1\\n' ;;
  send*-nvP*) printf 'size\\t624\\n' ;;
  send*) printf '%20s' x; answer ;;
  receive*) head -c 20 >/dev/null; : >${folder}/received; cat ${folder}/after.$last >>${folder}/snapshots 2>/dev/null; answer ;;
  "destroy -n"*) ;;
  release*|destroy*) ${letGo} ;;
  hold" "*) ;;
  holds*) cat ${folder}/holds ;;
  *snapshots_changed*) echo "bad property list: invalid property 'snapshots_changed'" >&2; exit 2 ;;
  *"-o name,guid "*) for name in "$@"; do case $name in *@* | *"#"*) ;; */*) printf "$name\\t1\\n" ;; esac; done ;;
  *snapshot,bookmark*) if [ -e ${folder}/received ]; then : >>${folder}/looked; [ ! -e ${folder}/away ] || { echo "Connection closed by remote host." >&2; exit 255; }; fi; cat ${folder}/snapshots ;;
  get*) ;;
  *"-d 0"*) head -n 1 ${folder}/datasets | sed 's:/root::' ;;
  *) cat ${folder}/datasets ;;
esac`;

/** Of a pool whose guid no other test has at the same time: runs that write to one pool of this machine see each other. */
const zpool = (pool: string): string =>
  `case "$*" in *"-o value guid"*) echo ${process.pid} ;; list*) printf '${pool}\\t${process.pid}\\t10\\t5\\t5\\t50\\t0\\tONLINE\\toff\\n' ;; esac`;

const names = ["root", "root/a", "root/b"];
const shorts = ["1", "2", "3", "4"];

/** A host that is switched off at some moment. */
class LeavingHost extends FakeHost {
  isAway = false;

  override script(...words: Parameters<FakeHost["script"]>): ReturnType<FakeHost["script"]> {
    return this.isAway ? Promise.reject(off) : super.script(...words);
  }

  override follow(...words: Parameters<FakeHost["follow"]>): ReturnType<FakeHost["follow"]> {
    return this.isAway ? Promise.reject(off) : super.follow(...words);
  }
}

const off = new ZfsrError({ reason: "host-unreachable", object: "beta", because: "it is off", nextStep: "start it" });

describe("a run that reads back", function () {
  this.timeout(60_000);
  let alpha: FakeCommands;
  let beta: FakeCommands;

  /** The line of a snapshot in a listing. */
  const snapshot = (pool: string, name: string, short: string): string => {
    const number = 100 * (names.indexOf(name) + 1) + Number(short);
    return `${[`${pool}/${name}@${short}`, 1000 + number, 10 + Number(short), 1700000000 + number, 0, 9, pool === "tank" && short === "2" ? 1 : 0].join("\t")}\n`;
  };
  /** What comes with the stream of a dataset. */
  const arrives = (name: string, ...brought: string[]): void =>
    writeFileSync(
      join(beta.folder, `after.${name.split("/").at(-1) ?? ""}`),
      brought.map((short) => snapshot("backup", name, short)).join(""),
    );

  beforeEach(() => {
    alpha = new FakeCommands();
    beta = new FakeCommands();
    // nothing is ever let go of before the target was looked at
    const early = `[ -e ${beta.folder}/looked ] || : >>${beta.folder}/early`;
    for (const [side, pool] of [
      [alpha, "tank"],
      [beta, "backup"],
    ] as const) {
      side.add("zfs", zfs(side.folder, early));
      side.add("zpool", zpool(pool));
      const write = (file: string, lines: readonly string[]): void =>
        writeFileSync(join(side.folder, file), lines.join(""));
      write(
        "datasets",
        names.map(
          (name, i) =>
            `${[`${pool}/${name}`, "filesystem", 100 + i, 1, 1700000000, 9, 9e9, 9, 0, ..."- off - - on no -".split(" ")].join("\t")}\n`,
        ),
      );
      const there = pool === "tank" ? shorts : ["1", "2"];
      write(
        "snapshots",
        there.flatMap((short) => names.map((name) => snapshot(pool, name, short))),
      );
      write(
        "holds",
        names.map((name) => `${pool}/${name}@2\tzfsr:job\tMon Jan  1 00:00 2026\n`),
      );
    }
    alpha.add(
      "ssh",
      `for word in "$@"; do :; done; PATH='${beta.env["PATH"] ?? ""}'; export PATH; exec /bin/sh -c "$word"`,
    );
  });
  afterEach(() => {
    alpha.dispose();
    beta.dispose();
  });

  interface Ran {
    readonly end: RunEnd;
    /** What was let go of, on both hosts. */
    readonly gone: readonly string[];
    readonly events: readonly RunEventBody[];
  }

  const asked = (change: Partial<ReplicationRequest>): ReplicationRequest => ({
    ...{ ...defaultRequest, job: "job", recursive: true, receive: defaultReceive },
    source: { host: "alpha", dataset: datasetName("tank/root"), snapshot: undefined },
    target: { host: "beta", dataset: datasetName("backup/root") },
    keep: { source: { last: 1 }, target: { last: 2 }, match: [] },
    ...change,
  });
  const options = (...hosts: readonly Host[]): ReplicateOptions => ({
    run: newRunId(0),
    host: (id) => hosts.find((host) => host.id === id) ?? new FakeHost(id, alpha),
    ...{ snapshot: undefined, approved: undefined, agree: () => Promise.resolve(false) },
  });

  const run = async (change: Partial<ReplicationRequest> = {}): Promise<Ran> => {
    const events: RunEventBody[] = [];
    const end = await replicate(
      asked(change),
      options(new FakeHost("alpha", alpha), new FakeHost("beta", beta)),
      (event) => events.push(event),
      new AbortController().signal,
    );
    const gone = [alpha, beta].flatMap((side) =>
      side
        .calls()
        .filter(([, verb, flag]) => verb === "release" || (verb === "destroy" && !flag?.startsWith("-")))
        .map((words) => words.slice(1).join(" ")),
    );
    assert.throws(() => readFileSync(join(beta.folder, "early")), "something was let go of before the look");
    return { end, gone, events };
  };
  const found = ({ end }: Ran): string[] =>
    end.findings.map(({ id, severity, title }) => `${severity} ${id}: ${title}`);

  it("lets go of the old holds and snapshots once all has arrived, and looks once", async () => {
    for (const name of names) arrives(name, "3", "4");
    const ran = await run();
    assert.deepEqual([ran.end.outcome, found(ran)], ["done", []]);
    assert.deepEqual(ran.gone, [
      "release -r zfsr:job tank/root@2",
      "destroy tank/root@1,2,3",
      "destroy tank/root/a@1,2,3",
      "destroy tank/root/b@1,2,3",
      "destroy backup/root@1,2",
      "destroy backup/root/a@1,2",
      "destroy backup/root/b@1,2",
    ]);
    assert.equal(ran.end.bytesSent, 3 * 624);
  });

  it("lets go of nothing of a dataset that has not arrived, though both ends said that all went well", async () => {
    arrives("root", "3", "4");
    arrives("root/b", "3", "4");
    const ran = await run();
    assert.equal(ran.end.outcome, "failed");
    assert.deepEqual(ran.gone, [
      "release zfsr:job tank/root@2 tank/root/b@2",
      "destroy tank/root@1,2,3",
      "destroy tank/root/b@1,2,3",
      "destroy backup/root@1,2",
      "destroy backup/root/b@1,2",
    ]);
    assert.deepEqual(
      ran.end.targets.map(({ verified }) => verified),
      [true, false, true],
    );
    assert.deepEqual(found(ran), [
      "error not-verified: beta:backup/root/a: zfs send and zfs receive ended well, but @4 was not read back as its newest snapshot: that is @2; nothing was released or destroyed for it",
    ]);
    assert.match(JSON.stringify(ran.end.findings[0]?.remedies), /key of alpha:tank\/root\/a/);
    // an estimate of what nobody has seen is no byte that was sent
    assert.equal(ran.end.bytesSent, 2 * 624);
    const skipped = ran.events.flatMap((event) =>
      event.type === "step-ended" && event.outcome === "skipped" ? [event.step] : [],
    );
    assert.deepEqual(skipped, ["release:tank/root/a", "destroy:alpha:tank/root/a", "destroy:beta:backup/root/a"]);
  });

  it("tells what the sender said whose package was empty", async () => {
    for (const name of ["root", "root/b"]) arrives(name, "3", "4");
    writeFileSync(join(alpha.folder, "says.a"), "warning: cannot send 'tank/root/a@3': dataset key must be loaded\n");
    const ran = await run();
    assert.equal(ran.end.outcome, "failed");
    assert.deepEqual(found(ran), ["error key-not-loaded: alpha:tank/root/a@4: its encryption key is not loaded"]);
    assert.ok(ran.gone.length > 0 && !ran.gone.some((words) => words.includes("/a@")), String(ran.gone));
    assert.equal(ran.end.bytesSent, 2 * 624);
  });

  it("goes by what is there where a property was refused, and says so", async () => {
    for (const name of ["root", "root/b"]) arrives(name, "3", "4");
    for (const name of ["a", "b"])
      writeFileSync(
        join(beta.folder, `says.${name}`),
        `cannot receive quota property on backup/root/${name}: permission denied\n`,
      );
    const ran = await run();
    const refused = (name: string, more: string): string =>
      `warning property-not-received: beta:backup/root/${name}: the user may not set a property on the target${more} (cannot receive quota property on backup/root/${name}: permission denied)`;
    assert.deepEqual(found(ran).slice(0, 2), [refused("a", ""), refused("b", "; the data arrived")]);
    assert.deepEqual(
      ran.end.findings.slice(2).map(({ id, object }) => [id, object]),
      [["not-verified", "beta:backup/root/a"]],
    );
    assert.ok(ran.gone.includes("destroy tank/root/b@1,2,3"));
    assert.ok(!ran.gone.some((words) => words.includes("/a@")), String(ran.gone));
  });

  it("lets go of nothing where a receive failed for a property alone and nothing arrived", async () => {
    for (const name of ["root", "root/b"]) arrives(name, "3", "4");
    writeFileSync(join(beta.folder, "says.a"), "cannot receive quota property on backup/root/a: permission denied\n");
    writeFileSync(join(beta.folder, "ends.a"), "1\n");
    const ran = await run();
    assert.equal(ran.end.outcome, "failed");
    assert.deepEqual(
      ran.end.findings.map(({ id, object }) => [id, object]),
      [
        ["property-not-received", "beta:backup/root/a"],
        ["not-verified", "beta:backup/root/a"],
      ],
    );
    assert.ok(!ran.gone.some((words) => words.includes("/a@")), String(ran.gone));
  });

  it("misses what was to come between, unless the source has it no more", async () => {
    for (const name of ["root", "root/b"]) arrives(name, "3", "4");
    arrives("root/a", "4");
    const ran = await run();
    assert.equal(ran.end.outcome, "attention");
    assert.deepEqual(found(ran), [
      "warning not-verified: beta:backup/root/a: @4 has arrived, but not the snapshot that went before it (@3); nothing was released or destroyed for it",
    ]);
    assert.ok(ran.gone.includes("destroy tank/root/b@1,2,3"));
    assert.ok(!ran.gone.some((words) => words.includes("/a@")), String(ran.gone));
  });

  it("does not miss what somebody destroyed on the source before it was sent", async () => {
    for (const name of ["root", "root/b"]) arrives(name, "3", "4");
    arrives("root/a", "4");
    const listed = join(alpha.folder, "snapshots");
    // with the first stream
    const without = readFileSync(listed, "utf8")
      .split("\n")
      .filter((line) => !line.startsWith("tank/root/a@3"))
      .join("\n");
    writeFileSync(join(alpha.folder, "without"), without);
    alpha.add(
      "zfs",
      `case "$*" in send*-nvP*) ;; send*) cp ${alpha.folder}/without ${listed} ;; esac\n${zfs(alpha.folder, ":")}`,
    );
    const ran = await run();
    assert.deepEqual([ran.end.outcome, found(ran)], ["done", []]);
  });

  it("lets go of nothing where the target could not be looked at, and says why", async () => {
    for (const name of names) arrives(name, "3", "4");
    appendFileSync(join(beta.folder, "away"), "");
    const ran = await run();
    assert.equal(ran.end.outcome, "failed");
    assert.deepEqual(ran.gone, []);
    assert.equal(ran.end.findings.length, 1);
    const logs = ran.events.flatMap((event) => (event.type === "log" ? [event.message] : []));
    assert.ok(logs.some((message) => message.includes("could not be read back: nothing is released or destroyed")));
  });

  it("lets go of a bookmark by the same", async () => {
    arrives("root", "3", "4");
    for (const name of ["root", "root/a"])
      appendFileSync(
        join(alpha.folder, "snapshots"),
        `${[`tank/${name}#${bookmarkPrefix("job")}${name === "root" ? 1102 : 1202}`, name === "root" ? 1102 : 1202, 12, 1700000000, "-", "-", "-"].join("\t")}\n`,
      );
    const ran = await run({ bookmark: true, hold: false, keep: { source: undefined, target: undefined, match: [] } });
    assert.deepEqual(ran.gone, [`destroy tank/root#${bookmarkPrefix("job")}1102`]);
  });

  it("tells what it has sent and what is there, also where its last attempt finds nobody any more", async () => {
    arrives("root", "3", "4");
    for (const { folder } of [alpha, beta]) {
      writeFileSync(
        join(folder, "says.a"),
        "cannot receive: checksum mismatch or incomplete stream.\nPartially received snapshot is saved.\n",
      );
      writeFileSync(join(folder, "ends.a"), "1");
    }
    const leaving = new LeavingHost("beta", beta);
    const events: RunEventBody[] = [];
    const end = await replicateWithRetries(
      asked({ transfer: { ...defaultTransfer, retries: { limit: 1, first: 1, most: 2 } } }),
      options(new FakeHost("alpha", alpha), leaving),
      (event) => {
        events.push(event);
        leaving.isAway ||= event.type === "attempt";
      },
      new AbortController().signal,
    );
    assert.equal(end.outcome, "failed");
    assert.ok(end.bytesSent >= 624, String(end.bytesSent));
    assert.equal(end.targets.find(({ place }) => place === "beta:backup/root")?.verified, true);
    assert.deepEqual(
      end.findings.map(({ id }) => id),
      ["host-unreachable"],
    );
    assert.ok(events.some((event) => event.type === "finding" && event.finding.id === "host-unreachable"));
  });
});
