import type { Plan } from "../plan/plan";
import type { ResumeTokenContents } from "../zfs/commands/decodeToken";
import type { Dataset } from "../zfs/model";
import { formatPlace } from "../zfs/place";

/**
 * Gives up what a partial receive has saved.
 * @param contents what its token says, where that could be read: the plan then names how much is lost.
 */
export function planAbort(host: string, dataset: Dataset, contents: ResumeTokenContents | undefined): Plan {
  const place = formatPlace(host, dataset.name);
  const title = `abort the partial receive of ${place}`;
  if (dataset.receiveResumeToken === undefined) {
    return {
      version: 1,
      title,
      steps: [],
      goals: [],
      warnings: [
        {
          object: place,
          message: "no partial receive is saved there",
          nextStep: "nothing is to be done",
          level: "note",
        },
      ],
    };
  }
  return {
    version: 1,
    title,
    steps: [
      {
        id: `abort-partial:${dataset.name}`,
        kind: "abort-partial",
        host,
        dataset: dataset.name,
        argv: ["zfs", "receive", "-A", dataset.name],
        destroys: [{ host, kind: "partial-receive", name: dataset.name, bytes: contents?.received }],
        needs: [],
        reason: contents
          ? `what was received of ${contents.toname} is no longer wanted`
          : "what was received is no longer wanted",
      },
    ],
    goals: [],
    warnings: [],
  };
}
