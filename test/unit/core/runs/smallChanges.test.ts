/** A run with one small change in each of many datasets: what it asks of each host, and that this does not grow with them. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultTransfer } from "../../../../src/core/plan/transferOptions";
import { defaultRequest, type ReplicationRequest } from "../../../../src/core/replication/request";
import { newRunId } from "../../../../src/core/runs/runDirectory";
import type { RunEnd } from "../../../../src/core/runs/recordRun";
import { replicate } from "../../../../src/core/runs/replicate";
import { datasetName } from "../../../../src/core/zfs/names";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";

/** zfs(8) that says what stands in files of the test, takes streams of 20 bytes, and has `after` once it has taken one. */
const zfs = (folder: string): string => `logged zfs "$@"
for name in "$@"; do :; done
case "$*" in
  version) printf 'zfs-2.1.11-1\\nzfs-kmod-2.1.11-1\\n' ;;
  send*-nvP*) printf 'size\\t624\\n' ;;
  send*) printf '%20s' x ;;
  receive*) /usr/bin/head -c 20 >/dev/null; : >${folder}/received ;;
  hold" "*|release*|destroy*) ;;
  holds*) /bin/cat ${folder}/holds ;;
  *snapshots_changed*) echo "bad property list: invalid property 'snapshots_changed'" >&2; exit 2 ;;
  *"-o name,guid "*) for name in "$@"; do case $name in *@* | *"#"*) ;; */*) printf "$name\\t1\\n" ;; esac; done ;;
  *snapshot,bookmark*) if [ -e ${folder}/received ]; then /bin/cat ${folder}/after; else /bin/cat ${folder}/snapshots; fi ;;
  get*) ;;
  *"-d 0"*) /usr/bin/head -n 1 ${folder}/datasets | /bin/sed 's:/root::' ;;
  *) /bin/cat ${folder}/datasets ;;
esac`;

/** Of a pool whose guid no other test has at the same time: runs that write to one pool of this machine see each other. */
const zpool = (pool: string): string => `logged zpool "$@"
case "$*" in *"-o value guid"*) echo ${process.pid} ;; list*) printf '${pool}\\t${process.pid}\\t10\\t5\\t5\\t50\\t0\\tONLINE\\toff\\n' ;; esac`;

/** Whatever a script might start beside zfs: it is counted. */
const helpers = ["awk", "cat", "dd", "grep", "head", "id", "mktemp", "ps", "sed", "sh", "sleep", "tr"];

interface Side {
  readonly fakes: FakeCommands;
  readonly host: FakeHost;
}

/** What one run asked of both hosts. */
interface Asked {
  readonly end: RunEnd;
  /** Commands through the connections of this machine, and connections from host to host. */
  readonly sessions: { readonly alpha: number; readonly beta: number; readonly between: number };
  /** Processes, by host and by their first words. */
  readonly processes: Readonly<Record<string, number>>;
}

