import type { Goal, Warning } from "../plan/plan";
import type { TransferStep } from "../plan/step";
import type { Dataset, Snapshot } from "../zfs/model";
import { datasetOf, shortNameOf, type SnapshotName } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState } from "../zfs/tree";
import { isRaw } from "./argv";
import { commonBase } from "./commonBase";
import { obstacleToNew, obstacleToStreams } from "./obstacles";
import { targetName } from "./observed";
import { receivable } from "./order";
import { parentThere, placeholdersAbove } from "./placeholders";
import type { Part, Planning } from "./planning";
import type { SendOptions } from "../plan/streamOptions";
import { sendStep } from "./transferSteps";
import { wantedSnapshots } from "./wantedSnapshots";

/** Why a tree cannot go in one stream: a clause. */
interface NotWhole {
  readonly because: string;
}

/**
 * The plan of a whole tree in one `zfs send -R` stream. It is received without `-F`, so it fits only a target that is new,
 * or that stands at one and the same snapshot everywhere.
 * @param states all that is selected, the root first
 */
export function planWholeStream(planning: Planning, states: readonly DatasetState[]): Part | NotWhole {
  const { request, observed } = planning;
  const root = states[0];
  const { source } = observed;
  if (!request.recursive) return { because: "it is asked for without what lies below it" };
  if (root?.dataset.name !== source.root || states.length !== source.datasets.size)
    return { because: "what is left out cannot be left out of it" };
  if (request.select.snapshots.length > 0) return { because: "it holds all snapshots, not those of some name alone" };
  const newest = wantedSnapshots(root, request).at(-1);
  if (!newest) return { because: `${root.dataset.name} has no snapshot` };
  const short = shortNameOf(newest.name);
  const ends = new Map<DatasetState, Snapshot>();
  for (const state of states) {
    const end = state.snapshots.find((snapshot) => shortNameOf(snapshot.name) === short);
    if (!end) return { because: `${state.dataset.name} has no @${short}` };
    const last = wantedSnapshots(state, request).at(-1);
    if (last && last.createtxg > end.createtxg)
      return { because: `${state.dataset.name} has a newer snapshot (@${shortNameOf(last.name)}) than @${short}` };
    ends.set(state, end);
  }
  const base = baseOfAll(planning, states);
  if (base && "because" in base) return base;
  const obstacle = base
    ? obstacleToIncrements(planning, states, shortNameOf(base.name), ends)
    : obstacleToAll(planning, root.dataset, states, ends);
  if (obstacle) return obstacle;
  const goals = states.map((state): Goal => {
    const end = ends.get(state) ?? newest;
    return {
      host: request.target.host,
      dataset: targetName(request, state.dataset.name),
      source: { host: request.source.host, dataset: state.dataset.name },
      newest: { name: end.name, guid: end.guid },
    };
  });
  if (base?.guid === newest.guid) return { before: [], transfers: [], goals, warnings: [] };
  const before = base ? [] : placeholdersAbove(planning, request.target.dataset);
  const step: TransferStep = sendStep(
    planning,
    root,
    {
      from: base?.name,
      to: newest.name,
      intermediates: base !== undefined && request.send.intermediates,
    },
    {
      target: request.target.dataset,
      to: newest,
      isNew: !base,
      origin: undefined,
      needs: before.slice(-1).map(({ id }) => id),
    },
  );
  return { before, transfers: [step], goals, warnings: [] };
}

/** Why a new target cannot be made of one stream. */
function obstacleToAll(
  planning: Planning,
  root: Dataset,
  states: readonly DatasetState[],
  ends: ReadonlyMap<DatasetState, Snapshot>,
): NotWhole | undefined {
  const { send, target } = planning.request;
  const above = placeholdersAbove(planning, target.dataset);
  const parent =
    above.length > 0
      ? { type: "filesystem" as const, keystatus: "none" as const }
      : parentThere(planning, target.dataset);
  const obstacle = obstacleToNew(root, parent, send) ?? plainEncrypted(root, states, send);
  if (obstacle) return { because: obstacle.message };
  const sent = new Set(
    states.flatMap((state) =>
      state.snapshots.filter(({ createtxg }) => createtxg <= (ends.get(state)?.createtxg ?? 0)).map(({ name }) => name),
    ),
  );
  // libzfs waits for the origin of a clone and for the parent of each dataset, and gives up where the two contradict
  const order = new Map(receivable(states).map((state, i) => [state.dataset.name, i]));
  for (const { dataset } of states) {
    const { origin } = dataset;
    if (origin === undefined) continue;
    if (!sent.has(origin)) return { because: `${dataset.name} is a clone of ${origin}, which does not go along` };
    if ((order.get(datasetOf(origin)) ?? 0) > (order.get(dataset.name) ?? 0))
      return { because: `${dataset.name} is a clone of ${origin}, which lies below it` };
  }
  return undefined;
}

