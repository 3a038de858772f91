import * as vscode from "vscode";
import { remoteCommand, shellCommand } from "../../../core/base/shellQuote";
import { formatPlace, privileged, sshWords } from "../../../core/zfs/place";
import type { TreeNode } from "../../tree/nodes/node";
import { askDataset } from "../chosenDatasets";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** The name that a node stands for, with its host. */
async function named(
  services: Pick<Services, "inventory" | "settings">,
  node: TreeNode | undefined,
): Promise<{ readonly host: string; readonly name: string } | undefined> {
  if (node?.kind === "snapshot" || node?.kind === "bookmark") return { host: node.host, name: node.item.name };
  if (node && "dataset" in node && node.dataset !== undefined) return { host: node.host, name: node.dataset };
  const ref = await askDataset(services, t("Copy Command"), t("The dataset to look at"));
  return ref && { host: ref.host, name: ref.dataset };
}

/** Puts the zfs(8) command that shows an object on the clipboard, with the ssh that leads to its host. */
export async function copyZfsCommand(
  services: Pick<Services, "inventory" | "settings">,
  node?: TreeNode,
): Promise<void> {
  const found = await named(services, node);
  if (!found) return;
  const words = shellCommand(privileged(found.host, ["zfs", "get", "all", found.name]));
  const line = found.host === "local" ? words : shellCommand(["ssh", ...sshWords(found.host), remoteCommand(words)]);
  await copy(line);
}

/** Puts the zfsr command that lists an object on the clipboard. What a plan would run is copied from its review. */
export async function copyZfsrCommand(
  services: Pick<Services, "inventory" | "settings">,
  node?: TreeNode,
): Promise<void> {
  const found = await named(services, node);
  if (found) await copy(shellCommand(["zfsr", "ls", "-r", formatPlace(found.host, found.name.replace(/#.*$/, ""))]));
}

async function copy(line: string): Promise<void> {
  await vscode.env.clipboard.writeText(line);
  vscode.window.setStatusBarMessage(t("The command is on the clipboard."), 4000);
}
