import { zfsrCommand } from "../base/zfsrCommand";
import type { Plan, Warning } from "../plan/plan";
import type { CommandStep } from "../plan/step";
import { type DatasetName, parentOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";

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
 * What measuring the receive changes on the target: a dataset of its own comes and goes again. What an earlier measurement
 * could not take away is named with the command that destroys it, and left: nothing is destroyed by what it is called.
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
  const warnings = left.map((name): Warning => {
    const object = formatPlace(host, name);
    return {
      object,
      message: "an earlier measurement seems to have left it",
      nextStep: `look at what it would take away, then destroy it: ${zfsrCommand("destroy", "-r", object)}`,
      level: "person",
    };
  });
  return { version: 1, title: `measure the receive on ${host}`, steps: [receive], goals: [], warnings, receive };
}
