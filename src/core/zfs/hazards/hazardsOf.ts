import { parseRelease, rangeOf, type Release } from "../release";
import { cloningHazards } from "./cloningHazards";
import { encryptionHazards } from "./encryptionHazards";
import type { Hazard, HazardEnd, HazardFacts, HazardSeverity } from "./hazard";
import { receivingHazards } from "./receivingHazards";
import { streamHazards } from "./streamHazards";

/**
 * Every hazard that is known here. Left out of the survey they come from: what hangs on the release of another tool
 * (zrepl 504), what no fact of a host tells (NVMe devices that vanish, #16806), and what only kernels built for
 * debugging do (#18749).
 */
export const hazards: readonly Hazard[] = [
  ...encryptionHazards,
  ...cloningHazards,
  ...streamHazards,
  ...receivingHazards,
];

/** A hazard that a stream meets. */
export interface FoundHazard {
  readonly hazard: Hazard;
  readonly end: "source" | "target";
  /** The release that decides, as `zfs version` prints it. */
  readonly version: string;
  /** False when a fact that decides it is not known: then it is only possible. */
  readonly certain: boolean;
  /** The first release of that end's branch without it; undefined where none is out. */
  readonly fixedIn: string | undefined;
}

const order: readonly HazardSeverity[] = ["error", "warning", "info"];

/**
 * The hazards that these two ends and this stream meet: the worst first, and the certain before the possible. An end
 * whose version is not known meets those alone that every release has.
 */
export function hazardsOf(facts: HazardFacts): FoundHazard[] {
  const found = hazards.flatMap((hazard) => [
    ...(hazard.end === "target" ? [] : metBy(hazard, facts, "source", facts.source)),
    ...(hazard.end === "source" || !facts.target ? [] : metBy(hazard, facts, "target", facts.target)),
  ]);
  return found.sort(
    (a, b) =>
      order.indexOf(a.hazard.severity) - order.indexOf(b.hazard.severity) || Number(b.certain) - Number(a.certain),
  );
}

/** The first releases without the hazard, one for each branch that had it; empty where it is in all. */
export function fixedIn(hazard: Hazard): string[] {
  return hazard.affected.flatMap(([, before]) => before ?? []);
}

function metBy(hazard: Hazard, facts: HazardFacts, end: FoundHazard["end"], side: HazardEnd): FoundHazard[] {
  const version = hazard.decidedBy === "kernel" ? side.version?.kernel : side.version?.userland;
  const release = version === undefined ? undefined : parseRelease(version);
  if (hazard.patchedBuilds?.some((build) => build.test(version ?? ""))) return [];
  const range = release ? rangeOf(release, hazard.affected) : everyRelease(hazard);
  if (!range) return [];
  const met = hazard.condition(facts, side);
  if (met === false) return [];
  return [{ hazard, end, version: version ?? "unknown", certain: met === true, fixedIn: mended(hazard, release) }];
}

function everyRelease(hazard: Hazard): Hazard["affected"][number] | undefined {
  return hazard.affected.find(([from, before]) => from === undefined && before === undefined);
}

function mended(hazard: Hazard, release: Release | undefined): string | undefined {
  return release && rangeOf(release, hazard.affected)?.[1];
}
