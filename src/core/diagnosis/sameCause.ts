import type { ZfsrError } from "../base/errors";
import { poolOf } from "../zfs/names";
import { parsePlace } from "../zfs/place";
import type { Finding } from "./finding";

/** Whether a failure tells again what a finding told: the same of the same host and pool, or of a host as a whole. */
export function isToldBy(finding: Finding, error: ZfsrError): boolean {
  if (finding.id !== error.reason) return false;
  if (finding.object === error.object) return true;
  const [told, again] = [poolIn(finding.object), poolIn(error.object)];
  return told !== undefined && told === again;
}

/** `beta:backup` of `beta:backup/demo@a` */
function poolIn(object: string): string | undefined {
  try {
    const { host, dataset } = parsePlace(object);
    return dataset === undefined ? undefined : `${host}:${poolOf(dataset)}`;
  } catch {
    return undefined;
  }
}
