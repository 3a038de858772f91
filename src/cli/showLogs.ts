import type { ReadLog } from "../core/hosts/logs/readLogs";
import type { GlobalOptions } from "./environment";
import { findingJson, findingText } from "./findingText";
import type { HostFinding } from "./logFindings";
import { printJson, type TextStream, writeText } from "./output";

/** A host's logs as `--json` has them (docs/cli.md). @param lines whether their text is wanted */
export function logsJson(
  host: string,
  found: readonly ReadLog[],
  findings: readonly HostFinding[],
  lines: boolean,
): object {
  const text = lines ? { lines: found.flatMap(linesOf) } : {};
  return { host, sources: found.map(describeSource), ...text, findings: findings.map(asJson) };
}

/** Logs and findings of one host as they come, as text or as JSON lines. */
export class LogPrinter {
  constructor(
    private readonly host: string,
    private readonly environment: {
      readonly stdout: TextStream;
      readonly stderr: TextStream;
      readonly options: Pick<GlobalOptions, "json">;
    },
  ) {}

  /** First what the logs say, then what it means, which so is the last thing on the screen. */
  all(found: readonly ReadLog[], findings: readonly HostFinding[], lines: boolean): void {
    const { stdout, stderr, options } = this.environment;
    for (const log of found)
      if (log.state === "failed")
        writeText(stderr, `zfsr: ${this.host}: ${log.source.title} could not be read: ${log.because}\n`);
    if (lines) {
      for (const { source, text } of found.flatMap(linesOf)) this.line(source, text);
      if (!options.json) writeText(stdout, "\n");
    }
    if (findings.length === 0 && !options.json)
      writeText(stdout, `${this.host}: nothing that is known to be trouble.\n`);
    for (const finding of findings) this.finding(finding);
  }

  line(source: string, text: string): void {
    const { host, environment } = this;
    if (environment.options.json) printJson(environment, { host, source, text });
    else writeText(environment.stdout, `${host} ${source.padEnd(8)}| ${text.replace(/\t/g, "        ")}\n`);
  }

  finding(found: HostFinding): void {
    const { environment } = this;
    if (environment.options.json) printJson(environment, { host: found.host, finding: asJson(found) });
    else writeText(environment.stdout, findingText(`${found.host} ${found.source}`, found.finding, found.finding.text));
  }
}

function describeSource(log: ReadLog): object {
  const { id, title } = log.source;
  if (log.state === "failed") return { id, title, state: log.state, because: log.because };
  return log.state === "read" ? { id, title, state: log.state, cut: log.cut } : { id, title, state: log.state };
}

function linesOf(log: ReadLog): { source: string; text: string }[] {
  return log.state === "read" ? log.lines.map((text) => ({ source: log.source.id, text })) : [];
}

function asJson({ source, finding }: HostFinding): object {
  return { source, text: finding.text, ...findingJson(finding) };
}
