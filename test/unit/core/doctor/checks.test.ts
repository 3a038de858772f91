/** Each check, both ways: on what real hosts printed, and on the same with the one thing changed that it looks for. */
import assert from "node:assert/strict";
import { checks, examine } from "../../../../src/core/doctor/examine";
import type { HostFacts, Side } from "../../../../src/core/doctor/facts";
import { connectionCases } from "./cases/connection";
import { datasetCases } from "./cases/datasets";
import { machineCases } from "./cases/machine";
import { poolCases } from "./cases/pools";
import { softwareCases } from "./cases/software";
import { upkeepCases } from "./cases/upkeep";
import { type Case, peer } from "./support/changes";
import { recordedPair } from "./support/recorded";

type Pair = Awaited<ReturnType<typeof recordedPair>>;

const cases: readonly Case[] = [
  ...softwareCases,
  ...connectionCases,
  ...machineCases,
  ...poolCases,
  ...datasetCases,
  ...upkeepCases,
];

function changed(pair: Pair, { of, change }: Case): Pair {
  const side = (one: Side): Side => ({ ...one, facts: { ...one.facts, ...change(one.facts, one) } });
  return {
    source: of === "target" ? pair.source : side(pair.source),
    target: of === "source" ? pair.target : side(pair.target),
  };
}

describe("the doctor's checks", () => {
  let pair: Pair;

  before(async () => {
    pair = await recordedPair();
  });

  it("each have a case here", () => {
    assert.deepEqual([...new Set(cases.map(({ id }) => id))].sort(), checks.map(({ id }) => id).sort());
  });

  for (const one of cases) {
    it(`${one.id}: ${one.state}, ${one.title.source}, and not where it is otherwise`, () => {
      const like = (facts: Pair): readonly string[] =>
        examine(facts)
          .filter((result) => result.id === one.id && result.state === one.state && one.title.test(result.title))
          .map((result) => result.remedy ?? "");
      const [remedy, ...more] = like(changed(pair, one));
      assert.ok(remedy !== undefined, `${one.id} says nothing`);
      if (one.remedy)
        assert.ok(
          [remedy, ...more].some((text) => one.remedy?.test(text)),
          remedy,
        );
      // alpha's cipher is what ssh takes by itself, so that case is as recorded
      if (one.id === "cipher" && one.of === "source") {
        const gcm = changed(pair, { ...one, change: peer({ cipher: "aes128-gcm@openssh.com" }) });
        assert.deepEqual(like(gcm), []);
      } else assert.deepEqual(like(pair), []);
    });
  }

  it("say unknown, and why, of everything that could not be seen, and never ok", () => {
    const blind = (side: Side): Side => {
      const names = Object.keys(side.facts) as (keyof HostFacts)[];
      const nothing = Object.fromEntries(names.map((name) => [name, undefined])) as Record<keyof HostFacts, undefined>;
      return { ...side, facts: { ...nothing, unseen: new Map(names.map((name) => [name, "permission denied"])) } };
    };
    const results = examine({ source: blind(pair.source), target: blind(pair.target) });
    assert.deepEqual([...new Set(results.map(({ state }) => state))], ["unknown"]);
    assert.ok(results.length > 30, String(results.length));
  });

  it("find nothing failed on hosts that are well, from each version to each", async () => {
    for (const [source, target] of [
      ["alpha", "beta"],
      ["alpha", "gamma"],
      ["gamma", "beta"],
    ] as const) {
      const results = examine(await recordedPair(source, target)).filter(({ state }) => state === "fail");
      const missing = source === "gamma" ? ["vault/demo does not exist"] : [];
      assert.deepEqual(
        results.map(({ title }) => title),
        missing,
        `${source} to ${target}`,
      );
    }
  });

  it("see what a plain user may see, and say of the rest that they could not", async () => {
    const results = examine(await recordedPair("alpha-repl", "beta"));
    const own = results.filter(({ host }) => host === "alpha-repl");
    assert.deepEqual(
      own.filter(({ state }) => state === "fail"),
      [],
    );
    assert.ok(own.some(({ id, state }) => id === "permissions" && state === "ok"));
    assert.deepEqual(
      own
        .filter(({ state }) => state === "unknown")
        .map(({ id }) => id)
        .sort(),
      ["firewall", "keys", "services"],
    );
  });
});
