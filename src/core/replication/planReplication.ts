import type { Plan, Warning } from "../plan/plan";
import type { Step } from "../plan/step";
import { datasetOf, isWithin } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { lackingOnTargets, lackingWarning } from "./lacking";
import { reasonToStop } from "./obstacles";
import { type Observed, orphansOf, targetName } from "./observed";
import { receivable } from "./order";
import { planDataset } from "./planDataset";
import type { Part, Planning } from "./planning";
import { keptOut } from "./propertyWarnings";
import { protectedBases } from "./protect";
import { formerNames } from "./renamed";
import type { ReplicationRequest } from "./request";
import { planRetention } from "./planRetention";
import { selected } from "./select";
import { notWhole, planWholeStream } from "./wholeStream";

/**
 * The plan that brings a target up to the snapshots of its source. Pure: equal input gives an equal plan.
 *
 * Each dataset gets steps of its own, parents first, origins before clones. What cannot be brought up without a decision
 * of a person is left as it is, with a warning; nothing is destroyed, rolled back or renamed unless the request asks for
 * it, and then the step says so.
 */
export function planReplication(request: ReplicationRequest, observed: Observed): Plan {
  const from = formatPlace(request.source.host, request.source.dataset);
  const to = formatPlace(request.target.host, request.target.dataset);
  const title = `${from} to ${to}`;
  const stop = reasonToStop(request, observed);
  if (stop) return { version: 1, title, steps: [], goals: [], warnings: [stop] };

  const states = selected(observed.source.datasets.values(), request.select);
  const orphans = orphansOf(request, observed);
  const planning: Planning = {
    request,
    observed,
    expected: new Set(states.map(({ dataset }) => targetName(request, dataset.name))),
    arriving: new Map(),
    renamed: new Map(),
    cloned: new Set(states.flatMap(({ dataset: { origin } }) => (origin === undefined ? [] : [datasetOf(origin)]))),
    delivered: new Map(),
    formerName: formerNames(orphans),
  };
  // what was renamed is told of each by itself: it is not to be destroyed
  const elsewhere = states
    .filter(({ dataset }) => !observed.target.datasets.has(targetName(request, dataset.name)))
    .flatMap((state) => planning.formerName(state) ?? []);
  const lost = orphans
    .map(({ dataset }) => dataset.name)
    .filter((name) => !elsewhere.some((former) => isWithin(name, former)));
  const whole = request.send.replicate && states.length > 0 ? planWholeStream(planning, states) : undefined;
  const parts =
    whole && "goals" in whole
      ? [whole]
      : receivable(states).map((state) => planDataset(eachForItself(planning), state));
  const transfers = commandsFirst(parts);
  const goals = parts.flatMap((part) => part.goals);
  const lacking = lackingOnTargets(request, observed, transfers, goals);
  const steps = protectedBases(request, observed, transfers, goals, lacking);
  const retention = planRetention(request, observed, steps, goals, lacking);
  return {
    version: 1,
    title,
    steps: [...steps, ...retention.steps],
    goals,
    warnings: [
      ...parts.flatMap((part) => part.warnings),
      ...(whole && "because" in whole ? [notWhole(to, whole)] : []),
      ...(states.length === 0 ? [nothingSelected(from)] : []),
      ...keptOut(request, observed.source, to),
      ...(lost.length > 0 ? [left(to, lost)] : []),
      ...[...lacking.values()].map((each) => lackingWarning(request, each)),
      ...retention.warnings,
    ],
  };
}

/** The steps of all parts in their order, but commands that wait for no stream before all streams: those go without a break. */
function commandsFirst(parts: readonly Part[]): Step[] {
  const early: Step[] = [];
  const ids = new Set<string>();
  const rest = parts.flatMap((part): Step[] => {
    const late = part.before.filter((step) => {
      if (!step.needs.every((id) => ids.has(id))) return true;
      ids.add(step.id);
      early.push(step);
      return false;
    });
    return [...late, ...part.transfers];
  });
  return [...early, ...rest];
}

/** Streams of single datasets, with the properties that one stream of the whole would have. */
function eachForItself(planning: Planning): Planning {
  const { send } = planning.request;
  if (!send.replicate) return planning;
  return { ...planning, request: { ...planning.request, send: { ...send, replicate: false, properties: true } } };
}

function nothingSelected(place: string): Warning {
  return {
    id: "nothing-selected",
    object: place,
    message: "no dataset is left after what is included and excluded",
    nextStep: "see what is there with zfsr ls, then correct the globs",
    level: "person",
    stops: true,
  };
}

function left(place: string, names: readonly string[]): Warning {
  const shown = names.slice(0, 5).join(", ") + (names.length > 5 ? ", …" : "");
  return {
    id: "orphans",
    object: place,
    message: `${names.length === 1 ? "a dataset is" : `${names.length} datasets are`} there that the source does not have (${shown})`,
    nextStep: "nothing is to be done: they stay until a person destroys them",
    level: "note",
  };
}
