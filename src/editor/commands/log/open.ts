import * as vscode from "vscode";
import { readLogs } from "../../../core/hosts/logs/readLogs";
import type { LogSource } from "../../../core/hosts/logs/logSource";
import { hostsOfRun } from "../../../core/runs/hostsOfRun";
import { readJournal } from "../../../core/runs/journal";
import { poolOf } from "../../../core/zfs/names";
import { logUri } from "../../logs/logUri";
import { openRun } from "../../problems/openRun";
import { back, pickOne } from "../../prompts/quickInputs";
import type { RunNode } from "../../transfers/runNode";
import type { TreeNode } from "../../tree/nodes/node";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** Opens a log of a host, a pool or one of a run's hosts: those that it has are listed, with how much they say. */
export async function openLogs(
  { connections, settings }: Pick<Services, "connections" | "settings">,
  node?: TreeNode | RunNode,
): Promise<void> {
  const host = await hostOf(node, settings.hosts);
  if (host === undefined) return;
  const pool = node?.kind === "pool" ? poolOf(node.dataset) : undefined;
  const request = { pool, since: undefined, lines: 200 };
  const logs = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t("Looking for logs") },
    () => readLogs(connections.host(host), request),
  );
  const items = logs
    .filter((log) => log.state === "read")
    .map((log) => ({
      label: log.source.title,
      description: log.lines.length === 0 ? t("empty") : t("{0}{1} lines", log.lines.length, log.cut ? "+" : ""),
      source: log.source,
    }));
  const picked = await pickOne<{ label: string; description: string; source: LogSource }>({
    title: t("Logs of {0}", host),
    placeholder: t("Choose the log to open; it is followed while it is open"),
    items,
  });
  if (picked === undefined || picked === back) return;
  const document = await vscode.workspace.openTextDocument(logUri({ host, source: picked.source, pool }));
  await vscode.languages.setTextDocumentLanguage(document, "zfs-log");
  await vscode.window.showTextDocument(document, { preview: false });
}

/** Whose logs; undefined where the person has chosen none, or the report of the run itself. */
async function hostOf(node: TreeNode | RunNode | undefined, hosts: readonly string[]): Promise<string | undefined> {
  if (node === undefined) return pickHost({ title: t("Open Logs"), hosts });
  if (node.kind !== "run") return node.host;
  const report = t("Report of the run");
  const own = hostsOfRun(await readJournal(node.files));
  const picked = await pickHost({ title: t("Open Logs of a Run"), hosts: [report, ...own] });
  if (picked !== report) return picked;
  await openRun(node.files.id);
  return undefined;
}

async function pickHost({ title, hosts }: { title: string; hosts: readonly string[] }): Promise<string | undefined> {
  const picked = await pickOne({ title, placeholder: t("Choose the host"), items: hosts.map((label) => ({ label })) });
  return picked === back ? undefined : picked?.label;
}
