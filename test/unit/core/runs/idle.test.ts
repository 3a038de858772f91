/** A run that finds nothing to do: how often it asks each host, and that it never overlooks a change. */
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultRequest, type ReplicationRequest } from "../../../../src/core/replication/request";
import type { RunEventBody } from "../../../../src/core/runs/events";
import { type Proof, type Proofs, proofsIn } from "../../../../src/core/runs/proofs";
import type { RunEnd } from "../../../../src/core/runs/recordRun";
import { newRunId } from "../../../../src/core/runs/runDirectory";
import { replicate } from "../../../../src/core/runs/replicate";
import type { DatasetName } from "../../../../src/core/zfs/names";
import { FakeCommands } from "../../../support/fakes/commands";
import { FakeHost } from "../../../support/fakes/localHost";

/** zfs(8) that says what stands in files of the test: `datasets`, `snapshots`, `changes`, `holds`. */
const zfs = (folder: string): string => `case "$*" in
  version) printf 'zfs-2.3.9-1\\nzfs-kmod-2.3.9-1\\n' ;;
  holds*) cat ${folder}/holds ;;
  *snapshots_changed*) cat ${folder}/changes 2>/dev/null || { echo "bad property list: invalid property 'snapshots_changed'" >&2; exit 2; } ;;
  *snapshot,bookmark*) cat ${folder}/snapshots ;;
  *"-d 0"*) head -n 1 ${folder}/datasets | sed 's:/root::' ;;
  *) cat ${folder}/datasets ;;
esac`;

interface Side {
  readonly fakes: FakeCommands;
  readonly host: FakeHost;
  readonly pool: string;
}

const request: ReplicationRequest = {
  ...defaultRequest,
  job: "job",
  source: { host: "alpha", dataset: "tank/root" as DatasetName, snapshot: undefined },
  target: { host: "beta", dataset: "backup/root" as DatasetName },
  recursive: true,
};

