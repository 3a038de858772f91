import * as vscode from "vscode";
import { DisposableStore } from "../../../core/base/disposable";
import { Throttle } from "../../../core/base/throttle";
import { jobFilePattern } from "../jobFileNames";
import type { FoundFile } from "../jobFiles";

interface Read extends FoundFile {
  readonly version: number;
}

/** Milliseconds; more often nobody reads it while typing. */
const readEvery = 250;

/** Documents that are job files. */
export const jobFileSelector: vscode.DocumentSelector = { pattern: jobFilePattern };

/** The job files that are open in editors, as they are being typed, saved or not, trusted or not: they are only read. */
export class OpenJobFiles implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<FoundFile>());
  /** A file was read. */
  readonly onDidRead = this.changed.event;
  private readonly closed = this.store.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidClose = this.closed.event;
  private readonly read = new Map<string, Read>();
  private readonly touched = new Set<vscode.TextDocument>();
  private readonly reading = this.store.add(new Throttle(readEvery, () => this.readTouched()));

  constructor() {
    this.store.add(vscode.workspace.onDidOpenTextDocument((document) => this.touch(document)));
    this.store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.touch(document)));
    this.store.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (this.read.delete(uri.toString())) this.closed.fire(uri);
      }),
    );
  }

  /** Reads what is open already; what is opened later is read by itself. */
  start(): void {
    for (const document of vscode.workspace.textDocuments) this.touch(document);
  }

  /** The file as it is in the editor now. */
  async of(document: vscode.TextDocument): Promise<FoundFile> {
    const { uri, version } = document;
    const known = this.read.get(uri.toString());
    if (known?.version === version) return known;
    // yaml and zod are dear to load: only for those who open a job file
    const { readTyped } = await import("./readTyped");
    const read = { uri, version, ...readTyped(document.getText(), known?.jobs ?? []) };
    if (document.isClosed || document.version !== version) return read;
    this.read.set(uri.toString(), read);
    this.changed.fire(read);
    return read;
  }

  dispose(): void {
    this.store.dispose();
  }

  private touch(document: vscode.TextDocument): void {
    if (!isJobFile(document)) return;
    this.touched.add(document);
    this.reading.trigger();
  }

  private readTouched(): void {
    for (const document of this.touched) if (!document.isClosed) void this.of(document);
    this.touched.clear();
  }
}

/** Not the other side of a comparison, which nobody can mend: it comes from a file system that cannot be written. */
function isJobFile(document: vscode.TextDocument): boolean {
  const { scheme } = document.uri;
  const own = scheme === "untitled" || vscode.workspace.fs.isWritableFileSystem(scheme) === true;
  return own && vscode.languages.match(jobFileSelector, document) > 0;
}
