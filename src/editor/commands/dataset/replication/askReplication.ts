import type { ReplicationRequest } from "../../../../core/replication/request";
import { planFor } from "../../../../core/runs/replicate";
import { placeOf } from "../../../hosts/datasetRef";
import { askJobName, askJobSchedule, type NewJob } from "../../../jobs/saveAsJob";
import { runSteps, type Step } from "../../../prompts/multiStep";
import { pickDataset, pickHost } from "../../../prompts/pickDataset";
import { back, isInterrupted } from "../../../prompts/quickInputs";
import type { Services } from "../../services";
import { type Answers, requestOf, unanswered } from "./answers";
import { askEnding } from "./askEnding";
import { askMoment } from "./askMoment";
import { askOptions } from "./askOptions";
import { askTarget, askTargetHost } from "./askTarget";
import { LiveCheck } from "./liveCheck";
import { missingPermissions } from "./missingPermissions";
import { t } from "../../../l10n/t";

/** What is known before the first question: from the row it was asked on, and from where that was dropped. */
export type Given = Pick<Answers, "source" | "upTo" | "targetHost" | "below">;

function titleOf({ source, upTo, targetHost }: Given): string {
  const what = source && placeOf(source) + (upTo === undefined ? "" : `@${upTo}`);
  if (targetHost === undefined) return what === undefined ? t("Replicate") : t("Replicate {0}", what);
  return what === undefined ? t("Replicate to {0}", targetHost) : t("Replicate {0} to {1}", what, targetHost);
}

/** What the questions came to. */
export interface AskedReplication {
  readonly request: ReplicationRequest;
  /** Take a snapshot first. */
  readonly snapshot: boolean;
  /** The job that is to be written. */
  readonly job: NewJob | undefined;
}

/**
 * Asks step by step what goes where; answers are kept when going back, and both hosts are looked at meanwhile.
 * @returns undefined when the person gave up
 */
export async function askReplication(
  { inventory, settings, connections }: Pick<Services, "inventory" | "settings" | "connections">,
  given: Given,
): Promise<AskedReplication | undefined> {
  const check = new LiveCheck({
    plan: (request, signal) => planFor(request, connections.host, signal),
    missing: (request, signal) => missingPermissions(request, connections.host, signal),
    asking: isInterrupted,
  });
  const askSourceHost: Step<Answers> = async ({ sourceHost: before }, position) => {
    const host = await pickHost(inventory, settings.hosts, t("The host to replicate from"), position, before);
    return host === undefined || host === back ? host : { sourceHost: host };
  };
  const askSource: Step<Answers> = async ({ sourceHost = "" }, position) => {
    const ref = await pickDataset(inventory, sourceHost, t("The dataset to replicate"), position);
    return ref === undefined || ref === back ? ref : { source: ref };
  };
  const { source, upTo, targetHost } = given;
  // a slow host is asked while the questions before it are answered
  if (targetHost !== undefined) void inventory.ensure(targetHost);
  try {
    const answers = await runSteps<Answers>(
      titleOf(given),
      [
        ...(source ? [] : [askSourceHost, askSource]),
        ...(upTo === undefined ? [askMoment(inventory)] : []),
        ...(targetHost === undefined ? [askTargetHost(inventory, settings)] : []),
        askTarget(inventory, check),
        askOptions(inventory, check),
        askEnding(check),
        { when: ({ writeJob }) => writeJob, ask: askJobName(({ source: { dataset } = { dataset: "" } }) => dataset) },
        { when: ({ writeJob }) => writeJob, ask: askJobSchedule },
      ],
      { ...unanswered, ...given },
    );
    const request = answers && requestOf(answers);
    if (!request) return undefined;
    return { request, snapshot: answers.takeNew, job: answers.writeJob ? answers : undefined };
  } finally {
    check.dispose();
  }
}
