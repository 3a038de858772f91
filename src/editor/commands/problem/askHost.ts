import * as vscode from "vscode";
import type { Remedy, Risk } from "../../../core/diagnosis/finding";
import { onHost } from "../../../core/diagnosis/scan/onHost";
import { printable } from "../../../core/zfs/names";
import type { Subject } from "../../findings/subject";
import { pickHost } from "../../prompts/pickDataset";
import { back, pickOne } from "../../prompts/quickInputs";
import type { Services } from "../services";
import { reviewRemedy } from "./reviewRemedy";
import { runInTerminal } from "./runInTerminal";
import { t } from "../../l10n/t";

type Needs = Pick<
  Services,
  "inventory" | "settings" | "liveRemedies" | "reviewPlan" | "terminal" | "confirm" | "notify"
>;

const costs: Readonly<Record<Risk, () => string>> = {
  none: () => t("looks"),
  changes: () => t("changes"),
  destroys: () => t("destroys data"),
};

/** Asks a host what can be done about a finding, and does what is chosen: a plan by its review, a command in a terminal. */
export async function askHost(services: Needs, subject?: Subject): Promise<void> {
  if (!subject) return;
  const { inventory, settings, liveRemedies, notify } = services;
  const title = t("What Can Be Done");
  const host = subject.host ?? (await pickHost(inventory, settings.hosts, t("The host that this is about"), { title }));
  if (host === undefined || host === back) return;
  const live = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t("Asking {0}", host) },
    () => liveRemedies.of(subject.finding, host),
  );
  const known = onHost(subject.finding, host).remedies.filter(({ command }) => command !== undefined);
  const last = ({ risk }: Remedy): number => Number(risk === "destroys");
  const items = [...live, ...known]
    .filter(({ command, does }) => command !== undefined || does?.by === "plan")
    .toSorted((a, b) => last(a) - last(b))
    .map((remedy) => ({
      label: printable(remedy.title),
      description:
        remedy.does?.by === "plan" ? t("{0}; its plan is reviewed", costs[remedy.risk]()) : costs[remedy.risk](),
      remedy,
    }));
  if (items.length === 0) {
    notify.info(t("{0} has nothing to add to what the finding says.", host));
    return;
  }
  const picked = await pickOne({ title, placeholder: printable(subject.finding.title), items });
  if (picked === undefined || picked === back) return;
  const { remedy } = picked;
  if (remedy.does?.by === "plan") {
    await reviewRemedy(services, { finding: subject.finding, host, title: remedy.title });
  } else await runInTerminal(services, remedy);
}
