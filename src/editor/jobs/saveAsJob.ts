import * as vscode from "vscode";
import { ZfsrError } from "../../core/base/errors";
import type { ReplicationSubject } from "../plans/review";
import { askSchedule } from "../prompts/askSchedule";
import { runSteps, type Step } from "../prompts/multiStep";
import { back, inputText } from "../prompts/quickInputs";
import { t } from "../l10n/t";
import { savedText } from "./savedText";
import { saveOpen } from "./saveOpen";

/** Where a job is written: the second only where it is there already. */
const fileNames = ["replication.yaml", "replication.yml"] as const;
const jobName = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** What is asked of a person who wants a job. */
export interface NewJob {
  readonly job?: string;
  /** The five fields of crontab(5); empty for none. */
  readonly schedule?: string;
}

/** What is wrong with a job's name: a sentence, or undefined when it will do. */
function jobNameFault(name: string): string | undefined {
  return jobName.test(name) ? undefined : t("Letters, digits and _ . - only, a letter or digit first.");
}

/** The last part of the dataset's name, as a job's name. */
function suggestedJobName(dataset: string): string {
  return dataset.slice(dataset.lastIndexOf("/") + 1).replace(/[^A-Za-z0-9_.-]/g, "-");
}

/** Asks for the job's name. @param dataset whose name is suggested */
export function askJobName<S extends NewJob>(dataset: (state: S) => string): Step<S> {
  return async (state, position) => {
    const typed = await inputText({
      ...position,
      prompt: t("The job's name in the job file"),
      value: state.job ?? suggestedJobName(dataset(state)),
      fault: jobNameFault,
    });
    return typed === undefined || typed === back ? typed : ({ job: typed } as Partial<S>);
  };
}

/** Asks when the job runs; it need not say. */
export async function askJobSchedule<S extends NewJob>(
  { schedule = "" }: S,
  position: Parameters<Step<S>>[1],
): Promise<Partial<S> | typeof back | undefined> {
  const typed = await askSchedule(position, schedule, await jobFilePath());
  return typed === undefined || typed === back ? typed : ({ schedule: typed } as Partial<S>);
}

/**
 * Asks for a name and a schedule, and writes a replication as a job into the workspace's job file.
 * @returns what was done, in a sentence; undefined when the person gave up. @throws ZfsrError
 */
export async function saveAsJob(subject: ReplicationSubject): Promise<string | undefined> {
  const folder = workspaceFolder();
  const steps = [askJobName<NewJob>(() => subject.request.source.dataset), askJobSchedule<NewJob>];
  const answers = await runSteps<NewJob>(t("Save as Job"), steps, {});
  return answers && save(folder, subject, answers);
}

/**
 * Writes a replication as a job into the workspace's job file and shows it there; all lines of the file stay as they are.
 * @returns what was done, in a sentence. @throws ZfsrError
 */
export async function saveJob(subject: ReplicationSubject, job: NewJob): Promise<string> {
  return save(workspaceFolder(), subject, job);
}

async function save(
  folder: vscode.Uri,
  { request, snapshot }: ReplicationSubject,
  { job = "", schedule = "" }: NewJob,
): Promise<string> {
  // they bring yaml and zod with them, which are dear to load
  const { addJob } = await import("../../core/replication/addJob");
  const { jobLines } = await import("../../core/jobs/jobLines");
  const { uri, text: before, name } = await jobFile(folder);
  const text = addJob(before, job, request, { snapshot, schedule: schedule === "" ? undefined : schedule });
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const line = (jobLines(text).get(job) ?? 1) - 1;
  await vscode.window.showTextDocument(uri, {
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
    selection: new vscode.Range(line, 0, line, 0),
  });
  return savedText(job, name, request.source.snapshot);
}

function workspaceFolder(): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder) return folder.uri;
  throw new ZfsrError({
    reason: "usage",
    object: fileNames[0],
    because: "no folder is open, so there is no place for the job file",
    nextStep: "open a folder, or copy the command and schedule that",
  });
}

/** Where a job would be written: what `zfsr run -f` takes. */
async function jobFilePath(): Promise<string> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder ? (await jobFileUri(folder.uri)).uri.fsPath : fileNames[0];
}

/** The folder's job file; the first of the names where there is none yet. */
async function jobFileUri(folder: vscode.Uri): Promise<{ uri: vscode.Uri; name: string; there: boolean }> {
  for (const name of fileNames) {
    const uri = vscode.Uri.joinPath(folder, name);
    if (await exists(uri)) return { uri, name, there: true };
  }
  return { uri: vscode.Uri.joinPath(folder, fileNames[0]), name: fileNames[0], there: false };
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return false;
    throw error;
  }
}

/**
 * The folder's job file with its text, which is saved first where it is open and changed; empty for one that is to be
 * made. @throws ZfsrError where it cannot be saved
 */
async function jobFile(folder: vscode.Uri): Promise<{ uri: vscode.Uri; text: string; name: string }> {
  const { uri, name, there } = await jobFileUri(folder);
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  await saveOpen(open, name);
  if (!there && !(await exists(uri))) return { uri, name, text: "" };
  return { uri, name, text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) };
}
