import type { Plan } from "../plan/plan";
import type { CommandStep } from "../plan/step";
import { type DatasetName, parentOf } from "../zfs/names";

/** What the datasets that a measurement makes are called, and nothing else is. */
const prefix = "zfsr-measure-";

/** The dataset below which one is made for the measurement: that of the target, or the pool itself. */
export function placeForSample(target: DatasetName): DatasetName {
  return parentOf(target) ?? target;
}

/** Datasets that an earlier measurement has left there, from a list of names. */
export function leftBehind(names: readonly DatasetName[], parent: DatasetName): DatasetName[] {
  return names.filter((name) => new RegExp(`^${prefix}[0-9a-f]{8}$`).test(name.slice(parent.length + 1)));
}

/**
 * What measuring the receive changes on the target: a dataset of its own comes and goes again; and those that an
 * earlier measurement could not take away are destroyed.
 * @param word eight random hexadecimal digits @param bytes that are received at most
 */
export function planReceive(
  host: string,
  parent: DatasetName,
  left: readonly DatasetName[],
  word: string,
  bytes: number,
): Plan & { readonly receive: CommandStep } {
  const dataset = `${parent}/${prefix}${word}` as DatasetName;
  const receive: CommandStep = {
    id: `receive-${dataset}`,
    kind: "receive-from-file",
    host,
    dataset,
    argv: ["zfs", "receive", "-u", dataset],
    destroys: [{ host, kind: "dataset", name: dataset, bytes }],
    needs: [],
    reason:
      "a sample is received into a dataset of its own; it is cut off before its end, so that zfs takes it away again",
  };
  const destroy = left.map((name): CommandStep => ({
    id: `destroy-${name}`,
    kind: "destroy",
    host,
    dataset: name,
    argv: ["zfs", "destroy", "-r", name],
    destroys: [{ host, kind: "dataset", name, bytes: undefined }],
    needs: [],
    reason: "an earlier measurement has left it",
  }));
  return {
    version: 1,
    title: `measure the receive on ${host}`,
    steps: [...destroy, receive],
    goals: [],
    warnings: [],
    receive,
  };
}
