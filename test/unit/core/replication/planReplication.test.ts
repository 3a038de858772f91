import assert from "node:assert/strict";
import { destroyedBy, type Plan } from "../../../../src/core/plan/plan";
import { isTransfer, type TransferStep } from "../../../../src/core/plan/step";
import { planAbort } from "../../../../src/core/administration/abort";
import { planReplication } from "../../../../src/core/replication/planReplication";
import { compareTrees } from "../../../../src/core/replication/compareTrees";
import {
  defaultReceive,
  defaultRequest,
  defaultSend,
  type ReplicationRequest,
} from "../../../../src/core/replication/request";
import { ZfsrError } from "../../../../src/core/base/errors";
import { datasetName } from "../../../../src/core/zfs/names";
import { observationOf } from "../../../support/model/observation";
import { ModelHost, runOnModel } from "../../../support/model/zfs";
import { busyTime } from "../../../support/busyTime";

const root = datasetName("tank/demo");
const copy = datasetName("backup/demo");
const tag = "zfsr:job";

let source: ModelHost;
let target: ModelHost;
let hosts: Map<string, ModelHost>;

beforeEach(() => {
  source = new ModelHost("alpha", "tank");
  target = new ModelHost("beta", "backup");
  hosts = new Map([
    ["alpha", source],
    ["beta", target],
  ]);
  source.create(root);
});

function plan(change: Partial<ReplicationRequest> = {}, snapshot?: string): Plan {
  const request: ReplicationRequest = {
    ...defaultRequest,
    job: "job",
    source: { host: "alpha", dataset: root, snapshot },
    target: { host: "beta", dataset: copy },
    recursive: false,
    send: defaultSend,
    receive: defaultReceive,
    hold: false,
    ...change,
  };
  return planReplication(request, {
    source: source.observe(request.source.dataset, request.recursive),
    target: (hosts.get(request.target.host) ?? target).observe(request.target.dataset, request.recursive),
    tokens: target.tokens(),
  });
}

/** Runs it, and wants every step to succeed. */
function run(made: Plan): void {
  assert.deepEqual([...runOnModel(made, hosts)], []);
}

function snapshots(...shorts: string[]): void {
  for (const short of shorts) source.snapshot(root, short, true);
}

function transfersOf(made: Plan): TransferStep[] {
  return made.steps.filter(isTransfer);
}

/** `send -L -e -c tank/demo@a` without the flags that every stream has. */
function streams(made: Plan): string[] {
  return transfersOf(made).map((step) =>
    step.argv
      .slice(1)
      .filter((word) => !["-L", "-e", "-c"].includes(word))
      .join(" "),
  );
}

function onlyWarning(made: Plan): string {
  assert.deepEqual(made.steps, []);
  assert.equal(made.warnings.length, 1, JSON.stringify(made.warnings));
  const [warning] = made.warnings;
  assert.equal(warning?.level, "person");
  return `${warning.object}: ${warning.message}. ${warning.nextStep}`;
}

