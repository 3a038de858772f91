import { formatBytes } from "../../base/bytes";
import { shellQuote } from "../../base/shellQuote";
import type { Remedy } from "../../diagnosis/finding";
import { byHost } from "../../diagnosis/remedy";
import { datasetOf, shortNameOf, type SnapshotName } from "../../zfs/names";
import { formatPlace } from "../../zfs/place";
import type { DatasetState } from "../../zfs/tree";
import { freeName } from "./freeName";
import { moveAside } from "./moveAside";
import { planned } from "./planned";
import { shared } from "./shared";
import { stateOf } from "./stateOf";
import { datasetIn, type Scene, snapshotIn, type Told } from "./told";

/** What a target has that its source lacks: what was written to it, the newest snapshot both have, and what going back loses. */
export async function findBase(told: Told, scene: Scene): Promise<Remedy[]> {
  const dataset = datasetIn(told);
  if (dataset === undefined) return [];
  const state = await stateOf(scene.host, dataset, scene);
  const wanted = snapshotIn(told);
  if (wanted !== undefined) return backTo(wanted, state, scene, [...(await cloneBeside(wanted, scene))]);
  const newest = state.snapshots.at(-1);
  if (!newest) return [];
  const choices = [...written(newest.name, state, scene), ...(await moveAside(dataset, scene))];
  const base = await shared(state, scene);
  if (base && scene.source) {
    const place = formatPlace(scene.source.host.id, scene.source.dataset);
    return backTo(base.target.name, state, scene, choices, `, which ${place} has, too`);
  }
  // without the source nobody can tell which snapshot both have; what was written is newer than all of them
  return state.dataset.written === 0 ? choices : backTo(newest.name, state, scene, choices);
}

function written(newest: SnapshotName, { dataset }: DatasetState, { host }: Scene): Remedy[] {
  if (dataset.written === 0) return [];
  const line = `zfs diff -FH ${shellQuote(newest)} ${shellQuote(dataset.name)}`;
  return [byHost("See what was written", "none", host.id, line)];
}

/** @param common what else is to be said of `to` */
async function backTo(
  to: SnapshotName,
  state: DatasetState,
  scene: Scene,
  choices: Remedy[],
  common = "",
): Promise<Remedy[]> {
  const at = state.snapshots.findIndex(({ name }) => name === to);
  if (at < 0) return choices;
  const newer = state.snapshots.slice(at + 1).map(({ name }) => `@${shortNameOf(name)}`);
  const lost = [
    ...(newer.length === 0 ? [] : [newer.length > 3 ? `${newer.length} newer snapshots` : newer.join(", ")]),
    ...(state.dataset.written === 0 ? [] : [`${formatBytes(state.dataset.written)} written since`]),
  ];
  const rollback = await planned(
    `Roll back to @${shortNameOf(to)}${common}; lost: ${lost.join(" and ") || "nothing"}`,
    { verb: "rollback", host: scene.host.id, snapshot: to, recursive: false, clones: false },
    scene,
  );
  return [...choices, ...rollback];
}

async function cloneBeside(snapshot: SnapshotName, scene: Scene): Promise<readonly Remedy[]> {
  const target = await freeName(datasetOf(snapshot), `at-${shortNameOf(snapshot)}`, scene);
  if (target === undefined) return [];
  return planned(
    `Look into it by a clone, ${target}: nothing is lost`,
    { verb: "clone", host: scene.host.id, snapshot, target, properties: [], parents: false },
    scene,
  );
}
