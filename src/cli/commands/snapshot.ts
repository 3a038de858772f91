import { ZfsrError } from "../../core/base/errors";
import { planSnapshot } from "../../core/replication/planSnapshot";
import { parseDatasetPlace } from "../../core/zfs/place";
import type { Environment } from "../environment";
import { runShown } from "../runShown";

/** `zfsr snapshot HOST:DATASET@NAME [-r]` */
export function snapshot(
  place: string,
  options: { readonly recursive: boolean },
  environment: Environment,
): Promise<number> {
  const { host, dataset, snapshot: name } = parseDatasetPlace(place);
  if (name === undefined) {
    throw new ZfsrError({
      reason: "usage",
      object: place,
      because: "the snapshot has no name",
      nextStep: `write ${place}@NAME`,
    });
  }
  return runShown(planSnapshot({ host, dataset, name, recursive: options.recursive }), { yes: true }, environment);
}
