import * as vscode from "vscode";
import { jobFilePattern } from "./jobFileNames";

/** More job files than this are no job files. */
const most = 200;

/** The job files of the workspace. */
export function findJobFiles(): Thenable<vscode.Uri[]> {
  return vscode.workspace.findFiles(jobFilePattern, "**/node_modules/**", most);
}
