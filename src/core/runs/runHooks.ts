import { ZfsrError } from "../base/errors";
import { formatDuration } from "../base/duration";
import { shellCommand, shellQuote } from "../base/shellQuote";
import { findingOf } from "../diagnosis/findingOf";
import type { Finding } from "../diagnosis/finding";
import type { Host } from "../hosts/host";
import { type Hook, type Hooks, hookSteps, noHooks } from "../plan/hook";
import type { ReplicationRequest } from "../replication/request";
import { formatPlace } from "../zfs/place";
import type { Emit } from "./events";
import type { RunEnd } from "./recordRun";

/** Milliseconds; for a hook that says nothing else. */
const usualTimeout = 10 * 60_000;

/** The hooks of one run. Each is a step; its words go to no shell, and it hears of the run by its environment. */
export class RunHooks {
  private readonly hooks: Hooks;
  private begun = false;

  /** @param run its name, for the hooks' environment */
  constructor(
    private readonly request: ReplicationRequest,
    private readonly run: string,
    private readonly host: (id: string) => Host,
    private readonly emit: Emit,
  ) {
    this.hooks = request.hooks ?? noHooks;
  }

  /** Those before were run, or it was looked whether there are any. */
  get haveBegun(): boolean {
    return this.begun;
  }

  /** Runs those before, once however often it is called. @throws ZfsrError hook-failed with the first that fails; cancelled */
  async before(signal: AbortSignal): Promise<void> {
    if (this.begun) return;
    this.begun = true;
    const { before, after } = this.hooks;
    if (before.length + after.length === 0) return;
    const { dataset } = this.request.source;
    const steps = [...hookSteps("before", this.hooks, dataset), ...hookSteps("after", this.hooks, dataset)];
    const plan = { version: 1, title: `hooks of ${this.job}`, steps, goals: [], warnings: [] } as const;
    this.emit({ type: "planned", plan, bytes: 0 });
    for (const [i, hook] of before.entries()) {
      const error = await this.step("before", i, hook, {}, signal);
      if (error) throw error;
    }
  }

  /** Runs those after, whatever came of the run. @returns a warning for each that failed; they are in the events, too */
  async after({ outcome, bytesSent }: Pick<RunEnd, "outcome" | "bytesSent">): Promise<Finding[]> {
    const findings: Finding[] = [];
    for (const [i, hook] of this.hooks.after.entries()) {
      const environment = { ZFSR_OUTCOME: outcome, ZFSR_BYTES: String(bytesSent) };
      const error = await this.step("after", i, hook, environment, undefined);
      if (!error) continue;
      const finding: Finding = { ...findingOf(error), severity: "warning" };
      findings.push(finding);
      this.emit({ type: "finding", finding });
    }
    return findings;
  }

  private get job(): string {
    const { job, target } = this.request;
    const suffix = `:${formatPlace(target.host, target.dataset)}`;
    return job.endsWith(suffix) ? job.slice(0, -suffix.length) : job;
  }

  private async step(
    when: keyof Hooks,
    index: number,
    hook: Hook,
    environment: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<ZfsrError | undefined> {
    const step = `hook-${when}:${index + 1}`;
    this.emit({ type: "step-started", step });
    const error = await this.failureOf(when, hook, environment, signal);
    const outcome = error === undefined ? "done" : ZfsrError.is(error, "cancelled") ? "interrupted" : "failed";
    this.emit({ type: "step-ended", step, outcome });
    return error;
  }

  private async failureOf(
    when: keyof Hooks,
    { host, argv, timeout = usualTimeout }: Hook,
    environment: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<ZfsrError | undefined> {
    const { source, target } = this.request;
    const all = {
      ZFSR_HOOK: when,
      ZFSR_RUN: this.run,
      ZFSR_JOB: this.job,
      ZFSR_SOURCE: formatPlace(source.host, source.dataset),
      ZFSR_TARGET: formatPlace(target.host, target.dataset),
      ...environment,
    };
    try {
      const exports = Object.entries(all).map(([name, value]) => `${name}=${shellQuote(value)}; export ${name}`);
      const script = `${exports.join("\n")}\n${shellCommand(argv)} </dev/null`;
      const result = await this.host(host).script(script, { timeout, ...(signal ? { signal } : {}) });
      if (result.code === 0) return undefined;
      const said = `${result.stderr}\n${result.stdout}`.trim();
      const ended = result.code === undefined ? `by signal ${result.signal ?? "?"}` : `with exit status ${result.code}`;
      const words = said.split("\n", 1)[0] ?? "";
      return hookFailed(when, host, argv, `ended ${ended}${words === "" ? "" : `: ${words}`}`, said);
    } catch (error) {
      const { because, reason } = ZfsrError.from(error, host);
      if (ZfsrError.is(error, "cancelled")) return error;
      return hookFailed(
        when,
        host,
        argv,
        reason === "timeout" ? `did not end within ${formatDuration(timeout)}` : because,
      );
    }
  }
}

function hookFailed(when: keyof Hooks, host: string, argv: readonly string[], what: string, output = ""): ZfsrError {
  const [program = ""] = argv;
  return new ZfsrError({
    reason: "hook-failed",
    object: host,
    because: `the hook '${program}' ${when} the run ${what}${when === "before" ? "; nothing was sent" : ""}`,
    nextStep: "run it by hand there, and correct it or the job file",
    output: `${argv.join(" ")}\n${output}`,
  });
}
