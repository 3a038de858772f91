import assert from "node:assert/strict";
import type { PoolFeatures } from "../../../../../src/core/zfs/features";
import type { HazardEnd, HazardFacts, HazardStream } from "../../../../../src/core/zfs/hazards/hazard";
import { fixedIn, hazards, hazardsOf } from "../../../../../src/core/zfs/hazards/hazardsOf";

const end: HazardEnd = {
  version: undefined,
  features: new Map(),
  encrypted: false,
  keyLoaded: undefined,
  recordsize: 131_072,
  dnodesize: "legacy",
  filesystemVersion: 5,
  ashift: 12,
  mounted: false,
  delegated: false,
  rekeyed: false,
};
const stream: HazardStream = {
  raw: false,
  largeBlocks: true,
  compressed: true,
  incremental: true,
  intermediates: true,
  resumable: true,
  resumed: false,
  largeBlocksChanged: false,
  baseRaw: false,
  back: false,
};

interface Change {
  readonly source?: Partial<HazardEnd>;
  readonly target?: Partial<HazardEnd>;
  readonly stream?: Partial<HazardStream>;
}

function facts(version: string, change: Change = {}): HazardFacts {
  const versions = { version: { userland: version, kernel: version } };
  return {
    source: { ...end, ...versions, ...change.source },
    target: { ...end, ...versions, ...change.target },
    stream: { ...stream, ...change.stream },
  };
}

function met(id: string, given: HazardFacts): ReturnType<typeof hazardsOf>[number] | undefined {
  return hazardsOf(given).find((found) => found.hazard.id === id);
}

const active = (...names: string[]): PoolFeatures => new Map(names.map((name) => [name, "active"] as const));
const encrypted = { encrypted: true, keyLoaded: true };
const large = { recordsize: 1_048_576 };

