import { shellQuote } from "../../base/shellQuote";
import type { PoolName } from "../../zfs/names";
import type { FollowOptions, Host } from "../host";
import { isSince, parseClock } from "./lineTime";
import { type LogSource, logSources } from "./logSource";

export interface FollowRequest {
  /** Only that pool's events; all when left out. */
  readonly pool: PoolName | undefined;
  readonly sources?: readonly LogSource[];
  /** Called for each line that is written from now on. What a host prints is hostile: show it through `printable`. */
  readonly onLine: (source: LogSource, line: string) => void;
}

/**
 * Follows a host's logs until `signal` is aborted, all in one command there, which ends with it.
 * @returns when nothing is left to follow there: the host has none of the sources, or each has ended
 * @throws ZfsrError of the connection; `cancelled` when aborted
 */
export async function followLogs(
  host: Host,
  request: FollowRequest,
  options: Pick<FollowOptions, "signal" | "background"> = {},
): Promise<void> {
  const sources = (request.sources ?? logSources).filter((source) => source.follow !== undefined);
  const byId = new Map<string, LogSource>(sources.map((source) => [source.id, source]));
  const isNew = new Map<LogSource, (line: string) => boolean>();
  await host.follow(followScript(sources, request.pool), {
    ...options,
    onStdoutLine: (line) => {
      const tab = line.indexOf("\t");
      const text = line.slice(tab + 1).replace(/\r$/, "");
      const clock = tab === 0 ? parseClock(text) : undefined;
      if (clock)
        for (const source of sources)
          if (source.followsFromStart && source.time) isNew.set(source, isSince(clock.now, source.time, clock));
      const source = byId.get(line.slice(0, tab));
      if (source && isNew.get(source)?.(text) !== false) request.onLine(source, text);
    },
  });
}

/** First comes the host's clock, behind a tab. Each line then begins with the source's id and a tab. Lines of different sources never mix: each is one write of sh. */
function followScript(sources: readonly LogSource[], pool: PoolName | undefined): string {
  const parts = sources.map((source) => {
    const there =
      "program" in source.needs ? `command -v ${source.needs.program} >/dev/null` : `[ -e ${source.needs.file} ]`;
    return `{ ${there} && { ${source.follow ?? ":"}; } 2>&1 | while IFS= read -r line; do printf '${source.id}\\t%s\\n' "$line"; done; } </dev/null &`;
  });
  return [`date '+\t%s %z'`, `set -- 0 '' ${shellQuote(pool ?? "")}`, ...parts, "wait"].join("\n");
}
