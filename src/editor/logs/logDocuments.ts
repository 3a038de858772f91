import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import { ZfsrError } from "../../core/base/errors";
import { Throttle } from "../../core/base/throttle";
import type { Host } from "../../core/hosts/host";
import { followLogs } from "../../core/hosts/logs/followLogs";
import { readLogs } from "../../core/hosts/logs/readLogs";
import { printable } from "../../core/zfs/names";
import { logOfUri, logScheme } from "./logUri";

/** Milliseconds: the whole text is handed over each time. */
const renewEvery = 500;
/** Lines that are kept of a log that is followed. */
const mostLines = 20_000;
const readLinesAtFirst = 5_000;

interface OpenLog {
  readonly lines: string[];
  readonly stop: AbortController;
  readonly renewing: Throttle;
}

/** Shows logs of hosts as text. A document that is open is followed live until it is closed. */
export class LogDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly subscriptions = new DisposableStore();
  private readonly changed = this.subscriptions.add(new vscode.EventEmitter<vscode.Uri>());
  private readonly open = new Map<string, OpenLog>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly host: (id: string) => Host) {
    this.subscriptions.add(vscode.workspace.registerTextDocumentContentProvider(logScheme, this));
    this.subscriptions.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.close(uri)));
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const known = this.open.get(uri.toString()) ?? (await this.start(uri));
    return `${known.lines.map(printable).join("\n")}\n`;
  }

  dispose(): void {
    for (const { stop } of this.open.values()) stop.abort();
    this.subscriptions.dispose();
  }

  private async start(uri: vscode.Uri): Promise<OpenLog> {
    const { host: id, source, pool } = logOfUri(uri);
    const host = this.host(id);
    const request = { pool, since: undefined, lines: readLinesAtFirst };
    const [log] = await readLogs(host, request, {}, [source]);
    const lines =
      log?.state === "read"
        ? [...log.lines]
        : [`${id} has no ${source.title}${log?.state === "failed" ? `: ${log.because}` : ""}.`];
    const entry = {
      lines,
      stop: new AbortController(),
      renewing: new Throttle(renewEvery, () => this.changed.fire(uri)),
    };
    this.open.set(uri.toString(), entry);
    if (log?.state === "read" && source.follow !== undefined) void this.follow(host, uri, entry);
    return entry;
  }

  private async follow(host: Host, uri: vscode.Uri, { lines, stop, renewing }: OpenLog): Promise<void> {
    const { source, pool } = logOfUri(uri);
    const onLine = (_: unknown, line: string): void => {
      lines.push(line);
      if (lines.length > mostLines) lines.splice(0, lines.length - mostLines);
      renewing.trigger();
    };
    try {
      await followLogs(host, { pool, sources: [source], onLine }, { signal: stop.signal, background: true });
    } catch (error) {
      if (ZfsrError.is(error, "cancelled")) return;
      lines.push(`(${ZfsrError.from(error, host.id).message})`);
      renewing.trigger();
    }
  }

  private close(uri: vscode.Uri): void {
    const entry = this.open.get(uri.toString());
    if (!entry) return;
    this.open.delete(uri.toString());
    entry.stop.abort();
    entry.renewing.dispose();
  }
}
