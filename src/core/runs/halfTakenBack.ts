import { ZfsrError } from "../base/errors";
import { zfsrCommand } from "../base/zfsrCommand";
import type { CommandStep } from "../plan/step";
import { formatPlace } from "../zfs/place";

/**
 * The error of a rollback whose first part is done: what was newer is destroyed, as was agreed to, and the dataset itself is as
 * it was. Any other error is left as it is.
 * @param taken the steps of this run that have destroyed something
 */
export function halfTakenBack(step: CommandStep, error: ZfsrError, taken: readonly CommandStep[]): ZfsrError {
  const { host, dataset, kind } = step;
  if (kind !== "rollback") return error;
  const gone = taken
    .filter((other) => other.kind === kind && other.host === host && other.dataset === dataset)
    .flatMap(({ destroys }) => destroys.map(({ name }) => name));
  if (gone.length === 0) return error;
  const { reason, object, because, nextStep, output } = error;
  // zfs that refused has done nothing; what was cut off may have
  const isKnown = reason !== "connection-lost" && reason !== "timeout";
  const names = gone.slice(0, 3).join(", ") + (gone.length > 3 ? ` and ${gone.length - 3} more` : "");
  const look = `see what is there (${zfsrCommand("ls", formatPlace(host, dataset), "-t", "all")})`;
  return new ZfsrError({
    ...{ reason, object },
    because: `${because}; of what was agreed to, ${names} ${gone.length === 1 ? "is" : "are"} destroyed already, but ${dataset} was ${isKnown ? "not taken back, and nothing else was destroyed" : "perhaps not taken back"}`,
    nextStep: `${reason === "exists" ? `${look}, then run it again` : nextStep}; what is left of the rollback is planned anew then, and asked for`,
    ...(output === undefined ? {} : { output }),
    cause: error,
  });
}
