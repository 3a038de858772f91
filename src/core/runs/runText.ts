import { formatDuration } from "../base/duration";
import { formatBytes, formatRate } from "../base/bytes";
import { shellCommand } from "../base/shellQuote";
import type { Finding, Severity } from "../diagnosis/finding";
import { describeCommand } from "../plan/describeStep";
import { isTransfer, type Step } from "../plan/step";
import { defaultTransfer } from "../plan/transferOptions";
import { defaultRequest, type ReplicationRequest } from "../replication/request";
import type { RunEvent } from "./events";
import type { StagesReading } from "./stages/stages";
import { stagesText } from "./stages/stagesText";
import { formatPlace } from "../zfs/place";
import { printable } from "../zfs/names";

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
  /** What was found; undefined for what a plan leaves to a person. */
  readonly finding?: Finding;
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
  private readonly began = new Map<string, number>();
  private started = 0;
  /** What was last seen of each stream's stages. */
  private readonly stages = new Map<string, StagesReading>();

  add(event: RunEvent): void {
    const at = event.at.replace(/^.*T|\.\d+Z$/g, "");
    const say = (text: string): void => void this.lines.push(printable(`${at}  ${text}`));
    switch (event.type) {
      case "run-started":
        this.started = Date.parse(event.at);
        this.lines.push(printable(event.title), `${event.run}, ${event.at.slice(0, 10)} (times are UTC)`);
        for (const line of askedFor(event.request)) this.lines.push(printable(line));
        this.lines.push("");
        return;
      case "planned":
        this.planned(event, say);
        return;
      case "step-started":
        this.began.set(event.step, Date.parse(event.at));
        say(`start: ${this.describe(event.step)}`);
        return;
      case "command":
        say(`ran on ${event.host}, ${formatDuration(event.ms)}, ${event.error ?? `exit status ${event.code ?? "?"}`}:`);
        for (const line of (event.script ?? shellCommand(event.argv ?? [])).split("\n"))
          this.lines.push(`          $ ${printable(line)}`);
        return;
      case "progress":
        return;
      case "stages":
        this.stages.set(event.step, event);
        return;
      case "step-ended":
        say(`${event.outcome}: ${this.describe(event.step)}${size(event.bytes)}${this.took(event)}`);
        this.waited(event.step, say);
        return;
      case "attempt":
        say(`attempt ${event.attempt} of ${event.of} in ${formatDuration(event.wait)}: ${event.because}`);
        return;
      case "on-source":
        say(
          event.state === "begun"
            ? `the transfer lives on ${event.host}, by the name ${event.frame}`
            : `the transfer on ${event.host} is over`,
        );
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
        say(`${event.outcome}${size(event.bytesSent)}, after ${formatDuration(Date.parse(event.at) - this.started)}`);
    }
  }

  private planned({ plan, bytes }: RunEvent & { type: "planned" }, say: (text: string) => void): void {
    say(`plan: ${plan.title}, ${plan.steps.length} steps${size(bytes)}`);
    for (const step of plan.steps) {
      this.steps.set(step.id, step);
      say(`  ${this.describe(step.id)}: ${step.reason}`);
      this.lines.push(`          $ ${printable(`${step.host}: ${shellCommand(step.argv)}`)}`);
      if (isTransfer(step))
        this.lines.push(`          $ ${printable(`${step.target.host}: ${shellCommand(step.target.argv)}`)}`);
    }
    for (const warning of plan.warnings) {
      say(`  ${warning.object}: ${warning.message}; next: ${warning.nextStep}`);
      if (warning.level !== "person") continue;
      const message = `${warning.object}: ${warning.message}. Next: ${warning.nextStep}`;
      this.mark({ severity: "warning", code: "left-for-you", object: warning.object, message, remedies: [] });
    }
  }

  /** Where the time of a stream went, where it was long enough to be looked at. */
  private waited(step: string, say: (text: string) => void): void {
    const seen = this.stages.get(step);
    if (seen) say(`  of its last minutes it waited for: ${stagesText(seen)}`);
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
    this.mark({ severity, code: id, object, message: `${finding.title}${cause}.`, remedies, finding });
    for (const line of finding.text.trim().split("\n")) this.lines.push(`          | ${printable(line)}`);
  }

  private mark(mark: Omit<Mark, "line">): void {
    this.marks.push({ ...mark, message: printable(mark.message), line: this.lines.length - 1 });
  }

  /** `, in 0:35, 4 MiB/s` */
  private took({
    step,
    at,
    bytes = 0,
  }: {
    readonly step: string;
    readonly at: string;
    readonly bytes?: number;
  }): string {
    const began = this.began.get(step);
    if (began === undefined) return "";
    const ms = Date.parse(at) - began;
    return `, in ${formatDuration(ms)}${bytes > 0 && ms > 0 ? `, ${formatRate((bytes * 1000) / ms)}` : ""}`;
  }

  private describe(id: string): string {
    const step = this.steps.get(id);
    if (!step) return id;
    if (!isTransfer(step)) return describeCommand(step);
    return `${step.kind} ${formatPlace(step.host, step.to)} to ${formatPlace(step.target.host, step.target.dataset)}`;
  }
}

/** What a replication was asked for, less what is usual. */
function askedFor(request: ReplicationRequest | undefined): string[] {
  if (!request) return [];
  const { job, source, target, transfer, ...rest } = request;
  const usual: Record<string, unknown> = { ...defaultRequest, ...defaultTransfer };
  const said = Object.entries({ ...rest, ...transfer }).flatMap(([name, value]) =>
    value === undefined || JSON.stringify(value) === JSON.stringify(usual[name])
      ? []
      : [`${name} ${JSON.stringify(value)}`],
  );
  const snapshot = source.snapshot === undefined ? "" : `@${source.snapshot}`;
  const what = `${formatPlace(source.host, source.dataset)}${snapshot} to ${formatPlace(target.host, target.dataset)}`;
  return [`asked for: ${what}, as ${job}`, `with: ${said.length === 0 ? "what is usual" : said.join(", ")}`];
}

function size(bytes: number | undefined): string {
  return bytes === undefined || bytes === 0 ? "" : `, ${formatBytes(bytes)}`;
}

function verdict(target: { readonly verified: boolean; readonly partial: boolean }): string {
  if (target.verified) return "verified";
  return target.partial ? "partially received, can be resumed" : "not verified";
}
