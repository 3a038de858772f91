import * as vscode from "vscode";
import type { CommandId } from "../commandIds";
import { anchorOf, type PagePart } from "./anchorOf";

const command: CommandId = "zfsReplication.problem.showPage";

/**
 * A problem's code, which leads to where it is explained. A file with a fragment would open at its first line: the page
 * is shown by a command, which scrolls.
 */
export function findingCode(part: PagePart, code: string): { value: string; target: vscode.Uri } {
  const query = encodeURIComponent(JSON.stringify([anchorOf(part, code)]));
  return { value: code, target: vscode.Uri.parse(`command:${command}?${query}`) };
}
