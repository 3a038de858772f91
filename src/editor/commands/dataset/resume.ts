import * as vscode from "vscode";
import { ZfsrError } from "../../../core/base/errors";
import { hostsViewId } from "../../commandIds";
import { placeOf } from "../../hosts/datasetRef";
import { askDataset } from "../chosenDatasets";
import { askPartial, type PlaceArgument } from "../partialReceives";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** Goes on with what was partially received. Where it comes from is in a journal, or is asked for. */
export async function resume(
  services: Pick<Services, "inventory" | "settings" | "replications">,
  argument?: PlaceArgument,
): Promise<void> {
  const ref = await askPartial(services, t("Resume Replication"), argument);
  if (!ref) return;
  const place = placeOf(ref);
  const start = (from?: string): Thenable<unknown> =>
    vscode.window.withProgress({ location: { viewId: hostsViewId } }, () => services.replications.resume(place, from));
  try {
    await start();
  } catch (error) {
    if (!ZfsrError.is(error, "usage")) throw error;
    const source = await askDataset(services, t("Resume {0}", place), t("The dataset it comes from"));
    if (source) await start(placeOf(source));
  }
}
