import assert from "node:assert/strict";
import fc from "fast-check";
import { destroyedBy, type Plan } from "../../../../src/core/plan/plan";
import { isTransfer } from "../../../../src/core/plan/step";
import { planReplication } from "../../../../src/core/replication/planReplication";
import {
  defaultReceive,
  defaultRequest,
  defaultSend,
  type OnDiverged,
  type ReplicationRequest,
} from "../../../../src/core/replication/request";
import { datasetName, rebase } from "../../../../src/core/zfs/names";
import { type Break, ModelHost, Refused, runOnModel } from "../../../support/model/zfs";

const root = datasetName("tank/demo");
const copy = datasetName("backup/demo");

/** How one replication is asked for. */
interface Asked {
  readonly recursive: boolean;
  readonly intermediates: boolean;
  readonly hold: boolean;
  readonly raw: "auto" | boolean;
  readonly resumable: boolean;
  readonly snapshot: string | undefined;
  readonly onDiverged: OnDiverged;
  readonly bookmark: boolean;
  readonly exclude: string | undefined;
  readonly snapshots: string | undefined;
  readonly keep: number | undefined;
  /** In one `send -R` stream, where that fits. */
  readonly replicate: boolean;
}

/** What may happen between two replications. */
type Happening =
  | { readonly does: "snapshot"; readonly dataset: string; readonly short: string; readonly recursive: boolean }
  | { readonly does: "destroy-snapshot"; readonly dataset: string; readonly short: string }
  | { readonly does: "bookmark"; readonly dataset: string; readonly instead: boolean }
  | {
      readonly does: "create";
      readonly dataset: string;
      readonly type: "filesystem" | "volume";
      readonly encrypted: boolean;
    }
  | { readonly does: "rename"; readonly dataset: string }
  | { readonly does: "clone"; readonly dataset: string; readonly as: string }
  | { readonly does: "key"; readonly dataset: string; readonly loaded: boolean }
  | { readonly does: "target-write"; readonly dataset: string }
  | { readonly does: "target-snapshot"; readonly dataset: string; readonly short: string }
  | { readonly does: "target-create"; readonly dataset: string; readonly type: "filesystem" | "volume" }
  | { readonly does: "target-destroy-snapshot"; readonly dataset: string; readonly short: string }
  | { readonly does: "replicate"; readonly asked: Asked; readonly broken: Break | undefined };

const below = fc.constantFrom("", "", "", "/a", "/b", "/a/c");
const short = fc.constantFrom("1", "2", "3", "4", "5", "6");
const asked: fc.Arbitrary<Asked> = fc.record({
  recursive: fc.boolean(),
  intermediates: fc.boolean(),
  hold: fc.boolean(),
  raw: fc.constantFrom<"auto" | boolean>("auto", "auto", "auto", "auto", true, false),
  resumable: fc.constantFrom(true, true, false),
  onDiverged: fc.constantFrom<OnDiverged>("stop", "stop", "rollback", "rename"),
  bookmark: fc.boolean(),
  exclude: fc.constantFrom(undefined, undefined, undefined, "tank/demo/a", "tank/demo/*"),
  snapshots: fc.constantFrom(undefined, undefined, undefined, "[0246]"),
  keep: fc.constantFrom(undefined, undefined, 1, 2),
  replicate: fc.constantFrom(false, false, true),
  snapshot: fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: short }),
});
const cut: fc.Arbitrary<Break> = fc.record({ transfer: fc.nat(3), snapshot: fc.nat(2), alone: fc.boolean() });
const broken: fc.Arbitrary<Break | undefined> = fc.option(cut, { nil: undefined });

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ does: fc.constant("snapshot" as const), dataset: below, short, recursive: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("destroy-snapshot" as const), dataset: below, short }) },
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant("bookmark" as const),
      dataset: below,
      instead: fc.constantFrom(true, true, false),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant("create" as const),
      dataset: below,
      type: fc.constantFrom("filesystem" as const, "filesystem" as const, "volume" as const),
      encrypted: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("rename" as const), dataset: below }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant("clone" as const),
      dataset: below,
      as: fc.constantFrom("/a", "/b", "/k", "/a/k"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("key" as const), dataset: below, loaded: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("target-write" as const), dataset: below }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("target-snapshot" as const), dataset: below, short }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant("target-create" as const),
      dataset: below,
      type: fc.constantFrom("filesystem" as const, "volume" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("target-destroy-snapshot" as const), dataset: below, short }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant("replicate" as const), asked, broken }) },
);

