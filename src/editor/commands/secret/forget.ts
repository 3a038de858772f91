import * as vscode from "vscode";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** Forgets secrets that the editor was told to remember. Connections are made anew, so that none lives on in them. */
export async function forgetSecrets({
  secrets,
  connections,
  notify,
}: Pick<Services, "secrets" | "connections" | "notify">): Promise<void> {
  const { list } = secrets;
  if (list.length === 0) {
    notify.info(t("No secret is remembered."));
    return;
  }
  const items = list.map(({ key, title }) => ({ label: title, key, picked: true }));
  const options = {
    title: t("Forget Remembered Secrets"),
    placeHolder: t("The secrets to forget"),
    canPickMany: true,
  } as const;
  const picked = await vscode.window.showQuickPick(items, options);
  if (!picked || picked.length === 0) return;
  await secrets.forget(picked.map(({ key }) => key));
  connections.reset();
  notify.info(picked.length === 1 ? t("1 secret is forgotten.") : t("{0} secrets are forgotten.", picked.length));
}