/** For each hazard: what makes it apply, and what of that must be otherwise for it not to; `always` has none. */
const cases: Readonly<Record<string, readonly [when: Change, not: Change | "always"]>> = {
  "plain-send-of-encrypted": [{ source: encrypted }, { source: encrypted, stream: { raw: true } }],
  "receive-into-unloaded-key": [
    { target: { encrypted: true, keyLoaded: false } },
    { target: { encrypted: true, keyLoaded: true } },
  ],
  "raw-receive-back": [
    { source: encrypted, stream: { raw: true, back: true } },
    { source: encrypted, stream: { raw: true } },
  ],
  "unlock-regression": [{ source: encrypted }, {}],
  "raw-to-larger-ashift": [
    { source: { ...encrypted, ashift: 9 }, stream: { raw: true } },
    { source: { ...encrypted, ashift: 13 }, stream: { raw: true } },
  ],
  "raw-indirect-block-size": [
    { source: encrypted, stream: { raw: true } },
    { source: encrypted, stream: { raw: true, incremental: false } },
  ],
  "rekeyed-replica": [
    { target: { ...encrypted, rekeyed: true }, stream: { raw: true } },
    { target: encrypted, stream: { raw: true } },
  ],
  "plain-over-raw": [{ source: encrypted, stream: { baseRaw: true } }, { source: encrypted }],
  "old-encryption-format": [{ target: encrypted }, {}],
  "raw-large-blocks-not-marked": [{ source: large, stream: { raw: true } }, { source: large }],
  "raw-with-holds": [{ stream: { raw: true, holds: true } }, { stream: { raw: true, holds: true, properties: true } }],
  "delegated-raw-intermediates": [
    { source: { delegated: true }, stream: { raw: true } },
    { source: { delegated: true }, stream: { raw: true, intermediates: false } },
  ],
  "excluded-encrypted": [{ source: encrypted, stream: { excludesDatasets: true } }, { source: encrypted }],
  "reads-as-holes": [{}, "always"],
  "clone-races": [{ source: { features: active("block_cloning") } }, {}],
  "clone-between-encryption": [
    { source: { features: active("block_cloning", "encryption") } },
    { source: { features: active("block_cloning") } },
  ],
  "clone-of-mapped": [{ source: { features: active("block_cloning") } }, {}],
  "clone-after-truncate": [{ source: { features: active("block_cloning") } }, {}],
  "draid-cleared-disk": [{ target: { features: active("draid") } }, {}],
  "large-blocks-toggled": [{ source: large, stream: { largeBlocksChanged: true } }, { source: large }],
  "hole-birth": [
    { source: { features: active("hole_birth") } },
    { source: { features: active("hole_birth") }, stream: { incremental: false } },
  ],
  "compressed-to-larger-ashift": [{ source: { ashift: 9 } }, { source: { ashift: 9 }, stream: { compressed: false } }],
  "compressed-other-ashift": [{ source: { ashift: 13 } }, {}],
  "freed-objects-race": [{}, { stream: { incremental: false } }],
  "recursive-stream-loses-end": [{ stream: { replicate: true } }, {}],
  "resume-over-existing": [{ stream: { resumed: true, incremental: false } }, { stream: { resumed: true } }],
  "large-blocks-not-activated": [{ source: large, stream: { back: true } }, { source: large }],
  "large-microzap-not-activated": [
    { source: { features: active("large_microzap") } },
    { source: { features: active("large_microzap") }, stream: { largeBlocks: false } },
  ],
  "redacted-last-block": [{ stream: { redacted: true } }, {}],
  "raw-from-redaction-bookmark": [{ stream: { redacted: true, raw: true } }, { stream: { redacted: true } }],
  "receive-x-alternates": [
    { stream: { excludesProperties: true, properties: true } },
    { stream: { excludesProperties: true } },
  ],
  "old-filesystem-version": [{ source: { filesystemVersion: 4 } }, {}],
  "slow-dnode-reallocation": [{ source: { dnodesize: "auto" } }, {}],
  "late-resume-token": [{}, { stream: { resumable: false } }],
  "larger-than-target-allows": [{ source: { recordsize: 4_194_304 } }, { source: large }],
  "forced-receive-of-package": [{ stream: { properties: true, force: true } }, { stream: { force: true } }],
  "receive-implies-destroy": [{ target: { delegated: true } }, {}],
  "automount-deadlock": [{ target: { mounted: true } }, {}],
};

/** `2.3.3` to `2.3.2`, `2.4.0` to `2.3.999`: the last release before it. */
function before(release: string): string {
  const numbers = release.replace(/-rc.*/, "").split(".").map(Number);
  if (release.includes("-rc")) return [...numbers.slice(0, 1), (numbers[1] ?? 0) - 1, 999].join(".");
  const last = numbers.length - 1;
  if ((numbers[last] ?? 0) > 0) return [...numbers.slice(0, last), (numbers[last] ?? 0) - 1].join(".");
  return (numbers[1] ?? 0) > 0 ? [numbers[0], (numbers[1] ?? 0) - 1, 999].join(".") : `${(numbers[0] ?? 0) - 1}.999.0`;
}

