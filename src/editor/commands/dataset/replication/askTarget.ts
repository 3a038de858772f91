import type { DatasetName } from "../../../../core/zfs/names";
import { placeOf } from "../../../hosts/datasetRef";
import type { Inventory } from "../../../hosts/inventory";
import type { Step } from "../../../prompts/multiStep";
import { pickHost } from "../../../prompts/pickDataset";
import { back, inputText } from "../../../prompts/quickInputs";
import type { Settings } from "../../../settings";
import { type Answers, requestOf } from "./answers";
import type { LiveCheck } from "./liveCheck";
import { suggestedTarget, targetFault } from "./targetName";
import { t } from "../../../l10n/t";

/** Asks which host the copy is to be on: any of the view, the source's own last. */
export function askTargetHost(inventory: Inventory, settings: Settings): Step<Answers> {
  return async ({ source, targetHost }, position) => {
    const hosts = [...settings.hosts].sort((a, b) => Number(a === source?.host) - Number(b === source?.host));
    const host = await pickHost(inventory, hosts, t("The host to replicate to"), position, targetHost);
    return host === undefined || host === back ? host : { targetHost: host, below: undefined };
  };
}

/** Asks for the dataset that becomes the copy. While a name is typed, both hosts are looked at. */
export function askTarget(inventory: Inventory, check: LiveCheck): Step<Answers> {
  return async (answers, position) => {
    const { source, targetHost: host = "", below, target } = answers;
    if (!source) return undefined;
    const known = target?.host === host ? target.dataset : suggestedTarget(source, inventory.state(host), below);
    const typed = await inputText({
      ...position,
      prompt: t(
        "The dataset on {0} that becomes the copy of {1}; it need not exist, its parent must",
        host,
        placeOf(source),
      ),
      placeholder: "pool/dataset",
      value: known,
      ...(known === "" ? { later: inventory.ensure(host).then((state) => suggestedTarget(source, state, below)) } : {}),
      fault: (name) => targetFault(name.trim(), source, host),
      typed: (name) => {
        const request = requestOf({ ...answers, target: { host, dataset: name.trim() as DatasetName } });
        if (request) check.look(request, answers.takeNew);
      },
      live: check,
    });
    if (typed === undefined || typed === back) return typed;
    return { target: { host, dataset: typed.trim() as DatasetName } };
  };
}
