import * as vscode from "vscode";
import { type RunId, runId } from "../../core/runs/runDirectory";

export const runScheme = "zfs-run";

/** The read-only document of a run: `zfs-run:/20261123T205124Z-3fa9c1.log`. */
export function runUri(id: RunId): vscode.Uri {
  return vscode.Uri.from({ scheme: runScheme, path: `/${id}.log` });
}

/** @throws ZfsrError usage when it is not the document of a run */
export function runOfUri(uri: vscode.Uri): RunId {
  return runId(uri.path.replace(/^\/|\.log$/g, ""));
}