/** A tree as a whole, with all its snapshots. */
const ordered = { recursive: true, hold: true, exclude: undefined, snapshots: undefined, snapshot: undefined } as const;

function orderly(): fc.Arbitrary<Asked> {
  return asked.map((how) => ({ ...how, ...ordered }));
}

/** Two machines, and what is planned between them. */
class World {
  readonly source = new ModelHost("alpha", "tank");
  readonly target = new ModelHost("beta", "backup");
  readonly hosts = new Map([
    ["alpha", this.source],
    ["beta", this.target],
  ]);

  constructor(encrypted: boolean) {
    this.source.create(root, "filesystem", encrypted ? "aes-256-gcm" : "off");
    this.source.snapshot(root, "0");
  }

  plan(how: Asked): Plan {
    const request: ReplicationRequest = {
      ...defaultRequest,
      job: "beta:backup/demo",
      source: { host: "alpha", dataset: root, snapshot: how.snapshot },
      target: { host: "beta", dataset: copy },
      recursive: how.recursive,
      send: { ...defaultSend, intermediates: how.intermediates, raw: how.raw, replicate: how.replicate },
      receive: { ...defaultReceive, resumable: how.resumable },
      hold: how.hold,
      bookmark: how.bookmark,
      onDiverged: how.onDiverged,
      select: {
        include: [],
        exclude: how.exclude === undefined ? [] : [how.exclude],
        snapshots: how.snapshots === undefined ? [] : [how.snapshots],
      },
      keep: {
        source: how.keep === undefined ? undefined : { last: how.keep },
        target: how.keep === undefined ? undefined : { last: how.keep + 1 },
        match: [],
      },
    };
    return planReplication(request, {
      source: this.source.observe(root, how.recursive),
      target: this.target.observe(copy, how.recursive),
      tokens: this.target.tokens(),
    });
  }

  /** Guids of all that the target holds. */
  held(): Set<string> {
    return new Set(
      [...this.target.datasets.values()].flatMap((dataset) =>
        dataset.snapshots.map((snapshot) => snapshot.guid.toString()),
      ),
    );
  }

  /** Guids of all snapshots by their whole names, `beta:backup/demo@1`, as they are called now. */
  names(): Map<string, string> {
    const names = new Map<string, string>();
    for (const host of this.hosts.values())
      for (const [name, { snapshots }] of host.datasets)
        for (const snapshot of snapshots)
          names.set(`${host.id}:${name}@${snapshot.short}`, `${host.id} ${snapshot.guid}`);
    return names;
  }

