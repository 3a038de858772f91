import * as vscode from "vscode";
import type { Plan } from "../../../core/plan/plan";
import { planRequests } from "../../../core/runs/planRequests";
import { snapshotTime } from "../../../core/runs/snapshotTime";
import { type DatasetName, isWithin, poolOf, shortNameFault } from "../../../core/zfs/names";
import { hostsViewId } from "../../commandIds";
import { contentsOf } from "../../hosts/hostState";
import { type DatasetRef, placeOf } from "../../hosts/datasetRef";
import { runSteps } from "../../prompts/multiStep";
import { back, inputText, pickOne, type Position } from "../../prompts/quickInputs";
import type { TreeNode } from "../../tree/nodes/node";
import { chosenDatasets } from "../chosenDatasets";
import type { Services } from "../services";
import { t } from "../../l10n/t";

interface Answers {
  readonly recursive: boolean;
  readonly name: string;
}

/**
 * Takes a snapshot of each chosen dataset, with everything below it where that is wanted. Those of one pool are one moment.
 */
export async function takeSnapshot(
  services: Pick<Services, "inventory" | "settings" | "connections" | "planRuns">,
  node?: TreeNode,
  selected?: readonly TreeNode[],
): Promise<void> {
  const datasets = await chosenDatasets(
    services,
    t("Take Snapshot"),
    t("The dataset to take a snapshot of"),
    node,
    selected,
  );
  const [first, ...others] = datasets;
  if (!first) return;
  const title =
    others.length === 0
      ? t("Take Snapshot of {0}", placeOf(first))
      : t("Take Snapshot of {0} Datasets", datasets.length);
  const steps = datasets.some((ref) => hasBelow(services, ref)) ? [askRecursive, askName] : [askName];
  const answers = await runSteps<Answers>(title, steps, { recursive: false, name: defaultName() });
  if (!answers) return;
  const requests = byPool(datasets).map(({ host, datasets: names }) => ({
    ...{ verb: "snapshot" as const, host, datasets: names, properties: [], ...answers },
  }));
  const make = (signal?: AbortSignal): Promise<Plan> => planRequests(requests, services.connections.host, signal);
  await vscode.window.withProgress({ location: { viewId: hostsViewId }, title }, async () =>
    services.planRuns.run(await make(), make),
  );
}

/** The datasets of each pool: zfs(8) takes their snapshots in one moment. */
function byPool(refs: readonly DatasetRef[]): { host: string; datasets: [DatasetName, ...DatasetName[]] }[] {
  const pools = new Map<string, { host: string; datasets: [DatasetName, ...DatasetName[]] }>();
  for (const { host, dataset } of refs) {
    const key = `${host}\n${poolOf(dataset)}`;
    const pool = pools.get(key);
    if (pool) pool.datasets.push(dataset);
    else pools.set(key, { host, datasets: [dataset] });
  }
  return [...pools.values()];
}

function defaultName(): string {
  return `rep_${snapshotTime(Date.now())}`;
}

function hasBelow({ inventory }: Pick<Services, "inventory">, { host, dataset }: DatasetRef): boolean {
  const names = [...(contentsOf(inventory.state(host))?.datasets.keys() ?? [])];
  return names.some((name) => name !== dataset && isWithin(name, dataset));
}

async function askRecursive(
  { recursive }: Answers,
  position: Position,
): Promise<Partial<Answers> | typeof back | undefined> {
  const items = [
    { label: t("This dataset alone"), recursive: false },
    { label: t("With everything below it"), detail: t("All in one moment"), recursive: true },
  ];
  const placeholder = t("What belongs to the snapshot");
  const picked = await pickOne({ ...position, placeholder, items, active: (item) => item.recursive === recursive });
  return picked === back ? back : picked && { recursive: picked.recursive };
}

async function askName({ name }: Answers, position: Position): Promise<Partial<Answers> | typeof back | undefined> {
  const fault = (value: string): string | undefined => {
    const because = shortNameFault(value.trim());
    return because === undefined ? undefined : t("ZFS does not allow this name: {0}.", because);
  };
  const typed = await inputText({ ...position, prompt: t("The name behind the @"), value: name, fault });
  return typed === back ? back : typed === undefined ? undefined : { name: typed.trim() };
}
