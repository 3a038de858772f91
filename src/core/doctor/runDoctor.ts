import { ZfsrError } from "../base/errors";
import type { Host } from "../hosts/host";
import type { DatasetName } from "../zfs/names";
import type { CheckResult } from "./check";
import { examine } from "./examine";
import type { DoctorFacts, Side } from "./facts";
import { gatherHost } from "./gather/gatherHost";

/** A host to look at, and the dataset that is, or will be, there. */
export interface DoctorPlace {
  readonly host: string;
  readonly dataset: DatasetName | undefined;
}

export interface Doctor {
  readonly host: (id: string) => Host;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
}

/**
 * Looks at both hosts at once, one round trip each, and examines what was seen. Changes nothing. A host that cannot be
 * reached is a result, and the other is looked at all the same.
 * @throws ZfsrError cancelled
 */
export async function runDoctor(
  source: DoctorPlace,
  target: DoctorPlace | undefined,
  doctor: Doctor,
): Promise<CheckResult[]> {
  const places = target ? ([source, target] as const) : ([source] as const);
  const looked = await Promise.all(
    places.map((place, i) => look(place, places[1 - i], i === 0 ? "source" : "target", doctor)),
  );
  const sides = looked.filter((side): side is Side => !(side instanceof ZfsrError));
  const [first, second] = sides;
  const facts: DoctorFacts | undefined = first && { source: first, target: second };
  return [...looked.filter((side) => side instanceof ZfsrError).map(reachFailed), ...(facts ? examine(facts) : [])];
}

async function look(
  { host, dataset }: DoctorPlace,
  other: DoctorPlace | undefined,
  role: Side["role"],
  { host: hostOf, now, signal }: Doctor,
): Promise<Side | ZfsrError> {
  try {
    const peer = other && other.host !== host && other.host !== "local" && host !== "local" ? other.host : undefined;
    const facts = await gatherHost(hostOf(host), { dataset, peer }, now, signal ? { signal } : {});
    return { role, host, dataset, facts };
  } catch (thrown) {
    const error = ZfsrError.from(thrown, host);
    if (ZfsrError.is(error, "cancelled")) throw error;
    return error;
  }
}

function reachFailed(error: ZfsrError): CheckResult {
  return {
    id: "reach",
    group: "connection",
    why: "what cannot be reached from here can neither be looked at nor be told what to do",
    host: error.object,
    state: "fail",
    title: `${error.object} cannot be reached`,
    detail: error.because,
    remedy: error.nextStep,
  };
}
