import assert from "node:assert/strict";
import { pipelineHalves } from "../../../../src/core/runs/pipelineScript";
import type { RunId } from "../../../../src/core/runs/runDirectory";
import { lookForWriter, refuseOtherWriter } from "../../../../src/core/runs/writerGuard";
import { writersScript } from "../../../../src/core/zfs/commands/listWriters";
import type { DatasetName } from "../../../../src/core/zfs/names";
import { markWord, type Writer, writerMark } from "../../../../src/core/zfs/writer";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";
import { transferStep } from "../../../support/model/steps";

const own = "20261123T205124Z-3fa9c1" as RunId;
const other = "20261123T205000Z-000001" as RunId;
const dataset = "backup/demo" as DatasetName;

function markOf(change: Partial<Writer> = {}, pool = "42"): string {
  return writerMark(pool, { run: other, who: "ann@desk", dataset, ...change });
}

describe("two controllers on one target", () => {
  let fake: FakeCommands;
  const signal = new AbortController().signal;

  beforeEach(() => {
    fake = new FakeCommands();
    fake.add("zfs", `case "$1" in receive) head -c 1 >/dev/null ;; esac`);
    fake.add(
      "zpool",
      `case "$*" in *guid*name*|*name*guid*) printf 'backup\\t42\\t10\\t5\\t5\\t50\\t0\\tONLINE\\toff\\n' ;; *) echo 42 ;; esac`,
    );
  });
  afterEach(() => fake.dispose());

  /** What ps(1) is to show: lines `PID ETIME USER ARGS`, where `ME` stands for the process that asks. */
  function processes(...lines: string[]): void {
    const text = lines.map((line) => `echo "${line.replace("ME", "$PPID_OF_ASKER")}"`).join("\n");
    fake.add("ps", `PPID_OF_ASKER=$(cat ${fake.folder}/asker 2>/dev/null)\n${text || ":"}`);
  }

  /** What the receiving half of run `own` says where ps shows these. */
  function half(...lines: string[]): string {
    processes(...lines);
    const { receive } = pipelineHalves([transferStep("demo")], {
      frame: "zfsr0",
      pool: { name: "backup", guid: "42" },
      writer: { run: own, who: "bob@laptop", dataset },
    });
    return fake.run(`echo $$ >${fake.folder}/asker\n${receive}`).stdout;
  }

  it("the receiving half gives way to one that began before, and says whose it is", () => {
    assert.match(
      half(`812 05:07 root sh -c x;${markOf()};y`),
      new RegExp(`zfsr0 receive locked 812 root ${markOf()}\n$`),
    );
    assert.match(
      half("ME 00:01 root x", `812 1-00:00:00 root ${markOf({ dataset: "backup" as DatasetName })}`),
      /locked/,
    );
    assert.match(half(`812 01:00:00 root ${markOf({ dataset: "backup/demo/below" as DatasetName })}`), /locked/);
  });

  it("of two that began in the same second, the one with the lower number goes on", () => {
    const mine = writerMark("42", { run: own, who: "bob@laptop", dataset });
    assert.match(half(`ME 00:00 root ${mine}`, `1 00:00 root ${markOf()}`), /locked 1 /);
    assert.match(half(`ME 00:00 root ${mine}`, `99999999 00:00 root ${markOf()}`), /receive 0 0\n$/);
    assert.match(half(`ME 00:03 root ${mine}`, `1 00:02 root ${markOf()}`), /receive 0 0\n$/);
  });

  it("goes on beside its own processes, other pools and other datasets", () => {
    const said = half(
      `812 05:07 root ${writerMark("42", { run: own, who: "bob@laptop", dataset })}`,
      `813 05:07 root ${markOf({}, "43")}`,
      `814 05:07 root ${markOf({ dataset: "backup/demo2" as DatasetName })}`,
      "815 05:07 root zfsr-writer:",
    );
    assert.match(said, /receive pool ready\nzfsr0 receive 0 0\n$/);
  });

  it("the look before finds the other, and tells run, person, machine and since when", async () => {
    processes(`812 05:07 root ${markOf()}`);
    const host = new FakeHost("beta", fake);
    await assert.rejects(lookForWriter(host, dataset, own, signal), {
      reason: "locked",
      object: "beta:backup/demo",
      because:
        "the run 20261123T205000Z-000001 of ann@desk writes to backup/demo since 2026-11-23 20:50:00 UTC, by process 812 of root there",
      nextStep: "wait for it, or end it where it was started: zfsr cancel 20261123T205000Z-000001",
    });
    assert.equal(host.scripts.length, 1);
    await lookForWriter(host, dataset, other, signal);
    await lookForWriter(host, "backup/beside" as DatasetName, own, signal);
  });

  it("processes of root and of the user who receives count, and those of nobody else", async () => {
    for (const [me, uid, user, counts] of [
      ["repl", "1000", "root", true],
      ["repl", "1000", "repl", true],
      ["repl", "1000", "1000", true],
      ["replication", "1000", "replica+", true],
      ["DOM\\repl", "1000", "DOM\\\\\\\\repl", true], // quotes and echo of sh take half of them each
      ["repl", "1000", "nobody", false],
      ["repl", "1000", "rep", false],
      ["repl", "1000", "1001", false],
      ["repl", "1000", "+", false],
    ] as const) {
      fake.add("id", `case "$1" in -un) printf '%s\\n' '${me}' ;; *) echo ${uid} ;; esac`);
      assert.equal(half(`812 05:07 ${user} ${markOf()}`).includes("locked 812"), counts, user);
      const look = lookForWriter(new FakeHost("beta", fake), dataset, own, signal);
      if (counts) await assert.rejects(look, { reason: "locked" });
      else await look;
    }
  });

  it("processes of another user count who may receive there, or above what is not there yet", async () => {
    for (const [user, where, allow, counts] of [
      ["repl", "backup/demo", "user repl create,mount,receive", true],
      ["repl", "backup", "user repl receive:append,mount", true],
      ["repl", "backup/demo", "everyone receive", true],
      ["repl", "backup/demo", "user repl @carriers", true],
      ["repl", "backup/demo", "group carriers receive", true],
      ["repl", "backup/demo", "group porters receive", false],
      ["replica+", "backup/demo", "user replication receive", true],
      ["4711", "backup/demo", "user repl receive", true],
      ["nobody", "backup/demo", "user repl receive", false],
      ["repl", "backup/demo", "user repl send,hold", false],
      ["repl", "backup/other", "user repl receive", false],
    ] as const) {
      fake.add(
        "id",
        `case "$*" in "-un 4711") echo repl ;; -un) echo root ;; -Gn*) echo users carriers ;; *) echo 0 ;; esac`,
      );
      fake.add(
        "zfs",
        `case "$1 $2" in receive*) head -c 1 >/dev/null ;; "allow ${where}") printf -- '---- Permissions on ${where} ---\nLocal+Descendent permissions:\n\t${allow}\n' ;; *) exit 1 ;; esac`,
      );
      assert.equal(half(`812 05:07 ${user} ${markOf()}`).includes("locked 812"), counts, `${user} ${where} ${allow}`);
      const look = lookForWriter(new FakeHost("beta", fake), dataset, own, signal);
      if (counts) await assert.rejects(look, { reason: "locked" });
      else await look;
    }
  });

  it("processes of another user count, too, whose mark has a name with blanks and colons", async () => {
    fake.add("id", `case "$1" in -un) echo root ;; *) echo 0 ;; esac`);
    fake.add(
      "zfs",
      `case "$1 $2" in "allow backup/my data: 1") printf 'Local+Descendent permissions:\n\tuser repl receive\n' ;; *) exit 1 ;; esac`,
    );
    for (const name of ["backup/my data: 1", "backup/my data: 1/be low"] as DatasetName[]) {
      processes(`812 05:07 repl ${markOf({ dataset: name })}`);
      await assert.rejects(lookForWriter(new FakeHost("beta", fake), name, own, signal), { reason: "locked" });
    }
  });

  it("nobody hides behind the marks of a user who may receive nothing", async () => {
    fake.add("id", `case "$1" in -un) echo root ;; *) echo 0 ;; esac`);
    fake.add(
      "zfs",
      `case "$1 $2" in "allow backup/demo") printf 'Local+Descendent permissions:\n\tuser repl receive\n' ;; *) exit 1 ;; esac`,
    );
    const made = Array.from({ length: 60 }, (_, i) => `${900 + i} 05:07 nobody${i % 3} ${markOf()}`);
    processes(...made, `812 05:07 repl ${markOf()}`);
    await assert.rejects(lookForWriter(new FakeHost("beta", fake), dataset, own, signal), {
      reason: "locked",
      because:
        "the run 20261123T205000Z-000001 of ann@desk writes to backup/demo since 2026-11-23 20:50:00 UTC, by process 812 of repl there",
    });
  });

  it("nobody is found who only looks", () => {
    assert.ok(!writersScript.includes(markWord));
    refuseOtherWriter({ host: "beta", root: dataset, pool: undefined, writers: [] }, own);
  });
});