describe("hazards of replication by the release of OpenZFS", () => {
  it("each have a case here, and an id of their own", () => {
    assert.deepEqual(Object.keys(cases).sort(), hazards.map(({ id }) => id).sort());
    assert.equal(new Set(hazards.map(({ id }) => id)).size, hazards.length);
  });

  for (const hazard of hazards) {
    const [when, not] = cases[hazard.id] ?? [{}, "always"];
    for (const [from, end] of hazard.affected) {
      it(`${hazard.id}: from ${from ?? "the first"} to before ${end ?? "the newest"}, and on no other side`, () => {
        assert.equal(met(hazard.id, facts(from ?? "0.6.1", when))?.certain, true);
        const last = end === undefined ? "9.0.0" : from?.startsWith(`${end}-rc`) ? from : before(end);
        assert.equal(met(hazard.id, facts(`${last}-1`, when))?.fixedIn, end);
        const outside = [...(end === undefined ? [] : [end]), ...(from === undefined ? [] : [before(from)])];
        for (const version of outside)
          assert.equal(met(hazard.id, facts(`${version}-0ubuntu1`, when)), undefined, version);
      });
    }
    if (not !== "always") {
      it(`${hazard.id}: not where what it needs is otherwise`, () => {
        const version = hazard.affected[0]?.[0] ?? "0.6.1";
        assert.equal(met(hazard.id, facts(version, not)), undefined);
      });
    }
  }

  it("are decided by the kernel module, not by the userland", () => {
    const given = facts("2.2.7", { source: encrypted });
    assert.ok(met("plain-send-of-encrypted", given));
    const newer = { userland: "2.2.7", kernel: "2.2.8" };
    assert.equal(met("plain-send-of-encrypted", { ...given, source: { ...given.source, version: newer } }), undefined);
  });

  it("are decided by the userland where libzfs has the fault", () => {
    const change: Change = { stream: { excludesProperties: true, properties: true } };
    const given = facts("2.3.9", change);
    assert.equal(met("receive-x-alternates", given), undefined);
    const target = { ...end, version: { userland: "2.3.8", kernel: "2.3.9" } };
    assert.ok(met("receive-x-alternates", { ...given, target }));
  });

  it("leave out the end that has no part in it", () => {
    const given = facts("2.3.9", { source: encrypted });
    const target = { ...end, ...encrypted, version: { userland: "2.2.0", kernel: "2.2.0" } };
    assert.equal(met("plain-send-of-encrypted", { ...given, target }), undefined);
    assert.equal(hazardsOf({ ...given, target: undefined }).filter((found) => found.end === "target").length, 0);
  });

  it("are only possible where a fact is not known", () => {
    const found = met(
      "raw-receive-back",
      facts("2.1.2", { source: encrypted, stream: { raw: true, back: undefined } }),
    );
    assert.equal(found?.certain, false);
  });

  it("are not claimed of a release that nobody could read, unless all releases have them", () => {
    const unknown = facts("2.1.2", { source: { version: undefined }, target: { version: undefined } });
    assert.deepEqual(hazardsOf(unknown), []);
    const old = { ...unknown, source: { ...unknown.source, filesystemVersion: 4 } };
    assert.deepEqual(
      hazardsOf(old).map(({ hazard, version }) => [hazard.id, version]),
      [["old-filesystem-version", "unknown"]],
    );
  });

  it("know a distribution's build that has the mend", () => {
    assert.ok(met("reads-as-holes", facts("2.1.11-1")));
    assert.equal(met("reads-as-holes", facts("2.1.11-1+deb12u1")), undefined);
  });

  it("know release candidates as older than the release", () => {
    assert.ok(met("automount-deadlock", facts("2.4.2-rc1", { target: { mounted: true } })));
    assert.equal(met("automount-deadlock", facts("2.4.2", { target: { mounted: true } })), undefined);
  });

  it("come the worst first, the certain before the possible", () => {
    const found = hazardsOf(
      facts("2.1.2", { source: { ...encrypted, ...large }, stream: { raw: true, back: undefined } }),
    );
    const severities = found.map(({ hazard }) => hazard.severity);
    const order = ["error", "warning", "info"];
    assert.ok(found.length > 4);
    assert.deepEqual(
      severities,
      [...severities].sort((a, b) => order.indexOf(a) - order.indexOf(b)),
    );
  });

  it("name a release without the fault for each branch that has one", () => {
    const byId = new Map(hazards.map((hazard) => [hazard.id, hazard]));
    const hazard = byId.get("plain-send-of-encrypted");
    assert.ok(hazard);
    assert.deepEqual(fixedIn(hazard), ["2.2.8", "2.3.3"]);
  });
});
