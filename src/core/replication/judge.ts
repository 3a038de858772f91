import type { Plan, Warning } from "../plan/plan";
import { isTransfer, type TransferStep } from "../plan/step";
import { withoutSteps } from "../plan/withoutSteps";
import type { StreamFacts } from "../zfs/commands/listStreamFacts";
import type { PoolProperties } from "../zfs/commands/getPoolProperties";
import { featuresOf, missingFeatures, streamNeeds } from "../zfs/features";
import type { HazardEnd, HazardFacts } from "../zfs/hazards/hazard";
import { type FoundHazard, hazardsOf } from "../zfs/hazards/hazardsOf";
import type { Dataset } from "../zfs/model";
import { type DatasetName, isWithin } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetTree } from "../zfs/tree";
import { type Observed, targetName } from "./observed";
import type { ReplicationRequest } from "./request";

/** What is asked for beyond the trees, once it is known that something is to be sent. */
export interface EndFacts {
  /** Of the pool the datasets are in. */
  readonly pool: PoolProperties;
  /** zfs is run by a user without root's rights. */
  readonly delegated: boolean | undefined;
}

export interface JudgedFacts {
  readonly source: EndFacts;
  readonly target: EndFacts;
  /** By dataset of the source. */
  readonly streams: ReadonlyMap<DatasetName, StreamFacts>;
}

interface Verdict {
  /** What `accept` names. */
  readonly id: string;
  readonly blocks: boolean;
  readonly message: string;
  readonly nextStep: string;
}

/**
 * A plan after what its streams need of the target's pool and the hazards of both ends' releases were looked at: what is
 * sure to do harm is taken out of it, with the reason, unless its id is among `request.accept`; what may do harm is said.
 */
export function judged(plan: Plan, request: ReplicationRequest, observed: Observed, facts: JudgedFacts): Plan {
  const blocked = new Set<string>();
  const met = new Map<string, { readonly verdict: Verdict; readonly places: string[] }>();
  for (const step of plan.steps) {
    if (!isTransfer(step)) continue;
    for (const verdict of verdictsOn(step, request, observed, facts)) {
      const accepted = request.accept.includes(verdict.id);
      if (verdict.blocks && !accepted) blocked.add(step.id);
      const place = formatPlace(step.target.host, step.target.dataset);
      const known = met.get(verdict.id + verdict.message);
      if (known) {
        if (known.places.at(-1) !== place) known.places.push(place);
      } else
        met.set(verdict.id + verdict.message, {
          verdict: { ...verdict, blocks: verdict.blocks && !accepted },
          places: [place],
        });
    }
  }
  const warnings = [...met.values()].map(({ verdict, places }) => said(verdict, places));
  const rest = withoutSteps(plan, blocked);
  const stops = blocked.size > 0 && !rest.steps.some(isTransfer);
  return { ...rest, warnings: [...plan.warnings, ...warnings.map((each) => (stops ? { ...each, stops } : each))] };
}

function said({ id, blocks, message, nextStep }: Verdict, places: readonly string[]): Warning {
  const more = places.length > 1 ? ` (and for ${places.length - 1} more)` : "";
  return {
    id,
    object: places[0] ?? "",
    message: message + more,
    nextStep: blocks ? `${nextStep}; or take the risk: --accept ${id}` : nextStep,
    level: blocks ? "person" : "note",
  };
}

