import { formatBytes } from "../../base/bytes";
import { shellQuote } from "../../base/shellQuote";
import type { Remedy } from "../../diagnosis/finding";
import { byHost, byZfsr } from "../../diagnosis/remedy";
import type { CommonBase } from "../../replication/commonBase";
import { run } from "../../hosts/run";
import { listSnapshots } from "../../zfs/commands/listSnapshots";
import { datasetOf, shortNameOf, type SnapshotName } from "../../zfs/names";
import { formatPlace } from "../../zfs/place";
import { goOn } from "./goOn";
import { moveAside } from "./moveAside";
import { planned } from "./planned";
import { shared } from "./shared";
import { stateOf } from "./stateOf";
import { datasetIn, optionsOf, type Scene, snapshotIn, type Told } from "./told";

/** What can be done where something of that name is: send only what it lacks, look, or put it aside. */
export async function chooseWhereExists(told: Told, scene: Scene): Promise<Remedy[]> {
  const snapshot = snapshotIn(told);
  // 'destination has snapshots (eg. …)' names one for an example: it is about the dataset
  if (snapshot !== undefined && told.id !== "receive-target-has-snapshots") return renameSnapshot(snapshot, scene);
  const dataset = datasetIn(told);
  if (dataset === undefined) return [];
  const { host, source } = scene;
  const state = await stateOf(host, dataset, scene);
  // what a cut stream has left behind is in the way of a full one, too, and zfs only says that something exists
  const partial = state.dataset.receiveResumeToken === undefined ? [] : await goOn(told, scene);
  const newest = state.snapshots.at(-1);
  const what =
    newest === undefined
      ? "no snapshot"
      : `${state.snapshots.length} snapshot${state.snapshots.length === 1 ? "" : "s"}, the newest @${shortNameOf(newest.name)}`;
  const look = byHost(
    `It has ${what}, and takes ${formatBytes(state.dataset.used)}: look at it`,
    "none",
    host.id,
    `zfs list -t all -o name,used,creation -r ${shellQuote(dataset)}`,
  );
  const base = await shared(state, scene);
  const increment =
    source && base
      ? [sendTheRest(base, formatPlace(source.host.id, source.dataset), formatPlace(host.id, dataset))]
      : [];
  const onlyPartial = partial.length > 0 && newest === undefined;
  const aside = told.id === "dataset-exists" || onlyPartial ? [] : await moveAside(dataset, scene);
  return [...partial, ...increment, look, ...aside];
}

/** Both sides have a snapshot: nothing has to be sent in full. */
function sendTheRest({ target, newerOnTarget }: CommonBase, source: string, place: string): Remedy {
  const both = `both sides have @${shortNameOf(target.name)}`;
  return newerOnTarget.length === 0
    ? byZfsr(`send only what it lacks: ${both}`, "changes", ["replicate", source, place])
    : byZfsr(`see what can be done: ${both}, and the target has newer ones of its own`, "none", [
        "plan",
        source,
        place,
      ]);
}

/** Another snapshot has the name: it keeps what it holds, and its guid, under another one. */
async function renameSnapshot(snapshot: SnapshotName, scene: Scene): Promise<Remedy[]> {
  const items = await run(scene.host, listSnapshots(datasetOf(snapshot), { recursive: false }), optionsOf(scene));
  const taken = new Set<string>(items.map(({ name }) => name));
  if (!taken.has(snapshot)) return [];
  let to = `${shortNameOf(snapshot)}-before`;
  for (let n = 2; taken.has(`${datasetOf(snapshot)}@${to}`); n += 1) to = `${shortNameOf(snapshot)}-before-${n}`;
  const look = byHost(
    "See when it was taken, and what holds it",
    "none",
    scene.host.id,
    `zfs get -H -o property,value creation,guid,userrefs ${shellQuote(snapshot)}`,
  );
  const rename = await planned(
    `Rename the one that is there to @${to}: it keeps its guid`,
    { verb: "rename-snapshot", host: scene.host.id, snapshot, to, recursive: false },
    scene,
  );
  return [look, ...rename];
}
