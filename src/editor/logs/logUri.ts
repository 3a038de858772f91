import * as vscode from "vscode";
import { ZfsrError } from "../../core/base/errors";
import { type LogSource, logSources } from "../../core/hosts/logs/logSource";
import { datasetName, type PoolName, poolOf } from "../../core/zfs/names";

export const logScheme = "zfs-log";

/** What the document of a log shows. */
export interface LogPlace {
  readonly host: string;
  readonly source: LogSource;
  /** Only that pool's status, events and history; undefined for all. */
  readonly pool: PoolName | undefined;
}

/** The read-only document of a host's log: `zfs-log:/alpha/units.log`, `zfs-log:/alpha/status.log?tank`. */
export function logUri({ host, source, pool }: LogPlace): vscode.Uri {
  const path = `/${encodeURIComponent(host)}/${source.id}.log`;
  return vscode.Uri.from({ scheme: logScheme, path, query: pool ?? "" });
}

/** @throws ZfsrError usage when it is not the document of a log */
export function logOfUri(uri: vscode.Uri): LogPlace {
  const [, host = "", id] = /^\/([^/]+)\/(\w+)\.log$/.exec(uri.path) ?? [];
  const source = logSources.find((each) => each.id === id);
  if (uri.scheme !== logScheme || host === "" || !source) {
    throw new ZfsrError({
      reason: "usage",
      object: uri.toString(),
      because: "it is not the log of a host",
      nextStep: "open one by Open Logs in the view Hosts",
    });
  }
  return {
    host: decodeURIComponent(host),
    source,
    pool: uri.query === "" ? undefined : poolOf(datasetName(uri.query)),
  };
}
