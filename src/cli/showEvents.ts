import { SingleBar } from "cli-progress";
import { styleText } from "node:util";
import { formatBytes, formatRate } from "../core/base/bytes";
import type { Disposable } from "../core/base/disposable";
import { formatDuration } from "../core/base/duration";
import { describeCommand } from "../core/plan/describeStep";
import type { Plan } from "../core/plan/plan";
import { isTransfer, type Step } from "../core/plan/step";
import type { RunEvent } from "../core/runs/events";
import { emptyRunState, overallProgress, withEvent } from "../core/runs/runState";
import { slowestText } from "../core/runs/stages/stagesText";
import { formatPlace } from "../core/zfs/place";
import { printable, shortNameOf } from "../core/zfs/names";
import type { Environment } from "./environment";
import { printJson, safeText } from "./output";

/** Shows the events of a run: as JSON lines, or for a person, with a progress bar where there is a terminal. */
export interface EventView extends Disposable {
  readonly show: (event: RunEvent) => void;
}

export function showEvents(environment: Pick<Environment, "options" | "stdout" | "stderr">): EventView {
  if (environment.options.json) {
    return { show: (event) => printJson(environment, event), dispose: () => undefined };
  }
  return new HumanView(environment);
}

type Colour = "green" | "red" | "yellow" | "gray";

class HumanView implements EventView {
  private readonly steps = new Map<string, Step>();
  private state = emptyRunState("");
  private bar: SingleBar | undefined;
  private lastLine = 0;
  /** Something was said that tells why a run failed. */
  private told = false;

  constructor(private readonly environment: Pick<Environment, "options" | "stdout" | "stderr">) {}

  readonly show = (event: RunEvent): void => {
    this.state = withEvent(this.state, event);
    switch (event.type) {
      case "run-started":
        return;
      case "planned":
        for (const step of event.plan.steps) this.steps.set(step.id, step);
        this.warnings(event.plan);
        return;
      case "attempt":
        this.line(
          `${printable(event.because)}. Attempt ${event.attempt} of ${event.of} in ${formatDuration(event.wait)}.`,
          "yellow",
        );
        return;
      case "step-started":
      case "command":
      case "stages":
        return;
      case "progress":
        this.progress(event);
        return;
      case "step-ended":
        this.stepEnded(event);
        return;
      case "on-source":
        return;
      case "log":
        if (event.level !== "debug" || this.environment.options.verbose) this.line(event.message, "gray");
        return;
      case "finding":
        this.line(`${printable(event.finding.title)}.`, event.finding.severity === "error" ? "red" : "yellow");
        for (const remedy of event.finding.remedies.slice(0, 2)) {
          this.line(printable(`    ${remedy.title}${remedy.command === undefined ? "" : `: ${remedy.command}`}`));
        }
        return;
      case "run-ended":
        this.endBar();
        this.ended(event);
    }
  };

  dispose(): void {
    this.endBar();
  }

  private warnings(plan: Plan): void {
    for (const warning of plan.warnings) {
      this.told ||= warning.level === "person";
      this.line(printable(`${warning.object}: ${warning.message}.`), "yellow");
      this.line(printable(`    Next: ${warning.nextStep}`));
    }
    if (plan.steps.length === 0 && plan.warnings.length === 0)
      this.line("Nothing to send: the target has every snapshot.");
  }

  private progress(event: Extract<RunEvent, { type: "progress" }>): void {
    const { bytes, total, rate, eta } = overallProgress(this.state);
    const left = eta === undefined ? "?" : formatDuration(eta);
    const waits = this.state.stages && slowestText(this.state.stages);
    const numbers = `${formatBytes(bytes)} of ${total === undefined ? "?" : formatBytes(total)}, ${formatRate(rate)}, ${left} left${waits === undefined ? "" : `, ${waits}`}`;
    const name = this.describe(event.step);
    if (this.environment.stderr.isTTY) {
      this.bar ??= this.startBar();
      this.bar.setTotal(Math.max(total ?? 0, bytes, 1));
      this.bar.update(bytes, { name: printable(name), numbers: printable(numbers) });
    } else if (Date.parse(event.at) - this.lastLine >= 5000) {
      this.lastLine = Date.parse(event.at);
      this.line(`${name}: ${numbers}`, "gray");
    }
  }

  private startBar(): SingleBar {
    const bar = new SingleBar({
      format: "{bar} {percentage}%  {name}: {numbers}",
      stream: this.environment.stderr,
      hideCursor: true,
      clearOnComplete: true,
      barsize: 24,
    });
    bar.start(1, 0, { name: "", numbers: "" });
    return bar;
  }

  private endBar(): void {
    this.bar?.stop();
    this.bar = undefined;
  }

  private stepEnded(event: Extract<RunEvent, { type: "step-ended" }>): void {
    const marks: Record<typeof event.outcome, [string, Colour]> = {
      done: ["done", "green"],
      failed: ["failed", "red"],
      skipped: ["skipped", "yellow"],
      interrupted: ["interrupted", "yellow"],
    };
    const [mark, colour] = marks[event.outcome];
    const size = event.bytes === undefined ? "" : `, ${formatBytes(event.bytes)}`;
    this.marked(mark, colour, `${this.describe(event.step)}${size}`);
  }

  private ended(event: Extract<RunEvent, { type: "run-ended" }>): void {
    for (const target of event.targets) {
      const newest = target.newest ? `@${shortNameOf(target.newest.name)} (guid ${target.newest.guid})` : "no snapshot";
      const verdict = target.verified ? "verified" : target.partial ? "partial, can be resumed" : "not verified";
      this.marked(verdict, target.verified ? "green" : "red", `${target.place}: newest is ${newest}`);
    }
    const words = {
      done: "Done: what was planned is on the target, read back and compared.",
      failed: "Failed.",
      attention: "Done, with something left for you: see above.",
      interrupted: "Interrupted: what was received is kept. Run it again, or zfsr resume, to go on.",
    } as const;
    const sent = event.bytesSent > 0 ? ` ${formatBytes(event.bytesSent)} sent.` : "";
    const text = event.targets.length === 0 && event.outcome === "done" ? "Done." : words[event.outcome];
    this.line(`${text}${sent}`, event.outcome === "done" ? "green" : event.outcome === "failed" ? "red" : "yellow");
    if (event.outcome === "failed" && event.findings.length === 0 && !this.told)
      this.line("    Nothing told why: zfsr runs has the journal.");
  }

  private describe(id: string): string {
    const step = this.steps.get(id);
    if (!step) return id;
    if (!isTransfer(step)) return describeCommand(step);
    const from =
      step.from === undefined
        ? step.kind === "resume"
          ? "resume, "
          : "full, "
        : `from ${step.from.includes("#") ? "#" : "@"}${shortNameOf(step.from)}, `;
    return `${formatPlace(step.target.host, step.target.dataset)} (${from}to @${shortNameOf(step.to)})`;
  }

  /** A line that begins with a word in a colour. */
  private marked(mark: string, colour: Colour, text: string): void {
    this.write(`${this.colour(mark, colour)}  ${printable(text)}`);
  }

  private line(text: string, colour?: Colour): void {
    const safe = safeText(text);
    this.write(colour ? this.colour(safe, colour) : safe);
  }

  /** The only way to standard output: what comes in is safe, and coloured after it was made so. */
  private write(safe: string): void {
    this.bar?.stop();
    this.bar = undefined;
    this.environment.stdout.write(`${safe}\n`);
  }

  private colour(text: string, colour: Colour): string {
    return this.environment.stdout.isTTY ? styleText(colour, text) : text;
  }
}
