/** Which holds and bookmarks are left over. */
import assert from "node:assert/strict";
import { bookmarkStates, holdStates, jobsThatHold, type SeenJob } from "../../../../src/core/administration/holdStates";
import { bookmarkPrefix, holdTag, jobOfTag } from "../../../../src/core/replication/holdTag";
import { datasetName, type Guid } from "../../../../src/core/zfs/names";
import { observed } from "../../../support/model/observation";

/** A job to `host:dataset` whose target has these snapshots of the source, by name. */
function seen(place: string, has: readonly string[] | "gone" | undefined): SeenJob {
  const [host = "", name = ""] = place.split(":");
  return {
    ...{ job: place, target: { host, dataset: datasetName(name) } },
    has: Array.isArray(has) ? new Set(has.map((one) => `guid of ${one}` as Guid)) : (has as "gone" | undefined),
  };
}

describe("holds", () => {
  const there = observed([
    ["tank/a", ["@1!zfsr:beta:backup/a!zfsr:gamma:vault/a", "@2!zfsr:beta:backup/a!mine", "@3!mine"]],
    // the same replication, in another dataset that is behind
    ["tank/a/b", ["@1!zfsr:beta:backup/a", "@2"]],
  ]);
  const told = (...jobs: SeenJob[]): Record<string, string> =>
    Object.fromEntries(
      holdStates(there.holds, there.states.values(), jobs).map(({ snapshot, tag, state }) => [
        `${snapshot} ${tag.replace(/^zfsr:(\w+):.*$/, "$1")}`,
        state,
      ]),
    );

  it("are left over where the target has a newer one that is held, and nowhere else", () => {
    assert.deepEqual(told(seen("beta:backup/a", ["tank/a@1", "tank/a@2", "tank/a/b@1"]), seen("gamma:vault/a", [])), {
      "tank/a@1 beta": "superseded",
      "tank/a@1 gamma": "base",
      "tank/a@2 beta": "base",
      "tank/a@2 mine": "foreign",
      "tank/a@3 mine": "foreign",
      "tank/a/b@1 beta": "base",
    });
  });

  it("are needed while the newer one has not arrived: a run holds it before it sends it", () => {
    const states = told(seen("beta:backup/a", ["tank/a@1"]));
    assert.deepEqual([states["tank/a@1 beta"], states["tank/a@2 beta"]], ["base", "base"]);
  });

  it("are not called left over where the target cannot be seen", () => {
    for (const jobs of [[], [seen("beta:backup/a", undefined)]]) {
      const states = told(...jobs);
      assert.deepEqual([states["tank/a@1 beta"], states["tank/a@2 beta"]], ["unproven", "base"]);
    }
  });

  it("are gone with their target", () => {
    const states = told(seen("gamma:vault/a", "gone"));
    assert.deepEqual([states["tank/a@1 gamma"], states["tank/a@1 beta"]], ["gone", "unproven"]);
  });
});

describe("bookmarks of a replication", () => {
  const mark = (job: string, guid: number): string => `#${bookmarkPrefix(job)}${guid}`;
  const there = observed([
    ["tank/a", ["@1", mark("beta:backup/a", 1), "@2", mark("beta:backup/a", 2), mark("gone:x/y", 3), "#theirs"]],
  ]);
  const guidOf = (guid: number): string => `tank/a@${mark("beta:backup/a", guid).slice(1)}`;
  const told = (...jobs: SeenJob[]): string[] =>
    bookmarkStates(there.states.values(), jobs).map(({ state, target }) => `${state} ${target ?? "-"}`);

  it("are told apart from those of others, and found left over as holds are", () => {
    assert.deepEqual(told(), ["unproven -", "base -", "base -"]);
    assert.deepEqual(told(seen("beta:backup/a", [guidOf(1), guidOf(2)]), seen("gone:x/y", "gone")), [
      "superseded beta:backup/a",
      "base beta:backup/a",
      "gone gone:x/y",
    ]);
    assert.deepEqual(told(seen("beta:backup/a", [guidOf(1)])).slice(0, 2), [
      "base beta:backup/a",
      "base beta:backup/a",
    ]);
  });
});

describe("the tag of a hold", () => {
  const target = (tag: string): string | undefined => {
    const job = jobOfTag(tag);
    return job && `${job.target.host}:${job.target.dataset}`;
  };

  it("tells its target, with or without a job's name", () => {
    for (const place of ["beta:backup/a", "root@beta:2222:backup/a:b", "beta:backup"]) {
      assert.equal(target(holdTag(place)), place);
      assert.equal(target(holdTag(`two:${place}`)), place);
      assert.equal(jobOfTag(holdTag(`two:${place}`))?.job, `two:${place}`);
    }
    assert.equal(target(holdTag("two:sudo+repl@beta:backup/a")), "sudo+repl@beta:backup/a");
  });

  it("tells nothing where it was made of a longer name, or is none of zfsr's", () => {
    for (const tag of [holdTag(`beta:backup/${"x".repeat(250)}`), "mine", "zfsr:beta", "zfsr:", "zfsr:a:b:c:d:e"])
      assert.equal(target(tag), undefined, tag);
  });

  it("is told better by what is remembered", () => {
    const job = `beta:backup/${"x".repeat(230)}`;
    const remembered = { job, target: { host: "beta", dataset: datasetName(`backup/${"x".repeat(230)}`) } };
    const holds = observed([["tank/a", [`@1!${holdTag(job)}`, "@2!zfsr:gamma:vault/a"]]]).holds;
    const jobs = jobsThatHold(holds, [remembered]);
    assert.deepEqual(Object.fromEntries(jobs.map((one) => [one.target.host, one.remembered])), {
      beta: true,
      gamma: false,
    });
  });
});