  happens(event: Happening): void {
    if (event.does === "replicate") {
      const plan = this.plan(event.asked);
      countStreams(plan);
      const failures = runOnModel(plan, this.hosts, event.broken);
      if (!event.broken) assert.deepEqual([...failures], [], "a step of a plan failed");
      for (const failure of failures.values())
        assert.match(failure.message, /incomplete stream/, "a step failed that was not to break");
      return;
    }
    try {
      this.changes(event);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  private changes(event: Exclude<Happening, { does: "replicate" }>): void {
    const there = root + event.dataset;
    const onTarget = copy + event.dataset;
    switch (event.does) {
      case "snapshot":
        this.source.dataset(there);
        {
          this.source.snapshot(there, event.short, event.recursive);
          return;
        }
      case "destroy-snapshot":
        return void this.source.destroySnapshot(there, event.short);
      case "bookmark": {
        const newest = this.source.dataset(there).snapshots.at(-1)?.short ?? "";
        this.source.bookmark(there, newest, newest);
        if (event.instead) this.source.destroySnapshot(there, newest);
        return;
      }
      case "create":
        return void this.source.create(there, event.type, event.encrypted ? "aes-256-gcm" : "off");
      case "rename":
        this.source.dataset(there);
        if (event.dataset !== "") this.source.rename(there, `${there}x`);
        return;
      case "clone": {
        const newest = this.source.dataset(there).snapshots.at(-1)?.short ?? "";
        this.source.clone(there, newest, root + event.as);
        return;
      }
      case "key":
        if (this.source.dataset(there).encryption !== "off") this.source.dataset(there).keyLoaded = event.loaded;
        return;
      case "target-write":
        // what has been received in part only cannot be mounted
        if (this.target.dataset(onTarget).snapshots.length > 0) this.target.dataset(onTarget).written += 4096;
        return;
      case "target-snapshot":
        if (this.target.dataset(onTarget).snapshots.length > 0) this.target.snapshot(onTarget, event.short);
        return;
      case "target-create":
        return void this.target.create(onTarget, event.type);
      case "target-destroy-snapshot":
        return void this.target.destroySnapshot(onTarget, event.short);
    }
  }
}

/** `tank/demo/*` is no child of a child. */
function isExcluded(name: string, { exclude }: Asked): boolean {
  if (exclude === undefined) return false;
  return exclude.endsWith("*") ? name !== root : name === exclude || name.startsWith(`${exclude}/`);
}

function isWanted(short: string, how: Asked): boolean {
  if (how.snapshot !== undefined) return short === how.snapshot;
  return how.snapshots === undefined || /^[0246]$/.test(short);
}

interface History {
  readonly encrypted: boolean;
  readonly events: readonly Happening[];
}

/** Histories that one property has run over, and what was planned in them. */
let worlds = 0;
const seen = new Map<string, number>();
const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);

function countStreams(plan: Plan): void {
  for (const step of plan.steps.filter(isTransfer)) {
    if (step.argv.includes("-R")) count(step.from === undefined ? "whole" : "whole increment");
    else if (step.kind === "resume") count("resumed");
    else if (step.from === undefined) count("full");
    else if (step.from.includes("#")) count("from a bookmark");
    else count(step.argv.includes("-I") ? "with intermediates" : "one snapshot");
  }
}

function worldAfter({ encrypted, events }: History): World {
  worlds += 1;
  const world = new World(encrypted);
  for (const event of events) world.happens(event);
  return world;
}

const wild: fc.Arbitrary<History> = fc.record({
  encrypted: fc.oneof({ weight: 2, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  events: fc.array(happening, { minLength: 4, maxLength: 30, size: "max" }),
});
/** A tree whose snapshots are taken together and replicated again and again, where a child may go its own way. */
const calm: fc.Arbitrary<History> = fc
  .record({
    encrypted: fc.constantFrom(false, false, false, true),
    children: fc.subarray(["/a", "/b", "/a/c"]),
    first: fc.option(asked, { nil: undefined }),
    events: fc.array(
      fc.oneof(
        {
          weight: 6,
          arbitrary: fc.record({
            does: fc.constant("snapshot" as const),
            dataset: fc.constantFrom("", "", "", "/a"),
            short,
            recursive: fc.constant(true),
          }),
        },
        { weight: 1, arbitrary: fc.record({ does: fc.constant("target-write" as const), dataset: below }) },
        { weight: 1, arbitrary: fc.record({ does: fc.constant("destroy-snapshot" as const), dataset: below, short }) },
        { weight: 5, arbitrary: fc.record({ does: fc.constant("replicate" as const), asked: orderly(), broken }) },
      ),
      { maxLength: 14, size: "max" },
    ),
  })
  .map(({ encrypted, children, first, events }) => ({
    encrypted,
    events: [
      ...children.map((dataset) => ({
        does: "create" as const,
        dataset,
        type: "filesystem" as const,
        encrypted: false,
      })),
      { does: "snapshot" as const, dataset: "", short: "1", recursive: true },
      ...(first ? [{ does: "replicate" as const, asked: { ...first, ...ordered }, broken: undefined }] : []),
      ...events,
    ],
  }));

/** Two snapshots of a tree that has never been replicated, which is now to go as a whole. */
const fresh: fc.Arbitrary<readonly [History, Asked]> = fc.tuple(calm, asked).map(([{ encrypted, events }, how]) => [
  {
    encrypted,
    events: [
      ...events.filter((event) => event.does === "create" || event.does === "snapshot"),
      { does: "snapshot", dataset: "", short: "7", recursive: true },
    ],
  },
  { ...how, ...ordered, replicate: true },
]);

const history = fc.oneof({ weight: 3, arbitrary: wild }, { weight: 2, arbitrary: calm });

const runs = { numRuns: 1500 };
const fewer = { numRuns: 500 };

describe("any history of two machines", () => {
  beforeEach(() => {
    worlds = 0;
    seen.clear();
  });
  /** That so many histories were really made and looked at. */
  const ran = ({ numRuns }: { readonly numRuns: number }): void => assert.equal(worlds, numRuns);

  it(`is planned so that no step fails, and each target ends with the newest snapshot or a warning that says why (${runs.numRuns} histories)`, () => {
    fc.assert(
      fc.property(history, asked, (events, how) => {
        const world = worldAfter(events);
        const datasets = [...world.source.observe(root, how.recursive).datasets.keys()].filter(
          (name) => !isExcluded(name, how),
        );
        const plan = world.plan(how);
        countStreams(plan);
        const failures = runOnModel(plan, world.hosts);
        assert.deepEqual([...failures], [], "a step of the plan failed");
        for (const goal of plan.goals) {
          assert.equal(
            world.target.newestGuid(goal.dataset),
            goal.newest.guid,
            `${goal.dataset} has not what was promised`,
          );
          const wanted = world.source
            .dataset(goal.source.dataset)
            .snapshots.findLast((snapshot) => isWanted(snapshot.short, how));
          assert.ok(
            (wanted && world.held().has(wanted.guid.toString())) || goal.newest.guid !== wanted?.guid.toString(),
            "the newest that was wanted did not arrive",
          );
        }
        for (const goal of plan.goals)
          count(
            plan.steps.some((step) => isTransfer(step) && step.dataset === goal.source.dataset) ? "reached" : "kept",
          );
        for (const warning of plan.warnings)
          count(warning.message.replace(/@\S+|\d[\d.]* ?\w*|\(.*\)|(tank|backup)\S*/g, "").slice(0, 60));
        const stopped = plan.warnings.length === 1 && plan.goals.length === 0;
        for (const dataset of datasets) {
          const name = rebase(dataset, root, copy);
          const goal = plan.goals.find((candidate) => candidate.dataset === name);
          const warned = plan.warnings.some(
            (warning) => warning.object === `beta:${name}` || warning.object === `alpha:${dataset}`,
          );
          assert.ok(goal !== undefined || warned || stopped, `nothing is said of ${name}`);
          const newest = world.source.newestGuid(dataset);
          if (goal && !warned && how.snapshot === undefined && how.snapshots === undefined)
            assert.equal(world.target.newestGuid(name), newest, `${name} is not current, and nothing says why`);
        }
      }),
      runs,
    );
    ran(runs);
    for (const what of [
      "reached",
      "kept",
      "resumed",
      "full",
      "from a bookmark",
      "with intermediates",
      "one snapshot",
      "whole",
      "whole increment",
    ]) {
      assert.ok((seen.get(what) ?? 0) > 5, `the histories are too poor: ${what} came ${seen.get(what) ?? 0} times`);
    }
  });

  it(`is planned without taking anything away (${runs.numRuns} histories)`, () => {
    fc.assert(
      fc.property(history, asked, (events, how) => {
        const world = worldAfter(events);
        const before = world.held();
        const destroyed = world.target.destroyed + world.source.destroyed;
        // rename keeps what it moves, and rollback and retention are agreed to: the next property is about them
        const onDiverged = how.onDiverged === "rollback" ? "stop" : how.onDiverged;
        const plan = world.plan({ ...how, onDiverged, keep: undefined });
        assert.deepEqual(destroyedBy(plan), []);
        runOnModel(plan, world.hosts);
        const after = world.held();
        assert.deepEqual(
          [...before].filter((guid) => !after.has(guid)),
          [],
        );
        assert.equal(world.target.destroyed + world.source.destroyed, destroyed);
        for (const step of plan.steps) {
          assert.ok(!step.argv.includes("-F") && !(isTransfer(step) && step.target.argv.includes("-F")));
          assert.ok(!["rollback", "abort-partial"].includes(step.kind));
        }
      }),
      runs,
    );
    ran(runs);
  });

  it(`takes away only what its plan names, and never what both sides go on from (${runs.numRuns} histories)`, () => {
    let taken = 0;
    fc.assert(
      fc.property(history, asked, fc.constantFrom<OnDiverged>("rollback", "rename"), (events, how, onDiverged) => {
        const world = worldAfter(events);
        const before = world.names();
        const plan = world.plan({ ...how, onDiverged, keep: how.keep ?? 1 });
        const failures = runOnModel(plan, world.hosts);
        assert.deepEqual([...failures], []);
        const named = new Set(destroyedBy(plan).map((item) => `${item.host}:${item.name}`));
        const after = new Set(world.names().values());
        for (const [name, guid] of before)
          if (!after.has(guid)) {
            taken += 1;
            assert.ok(named.has(name), `${name} is gone, and the plan did not say so`);
          }
        for (const goal of plan.goals) {
          assert.equal(world.target.newestGuid(goal.dataset), goal.newest.guid);
          const source = world.source.dataset(goal.source.dataset);
          assert.ok(
            [...source.snapshots, ...source.bookmarks].some((item) => item.guid.toString() === goal.newest.guid),
            `${goal.source.dataset} has lost the base of the next increment`,
          );
        }
      }),
      runs,
    );
    ran(runs);
    assert.ok(taken > 20, `the histories are too poor: ${taken} snapshots were taken away`);
  });

  it(`is planned only once: when the plan has run, nothing is left to do (${runs.numRuns} histories)`, () => {
    fc.assert(
      fc.property(history, asked, (events, how) => {
        const world = worldAfter(events);
        // what has just arrived is looked at by retention the next time
        const once = { ...how, keep: undefined };
        const first = world.plan(once);
        runOnModel(first, world.hosts);
        const second = world.plan(once);
        assert.deepEqual(second.steps, []);
        assert.deepEqual(
          second.goals.map(({ dataset }) => dataset).sort(),
          first.goals.map(({ dataset }) => dataset).sort(),
        );
        const left = (plan: Plan): unknown => plan.warnings.filter((warning) => warning.level === "person");
        assert.deepEqual(left(second), left(first));
      }),
      runs,
    );
    ran(runs);
  });

  it(`is planned the same each time (${fewer.numRuns} histories)`, () => {
    fc.assert(
      fc.property(history, asked, (events, how) => {
        const world = worldAfter(events);
        assert.deepEqual(world.plan(how), world.plan(how));
      }),
      fewer,
    );
    ran(fewer);
  });

  it(`leaves the base of the next increment held on the source, whatever breaks (${runs.numRuns} histories)`, () => {
    fc.assert(
      fc.property(history, asked, broken, (events, how, breaks) => {
        const world = worldAfter(events);
        const plan = world.plan({ ...how, hold: true });
        runOnModel(plan, world.hosts, breaks);
        for (const goal of plan.goals) {
          const source = world.source.dataset(goal.source.dataset);
          const there = world.target.datasets.get(goal.dataset)?.snapshots.at(-1);
          const base = there && source.snapshots.find((snapshot) => snapshot.guid === there.guid);
          if (!base || there.guid.toString() !== goal.newest.guid) continue;
          assert.ok(base.holds.has("zfsr:beta:backup/demo"), `${goal.source.dataset}@${base.short} is not held`);
        }
      }),
      runs,
    );
    ran(runs);
  });

  it(`never loses the hold on a snapshot that the target still goes on from (${runs.numRuns} histories)`, () => {
    fc.assert(
      fc.property(history, asked, broken, (events, how, breaks) => {
        const world = worldAfter(events);
        const tag = "zfsr:beta:backup/demo";
        const bases = [...world.target.datasets].flatMap(([name, dataset]) => {
          const sourceName = root + name.slice(copy.length);
          const last = dataset.snapshots.at(-1);
          const base =
            last && world.source.datasets.get(sourceName)?.snapshots.find((snapshot) => snapshot.guid === last.guid);
          return base?.holds.has(tag) ? [{ name, sourceName, base }] : [];
        });
        runOnModel(world.plan({ ...how, hold: true }), world.hosts, breaks);
        for (const { name, sourceName, base } of bases) {
          // what was put aside is no longer gone on from
          const moved = world.target.datasets.get(name)?.snapshots.at(-1)?.guid !== base.guid;
          assert.ok(moved || base.holds.has(tag), `${sourceName}@${base.short} was released too early`);
        }
      }),
      runs,
    );
    ran(runs);
  });

  it(`cleans up no dataset whose stream has failed (${runs.numRuns} histories)`, () => {
    let failed = 0;
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(fc.tuple(history, asked), fresh), cut, ([events, how], breaks) => {
        const world = worldAfter(events);
        const has = (): Map<string, number> =>
          new Map([...world.source.datasets].map(([name, { snapshots }]) => [name, snapshots.length]));
        const before = has();
        const plan = world.plan({ ...how, keep: how.keep ?? 1 });
        failed += runOnModel(plan, world.hosts, { ...breaks, alone: true }).size;
        const after = has();
        for (const goal of plan.goals) {
          const { dataset } = goal.source;
          if (after.get(dataset) === before.get(dataset)) continue;
          taken += 1;
          assert.equal(
            world.target.newestGuid(goal.dataset),
            goal.newest.guid,
            `snapshots of ${dataset} were destroyed, and ${goal.newest.name} has not arrived`,
          );
        }
      }),
      runs,
    );
    ran(runs);
    assert.ok(failed > 20 && taken > 20, `the histories are too poor: ${failed} failed, ${taken} were cleaned up`);
  });

  it(`has steps whose ids differ and whose needs stand before them (${fewer.numRuns} histories)`, () => {
    fc.assert(
      fc.property(history, asked, (events, how) => {
        const seen = new Set<string>();
        for (const step of worldAfter(events).plan(how).steps) {
          assert.ok(!seen.has(step.id), step.id);
          for (const id of step.needs) assert.ok(seen.has(id), `${step.id} needs ${id}`);
          seen.add(step.id);
        }
      }),
      fewer,
    );
    ran(fewer);
  });
});
