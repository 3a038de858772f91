import type * as vscode from "vscode";
import { formatBytes } from "../../core/base/bytes";
import type { Dataset } from "../../core/zfs/model";
import { contentsOf } from "../hosts/hostState";
import type { Inventory } from "../hosts/inventory";
import type { DatasetRef } from "../hosts/datasetRef";
import { describeHost } from "../tree/describe/describeHost";
import { back, pickOne, type Position } from "./quickInputs";

/** Asks for one of the hosts of the view; those that could not be reached stand last. */
export async function pickHost(
  inventory: Inventory,
  hosts: readonly string[],
  placeholder: string,
  position: Partial<Position> = {},
  active?: string,
): Promise<string | typeof back | undefined> {
  const items = hosts
    .map((label) => ({ label, description: describeHost(label, inventory.state(label)).description }))
    .sort((a, b) => Number(isFailed(inventory, a.label)) - Number(isFailed(inventory, b.label)));
  const picked = await pickOne({ ...position, placeholder, items, active: (item) => item.label === active });
  return picked === back ? back : picked?.label;
}

function isFailed(inventory: Inventory, host: string): boolean {
  return inventory.state(host).kind === "failed";
}

interface DatasetItem extends vscode.QuickPickItem {
  readonly dataset: Dataset | undefined;
}

/** Asks for a dataset of a host. A host that cannot be reached says so in the list. */
export async function pickDataset(
  inventory: Inventory,
  host: string,
  placeholder: string,
  position: Partial<Position> = {},
  wanted: (dataset: Dataset) => boolean = () => true,
): Promise<DatasetRef | typeof back | undefined> {
  const items = inventory.ensure(host).then((state): DatasetItem[] => {
    if (state.kind === "failed")
      return [{ label: `$(error) ${state.error.because}`, detail: state.error.nextStep, dataset: undefined }];
    const datasets = [...(contentsOf(state)?.datasets.values() ?? [])].filter(wanted);
    return datasets.map((dataset) => ({ label: dataset.name, description: formatBytes(dataset.used), dataset }));
  });
  const picked = await pickOne({ ...position, placeholder: `${placeholder} (${host})`, items });
  if (picked === back) return back;
  return picked?.dataset && { host, dataset: picked.dataset.name };
}
