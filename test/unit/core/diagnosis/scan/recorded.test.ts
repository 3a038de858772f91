import assert from "node:assert/strict";
import type { Reason } from "../../../../../src/core/base/errors";
import type { Category } from "../../../../../src/core/diagnosis/finding";
import { findingsIn } from "../../../../../src/core/diagnosis/scan/scanner";
import { failuresIn } from "../../../../../src/core/zfs/failures";
import { recordings, transcripts } from "../../../../support/transcripts/transcripts";

/** What a reason that a command failed for is called in a log; several where the words tell more than the reason. */
const expected: Partial<Record<Reason, readonly Category[]>> = {
  usage: ["config", "feature-version"],
  "invalid-name": ["naming"],
  "host-unreachable": ["network"],
  "auth-failed": ["ssh-auth"],
  "connection-lost": ["network"],
  "not-installed": ["module"],
  "not-found": ["missing-snapshot", "resume"],
  "snapshot-not-found": ["missing-snapshot"],
  "pool-not-found": ["pool-health"],
  exists: ["exists", "diverged"],
  busy: ["busy", "hold-clone"],
  held: ["hold-clone"],
  "has-clones": ["hold-clone"],
  permission: ["permission"],
  space: ["space"],
  quota: ["space"],
  "target-modified": ["diverged"],
  diverged: ["diverged"],
  "base-missing": ["missing-snapshot"],
  "stream-corrupt": ["stream-corrupt"],
  "stream-incomplete": ["resume"],
  "stream-unsupported": ["feature-version"],
  "partial-receive-exists": ["resume"],
  "token-invalid": ["resume", "feature-version"],
  "key-not-loaded": ["encryption"],
  "encryption-mismatch": ["encryption"],
  "mount-failed": ["mount", "permission", "encryption"],
  "property-not-received": ["config", "permission"],
  "pool-suspended": ["pool-health"],
  "read-only": ["pool-health"],
  "data-corruption": ["data-corruption"],
};

describe("the recorded messages of both versions of OpenZFS", () => {
  for (const recording of recordings) {
    it(`are found in their category: ${recording}`, () => {
      const wrong: string[] = [];
      let looked = 0;
      for (const { name, stderr } of transcripts(recording)) {
        const reasons = new Set(
          failuresIn(stderr)
            .filter(({ symptom }) => !symptom)
            .map(({ reason }) => reason),
        );
        reasons.delete("failed");
        if (reasons.size === 0) continue;
        looked += 1;
        const categories = new Set(findingsIn(stderr).map(({ category }) => category));
        const right = [...reasons].some((reason) => expected[reason]?.some((category) => categories.has(category)));
        if (!right)
          wrong.push(`${name}: ${[...reasons].join(" ")}: ${[...categories].join(" ")}: ${stderr.slice(0, 120)}`);
      }
      assert.ok(looked > 8, String(looked));
      assert.deepEqual(wrong, []);
    });

    it(`and nothing is found in what healthy commands print: ${recording}`, () => {
      const alarms = transcripts(recording)
        .filter(({ rc, stderr, name }) => rc === 0 && stderr.trim() === "" && !sick.test(name))
        .flatMap(({ name, stdout }) =>
          findingsIn(stdout)
            .filter(({ severity }) => severity !== "info")
            .map(({ id, text }) => `${name}: ${id}: ${text}`),
        );
      assert.deepEqual(alarms, []);
    });
  }

  it("tell of a pool that is not well from its status", () => {
    for (const recording of ["openzfs-2.1.11", "openzfs-2.3.9"] as const) {
      const of = (name: string): string[] =>
        transcripts(recording)
          .filter((row) => row.name === name)
          .flatMap(({ stdout }) => findingsIn(stdout).map(({ category }) => category));
      for (const name of ["suspended-status", "cor-status-after-read", "cor-scrub"])
        assert.ok(of(name).includes("data-corruption"), `${recording} ${name}: ${of(name).join(" ")}`);
      for (const name of ["raidz-two-offline", "gone-status"])
        assert.ok(of(name).includes("pool-health"), `${recording} ${name}: ${of(name).join(" ")}`);
    }
  });
});

/** Rows whose output shows a pool that is not well, though the command did what it was asked. */
const sick =
  /^(?:gone|suspend|after-clear|cor|missing|raidz|inject|import-other|replace|status-|mirror|offline|online|degraded|forced|cksum|send-clone-R|allow-baduser)/;
