import type { Plan } from "../plan/plan";
import { formatPlace } from "../zfs/place";
import type { Observation } from "./observation";
import { missing, planOf, stop } from "./plans";
import type { AllowRequest, Delegate } from "./request";

/** Delegates permissions on a dataset and all below it, or takes them back. */
export function planAllow(
  { host, verb, dataset, delegate, permissions }: AllowRequest,
  observation: Observation,
): Plan {
  const whom = delegateText(delegate);
  const title = `${verb} ${whom} ${permissions} on ${formatPlace(host, dataset)}`;
  if (!observation.datasets.has(dataset)) return planOf(title, [], [missing(observation, dataset)]);
  if (!/^@?[a-z][a-z0-9_-]*(,@?[a-z][a-z0-9_-]*)*$/.test(permissions))
    return planOf(
      title,
      [],
      [stop(host, dataset, `'${permissions}' are no permissions`, "write them by commas: send,hold,release")],
    );
  if (delegate.kind !== "everyone" && !/^[A-Za-z0-9_][A-Za-z0-9_.@$-]*$/.test(delegate.name ?? ""))
    return planOf(
      title,
      [],
      [stop(host, dataset, `'${delegate.name ?? ""}' is no name of a ${delegate.kind}`, "name one of that host")],
    );
  return planOf(title, [
    {
      id: `${verb}:${dataset}`,
      kind: verb,
      host,
      dataset,
      argv: ["zfs", verb, ...delegateWords(delegate), permissions, dataset],
      destroys: [],
      needs: [],
      reason:
        verb === "allow"
          ? `${whom} may do that on it and on all below it, without being root`
          : `${whom} may no longer do that`,
    },
  ]);
}

function delegateWords({ kind, name }: Delegate): string[] {
  if (kind === "everyone") return ["-e"];
  return [kind === "user" ? "-u" : "-g", name ?? ""];
}

function delegateText({ kind, name }: Delegate): string {
  return kind === "everyone" ? "everyone" : `${kind} ${name ?? ""}`;
}