describe("a run with a small change in each dataset", function () {
  this.timeout(180_000);
  let sides: { readonly alpha: Side; readonly beta: Side };

  beforeEach(() => {
    const side = (id: string, pool: string): Side => {
      const fakes = new FakeCommands();
      fakes.add("zfs", zfs(fakes.folder));
      fakes.add("zpool", zpool(pool));
      for (const name of helpers) fakes.add(name, `logged ${name}\nPATH=/usr/bin:/bin; exec ${name} "$@"`);
      return { fakes, host: new FakeHost(id, fakes) };
    };
    sides = { alpha: side("alpha", "tank"), beta: side("beta", "backup") };
    // the login shell of beta
    const { PATH = "" } = sides.beta.fakes.env;
    sides.alpha.fakes.add(
      "ssh",
      `logged ssh\nfor word in "$@"; do :; done; PATH='${PATH}'; export PATH; exec /bin/sh -c "$word"`,
    );
  });
  afterEach(() => {
    for (const { fakes } of [sides.alpha, sides.beta]) fakes.dispose();
  });

  /** Both have @a and @b of each, the source @c, too, and holds @b. @param names of the newest snapshots, by the number */
  const fill = (count: number, newest: (i: number) => string): void => {
    const write = ({ fakes }: Side, name: string, lines: readonly string[]): void =>
      writeFileSync(join(fakes.folder, name), lines.map((line) => `${line}\n`).join(""));
    for (const [side, pool] of [
      [sides.alpha, "tank"],
      [sides.beta, "backup"],
    ] as const) {
      const names = Array.from({ length: count }, (_, i) => `${pool}/root${i === 0 ? "" : `/d${i}`}`);
      write(
        side,
        "datasets",
        names.map((name, i) =>
          [name, "filesystem", 100 + i, 1, 1700000000, 9, 9e9, 9, 0, ..."- off - - on no -".split(" ")].join("\t"),
        ),
      );
      const snapshots = (...shorts: ((i: number) => string)[]): string[] =>
        names.flatMap((name, i) =>
          shorts.map((short, j) => {
            const held = pool === "tank" && j === 1 ? 1 : 0;
            return [`${name}@${short(i)}`, 1000 + 3 * i + j, 10 + j, 1700000000 + j, 0, 9, held].join("\t");
          }),
        );
      const old = [() => "a", () => "b"];
      write(side, "snapshots", snapshots(...old, ...(pool === "tank" ? [newest] : [])));
      write(side, "after", snapshots(...old, newest));
      write(
        side,
        "holds",
        names.map((name) => `${name}@b\tzfsr:job\tMon Jan  1 00:00 2026`),
      );
    }
  };

  const run = async (transfer = defaultTransfer, change: Partial<ReplicationRequest> = {}): Promise<Asked> => {
    const request: ReplicationRequest = {
      ...defaultRequest,
      job: "job",
      source: { host: "alpha", dataset: datasetName("tank/root"), snapshot: undefined },
      target: { host: "beta", dataset: datasetName("backup/root") },
      recursive: true,
      transfer,
      ...change,
    };
    const { alpha, beta } = sides;
    const end = await replicate(
      request,
      {
        run: newRunId(0),
        host: (id) => (id === "alpha" ? alpha.host : id === "beta" ? beta.host : new FakeHost(id, alpha.fakes)),
        ...{ snapshot: undefined, approved: undefined, agree: () => Promise.resolve(false) },
      },
      () => undefined,
      new AbortController().signal,
    );
    const processes: Record<string, number> = {};
    let between = 0;
    for (const [name, { fakes }] of Object.entries(sides)) {
      for (const [program = "", verb = "", ...words] of fakes.calls()) {
        if (program === "ssh") between += 1;
        const what = program === "zfs" ? `${verb}${words.includes("-nvP") ? " -n" : ""}` : program;
        processes[`${name} ${what}`] = (processes[`${name} ${what}`] ?? 0) + 1;
      }
    }
    return { end, sessions: { alpha: alpha.host.scripts.length, beta: beta.host.scripts.length, between }, processes };
  };

  const done = ({ end }: Asked, count: number): void => {
    assert.deepEqual([end.outcome, end.findings], ["done", []]);
    assert.equal(end.targets.filter(({ verified }) => verified).length, count);
  };
  /** What is there once for each dataset: one process on each side, to send and to receive. */
  const perDataset = ["alpha send", "beta receive"];
  const others = ({ processes }: Asked): Record<string, number> =>
    Object.fromEntries(Object.entries(processes).filter(([what]) => !perDataset.includes(what)));

  it("asks for a look, the holds, what both can, the sizes, a hold and a release beside the streams (2 datasets)", async () => {
    fill(2, () => "c");
    const asked = await run();
    done(asked, 2);
    assert.deepEqual(asked.sessions, { alpha: 7, beta: 3, between: 1 });
    assert.deepEqual([asked.processes["alpha send"], asked.processes["beta receive"]], [2, 2]);
    assert.deepEqual([asked.processes["alpha hold"], asked.processes["alpha release"]], [1, 1]);
  });

  it("takes no more commands, connections and processes with more datasets, but one to send and one to receive", async () => {
    const all: Asked[] = [];
    for (const count of [70, 200]) {
      for (const { fakes, host } of [sides.alpha, sides.beta]) {
        host.scripts.length = 0;
        fakes.forget();
      }
      fill(count, () => "c");
      const asked = await run();
      done(asked, count);
      for (const what of perDataset) assert.equal(asked.processes[what], count, what);
      all.push(asked);
    }
    const [few, many] = all as [Asked, Asked];
    assert.deepEqual(many.sessions, few.sessions);
    assert.deepEqual(others(many), others(few));
    // four pipelines, where one carries two datasets; nobody asks for so many sizes
    assert.deepEqual(many.sessions, { alpha: 9, beta: 3, between: 4 });
    assert.deepEqual([many.processes["alpha hold"], many.processes["alpha release"]], [1, 1]);
  });

  it("cleans up each side by one command more, however many datasets there are", async () => {
    const all: Asked[] = [];
    for (const count of [70, 140]) {
      for (const { fakes, host } of [sides.alpha, sides.beta]) {
        host.scripts.length = 0;
        fakes.forget();
      }
      fill(count, () => "c");
      const keep = { source: { last: 1 }, target: { last: 1 }, match: ["*"] };
      const asked = await run(defaultTransfer, { keep });
      done(asked, count);
      assert.deepEqual([asked.processes["alpha destroy"], asked.processes["beta destroy"]], [count, count]);
      all.push(asked);
    }
    assert.deepEqual(
      all.map(({ sessions }) => sessions),
      [1, 2].map(() => ({ alpha: 10, beta: 4, between: 4 })),
    );
  });

  it("holds and releases in one transaction group each, where snapshots are called alike", async () => {
    fill(20, () => "c");
    await run();
    const changing = sides.alpha.fakes.calls().filter(([, verb = ""]) => verb === "hold" || verb === "release");
    assert.deepEqual(
      changing.map((words) => words.join(" ")),
      ["zfs hold -r zfsr:job tank/root@c", "zfs release -r zfsr:job tank/root@b"],
    );
  });

  it("holds those that are called otherwise by one process for each 200", async () => {
    fill(70, (i) => `c${i}`);
    const asked = await run({ ...defaultTransfer, parallel: 1 });
    done(asked, 70);
    assert.deepEqual(asked.sessions, { alpha: 6, beta: 3, between: 1 });
    assert.deepEqual([asked.processes["alpha hold"], asked.processes["alpha release"]], [1, 1]);
  });
});
