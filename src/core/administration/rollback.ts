import { zfsrCommand } from "../base/zfsrCommand";
import { formatBytes } from "../base/bytes";
import type { Plan, Warning } from "../plan/plan";
import type { CommandStep, Destroyed } from "../plan/step";
import { takeBackSteps } from "../plan/takeBack";
import type { Bookmark, Snapshot } from "../zfs/model";
import { datasetOf, type DatasetName, isWithin, shortNameOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState } from "../zfs/tree";
import { dependencyOf } from "./dependents";
import { clonesOf, type Observation } from "./observation";
import { already, left, missing, note, planOf, stop } from "./plans";
import type { RollbackRequest } from "./request";

/**
 * Rolls a dataset back to one of its snapshots. Named as destroyed are the newer snapshots and bookmarks, the clones of
 * these where they go along, and what was written since.
 */
export function planRollback(request: RollbackRequest, observation: Observation): Plan {
  const { host, snapshot, recursive } = request;
  const dataset = datasetOf(snapshot);
  const title = `roll back ${formatPlace(host, dataset)}${recursive ? " and all below it" : ""} to @${shortNameOf(snapshot)}`;
  const own = observation.states.get(dataset);
  const point = own?.snapshots.find(({ name }) => name === snapshot);
  if (!own || !point) return planOf(title, [], [missing(observation, snapshot)]);
  const warnings: Warning[] = [];
  const steps: CommandStep[] = [];
  for (const state of observation.states.values()) {
    if (recursive ? !isWithin(state.dataset.name, dataset) : state !== own) continue;
    const to = state.snapshots.find(({ name }) => shortNameOf(name) === shortNameOf(snapshot));
    const { name } = state.dataset;
    if (to) steps.push(...planOne(request, observation, state, to, warnings));
    else warnings.push(left(host, name, `it has no @${shortNameOf(snapshot)}, so it stays as it is`, "decide by hand"));
  }
  return planOf(title, steps, steps.length === 0 ? warnings.map(asStop) : warnings);
}

function asStop(warning: Warning): Warning {
  return warning.level === "person" ? { ...warning, stops: true } : warning;
}

function planOne(
  { host, clones }: RollbackRequest,
  observation: Observation,
  { dataset, snapshots, bookmarks }: DatasetState,
  to: Snapshot,
  warnings: Warning[],
): readonly CommandStep[] {
  const after = <T extends Snapshot | Bookmark>(items: readonly T[]): T[] =>
    items.filter((item) => item.createtxg > to.createtxg);
  const newer = after(snapshots);
  const newerBookmarks = after(bookmarks);
  const place = formatPlace(host, to.name);
  const cloned: Destroyed[] = [];
  for (const snapshot of newer) {
    const dependency = dependencyOf(observation, snapshot);
    if (dependency?.kind === "hold" || (dependency && !clones)) {
      const nextStep =
        dependency.kind === "hold"
          ? dependency.nextStep
          : `destroy it, too: ${zfsrCommand("rollback", "--clones", place)}`;
      warnings.push(
        left(host, snapshot.name, `it is newer than @${shortNameOf(to.name)}, and ${dependency.message}`, nextStep),
      );
      return [];
    }
    for (const clone of clonesOf(observation, snapshot.name)) {
      const own = observation.datasets.get(clone);
      cloned.push({ host, kind: "dataset", name: clone, bytes: own?.used, ...(own ? { guid: own.guid } : {}) });
      const deeper = dependentsOf(clone, observation);
      if (deeper !== undefined) {
        const first = `destroy the clone by itself first: ${zfsrCommand("destroy", "-r", formatPlace(host, clone))}`;
        warnings.push(stop(host, clone, `it would go along, and has ${deeper}`, first));
        return [];
      }
    }
  }
  if (newer.length === 0 && newerBookmarks.length === 0 && dataset.written === 0) {
    warnings.push(already(host, dataset.name, `nothing was written to it after @${shortNameOf(to.name)}`));
    return [];
  }
  if (dataset.receiveResumeToken !== undefined)
    warnings.push(
      note(
        host,
        dataset.name,
        "what was partially received into it stays saved",
        `give it up: ${zfsrCommand("abort", formatPlace(host, dataset.name))}`,
      ),
    );
  return takeBackSteps({
    ...{ id: `rollback:${to.name}`, host, dataset, to: to.name },
    ...{ newer: [...newer, ...newerBookmarks], clones: cloned },
    reason: `back to ${new Date(to.creation).toISOString().slice(0, 16).replace("T", " ")} UTC${dataset.written > 0 ? `; ${formatBytes(dataset.written)} were written after its newest snapshot` : ""}`,
  });
}

/** What keeps zfs from destroying a clone by its name alone; undefined for one that has nothing of its own. */
function dependentsOf(clone: DatasetName, observation: Observation): string | undefined {
  if ((observation.states.get(clone)?.snapshots.length ?? 0) > 0) return "snapshots of its own";
  for (const { name, origin } of observation.datasets.values()) {
    if (name !== clone && isWithin(name, clone)) return "datasets below it";
    if (origin !== undefined && datasetOf(origin) === clone) return "clones of its own";
  }
  return undefined;
}
