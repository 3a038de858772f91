import { type DatasetName, isWithin, parentOf, type PoolName, poolOf } from "../zfs/names";
import type { DatasetFacts, DoctorFacts, HostFacts, Side } from "./facts";

/** `unknown`: it could not be seen; that is no "ok". */
export type CheckState = "ok" | "warn" | "fail" | "unknown";

/** What checks are shown under. */
export type CheckGroup = "software" | "connection" | "machine" | "pools" | "datasets" | "upkeep";

/** What a plan can do about it: nothing is destroyed by it, and its opposite undoes it. */
export type Fix =
  | { readonly verb: "set"; readonly dataset: DatasetName; readonly property: string; readonly value: string }
  | { readonly verb: "scrub"; readonly pool: PoolName };

/** What one look came to. */
export interface Seen {
  readonly host: string;
  readonly state: CheckState;
  /** A few words: `pool tank is degraded`. */
  readonly title: string;
  /** What was seen, with figures. */
  readonly detail: string;
  /** What to do: a command where there is one; undefined where nothing is to be done. */
  readonly remedy?: string;
  /** The same as a plan, where it is one. */
  readonly fix?: Fix;
}

/** One question to the facts. It takes them and nothing else. */
export interface Check {
  readonly id: string;
  readonly group: CheckGroup;
  /** Why it matters: one sentence without a full stop. */
  readonly why: string;
  readonly look: (facts: DoctorFacts) => readonly Seen[];
}

/** What the doctor says: the contract of `zfsr doctor --json`. */
export interface CheckResult extends Omit<Seen, "remedy"> {
  readonly id: string;
  readonly group: CheckGroup;
  readonly why: string;
  readonly remedy: string | undefined;
}

/** Both ends, or the one there is. */
export function sidesOf({ source, target }: DoctorFacts): readonly Side[] {
  return target ? [source, target] : [source];
}

/** Both ends, each host once. */
export function hostsOf(facts: DoctorFacts): readonly Side[] {
  const sides = sidesOf(facts);
  return sides.filter((side, i) => sides.findIndex(({ host }) => host === side.host) === i);
}

/** That a fact could not be seen, and why. @param fact its name in HostFacts */
export function unseen(side: Side, fact: keyof HostFacts, what: string): Seen {
  const because = side.facts.unseen.get(fact);
  return {
    host: side.host,
    state: "unknown",
    title: `${what} could not be seen`,
    // what ran is a script of the doctor's own: its name tells nobody anything
    detail: because?.replace(/^'sh -c' ended with exit status \d+: /, "") ?? "the host does not tell",
    ...(because !== undefined && /permission|denied|root|not permitted/i.test(because)
      ? { remedy: "run the doctor as root there to see it" }
      : {}),
  };
}

/** That all is well. */
export function fine(host: string, title: string, detail: string): Seen {
  return { host, state: "ok", title, detail };
}

/** The datasets at and below the place; undefined where they could not be listed. */
export function treeOf({ dataset, facts }: Side): readonly DatasetFacts[] | undefined {
  return facts.datasets?.filter((entry) => dataset === undefined || isWithin(entry.name, dataset));
}

/** The dataset of the place, or the nearest above it that there is. */
export function nearestOf({ dataset, facts }: Side): DatasetFacts | undefined {
  const byName = new Map(facts.datasets?.map((entry) => [entry.name, entry]));
  for (let name = dataset; name !== undefined; name = parentOf(name)) {
    const found = byName.get(name);
    if (found) return found;
  }
  return undefined;
}

/** The pools a place is about: its own, or all. */
export function poolsOf<T extends { readonly name: string }>({ dataset }: Side, pools: readonly T[]): readonly T[] {
  return dataset === undefined ? pools : pools.filter(({ name }) => name === poolOf(dataset));
}

/** `a, b, c and 4 more` */
export function someOf(names: readonly string[], most = 3): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(", ")} and ${more} more` : names.join(", ");
}
