import { formatBytes } from "../base/bytes";
import { groupBy } from "../base/groupBy";
import { zfsrCommand } from "../base/zfsrCommand";
import type { Plan } from "../plan/plan";
import { type DatasetName, isWithin, shortNameOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { Snapshot } from "../zfs/model";
import { commonBase } from "./commonBase";
import { type Observed, targetName } from "./observed";
import type { ReplicationRequest } from "./request";
import { expired } from "./retention";
import { snapshotMatcher } from "./select";

/** A snapshot of the target that retention takes, of which no stream needs anything. */
interface Free {
  readonly dataset: DatasetName;
  readonly snapshot: Snapshot;
}

/** Datasets, and snapshots, in one command that a person is to read: a word of it has an end, too. */
const mostPlaces = 20;
const mostNames = 100;

/**
 * The command by which a person makes room for streams that retention waits for: it lets go of what retention would, the oldest
 * first, and of no more than is needed. First what the rule lets go of as things are; where that is nothing, what goes once
 * the streams are through. Never the base of a stream. It says so where that is not enough.
 * @param plan with all of its streams @param place that lacks `bytes`
 * @returns a clause; undefined where retention frees nothing there
 */
export function roomToMake(
  plan: Plan,
  request: ReplicationRequest,
  observed: Observed,
  { name: place, bytes }: { readonly name: DatasetName; readonly bytes: number },
): string | undefined {
  const { target } = observed;
  const going = new Set(
    plan.steps.flatMap((step) =>
      step.kind === "destroy" && step.host === target.host && isWithin(step.dataset, place)
        ? step.destroys.map((item) => item.name)
        : [],
    ),
  );
  if (going.size === 0) return undefined;
  const bases = basesOf(request, observed);
  const free = [...target.datasets.values()].flatMap(({ dataset: { name: dataset }, snapshots }) =>
    snapshots
      .filter((snapshot) => going.has(snapshot.name) && !bases.has(snapshot))
      .map((snapshot) => ({ dataset, snapshot })),
  );
  const now = expiredNow(request, observed);
  const already = free.filter(({ snapshot }) => now.has(snapshot));
  const chosen = enough(already.length > 0 ? already : free, bytes);
  if (chosen.length === 0) return undefined;
  const named = [...groupBy(chosen.slice(0, mostNames), ({ dataset }) => dataset)].slice(0, mostPlaces);
  const told = named.flatMap(([, group]) => group);
  const frees = told.reduce((sum, { snapshot }) => sum + snapshot.used, 0);
  const places = named.map(([dataset, group]) => {
    const names = group.map(({ snapshot }) => shortNameOf(snapshot.name)).join(",");
    return formatPlace(target.host, `${dataset}@${names}`);
  });
  const why = already.length > 0 ? "no rule keeps them there" : "retention takes them once the streams are through";
  const short = frees < bytes ? `, of ${formatBytes(bytes)} that are missing` : "";
  const more = chosen.length > told.length ? ` (${chosen.length - told.length} more after that: plan again)` : "";
  return `let go of what frees at least ${formatBytes(frees)}${short} (${why}): ${zfsrCommand("destroy", ...places)}${more}`;
}

/** What streams go on from, and the newest of each dataset. */
function basesOf(request: ReplicationRequest, { source, target }: Observed): ReadonlySet<Snapshot> {
  const bases = new Set<Snapshot>();
  for (const here of source.datasets.values()) {
    const there = target.datasets.get(targetName(request, here.dataset.name));
    const base = there && commonBase(here, there)?.target;
    for (const snapshot of [base, there?.snapshots.at(-1)]) if (snapshot) bases.add(snapshot);
  }
  return bases;
}

/** What the target's rule lets go of though nothing comes. */
function expiredNow({ keep }: ReplicationRequest, { target, at }: Observed): ReadonlySet<Snapshot> {
  const rule = keep.target;
  if (!rule) return new Set();
  const matches = snapshotMatcher(keep.match);
  return new Set(
    [...target.datasets.values()].flatMap(({ snapshots }) =>
      expired(
        snapshots.filter(({ name }) => matches(shortNameOf(name))),
        rule,
        at,
      ),
    ),
  );
}

/** The oldest of them that have so many bytes for themselves; all where they have less. */
function enough(free: readonly Free[], bytes: number): Free[] {
  const chosen: Free[] = [];
  let sum = 0;
  for (const each of [...free].sort((a, b) => a.snapshot.creation - b.snapshot.creation)) {
    if (sum >= bytes) break;
    chosen.push(each);
    sum += each.snapshot.used;
  }
  return chosen;
}
