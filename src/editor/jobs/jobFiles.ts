import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import { ZfsrError } from "../../core/base/errors";
import type { Log } from "../../core/base/log";
import { Throttle } from "../../core/base/throttle";
import type { Job, JobProblem } from "../../core/jobs/job";
import { findJobFiles } from "./findJobFiles";
import { jobFilePattern } from "./jobFileNames";

/** A job, and where it stands. */
export interface FoundJob {
  readonly job: Job;
  /** From 1. */
  readonly line: number;
}

/** A job file of the workspace. */
export interface FoundFile {
  readonly uri: vscode.Uri;
  /** Empty when the file has problems: it cannot be used. */
  readonly jobs: readonly FoundJob[];
  readonly problems: readonly JobProblem[];
}

/** Milliseconds; an editor that saves may touch a file several times. */
const readEvery = 200;

/** The job files of the workspace: found when somebody first asks, and read again when they change. */
export class JobFiles implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private readonly found = new Map<string, FoundFile>();
  private started: Promise<void> | undefined;

  constructor(private readonly log: Log) {}

  /** In the order of their paths. */
  get files(): readonly FoundFile[] {
    return [...this.found.values()].sort((a, b) => (a.uri.path < b.uri.path ? -1 : 1));
  }

  /** Tells whether one of the files that were read marks a host as production. */
  readonly isProduction = (host: string): boolean =>
    this.files.some(({ jobs }) => jobs.some(({ job }) => job.production.includes(host)));

  /** Looks for the files and watches them; asked again, it gives the same. */
  start(): Promise<void> {
    return (this.started ??= this.begin());
  }

  dispose(): void {
    this.store.dispose();
  }

  private async begin(): Promise<void> {
    const watcher = this.store.add(vscode.workspace.createFileSystemWatcher(jobFilePattern));
    const touched = new Map<string, vscode.Uri>();
    const reading = this.store.add(
      new Throttle(readEvery, () => {
        const uris = [...touched.values()];
        touched.clear();
        void this.read(uris);
      }),
    );
    const touch = (uri: vscode.Uri): void => {
      touched.set(uri.toString(), uri);
      reading.trigger();
    };
    this.store.add(watcher.onDidCreate(touch));
    this.store.add(watcher.onDidChange(touch));
    this.store.add(
      watcher.onDidDelete((uri) => {
        this.found.delete(uri.toString());
        this.changed.fire();
      }),
    );
    try {
      await this.read(await findJobFiles());
    } catch (error) {
      this.log.warn(ZfsrError.from(error, "job files").message);
    }
  }

  private async read(uris: readonly vscode.Uri[]): Promise<void> {
    // yaml and zod are dear to load: only for those who have job files
    if (uris.length === 0) return;
    const { readJobs } = await import("./readJobs");
    await Promise.all(
      uris.map(async (uri) => {
        try {
          const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
          this.found.set(uri.toString(), { uri, ...readJobs(text) });
        } catch (error) {
          this.found.delete(uri.toString());
          this.log.warn(ZfsrError.from(error, uri.path).message);
        }
      }),
    );
    this.changed.fire();
  }
}