function verdictsOn(
  step: TransferStep,
  request: ReplicationRequest,
  observed: Observed,
  facts: JudgedFacts,
): Verdict[] {
  const sent = observed.source.datasets.get(step.dataset)?.dataset;
  if (!sent) return [];
  const stream = facts.streams.get(step.dataset);
  const kind = {
    raw: step.raw,
    largeBlocks: step.argv.includes("-L"),
    compressed: step.argv.includes("-c"),
    embedded: step.argv.includes("-e"),
    resumable: step.target.argv.includes("-s"),
  };
  const features = featuresOf(facts.source.pool);
  const needs = streamNeeds(
    {
      recordsize: stream?.recordsize,
      encrypted: sent.encryption !== "off",
      dnodesize: stream?.dnodesize,
      compression: stream?.compression,
      features,
    },
    kind,
  );
  const targetFeatures = featuresOf(facts.target.pool);
  const lacking =
    targetFeatures.size === 0 ? [] : missingFeatures(needs, targetFeatures, observed.target.pool?.name ?? "POOL");
  const hazardFacts: HazardFacts = {
    source: sourceEnd(sent, stream, observed.source, facts.source),
    target: targetEnd(step, request, observed, facts.target),
    stream: {
      ...kind,
      incremental: step.from !== undefined,
      intermediates: step.argv.includes("-I"),
      replicate: request.send.replicate && step.argv.includes("-R"),
      properties: step.argv.includes("-p") || step.argv.includes("-R"),
      resumed: step.kind === "resume",
      excludesProperties: step.target.argv.includes("-x"),
      largeBlocksChanged: undefined,
      baseRaw: sent.encryption === "off" ? false : undefined,
      back: undefined,
    },
  };
  return [
    ...lacking.map(({ feature, because, nextStep }) => ({
      id: `feature-${feature}`,
      blocks: true,
      message: `its pool cannot take the stream: it lacks ${feature}, and ${because}`,
      nextStep,
    })),
    ...hazardsOf(hazardFacts).flatMap(hazardVerdict),
  ];
}

function hazardVerdict({ hazard, end, version, certain, fixedIn }: FoundHazard): Verdict[] {
  if (hazard.severity === "info" || (!certain && hazard.severity !== "error")) return [];
  const update = fixedIn === undefined ? "" : `, or update the ${end} to ${fixedIn} or later`;
  return [
    {
      id: hazard.id,
      blocks: certain && hazard.severity === "error",
      message: `${certain ? "" : "possibly: "}${hazard.title} (OpenZFS ${version} on the ${end}; ${hazard.source})`,
      nextStep: `${hazard.nextStep}${update}`,
    },
  ];
}

function sourceEnd(
  dataset: Dataset,
  stream: StreamFacts | undefined,
  tree: DatasetTree,
  { pool, delegated }: EndFacts,
): HazardEnd {
  return {
    version: tree.version,
    features: featuresOf(pool),
    encrypted: dataset.encryption !== "off",
    keyLoaded: keyLoaded(dataset),
    recordsize: stream?.recordsize,
    dnodesize: dataset.type === "volume" ? "legacy" : stream?.dnodesize,
    filesystemVersion: dataset.type === "volume" ? 5 : stream?.filesystemVersion,
    ashift: ashiftOf(pool),
    mounted: dataset.mounted,
    delegated,
    rekeyed: false,
  };
}

function targetEnd(
  step: TransferStep,
  request: ReplicationRequest,
  { source, target }: Observed,
  { pool, delegated }: EndFacts,
): HazardEnd {
  const there = target.datasets.get(step.target.dataset)?.dataset;
  const ground = there ?? target.ancestors.find((above) => isWithin(step.target.dataset, above.name));
  const root = source.datasets.get(step.dataset)?.dataset.encryptionroot;
  const inTree = root !== undefined && source.datasets.has(root);
  const expected = root === undefined ? undefined : inTree ? targetName(request, root) : step.target.dataset;
  return {
    version: target.version,
    features: featuresOf(pool),
    encrypted: ground && ground.encryption !== "off",
    keyLoaded: ground && keyLoaded(ground),
    recordsize: undefined,
    dnodesize: undefined,
    filesystemVersion: undefined,
    ashift: ashiftOf(pool),
    mounted: there?.mounted ?? false,
    delegated,
    rekeyed: there && step.raw ? isRekeyed(there, expected) : false,
  };
}

/**
 * Received raw by itself, a dataset is its own encryption root; received in a stream of the whole tree, it has that of the
 * source. The latter is also what `change-key -i` makes of the former, so that cannot be told.
 * @param expected where the source's encryption root is on the target
 */
function isRekeyed({ name, encryptionroot }: Dataset, expected: DatasetName | undefined): boolean | undefined {
  if (encryptionroot === undefined || encryptionroot === name) return false;
  return encryptionroot === expected ? undefined : true;
}

function keyLoaded({ encryption, keystatus }: Dataset): boolean | undefined {
  return encryption === "off" ? undefined : keystatus === "available";
}

/** 0 means that each vdev has chosen its own. */
function ashiftOf(pool: PoolProperties): number | undefined {
  const ashift = Number(pool.get("ashift") ?? "0");
  return ashift > 0 ? ashift : undefined;
}
