import { formatBytes } from "../../core/base/bytes";
import type { Finding, Severity } from "../../core/diagnosis/finding";
import { isTransfer, type Step } from "../../core/plan/step";
import type { RunEvent } from "../../core/runs/events";
import { formatPlace } from "../../core/zfs/place";
import { printable } from "../../core/zfs/names";

/** Something in a run that a person should know, on the line of its text where it happened. */
export interface Mark {
  readonly line: number;
  readonly severity: Severity;
  /** Stable: the finding's id. */
  readonly code: string;
  /** `host:dataset` */
  readonly object: string;
  readonly message: string;
  readonly remedies: Finding["remedies"];
}

export interface RunText {
  readonly lines: readonly string[];
  readonly marks: readonly Mark[];
}

/** A run's journal as a person reads it: a line for each event, and what the findings of it are about. */
export function renderRun(events: readonly RunEvent[]): RunText {
  const text = new Renderer();
  for (const event of events) text.add(event);
  return text;
}

class Renderer implements RunText {
  readonly lines: string[] = [];
  readonly marks: Mark[] = [];
  private readonly steps = new Map<string, Step>();
  private readonly told = new Set<string>();

  add(event: RunEvent): void {
    const at = event.at.replace(/^.*T|\.\d+Z$/g, "");
    const say = (text: string): void => void this.lines.push(printable(`${at}  ${text}`));
    switch (event.type) {
      case "run-started":
        this.lines.push(printable(event.title), `${event.run}, ${event.at.slice(0, 10)} (times are UTC)`, "");
        return;
      case "planned":
        say(`plan: ${event.plan.title}, ${event.plan.steps.length} steps${size(event.bytes)}`);
        for (const step of event.plan.steps) {
          this.steps.set(step.id, step);
          say(`  ${this.describe(step.id)}: ${step.reason}`);
        }
        for (const warning of event.plan.warnings) {
          say(`  ${warning.object}: ${warning.message}; next: ${warning.nextStep}`);
          if (warning.level !== "person") continue;
          const message = `${warning.object}: ${warning.message}. Next: ${warning.nextStep}.`;
          this.mark({ severity: "warning", code: "left-for-you", object: warning.object, message, remedies: [] });
        }
        return;
      case "step-started":
        say(`start: ${this.describe(event.step)}`);
        return;
      case "progress":
        return;
      case "step-ended":
        say(`${event.outcome}: ${this.describe(event.step)}${size(event.bytes)}`);
        return;
      case "log":
        say(`${event.level}: ${event.message}`);
        return;
      case "finding":
        this.finding(event.finding, say);
        return;
      case "run-ended":
        for (const finding of event.findings) this.finding(finding, say);
        for (const target of event.targets)
          say(`${target.place}: ${target.newest?.name ?? "no snapshot"}, ${verdict(target)}`);
        say(`${event.outcome}${size(event.bytesSent)}`);
    }
  }

  /** The end repeats the findings of before: each is told once. */
  private finding(finding: Finding, say: (text: string) => void): void {
    const key = `${finding.id}\n${finding.object}\n${finding.text}`;
    if (this.told.has(key)) return;
    this.told.add(key);
    say(`${finding.severity}: ${finding.title}`);
    const { id, severity, object, remedies } = finding;
    // the title says the cause where there is no more to say about it
    const cause = finding.title.includes(finding.cause) ? "" : `. ${finding.cause}`;
    this.mark({ severity, code: id, object, message: `${finding.title}${cause}.`, remedies });
    for (const line of finding.text.trim().split("\n")) this.lines.push(`          | ${printable(line)}`);
  }

  private mark(mark: Omit<Mark, "line">): void {
    this.marks.push({ ...mark, message: printable(mark.message), line: this.lines.length - 1 });
  }

  private describe(id: string): string {
    const step = this.steps.get(id);
    if (!step) return id;
    if (!isTransfer(step)) return `${step.kind} ${formatPlace(step.host, step.dataset)}`;
    return `${step.kind} ${formatPlace(step.host, step.to)} to ${formatPlace(step.target.host, step.target.dataset)}`;
  }
}

function size(bytes: number | undefined): string {
  return bytes === undefined || bytes === 0 ? "" : `, ${formatBytes(bytes)}`;
}

function verdict(target: { readonly verified: boolean; readonly partial: boolean }): string {
  if (target.verified) return "verified";
  return target.partial ? "partially received, can be resumed" : "not verified";
}
