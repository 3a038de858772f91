import { datasetNameFault, shortNameFault } from "../../core/zfs/names";
import { back, inputText } from "./quickInputs";
import { t } from "../l10n/t";

/** Asks for a text. @returns undefined when the user gave up */
export async function askText(
  title: string,
  prompt: string,
  value: string,
  fault: (value: string) => string | undefined,
): Promise<string | undefined> {
  const typed = await inputText({ title, prompt, value, fault: (text) => fault(text.trim()) });
  return typed === back ? undefined : typed?.trim();
}

/** Asks for what stands behind `@` or `#`. */
export function askShortName(title: string, prompt: string, value: string): Promise<string | undefined> {
  return askText(title, prompt, value, (name) => refused(shortNameFault(name)));
}

/** Asks for the name of a dataset. */
export function askDatasetName(title: string, prompt: string, value: string): Promise<string | undefined> {
  return askText(title, prompt, value, (name) => refused(datasetNameFault(name)));
}

function refused(because: string | undefined): string | undefined {
  return because === undefined ? undefined : t("ZFS does not allow this name: {0}.", because);
}
