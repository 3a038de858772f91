import { formatBytes } from "../base/bytes";
import { shellCommand } from "../base/shellQuote";
import type { Plan, Warning } from "../plan/plan";
import { isTransfer, type TransferStep } from "../plan/step";
import { withoutSteps } from "../plan/withoutSteps";
import type { Dataset } from "../zfs/model";
import { isWithin, poolOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetTree } from "../zfs/tree";
import type { Observed } from "./observed";
import type { ReplicationRequest } from "./request";
import { roomToMake } from "./roomToMake";

/**
 * A plan whose streams fit: those that the target has no room for, by quota or by pool, are taken out, with the reason.
 * Estimates are zfs's own; compression on the target may make a stream smaller than it, so it can be overridden.
 * @param plan with the bytes of its transfers, as far as they are known. Of a full stream that nobody has estimated, what
 *   its snapshot refers to is taken; of such an increment nothing is known.
 */
export function fitted(plan: Plan, request: ReplicationRequest, observed: Observed): Plan {
  const { source, target } = observed;
  if (request.accept.includes("space")) return plan;
  const roomy = [...target.ancestors, ...[...target.datasets.values()].map(({ dataset }) => dataset)];
  const transfers = plan.steps.filter(isTransfer);
  const warnings: Warning[] = [];
  const blocked = new Set<string>();
  for (const place of roomy) {
    const below = transfers.filter((step) => !blocked.has(step.id) && isWithin(step.target.dataset, place.name));
    const bytes = below.reduce((sum, step) => sum + (step.bytes ?? referredTo(step, source)), 0);
    if (bytes <= place.available) continue;
    for (const step of below) blocked.add(step.id);
    const lacks = { name: place.name, bytes: bytes - place.available };
    const room =
      roomToMake(plan, request, observed, lacks) ??
      `make room there (${shellCommand(["zfs", "list", "-o", "space", "-r", place.name])})`;
    warnings.push({
      id: "space",
      object: formatPlace(target.host, place.name),
      message: `about ${formatBytes(bytes)} are to arrive there, and ${formatBytes(place.available)} are available`,
      nextStep: `${room}; or ${limitedByQuota(place, bytes, roomy) ? "raise its quota, or " : ""}send what the estimate is too large for with --accept space`,
      level: "person",
    });
  }
  const rest = withoutSteps(plan, blocked);
  const stops = blocked.size > 0 && !rest.steps.some(isTransfer);
  return { ...rest, warnings: [...plan.warnings, ...warnings.map((each) => (stops ? { ...each, stops } : each))] };
}

/** The pool would have the room that there is not here. */
function limitedByQuota({ name }: Dataset, bytes: number, roomy: readonly Dataset[]): boolean {
  const pool = roomy.find((each) => each.name === poolOf(name));
  return pool !== undefined && bytes <= pool.available;
}

/** Bytes that the snapshot of a full stream refers to, after its compression on the source. */
function referredTo({ kind, from, to, dataset }: TransferStep, source: DatasetTree): number {
  if (kind !== "send" || from !== undefined) return 0;
  return source.datasets.get(dataset)?.snapshots.find(({ name }) => name === to)?.referenced ?? 0;
}
