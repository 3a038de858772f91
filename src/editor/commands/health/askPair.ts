import { ZfsrError } from "../../../core/base/errors";
import { type DatasetPlace, formatPlace, parseDatasetPlace } from "../../../core/zfs/place";
import type { JobsNode } from "../../jobs/jobNode";
import { replicationEdges } from "../../panels/replicationEdges";
import { workspaceJobs } from "../../panels/workspaceJobs";
import { back, inputText, pickOne } from "../../prompts/quickInputs";
import { RecentRuns } from "../../runs/recentRuns";
import { isDatasetLike, type TreeNode } from "../../tree/nodes/node";
import { askDataset } from "../chosenDatasets";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** The ends of a replication, or one place alone. */
export interface Pair {
  readonly source: DatasetPlace;
  readonly target: DatasetPlace | undefined;
}

export type Asking = Pick<Services, "inventory" | "settings" | "runs" | "log">;

/** What may be chosen as the target. */
interface Choices {
  readonly known: readonly DatasetPlace[];
  /** The source may be looked at without one. */
  readonly alone: boolean;
  /** Any other place may be typed. */
  readonly others: boolean;
}

/**
 * The pair that a row stands for, or that a person is asked for: a job's own, or a dataset with one of the targets that
 * are known for it, or another place.
 * @param alone one place may do @returns undefined when the person gave up
 */
export async function askPair(
  services: Asking,
  title: string,
  alone: boolean,
  node?: TreeNode | JobsNode,
): Promise<Pair | undefined> {
  if (node?.kind === "target") return { source: node.found.job.source, target: node.place };
  if (node?.kind === "job") {
    const { source, targets } = node.found.job;
    return askTarget(services, title, source, { known: targets, alone: false, others: false });
  }
  const tree = node as TreeNode | undefined;
  const ref = isDatasetLike(tree) ? tree : await askDataset(services, title, t("The dataset that is sent"));
  if (!ref) return undefined;
  const source = { host: ref.host, dataset: ref.dataset };
  const edges = replicationEdges(await workspaceJobs(services.log), await new RecentRuns(services.runs).list());
  const known = edges
    .map(({ request }) => request)
    .filter((request) => request.source.host === source.host && request.source.dataset === source.dataset)
    .map(({ target }) => target);
  return askTarget(services, title, source, { known, alone, others: true });
}

async function askTarget(
  { settings }: Asking,
  title: string,
  source: DatasetPlace,
  { known, alone, others }: Choices,
): Promise<Pair | undefined> {
  const [only] = known;
  if (!alone && !others && known.length === 1) return { source, target: only };
  interface Item {
    readonly label: string;
    readonly description?: string;
    readonly choice: DatasetPlace | "alone" | "other";
  }
  const items: Item[] = [
    ...known.map((target): Item => ({ label: formatPlace(target.host, target.dataset), choice: target })),
    ...(alone ? [{ label: t("No target"), description: t("look at this place alone"), choice: "alone" as const }] : []),
    ...(others ? [{ label: t("Another target…"), choice: "other" as const }] : []),
  ];
  const from = formatPlace(source.host, source.dataset);
  const picked = await pickOne({ title, placeholder: t("Where {0} is, or will be, replicated to", from), items });
  if (picked === undefined || picked === back) return undefined;
  if (picked.choice === "alone") return { source, target: undefined };
  if (picked.choice !== "other") return { source, target: picked.choice };
  const target = await askOtherPlace(
    { settings },
    title,
    source,
    t("HOST:POOL/DATASET; it need not exist, its pool must"),
  );
  return target && { source, target };
}

/** Asks for a place to be typed. @param source what it is the other side of @returns undefined when the person gave up */
export async function askOtherPlace(
  { settings }: Pick<Services, "settings">,
  title: string,
  source: DatasetPlace,
  prompt: string,
): Promise<DatasetPlace | undefined> {
  const host = settings.hosts.find((name) => name !== source.host) ?? "";
  const typed = await inputText({ title, prompt, value: `${host}:`, fault: placeFault });
  return typed === undefined || typed === back ? undefined : parseDatasetPlace(typed.trim());
}

function placeFault(text: string): string | undefined {
  try {
    parseDatasetPlace(text.trim());
    return undefined;
  } catch (error) {
    return t("This will not do: {0}.", ZfsrError.from(error, text).because);
  }
}
