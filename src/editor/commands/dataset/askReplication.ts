import type { DatasetRef } from "../../hosts/datasetRef";
import { placeOf } from "../../hosts/datasetRef";
import { pickDataset, pickHost } from "../../prompts/pickDataset";
import { runSteps, type Step } from "../../prompts/multiStep";
import { back, inputText, pickMany } from "../../prompts/quickInputs";
import type { DatasetName } from "../../../core/zfs/names";
import type { Services } from "../services";
import { suggestedTarget, targetFault } from "./targetName";

/** A dataset, up to one of its snapshots where that was chosen. */
export type SourceRef = DatasetRef & { readonly snapshot?: string };

export interface ReplicationAnswers {
  readonly source: SourceRef;
  readonly target: DatasetRef;
  readonly recursive: boolean;
  /** Take a snapshot first. */
  readonly snapshot: boolean;
}

interface State {
  readonly sourceHost?: string;
  readonly source?: SourceRef;
  readonly targetHost?: string;
  readonly target?: DatasetRef;
  readonly recursive: boolean;
  readonly snapshot: boolean;
}

/** Asks step by step what goes where; answers are kept when going back. @returns undefined when the user gave up */
export async function askReplication(
  { inventory, settings }: Pick<Services, "inventory" | "settings">,
  source: SourceRef | undefined,
): Promise<ReplicationAnswers | undefined> {
  const askSourceHost: Step<State> = async ({ sourceHost: before }, position) => {
    const host = await pickHost(inventory, settings.hosts, "The host to replicate from", position, before);
    return host === undefined || host === back ? host : { sourceHost: host };
  };
  const askSource: Step<State> = async ({ sourceHost = "" }, position) => {
    const ref = await pickDataset(inventory, sourceHost, "The dataset to replicate", position);
    return ref === undefined || ref === back ? ref : { source: ref };
  };
  const askTargetHost: Step<State> = async (state, position) => {
    const from = state.source?.host;
    const hosts = [...settings.hosts].sort((a, b) => Number(a === from) - Number(b === from));
    const host = await pickHost(inventory, hosts, "The host to replicate to", position, state.targetHost);
    if (host !== undefined && host !== back) void inventory.ensure(host);
    return host === undefined || host === back ? host : { targetHost: host };
  };
  const askTarget: Step<State> = async (state, position) => {
    const { targetHost: host = "", source: from, target } = state;
    if (!from) return undefined;
    const known = await inventory.ensure(host);
    const value = target?.host === host ? target.dataset : suggestedTarget(from, known);
    const prompt = `The dataset on ${host} that becomes the copy of ${placeOf(from)}; it need not exist, its parent must`;
    const fault = (name: string): string | undefined => targetFault(name.trim(), from, { host, state: known });
    const typed = await inputText({ ...position, prompt, value, fault });
    if (typed === undefined || typed === back) return typed;
    return { target: { host, dataset: typed.trim() as DatasetName } };
  };
  const steps = [...(source ? [] : [askSourceHost, askSource]), askTargetHost, askTarget, askOptions];
  const title = source ? `Replicate ${placeOf(source)}` : "Replicate";
  const initial: State = { recursive: false, snapshot: false, ...(source ? { source } : {}) };
  const state = await runSteps(title, steps, initial);
  if (!state?.source || !state.target) return undefined;
  return { source: state.source, target: state.target, recursive: state.recursive, snapshot: state.snapshot };
}

const askOptions: Step<State> = async (state, position) => {
  const items = [
    { label: "Everything below it, too", key: "recursive" as const },
    ...(state.source?.snapshot === undefined ? [{ label: "Take a new snapshot first", key: "snapshot" as const }] : []),
  ];
  const placeholder = "What else; OK goes on to the plan";
  const picked = await pickMany({ ...position, placeholder, items, picked: (item) => state[item.key] });
  if (picked === undefined || picked === back) return picked;
  const chosen = new Set(picked.map((item) => item.key));
  return { recursive: chosen.has("recursive"), snapshot: chosen.has("snapshot") };
};
