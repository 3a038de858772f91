import { parseDuration } from "../../core/base/duration";
import { ZfsrError } from "../../core/base/errors";
import { followLogs } from "../../core/hosts/logs/followLogs";
import type { LogSource } from "../../core/hosts/logs/logSource";
import { type ReadLog, readLogs } from "../../core/hosts/logs/readLogs";
import { type PoolName, poolOf } from "../../core/zfs/names";
import { parsePlace } from "../../core/zfs/place";
import type { Environment } from "../environment";
import { exitCode, worstExitCode } from "../exitCodes";
import { FollowedLog, findingsInLogs, type HostFinding } from "../logFindings";
import { errorJson, printJson, writeText } from "../output";
import { logsJson, LogPrinter } from "../showLogs";

export interface LogsOptions {
  /** `1h`, `2d`, or a moment in ISO 8601; all that is kept when left out. */
  readonly since: string | undefined;
  readonly follow: boolean;
  /** Leave the text out. */
  readonly findings: boolean;
  /** Of each source at most. */
  readonly lines: number;
}

/** A host, and the pool that is asked about; undefined for all. */
interface Asked {
  readonly id: string;
  readonly pool: PoolName | undefined;
}

/**
 * `zfsr logs PLACE…`: what the hosts' logs say of ZFS, of its disks, its ssh and the tools that replicate, and what that
 * means. A host that cannot be read takes no other down.
 * @returns 3 where an error was found, 1 where a host could not be read
 */
export async function logs(places: readonly string[], options: LogsOptions, environment: Environment): Promise<number> {
  const asked = places.map((place): Asked => {
    const { host, dataset } = parsePlace(place);
    return { id: host, pool: dataset === undefined ? undefined : poolOf(dataset) };
  });
  const since = options.since === undefined ? undefined : momentOf(options.since, Date.now());
  const { signal } = environment.cancel;
  const codes: number[] = [];
  if (!options.follow || since !== undefined) {
    const reading = asked.map(({ id, pool }) =>
      readLogs(environment.host(id), { pool, since, lines: options.lines }, { signal }),
    );
    for (const [i, read] of (await Promise.allSettled(reading)).entries()) {
      const host = asked[i]?.id ?? "";
      if (read.status === "rejected") codes.push(refuse(host, read.reason, places.length === 1, environment));
      else codes.push(tellLogs(host, read.value, options, environment));
    }
  }
  if (options.follow) codes.push(...(await Promise.all(asked.map((each) => follow(each, options, environment)))));
  return worstExitCode(codes);
}

/** @throws the error itself where there is no other host to go on with, or where it was Ctrl-C */
function refuse(host: string, reason: unknown, alone: boolean, environment: Environment): number {
  if (alone || ZfsrError.is(reason, "cancelled")) throw reason;
  const error = ZfsrError.from(reason, host);
  if (environment.options.json) printJson(environment, { host, error: errorJson(error) });
  else writeText(environment.stderr, `zfsr: ${error.message}\n`);
  return exitCode.failed;
}

function tellLogs(host: string, found: readonly ReadLog[], options: LogsOptions, environment: Environment): number {
  const findings = findingsInLogs(host, found);
  if (environment.options.json && !options.follow) {
    printJson(environment, logsJson(host, found, findings, !options.findings));
    return codeOf(findings);
  }
  new LogPrinter(host, environment).all(found, findings, !options.findings);
  const cut = found.filter((log) => log.state === "read" && log.cut).map((log) => log.source.id);
  if (cut.length > 0)
    writeText(
      environment.stderr,
      `zfsr: ${host}: of ${cut.join(", ")} the newest ${options.lines} lines; --lines gives more\n`,
    );
  return codeOf(findings);
}

/** Milliseconds within which what two logs say of one object is one word that both of them kept. */
const sameWord = 5000;

async function follow({ id, pool }: Asked, options: LogsOptions, environment: Environment): Promise<number> {
  const findings: HostFinding[] = [];
  const printer = new LogPrinter(id, environment);
  const followed = new Map<LogSource["id"], FollowedLog>();
  const told = new Map<string, { readonly source: LogSource["id"]; readonly at: number }>();
  const tell = (finding: HostFinding): void => {
    const key = `${finding.finding.id}\n${finding.finding.object}`;
    const before = told.get(key);
    const now = performance.now();
    if (before && before.source !== finding.source && now - before.at < sameWord) return;
    told.set(key, { source: finding.source, at: now });
    if (finding.finding.severity === "error") findings.push(finding);
    printer.finding(finding);
  };
  const onLine = (source: LogSource, text: string): void => {
    if (!options.findings) printer.line(source.id, text);
    const log = followed.get(source.id) ?? new FollowedLog(id, source, tell);
    followed.set(source.id, log);
    log.push(text);
  };
  try {
    await followLogs(environment.host(id), { pool, onLine }, { signal: environment.cancel.signal });
  } catch (error) {
    // Ctrl-C is how following ends
    if (!ZfsrError.is(error, "cancelled")) throw error;
  } finally {
    for (const log of followed.values()) log.end();
  }
  return codeOf(findings);
}

function codeOf(findings: readonly HostFinding[]): number {
  return findings.some(({ finding }) => finding.severity === "error") ? exitCode.attention : exitCode.done;
}

/** A duration before now, or a moment. @throws ZfsrError usage */
function momentOf(text: string, now: number): number {
  const ago = parseDuration(text);
  if (ago !== undefined) return now - ago;
  const moment = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(moment)) return moment;
  throw new ZfsrError({
    reason: "usage",
    object: `--since ${text}`,
    because: "that is neither a duration nor a moment",
    nextStep: "give 90s, 15m, 1h, 7d, or 2026-11-24T03:00",
  });
}
