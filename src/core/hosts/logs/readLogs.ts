import type { Command } from "../../zfs/command";
import type { PoolName } from "../../zfs/names";
import { unreadable } from "../../zfs/rows";
import type { ExecOptions, Host } from "../host";
import { runAll } from "../run";
import { type HostClock, isSince, parseClock } from "./lineTime";
import { type LogSource, logSources } from "./logSource";

export interface LogRequest {
  /** Only that pool's status, events and history; all when left out. */
  readonly pool: PoolName | undefined;
  /** Milliseconds since 1970, by the host's clock. */
  readonly since: number | undefined;
  /** Lines of each source at most, the newest ones. */
  readonly lines: number;
}

/** What one source of a host has. */
export type ReadLog =
  | {
      readonly source: LogSource;
      readonly state: "read";
      /** The oldest first, without line breaks; what a host prints is hostile: show it through `printable`. */
      readonly lines: readonly string[];
      /** There were more, older ones. */
      readonly cut: boolean;
    }
  /** The host does not have it. */
  | { readonly source: LogSource; readonly state: "absent" }
  | { readonly source: LogSource; readonly state: "failed"; readonly because: string };

/** Bytes of each source at most. */
const mostBytes = 4_000_000;

/**
 * What a host's logs say, in one round trip and in bounded memory: a source that is not there or may not be read says so
 * and takes no other down.
 * @throws ZfsrError of the connection alone
 */
export async function readLogs(
  host: Host,
  request: LogRequest,
  options: ExecOptions = {},
  sources: readonly LogSource[] = logSources,
): Promise<ReadLog[]> {
  const [clock, ...texts] = await runAll(
    host,
    [readClock(), ...sources.map((source) => readSource(source, request))],
    options,
  );
  return sources.map((source, i) => {
    const text = texts[i] ?? { error: undefined };
    if (!("value" in text)) return { source, state: "failed", because: text.error?.because ?? "nothing was printed" };
    return logIn(text.value, source, request, "value" in clock ? clock.value : undefined);
  });
}

/** The host's clock: `1795478511 +0000`. */
function readClock(): Command<HostClock> {
  return {
    argv: ["date", "+%s %z"],
    object: "the clock",
    parse: (stdout) => {
      const clock = parseClock(stdout);
      if (!clock) throw unreadable(stdout, "it is not what 'date' prints");
      return clock;
    },
  };
}

/** Its last line is `@zfsr absent` or `@zfsr STATUS`. */
function readSource(source: LogSource, { pool, since, lines }: LogRequest): Command<string> {
  const there =
    "program" in source.needs ? `command -v ${source.needs.program} >/dev/null` : `[ -e ${source.needs.file} ]`;
  // one more than wanted tells that there are more; a source that is filtered by time here is read further back, and
  // one that tells how things stand is read whole
  const most =
    source.time === undefined
      ? source.follow === undefined
        ? 100_000
        : lines + 1
      : since === undefined
        ? lines + 1
        : lines * 20;
  const script = [
    `${there} || { echo '@zfsr absent'; exit 0; }`,
    `{ ${source.read}; echo "@zfsr $?"; } </dev/null 2>&1 | tail -n ${most + 1} | tail -c ${mostBytes}`,
  ].join("; ");
  const from = since === undefined ? "" : String(Math.floor(since / 1000));
  return {
    argv: ["sh", "-c", script, "sh", String(most), from, pool ?? ""],
    object: source.title,
    parse: (stdout) => stdout,
  };
}

function logIn(text: string, source: LogSource, request: LogRequest, clock: HostClock | undefined): ReadLog {
  const all = text
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => line.replace(/\r$/, ""));
  const end = all.pop()?.replace("@zfsr ", "");
  if (end === "absent") return { source, state: "absent" };
  if (end !== "0" && all.length < 5)
    return { source, state: "failed", because: refusalIn(all) ?? `it ended with exit status ${end ?? "?"}` };
  while (all.at(-1) === "") all.pop();
  const { since, lines } = request;
  if (source.time === undefined && source.follow === undefined)
    return { source, state: "read", lines: all, cut: false };
  const wanted = since === undefined || !source.time || !clock ? all : all.filter(isSince(since, source.time, clock));
  const reachesBack = since !== undefined && wanted.length < all.length;
  return {
    source,
    state: "read",
    lines: wanted.slice(-lines),
    cut: wanted.length > lines || (!reachesBack && all.length > lines),
  };
}

/** What a command said when it gave nothing else. */
function refusalIn(lines: readonly string[]): string | undefined {
  return lines.find((line) => /denied|cannot|permi|no such|not /i.test(line)) ?? lines.at(-1);
}