describe("a run with nothing to do", function () {
  this.timeout(180_000);
  let sides: { readonly alpha: Side; readonly beta: Side };
  let kept: Proof | undefined;
  const proofs: Proofs = {
    read: () => Promise.resolve(kept),
    keep: (_, proof) => Promise.resolve(void (kept = proof)),
    forget: () => Promise.resolve(void (kept = undefined)),
  };

  beforeEach(() => {
    kept = undefined;
    const side = (id: string, pool: string): Side => {
      const fakes = new FakeCommands();
      fakes.add("zfs", zfs(fakes.folder));
      // whatever else runs on this machine
      fakes.add("ps", "");
      fakes.add("zpool", `printf '${pool}\\t5\\t10\\t5\\t5\\t50\\t0\\tONLINE\\toff\\n'`);
      return { fakes, host: new FakeHost(id, fakes), pool };
    };
    sides = { alpha: side("alpha", "tank"), beta: side("beta", "backup") };
  });
  afterEach(() => {
    for (const { fakes } of [sides.alpha, sides.beta]) fakes.dispose();
  });

  const write = ({ fakes }: Side, name: string, lines: readonly string[]): void =>
    writeFileSync(join(fakes.folder, name), lines.map((line) => `${line}\n`).join(""));
  /** Datasets that have the same two snapshots on both sides, the newest held on the source. */
  const fill = (count: number): void => {
    for (const side of [sides.alpha, sides.beta]) {
      const names = Array.from({ length: count }, (_, i) => `${side.pool}/root${i === 0 ? "" : `/d${i}`}`);
      write(
        side,
        "datasets",
        names.map((name, i) =>
          [name, "filesystem", 100 + i, 1, 1700000000, 9, 9, 9, 0, ..."- off - - on no -".split(" ")].join("\t"),
        ),
      );
      write(
        side,
        "snapshots",
        names.flatMap((name, i) =>
          ["a", "b"].map((short, j) =>
            [`${name}@${short}`, 1000 + 2 * i + j, 10 + j, 1700000000 + j, 0, 9, j].join("\t"),
          ),
        ),
      );
      write(
        side,
        "holds",
        names.map((name) => `${name}@b\tzfsr:job\tMon Jan  1 00:00 2026`),
      );
      writeChanges(side, names);
    }
  };
  const writeChanges = (side: Side, names: readonly string[], second = 1700000000): void =>
    write(
      side,
      "changes",
      names.map((name, i) =>
        [name, second, 100 + i, 1, ..."- off - - on -".split(" "), ...(side.pool === "backup" ? [0] : [])].join("\t"),
      ),
    );
  /** One run: how many commands each host was given, and how it ended. */
  const run = async (): Promise<{ readonly asked: readonly number[]; readonly end: RunEnd; readonly said: string }> => {
    for (const { host } of [sides.alpha, sides.beta]) host.scripts.length = 0;
    const events: RunEventBody[] = [];
    const end = await replicate(
      request,
      {
        run: newRunId(0),
        host: (id) => (id === "alpha" ? sides.alpha.host : sides.beta.host),
        ...{ snapshot: undefined, approved: undefined, proofs, agree: () => Promise.resolve(false) },
      },
      (event) => events.push(event),
      new AbortController().signal,
    );
    const said = events.flatMap((event) => (event.type === "log" ? [event.message] : [])).join("\n");
    return { asked: [sides.alpha.host.scripts.length, sides.beta.host.scripts.length], end, said };
  };

  for (const count of [2, 200]) {
    it(`asks each host twice at most at first, and once from then on (${count} datasets)`, async () => {
      fill(count);
      const first = await run();
      assert.deepEqual([first.asked, first.end.outcome, first.said], [[2, 1], "done", ""]);
      const second = await run();
      assert.deepEqual([second.asked, second.end.outcome], [[1, 1], "done"]);
      assert.match(second.said, /no snapshot was listed/);
      assert.deepEqual(second.end.targets, first.end.targets);
      assert.equal(second.end.targets.length, count);
      assert.ok(second.end.targets.every(({ verified }) => verified));
    });
  }

  it("asks each host twice at most where zfs cannot tell what has changed", async () => {
    fill(2);
    rmSync(join(sides.alpha.fakes.folder, "changes"));
    for (let i = 0; i < 2; i += 1) assert.deepEqual((await run()).asked, [2, 1]);
  });

  it("does not go by a change of the last second: another one would not show", async () => {
    fill(2);
    writeChanges(sides.beta, ["backup/root", "backup/root/d1"], Math.floor(Date.now() / 1000));
    await run();
    assert.equal(kept, undefined);
  });

  const changes: Readonly<Record<string, () => void>> = {
    "a snapshot came or went on the source": () => writeChanges(sides.alpha, ["tank/root", "tank/root/d1"], 1700000001),
    "one was rolled back on the target": () => writeChanges(sides.beta, ["backup/root", "backup/root/d1"], 1700000001),
    "a dataset came": () => writeChanges(sides.alpha, ["tank/root", "tank/root/d1", "tank/root/d2"]),
    "a dataset went": () => writeChanges(sides.beta, ["backup/root"]),
    "a base is no longer held": () => write(sides.alpha, "holds", ["tank/root@b\tzfsr:job\tMon Jan  1 00:00 2026"]),
    "a pool is another one": () =>
      sides.beta.fakes.add("zpool", `printf 'backup\\t6\\t10\\t5\\t5\\t50\\t0\\tONLINE\\toff\\n'`),
    "the host cannot tell any more": () => rmSync(join(sides.beta.fakes.folder, "changes")),
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`looks at everything again when ${what}`, async () => {
      fill(2);
      await run();
      assert.ok(kept);
      change();
      const { asked, said } = await run();
      assert.equal(said.includes("no snapshot was listed"), false);
      assert.ok((asked[0] ?? 0) >= 2 && (asked[1] ?? 0) >= 2, String(asked));
    });
  }

  it("keeps what was proven for this request and this version alone", async () => {
    const folder = join(sides.alpha.fakes.folder, "proofs");
    const proof = {
      source: "a",
      target: "b",
      plan: { version: 1, title: "", steps: [], goals: [], warnings: [] },
      targets: [],
    } as const;
    await proofsIn(folder, "1").keep(request, proof);
    assert.deepEqual(await proofsIn(folder, "1").read(request), proof);
    assert.equal(await proofsIn(folder, "2").read(request), undefined);
    assert.equal(await proofsIn(folder, "1").read({ ...request, recursive: false }), undefined);
    await proofsIn(folder, "1").forget(request);
    assert.equal(await proofsIn(folder, "1").read(request), undefined);
  });
});
