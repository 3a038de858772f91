import type { Goal, Warning } from "../plan/plan";
import type { TransferStep } from "../plan/step";
import type { Snapshot } from "../zfs/model";
import { shortNameOf, type SnapshotName } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState } from "../zfs/tree";
import { commonBase } from "./commonBase";
import { targetName } from "./observed";
import type { Part, Planning } from "./planning";
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
    ends.set(state, end);
  }
  const base = baseOfAll(planning, states);
  if (base && "because" in base) return base;
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
  const step: TransferStep = sendStep(
    planning,
    root,
    {
      from: base?.name,
      to: newest.name,
      intermediates: base !== undefined && request.send.intermediates,
    },
    { target: request.target.dataset, to: newest, isNew: !base, origin: undefined, needs: [] },
  );
  return { before: [], transfers: [step], goals, warnings: [] };
}

/** The snapshot of the source's root at which the whole target stands; undefined where there is no target yet. */
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
