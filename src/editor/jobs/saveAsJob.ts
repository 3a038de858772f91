import * as vscode from "vscode";
import { ZfsrError } from "../../core/base/errors";
import type { ReplicationSubject } from "../plans/review";
import { back, inputText } from "../prompts/quickInputs";

const fileName = "replication.yaml";
const jobName = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** What is wrong with a job's name: a sentence, or undefined when it will do. */
export function jobNameFault(name: string): string | undefined {
  return jobName.test(name) ? undefined : "Letters, digits and _ . - only, a letter or digit first.";
}

/** The last part of the dataset's name, as a job's name. */
export function suggestedJobName(dataset: string): string {
  return dataset.slice(dataset.lastIndexOf("/") + 1).replace(/[^A-Za-z0-9_.-]/g, "-");
}

/**
 * Asks for a name, and writes a replication as a job into the workspace's job file.
 * @returns what was done, in a sentence; undefined when the person gave up. @throws ZfsrError
 */
export async function saveAsJob(subject: ReplicationSubject): Promise<string | undefined> {
  const uri = jobFile();
  const name = await inputText({
    title: "Save as Job",
    prompt: `The job's name in ${fileName}`,
    value: suggestedJobName(subject.request.source.dataset),
    fault: jobNameFault,
  });
  if (name === undefined || name === back) return undefined;
  return save(uri, subject, name);
}

/**
 * Writes a replication as a job into the workspace's job file and shows it there; all lines of the file stay as they are.
 * @returns what was done, in a sentence. @throws ZfsrError
 */
export async function saveJob(subject: ReplicationSubject, name: string): Promise<string> {
  return save(jobFile(), subject, name);
}

async function save(uri: vscode.Uri, { request, snapshot }: ReplicationSubject, name: string): Promise<string> {
  // it brings yaml and zod with it, which are dear to load
  const { addJob } = await import("../../core/replication/addJob");
  const before = await textOf(uri);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(addJob(before, name, request, snapshot)));
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  return `Saved as the job ${name} in ${fileName}.`;
}

function jobFile(): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder) return vscode.Uri.joinPath(folder.uri, fileName);
  throw new ZfsrError({
    reason: "usage",
    object: fileName,
    because: "no folder is open, so there is no place for the job file",
    nextStep: "open a folder, or copy the command and schedule that",
  });
}

/** Of the editor where it is open and changed, else of the file; empty where there is none. */
async function textOf(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open?.isDirty) await open.save();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return "";
    throw error;
  }
}
