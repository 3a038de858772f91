import assert from "node:assert/strict";
import fc from "fast-check";
import { destroyedBy, type Plan } from "../../../../src/core/plan/plan";
import { isTransfer } from "../../../../src/core/plan/step";
import type { OnDiverged } from "../../../../src/core/jobs/job";
import { rebase } from "../../../../src/core/zfs/names";
import { type Asked, asked, broken, cut, fresh, type History, history } from "../../../support/model/histories";
import { copy, root } from "../../../support/model/pair";
import { runOnModel } from "../../../support/model/runOnModel";
import { World } from "../../../support/model/world";
import { ModelHost } from "../../../support/model/zfs";

/** `tank/demo/*` is no child of a child. */
function isExcluded(name: string, { exclude }: Asked): boolean {
  if (exclude === undefined) return false;
  return exclude.endsWith("*") ? name !== root : name === exclude || name.startsWith(`${exclude}/`);
}

function isWanted(short: string, how: Asked): boolean {
  if (how.snapshot !== undefined) return short === how.snapshot;
  return how.snapshots === undefined || /^[0246]$/.test(short);
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
  const world = new World(encrypted, countStreams);
  for (const event of events) world.happens(event);
  return world;
}

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
        const plan = world.planFor(how);
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
        const plan = world.planFor({ ...how, onDiverged, keep: undefined });
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
        const plan = world.planFor({ ...how, onDiverged, keep: how.keep ?? 1 });
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

  it(`loses nothing that comes right before a rollback, and the next run finishes it (${runs.numRuns} histories)`, () => {
    let refused = 0;
    fc.assert(
      fc.property(history, asked, (events, how) => {
        const world = worldAfter(events);
        const plan = world.planFor({ ...how, onDiverged: "rollback" });
        const target = world.target;
        const came: bigint[] = [];
        target.run = (argv) => {
          if (argv[1] === "rollback") {
            const dataset = (argv.at(-1) ?? "").replace(/@.*/, "");
            target.snapshot(dataset, "precious");
            came.push(target.find(`${dataset}@precious`).guid);
          }
          ModelHost.prototype.run.call(target, argv);
        };
        const failures = runOnModel(plan, world.hosts);
        assert.equal(failures.size, came.length);
        for (const guid of came) assert.ok(target.withGuid(guid) !== undefined, "what came meanwhile is gone");
        refused += came.length;
        target.run = (argv) => ModelHost.prototype.run.call(target, argv);
        const next = world.planFor({ ...how, onDiverged: "rollback" });
        assert.deepEqual([...runOnModel(next, world.hosts)], []);
        for (const goal of plan.goals) assert.equal(target.newestGuid(goal.dataset), goal.newest.guid);
      }),
      runs,
    );
    ran(runs);
    assert.ok(refused > 20, `the histories are too poor: ${refused} rollbacks were refused`);
  });

  it(`is planned only once: when the plan has run, nothing is left to do (${runs.numRuns} histories)`, () => {
    fc.assert(
      fc.property(history, asked, (events, how) => {
        const world = worldAfter(events);
        // what has just arrived is looked at by retention the next time
        const once = { ...how, keep: undefined };
        const first = world.planFor(once);
        runOnModel(first, world.hosts);
        const second = world.planFor(once);
        assert.deepEqual(second.steps, []);
        assert.deepEqual(
          second.goals.map(({ dataset }) => dataset).sort(),
          first.goals.map(({ dataset }) => dataset).sort(),
        );
        // what a stream has not brought is known once it has come
        const left = (plan: Plan): unknown =>
          plan.warnings.filter(({ id, level }) => level === "person" && id !== "lacking");
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
        assert.deepEqual(world.planFor(how), world.planFor(how));
      }),
      fewer,
    );
    ran(fewer);
  });

  it(`leaves the base of the next increment held on the source, whatever breaks (${runs.numRuns} histories)`, () => {
    fc.assert(
      fc.property(history, asked, broken, (events, how, breaks) => {
        const world = worldAfter(events);
        const plan = world.planFor({ ...how, hold: true });
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
        runOnModel(world.planFor({ ...how, hold: true }), world.hosts, breaks);
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
        const plan = world.planFor({ ...how, keep: how.keep ?? 1 });
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

  it(`lets go of nothing whose successor has not arrived, though both ends said so (${runs.numRuns} histories)`, () => {
    let empty = 0;
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(fc.tuple(history, asked), fresh), cut, ([events, how], breaks) => {
        const world = worldAfter(events);
        const tag = "zfsr:beta:backup/demo";
        const kept = (): Map<string, readonly string[]> =>
          new Map(
            [...world.source.datasets].map(([name, { snapshots, bookmarks }]) => [
              name,
              [
                ...snapshots.flatMap(({ guid, holds }) => [`@${guid}`, ...(holds.has(tag) ? [`held ${guid}`] : [])]),
                ...bookmarks.map(({ guid }) => `#${guid}`),
              ],
            ]),
          );
        const before = kept();
        const there = new Map([...world.target.datasets].map(([name, { snapshots }]) => [name, snapshots.length]));
        const plan = world.planFor({ ...how, hold: true, keep: how.keep ?? 1 });
        const failures = runOnModel(plan, world.hosts, { ...breaks, alone: true, empty: true });
        const after = kept();
        const rolledBack = new Set(plan.steps.flatMap(({ kind, dataset }) => (kind === "rollback" ? [dataset] : [])));
        for (const { dataset, newest, source } of plan.goals) {
          const now = new Set(after.get(source.dataset));
          const gone = (before.get(source.dataset) ?? []).filter((one) => !now.has(one));
          if (world.target.newestGuid(dataset) === newest.guid) {
            taken += gone.length;
            continue;
          }
          empty += 1;
          assert.deepEqual(gone, [], `something of ${source.dataset} was let go, and ${newest.name} has not arrived`);
          if (rolledBack.has(dataset) || failures.size > 0) continue;
          const less = (world.target.datasets.get(dataset)?.snapshots.length ?? 0) < (there.get(dataset) ?? 0);
          const moved = plan.steps.some(({ kind }) => kind === "rename");
          assert.ok(moved || !less, `snapshots of ${dataset} were destroyed, and ${newest.name} has not arrived`);
        }
      }),
      runs,
    );
    ran(runs);
    assert.ok(empty > 20 && taken > 20, `the histories are too poor: ${empty} did not arrive, ${taken} were let go`);
  });

  it(`has steps whose ids differ and whose needs stand before them (${fewer.numRuns} histories)`, () => {
    fc.assert(
      fc.property(history, asked, (events, how) => {
        const seen = new Set<string>();
        for (const step of worldAfter(events).planFor(how).steps) {
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