describe("planReplication", () => {
  it("sends the first snapshot in full, then the others with all that lie between", () => {
    snapshots("a", "b", "c");
    const made = plan();
    assert.deepEqual(streams(made), ["send tank/demo@a", "send -I @a tank/demo@c"]);
    assert.deepEqual(transfersOf(made)[1]?.needs, [transfersOf(made)[0]?.id]);
    assert.equal(made.goals[0]?.newest.name, "tank/demo@c");
    run(made);
    assert.equal(target.dataset(copy).snapshots.length, 3);
  });

  it("uses -i where nothing lies between", () => {
    snapshots("a", "b");
    assert.deepEqual(streams(plan()), ["send tank/demo@a", "send -i @a tank/demo@b"]);
  });

  it("sends the newest alone where that is asked for", () => {
    snapshots("a", "b", "c");
    const newest = { send: { ...defaultSend, intermediates: false } };
    assert.deepEqual(streams(plan(newest)), ["send tank/demo@c"]);
    run(plan(newest));
    snapshots("d", "e");
    assert.deepEqual(streams(plan(newest)), ["send -i @c tank/demo@e"]);
  });

  it("goes on from the newest common snapshot, with all that lie between", () => {
    snapshots("a");
    run(plan());
    snapshots("b", "c");
    assert.deepEqual(streams(plan()), ["send -I @a tank/demo@c"]);
    assert.match(transfersOf(plan())[0]?.reason ?? "", /the target has @a; all snapshots up to @c go along/);
  });

  it("finds the common snapshot by its guid where it was renamed", () => {
    snapshots("a");
    run(plan());
    const [base] = source.dataset(root).snapshots;
    assert.ok(base);
    source.dataset(root).snapshots = [{ ...base, short: "renamed" }];
    snapshots("b");
    assert.deepEqual(streams(plan()), ["send -i @renamed tank/demo@b"]);
    run(plan());
  });

  it("is not taken in by a snapshot that only has the same name", () => {
    snapshots("a");
    target.create(copy);
    target.snapshot(copy, "a");
    assert.match(onlyWarning(plan()), /beta:backup\/demo: it exists already and shares no snapshot with tank\/demo/);
  });

  it("goes on from a bookmark by -i first: -I cannot start there", () => {
    snapshots("a");
    run(plan());
    source.bookmark(root, "a", "mark");
    source.destroySnapshot(root, "a");
    snapshots("b", "c", "d");
    assert.deepEqual(streams(plan()), ["send -i #mark tank/demo@b", "send -I @b tank/demo@d"]);
    run(plan());
  });

  it("prefers a snapshot to its bookmark", () => {
    snapshots("a");
    run(plan());
    source.bookmark(root, "a", "mark");
    snapshots("b");
    assert.deepEqual(streams(plan()), ["send -i @a tank/demo@b"]);
  });

  it("receives unmounted and resumable, never with -F, and sets properties only on what is new", () => {
    snapshots("a", "b");
    source.create(`${root}/vol`, "volume");
    source.snapshot(`${root}/vol`, "v");
    const [full, increment, volume] = transfersOf(plan({ recursive: true })).map((step) => step.target.argv.join(" "));
    assert.equal(full, "zfs receive -s -u -o readonly=on -o canmount=noauto backup/demo");
    assert.equal(increment, "zfs receive -s -u backup/demo");
    assert.equal(volume, "zfs receive -s -u -o readonly=on backup/demo/vol");
  });

  it("takes snapshots up to the one that was asked for", () => {
    snapshots("a", "b", "c");
    assert.deepEqual(streams(plan({}, "b")), ["send tank/demo@a", "send -i @a tank/demo@b"]);
    assert.match(onlyWarning(plan({}, "nope")), /has no snapshot @nope/);
  });

  it("has nothing to do where the target is ahead of what was asked for, and keeps the hold on what it has", () => {
    snapshots("a", "b");
    run(plan({ hold: true }));
    const made = plan({ hold: true }, "a");
    assert.deepEqual(made.steps, []);
    assert.equal(made.goals[0]?.newest.guid, target.newestGuid(copy));
    assert.deepEqual(
      made.warnings.map(({ level }) => level),
      ["note"],
    );
    assert.deepEqual([...(source.dataset(root).snapshots[1]?.holds ?? [])], [tag]);
  });

  describe("with what was partially received", () => {
    const interrupt = (transfer: number, snapshot = 0): void => {
      runOnModel(plan(), hosts, { transfer, snapshot });
      assert.equal(target.tokens().size, 1);
    };

    it("resumes it first, then sends what follows", () => {
      snapshots("a", "b", "c");
      interrupt(0);
      const made = plan();
      const [resume, next] = transfersOf(made);
      assert.equal(resume?.kind, "resume");
      assert.deepEqual(resume.argv.slice(0, 3), ["zfs", "send", "-t"]);
      assert.deepEqual(resume.target.argv, ["zfs", "receive", "-s", "-u", "backup/demo"]);
      assert.equal(resume.bytes, 1 << 20);
      assert.deepEqual(next?.argv.slice(-3), ["-I", "@a", "tank/demo@c"]);
      assert.deepEqual(next.needs, [resume.id]);
      run(made);
    });

    it("resumes in the middle of a chain, from the snapshot that was on its way", () => {
      snapshots("a");
      run(plan());
      snapshots("b", "c", "d");
      interrupt(0, 1);
      assert.deepEqual(
        transfersOf(plan()).map((step) => [step.kind, step.to]),
        [
          ["resume", "tank/demo@c"],
          ["send", "tank/demo@d"],
        ],
      );
      run(plan());
    });

    it("names what to give up where the snapshot is gone from the source", () => {
      snapshots("a", "b");
      interrupt(0);
      source.destroySnapshot(root, "a");
      assert.match(
        onlyWarning(plan()),
        /backup\/demo: a partial receive is saved there \(1\.00 MiB\), of a, which is gone from the source\. give it up: zfsr abort beta:backup\/demo/,
      );
    });

    it("does not go on where another snapshot has taken the name", () => {
      snapshots("a");
      interrupt(0);
      source.destroySnapshot(root, "a");
      snapshots("a");
      assert.match(onlyWarning(plan()), /gone from the source/);
    });

    it("does not go on where the dataset was renamed: the token finds the snapshot by its name", () => {
      snapshots("a");
      interrupt(0);
      source.rename(root, "tank/other");
      const other = datasetName("tank/other");
      assert.match(
        onlyWarning(plan({ source: { host: "alpha", dataset: other, snapshot: undefined } })),
        /gone from the source/,
      );
    });

    it("does not go on where the base of the increment is gone", () => {
      snapshots("a");
      run(plan());
      snapshots("b");
      interrupt(0);
      source.destroySnapshot(root, "a");
      assert.match(onlyWarning(plan()), /whose base is gone from the source/);
      source.dataset(root).bookmarks.push({ short: "a", guid: BigInt(target.newestGuid(copy) ?? ""), txg: 1 });
      assert.equal(transfersOf(plan())[0]?.kind, "resume");
    });

    it("does not go on where its token cannot be read", () => {
      snapshots("a");
      interrupt(0);
      const request = {
        ...defaultRequest,
        job: "job",
        source: { host: "alpha", dataset: root, snapshot: undefined },
        target: { host: "beta", dataset: copy },
        recursive: false,
        send: defaultSend,
        receive: defaultReceive,
        hold: false,
      };
      const made = planReplication(request, {
        source: source.observe(root, false),
        target: target.observe(copy, false),
        tokens: new Map(),
      });
      assert.match(onlyWarning(made), /token does not tell/);
    });

    it("gives it up only by a plan of its own, which names what is lost", () => {
      snapshots("a");
      interrupt(0);
      const observation = observationOf(target.observe(copy, false), { token: target.tokens().get(copy) });
      const made = planAbort({ verb: "abort", host: "beta", dataset: copy }, observation);
      assert.deepEqual(destroyedBy(made), [
        { host: "beta", kind: "partial-receive", name: "backup/demo", bytes: 1 << 20 },
      ]);
      assert.deepEqual(made.steps[0]?.argv, ["zfs", "receive", "-A", "backup/demo"]);
      run(made);
      assert.equal(target.tokens().size, 0);
    });

    it("has nothing to give up where nothing was saved", () => {
      const observation = observationOf(source.observe(root, false));
      const made = planAbort({ verb: "abort", host: "alpha", dataset: root }, observation);
      assert.deepEqual(made.steps, []);
      assert.equal(made.warnings[0]?.level, "note");
    });
  });

  describe("leaves for a person", () => {
    it("a target with snapshots of its own after the common one", () => {
      snapshots("a");
      run(plan());
      target.snapshot(copy, "x");
      target.snapshot(copy, "y");
      snapshots("b");
      assert.match(
        onlyWarning(plan()),
        /it has 2 snapshots that the source does not have \(@x, @y\), newer than the common @a.*zfsr rollback beta:backup\/demo@a/,
      );
    });

    it("a target that was written to", () => {
      snapshots("a");
      run(plan());
      target.dataset(copy).written = 4096;
      snapshots("b");
      assert.match(onlyWarning(plan()), /4\.00 KiB were written to it after @a.*zfs diff backup\/demo@a/);
    });

    it("a target that exists without snapshots", () => {
      snapshots("a");
      target.create(copy);
      assert.match(onlyWarning(plan()), /has no snapshot to go on from/);
    });

    it("a target with another snapshot of a name that is to come", () => {
      snapshots("daily", "a");
      run(plan());
      source.destroySnapshot(root, "daily");
      snapshots("daily");
      assert.match(onlyWarning(plan()), /it has another snapshot that is named @daily, too/);
    });

    it("a source without snapshots, and one that does not exist", () => {
      assert.match(onlyWarning(plan()), /its source tank\/demo has no snapshot.*zfsr snapshot alpha:tank\/demo@NAME/);
      const missing = datasetName("tank/nope");
      assert.match(
        onlyWarning(plan({ source: { host: "alpha", dataset: missing, snapshot: undefined } })),
        /alpha:tank\/nope: it does not exist/,
      );
    });

    it("a pool that is not there, and a parent that is missing or a volume", () => {
      snapshots("a");
      const to = (name: string): string => onlyWarning(plan({ target: { host: "beta", dataset: datasetName(name) } }));
      assert.match(to("other/demo"), /its pool is not imported/);
      assert.match(to("backup/x/y"), /its parent backup\/x does not exist.*zfs create -o canmount=off backup\/x/);
      target.create("backup/vol", "volume");
      assert.match(to("backup/vol/y"), /backup\/vol above it is a volume/);
    });

    it("a place within its own source", () => {
      snapshots("a");
      const inside = datasetName("tank/demo/copy");
      assert.match(
        onlyWarning(plan({ target: { host: "alpha", dataset: inside }, recursive: true })),
        /lies within its own source/,
      );
      assert.match(onlyWarning(plan({ target: { host: "alpha", dataset: root } })), /lies within its own source/);
      assert.equal(
        transfersOf(plan({ target: { host: "alpha", dataset: inside } })).length,
        1,
        "not recursive, it does no harm",
      );
    });
  });

  describe("of a tree", () => {
    beforeEach(() => {
      source.create(`${root}/a`);
      source.create(`${root}/a/deep`);
      source.create(`${root}/vol`, "volume");
    });

    it("sends parents before their children, which wait for them", () => {
      snapshots("1");
      const made = plan({ recursive: true });
      assert.deepEqual(
        transfersOf(made).map((step) => step.dataset),
        ["tank/demo", "tank/demo/a", "tank/demo/a/deep", "tank/demo/vol"],
      );
      assert.deepEqual(
        transfersOf(made).map((step) => step.needs),
        [[], ["send:tank/demo@1"], ["send:tank/demo/a@1"], ["send:tank/demo@1"]],
      );
      run(made);
      assert.equal(target.dataset(`${copy}/vol`).type, "volume");
    });

    it("sends a child that came later in full, the others on from where they are", () => {
      snapshots("1");
      run(plan({ recursive: true }));
      source.create(`${root}/new`);
      snapshots("2");
      const made = plan({ recursive: true });
      assert.ok(streams(made).includes("send tank/demo/new@2"));
      assert.ok(streams(made).includes("send -i @1 tank/demo/a@2"));
      run(made);
    });

    it("says which child lacks the snapshot, and sends the others", () => {
      snapshots("1");
      source.create(`${root}/late`);
      const made = plan({ recursive: true });
      assert.deepEqual(
        made.warnings.map(({ object }) => object),
        ["beta:backup/demo/late"],
      );
      assert.equal(made.goals.length, 4);
      run(made);
    });

    it("does not try children whose parent will not be there", () => {
      source.snapshot(`${root}/a/deep`, "1");
      source.snapshot(root, "1");
      const made = plan({ recursive: true });
      assert.deepEqual(streams(made), ["send tank/demo@1"]);
      assert.match(
        made.warnings.find(({ object }) => object === "beta:backup/demo/a/deep")?.message ?? "",
        /its parent does not exist there/,
      );
    });

    it("leaves what is not asked for alone", () => {
      snapshots("1");
      assert.deepEqual(
        transfersOf(plan()).map((step) => step.dataset),
        ["tank/demo"],
      );
    });

    it("leaves one diverged child for a person and brings up the others", () => {
      snapshots("1");
      run(plan({ recursive: true }));
      target.snapshot(`${copy}/a`, "own");
      snapshots("2");
      const made = plan({ recursive: true });
      assert.deepEqual(
        made.warnings.map(({ object }) => object),
        ["beta:backup/demo/a"],
      );
      assert.equal(made.goals.length, 3);
      run(made);
      assert.equal(target.newestGuid(`${copy}/a/deep`), source.newestGuid(`${root}/a/deep`));
    });

    it("is compared by guid afterwards", () => {
      snapshots("1", "2");
      run(plan({ recursive: true }));
      const compare = (): ReturnType<typeof compareTrees> =>
        compareTrees(source.observe(root, true), target.observe(copy, true));
      assert.ok(compare().complete);
      target.create(`${copy}/extra`);
      assert.deepEqual(compare().onlyOnTarget, ["beta:backup/demo/extra"]);
      snapshots("3");
      assert.deepEqual([...new Set(compare().datasets.map(({ state }) => state))], ["behind"]);
      assert.ok(!compare().complete);
      source.create(`${root}/new`);
      assert.equal(compare().datasets.find((row) => row.source.endsWith("/new"))?.state, "missing");
      assert.throws(
        () => compareTrees(source.observe(datasetName("tank/no"), true), target.observe(copy, true)),
        (error) => ZfsrError.is(error, "not-found"),
      );
    });
  });

  describe("of encrypted datasets", () => {
    beforeEach(() => {
      source.create("tank/enc", "filesystem", "aes-256-gcm");
      source.snapshot("tank/enc", "a");
    });
    const encrypted = (raw: "auto" | boolean): Plan =>
      plan({
        source: { host: "alpha", dataset: datasetName("tank/enc"), snapshot: undefined },
        send: { ...defaultSend, raw },
      });

    it("sends raw by itself, without flags that say the same", () => {
      assert.deepEqual(transfersOf(encrypted("auto"))[0]?.argv, ["zfs", "send", "-w", "tank/enc@a"]);
      assert.equal(transfersOf(encrypted("auto"))[0]?.raw, true);
      source.dataset("tank/enc").keyLoaded = false;
      run(encrypted("auto"));
    });

    it("sends others as they are", () => {
      snapshots("a");
      assert.deepEqual(transfersOf(plan())[0]?.argv, ["zfs", "send", "-L", "-e", "-c", "tank/demo@a"]);
    });

    it("sends no embedded blocks into a dataset that is encrypted, in full and as increments", () => {
      snapshots("a");
      target.create("backup/safe", "filesystem", "aes-256-gcm");
      const into = { target: { host: "beta", dataset: datasetName("backup/safe/demo") } };
      assert.deepEqual(transfersOf(plan(into))[0]?.argv, ["zfs", "send", "-L", "-c", "tank/demo@a"]);
      run(plan(into));
      snapshots("b");
      assert.deepEqual(transfersOf(plan(into))[0]?.argv, ["zfs", "send", "-L", "-c", "-i", "@a", "tank/demo@b"]);
    });

    it("says that a plain stream needs the key", () => {
      source.dataset("tank/enc").keyLoaded = false;
      assert.match(onlyWarning(encrypted(false)), /the encryption key of its source tank\/enc is not loaded/);
    });

    it("does not mix raw and plain streams on one target", () => {
      run(encrypted(false));
      source.snapshot("tank/enc", "b");
      assert.match(onlyWarning(encrypted("auto")), /received unencrypted, and a raw stream cannot go on from that/);
      run(encrypted(false));
    });

    it("says that the key is missing on a target that takes no plain stream", () => {
      run(encrypted(true));
      source.snapshot("tank/enc", "b");
      assert.match(onlyWarning(encrypted(false)), /its encryption key is not loaded/);
    });
  });

  describe("with holds", () => {
    const held = (short: string): boolean =>
      source.dataset(root).snapshots.some((snapshot) => snapshot.short === short && snapshot.holds.has(tag));

    it("holds the newest before anything is sent, and releases the one before only afterwards", () => {
      snapshots("a");
      run(plan({ hold: true }));
      assert.ok(held("a"));
      snapshots("b");
      const made = plan({ hold: true });
      assert.deepEqual(
        made.steps.map(({ kind }) => kind),
        ["hold", "send", "release"],
      );
      assert.deepEqual(made.steps[1]?.needs, ["hold"]);
      assert.deepEqual(made.steps[2]?.needs, [made.steps[1].id]);
      run(made);
      assert.ok(held("b") && !held("a"));
      assert.deepEqual(plan({ hold: true }).steps, []);
    });

    it("keeps both holds while the stream has not arrived", () => {
      snapshots("a");
      run(plan({ hold: true }));
      snapshots("b");
      runOnModel(plan({ hold: true }), hosts, { transfer: 0, snapshot: 0 });
      assert.ok(held("a") && held("b"));
    });

    it("never touches the holds of others", () => {
      snapshots("a", "b");
      source.dataset(root).snapshots[0]?.holds.add("keep");
      run(plan({ hold: true }));
      assert.ok(source.dataset(root).snapshots[0]?.holds.has("keep"));
    });

    it("releases nothing of a target that is left for a person", () => {
      snapshots("a");
      run(plan({ hold: true }));
      target.snapshot(copy, "own");
      snapshots("b");
      assert.deepEqual(plan({ hold: true }).steps, []);
      assert.ok(held("a"));
    });

    it("holds nothing where that is not wanted, or not possible", () => {
      snapshots("a");
      const kinds = (made: Plan): string[] => made.steps.map(({ kind }) => kind);
      assert.deepEqual(kinds(plan({ hold: false })), ["send"]);
      source.readonly = true;
      assert.deepEqual(kinds(plan({ hold: true })), ["send"]);
      target.readonly = true;
      assert.match(onlyWarning(plan({ hold: true })), /its pool is imported read-only/);
    });

    it("holds a tree by one name where that means what is sent and nothing else", () => {
      const words = (made: Plan): (string | undefined)[] => made.steps.map(({ argv }) => argv.join(" "));
      for (const name of ["x", "y"]) source.create(`${root}/${name}`);
      snapshots("a");
      const whole = plan({ hold: true, recursive: true });
      assert.match(words(whole)[0] ?? "", new RegExp(`^zfs hold -r \\S+ ${root}@a$`));
      run(whole);
      assert.equal(words(plan({ hold: true, recursive: true })).length, 0);
      source.snapshot(root, "b", true);
      const part = plan({
        hold: true,
        recursive: true,
        select: { include: [], exclude: [`${root}/y`], snapshots: [] },
      });
      assert.match(words(part)[0] ?? "", new RegExp(`^zfs hold zfsr\\S+ ${root}@b ${root}/x@b$`));
      run(part);
    });

    it("holds a tree of a thousand in commands that a shell can take", () => {
      for (let i = 0; i < 1000; i += 1) source.create(`${root}/${"x".repeat(80)}${i}`);
      snapshots("a");
      const select = { include: [], exclude: [`${root}/*x0`], snapshots: [] };
      const made = plan({ hold: true, recursive: true, select });
      const holds = made.steps.filter(({ kind }) => kind === "hold");
      assert.equal(holds.flatMap(({ argv }) => argv.slice(3)).length, 1000);
      for (const { argv } of holds) assert.ok(argv.join(" ").length < 60_000, String(argv.join(" ").length));
      run(made);
    });
  });

  it("takes a tree of 10 000 datasets in a few seconds", () => {
    for (let i = 0; i < 10_000; i += 1) source.create(`${root}/${i}`);
    snapshots("a");
    const request = { recursive: true };
    const started = busyTime();
    assert.equal(plan(request).goals.length, 10_001);
    assert.ok(busyTime() - started < 8000, `${busyTime() - started} ms`);
  });
});
