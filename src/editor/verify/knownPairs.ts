import type { ReplicationRequest } from "../../core/replication/request";
import { isWithin, rebase } from "../../core/zfs/names";
import type { DatasetPlace } from "../../core/zfs/place";
import { t } from "../l10n/t";
import { pairName, pairOf, type VerifyPair, wholePair } from "./verifyPair";

/** A pair that somebody told of. */
export interface KnownPair {
  readonly pair: VerifyPair;
  /** Who told: a few words. */
  readonly because: string;
}

/** A dataset that has some of the same snapshots, by their GUIDs. */
export interface GuidCopy extends DatasetPlace {
  readonly shared: number;
}

/** What replicates where: of a job by its name, or of a run. */
interface Told {
  readonly job: string;
  readonly request: ReplicationRequest;
}

/**
 * What a dataset can be compared with: as the source of replications, then as their target, then with what has the same
 * snapshots. Each pair once. Pure.
 * @param edges those of jobs first
 */
export function knownPairs(
  place: DatasetPlace,
  edges: readonly Told[],
  copies: readonly GuidCopy[],
): readonly KnownPair[] {
  const told = [
    ...edges.flatMap((edge) => asOneSide(place, edge, "source")),
    ...edges.flatMap((edge) => asOneSide(place, edge, "target")),
    ...copies.map(({ host, dataset, shared }) => ({
      pair: wholePair(place, { host, dataset }),
      because: shared === 1 ? t("has one of its snapshots") : t("has {0} of its snapshots", shared),
    })),
  ];
  const seen = new Set<string>();
  return told.filter(({ pair }) => {
    const names = [pairName(pair), pairName({ source: pair.target, target: pair.source })];
    if (names.some((name) => seen.has(name))) return false;
    seen.add(pairName(pair));
    return true;
  });
}

/** The pair of a dataset in the tree that is replicated, whichever side of it the dataset is on. */
function asOneSide({ host, dataset }: DatasetPlace, { job, request }: Told, side: "source" | "target"): KnownPair[] {
  const here = request[side];
  const within = request.recursive ? isWithin(dataset, here.dataset) : dataset === here.dataset;
  if (here.host !== host || !within) return [];
  const whole = pairOf(request);
  const at = (other: DatasetPlace): DatasetPlace => ({
    host: other.host,
    dataset: rebase(dataset, here.dataset, other.dataset),
  });
  const pair = { ...whole, source: at(whole.source), target: at(whole.target) };
  return [{ pair, because: job === "no job" ? t("by a run") : t("by the job {0}", job) }];
}
