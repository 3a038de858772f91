import type { LogFinding } from "../core/diagnosis/scan/logFinding";
import { recordsOf } from "../core/diagnosis/scan/record";
import { onHost } from "../core/diagnosis/scan/onHost";
import { findingsIn, Scanner } from "../core/diagnosis/scan/scanner";
import type { LogSource } from "../core/hosts/logs/logSource";
import type { ReadLog } from "../core/hosts/logs/readLogs";

/** A finding in one of a host's logs; its line is that of the log as it was printed. */
export interface HostFinding {
  readonly host: string;
  readonly source: LogSource["id"];
  readonly finding: LogFinding;
}

/**
 * What a host's logs tell of. The kernel's words stand in dmesg, in the journal and in syslog: what several logs say of
 * one object is told once, where it is read first. Where a log is kept for other hosts, too, it is told of each; what is
 * to be done for them has no commands, since those would run on the host that was read.
 */
export function findingsInLogs(host: string, logs: readonly ReadLog[]): HostFinding[] {
  const own = ownName(logs);
  const told = new Set<string>();
  return logs.flatMap((log) =>
    log.state !== "read"
      ? []
      : findingsIn(log.lines.join("\n")).flatMap((finding) => {
          const other = finding.host === own ? undefined : finding.host;
          const key = [finding.id, finding.object, other].join("\n");
          if (told.has(key)) return [];
          told.add(key);
          const shown = other === undefined ? onHost(finding, host) : withoutCommands(finding);
          return [{ host, source: log.source.id, finding: shown }];
        }),
  );
}

/** Logs that only the host itself writes, and that name it. */
const ownLogs: readonly LogSource["id"][] = ["units", "tools", "sshd"];

/** What the host calls itself in its logs: the first name in its journal, or else in any. */
function ownName(logs: readonly ReadLog[]): string | undefined {
  const read = logs.filter((log) => log.state === "read");
  const ownFirst = [
    ...read.filter(({ source }) => ownLogs.includes(source.id)),
    ...read.filter(({ source }) => !ownLogs.includes(source.id)),
  ];
  for (const { lines } of ownFirst) {
    for (const text of lines) {
      const named = recordsOf({ number: 1, text })[0]?.host;
      if (named !== undefined) return named;
    }
  }
  return undefined;
}

function withoutCommands(finding: LogFinding): LogFinding {
  const remedies = finding.remedies.map((remedy) =>
    remedy.does?.by === "host" ? { title: remedy.title, risk: remedy.risk } : remedy,
  );
  return { ...finding, remedies };
}

/** Milliseconds without a word after which what was said is taken for whole. */
const quiet = 500;

/** The same for one log while it is followed: a finding is told as soon as the log has fallen silent behind it. */
export class FollowedLog {
  private before = 0;
  private scanner = this.begin();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly host: string,
    private readonly source: LogSource,
    private readonly tell: (finding: HostFinding) => void,
  ) {}

  push(line: string): void {
    this.scanner.push(`${line}\n`);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end(), quiet);
  }

  /** Tells what is left. */
  end(): void {
    clearTimeout(this.timer);
    const lines = this.scanner.end();
    this.before += lines;
    this.scanner = this.begin();
  }

  private begin(): Scanner {
    return new Scanner((finding) => {
      const line = finding.line + this.before;
      const endLine = finding.endLine + this.before;
      const moved = { ...onHost(finding, this.host), line, endLine };
      this.tell({ host: this.host, source: this.source.id, finding: moved });
    }, false);
  }
}
