import type { LogFinding } from "../core/diagnosis/scan/logFinding";
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
 * one object is told once, where it is read first.
 */
export function findingsInLogs(host: string, logs: readonly ReadLog[]): HostFinding[] {
  const told = new Set<string>();
  return logs.flatMap((log) =>
    log.state !== "read"
      ? []
      : findingsIn(log.lines.join("\n")).flatMap((finding) => {
          const key = `${finding.id}\n${finding.object}`;
          if (told.has(key)) return [];
          told.add(key);
          return [{ host, source: log.source.id, finding: onHost(finding, host) }];
        }),
  );
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