/** Why one stream cannot go on from `base` everywhere. */
function obstacleToIncrements(
  { request, observed }: Planning,
  states: readonly DatasetState[],
  base: string,
  ends: ReadonlyMap<DatasetState, Snapshot>,
): NotWhole | undefined {
  const [root] = states;
  const plain = root && plainEncrypted(root.dataset, states, request.send);
  if (plain) return { because: plain.message };
  // the whole goes raw or not as its root does
  const send = { ...request.send, raw: root !== undefined && isRaw(root.dataset, request.send) };
  for (const state of states) {
    const end = ends.get(state);
    const from = state.snapshots.find(({ name }) => shortNameOf(name) === base);
    const copy = observed.target.datasets.get(targetName(request, state.dataset.name));
    if (!end || !from || !copy || end.name === from.name) continue;
    if (end.createtxg <= from.createtxg)
      return { because: `${state.dataset.name} has @${shortNameOf(end.name)} before @${base}` };
    const between = state.snapshots.filter(({ createtxg }) => createtxg > from.createtxg && createtxg <= end.createtxg);
    const obstacle = obstacleToStreams(state, copy, send.intermediates ? between : [end], send);
    if (obstacle) return { because: `${formatPlace(observed.target.host, copy.dataset.name)}: ${obstacle.message}` };
  }
  return undefined;
}

/** One stream is raw or not as a whole, and it has the properties: zfs sends nothing encrypted so unless it is raw. */
function plainEncrypted(
  root: Dataset,
  states: readonly DatasetState[],
  send: SendOptions,
): { readonly message: string } | undefined {
  if (isRaw(root, send)) return undefined;
  const encrypted = states.find(({ dataset }) => dataset.encryption !== "off")?.dataset.name;
  return encrypted === undefined ? undefined : { message: `${encrypted} is encrypted, and the whole does not go raw` };
}

/**
 * The snapshot of the source's root at which the whole target stands; undefined where there is no target yet. Each dataset
 * has it as a snapshot: of a bookmark, `zfs send -R` knows nothing.
 */
function baseOfAll({ request, observed }: Planning, states: readonly DatasetState[]): Snapshot | NotWhole | undefined {
  const { target } = observed;
  if (target.datasets.size === 0) return undefined;
  const [root] = states;
  const there = target.datasets.get(request.target.dataset);
  const base = root && there && commonBase(root, there)?.source;
  if (base?.kind !== "snapshot") return { because: "the target has no snapshot of it to go on from" };
  for (const state of states) {
    const copy = target.datasets.get(targetName(request, state.dataset.name));
    if (!copy) return { because: `${state.dataset.name} is not on the target yet` };
    const common = commonBase(state, copy);
    const place = formatPlace(target.host, copy.dataset.name);
    if (copy.dataset.receiveResumeToken !== undefined) return { because: `a partial receive is saved in ${place}` };
    if (!common || common.newerOnTarget.length > 0 || copy.dataset.written > 0)
      return { because: `${place} has gone its own way` };
    if (common.source.kind !== "snapshot") {
      const here = formatPlace(request.source.host, state.dataset.name);
      return { because: `${here} has a bookmark alone of the snapshot at which ${place} stands` };
    }
    if (shortNameOf(common.source.name) !== shortNameOf(base.name))
      return { because: `${place} does not stand at @${shortNameOf(base.name)}` };
    if (shortNameOf(common.target.name) !== shortNameOf(base.name))
      return { because: `${common.target.name satisfies SnapshotName} has another name on the source` };
  }
  if (target.datasets.size > states.length) return { because: "the target has datasets that the source does not have" };
  return base;
}

/** What is said where one stream was asked for and each dataset gets its own. @param place of the target */
export function notWhole(place: string, { because }: NotWhole): Warning {
  return {
    id: "not-whole",
    object: place,
    message: `one stream of the whole tree (-R) is not possible, so each dataset gets streams of its own: ${because}`,
    nextStep: "nothing is to be done",
    level: "note",
  };
}
