import type { CommandStep } from "../plan/step";
import type { Dataset } from "../zfs/model";
import { type DatasetName, isWithin, parentOf } from "../zfs/names";
import type { Planning } from "./planning";

/** The parent of a dataset that is new on the target, as it is there, or as this plan will make it. */
export function parentThere(planning: Planning, name: DatasetName): Pick<Dataset, "type" | "keystatus"> | undefined {
  const parent = parentOf(name);
  if (parent === undefined) return { type: "filesystem", keystatus: "none" };
  return planning.arriving.get(parent) ?? existing(planning, parent);
}

/** A dataset of the target as it is there and stays; undefined where it is not, or is renamed away by this plan. */
function existing({ observed: { target }, renamed }: Planning, name: DatasetName): Dataset | undefined {
  if ([...renamed.keys()].some((above) => isWithin(name, above))) return undefined;
  return target.datasets.get(name)?.dataset ?? target.ancestors.find((above) => above.name === name);
}

/**
 * Steps that make the empty datasets which must lie above `name` on the target: those above the whole, where that was
 * asked for, and those that stand for datasets of the source that are left out. They are never mounted.
 * @returns none where nothing is missing, or where something else than that is in the way
 */
export function placeholdersAbove(planning: Planning, name: DatasetName): CommandStep[] {
  const { request, arriving, expected } = planning;
  const missing: DatasetName[] = [];
  let above = parentOf(name);
  for (; above !== undefined && !arriving.has(above) && !existing(planning, above); above = parentOf(above)) {
    if (expected.has(above)) return [];
    missing.unshift(above);
  }
  const outside = missing.some((each) => !isWithin(each, request.target.dataset));
  const locked = above !== undefined && existing(planning, above)?.keystatus === "unavailable";
  if (locked || (outside && !request.receive.createParents)) return [];
  const first = above === undefined ? undefined : arriving.get(above)?.step;
  return missing.map((each, i) => ({
    id: `create:${each}`,
    kind: "create",
    host: request.target.host,
    dataset: each,
    argv: ["zfs", "create", "-o", "canmount=off", each],
    destroys: [],
    needs: i > 0 ? [`create:${missing[i - 1] ?? ""}`] : first === undefined ? [] : [first],
    reason: `it has to lie above ${name}, and is not replicated itself`,
  }));
}
