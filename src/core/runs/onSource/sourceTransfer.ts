import { delay } from "../../base/abort";
import { backoff } from "../../base/backoff";
import { ZfsrError } from "../../base/errors";
import type { Host } from "../../hosts/host";
import { printable } from "../../zfs/names";
import type { RunContext } from "../context";
import type { Pipeline } from "../transport";
import { Reports } from "./reports";
import { endScript, followScript, goFile, removeScript, startScript } from "./scripts";

/** Milliseconds for an answer of the source. */
const patience = 10_000;
/** Milliseconds for the end of a transfer there: its processes have a second, and a busy host takes its time to list them. */
const patienceWithEnds = 45_000;
/** Between two looks for a source that is away; the transfer goes on there meanwhile, so there is no last one. */
const pauses = { first: 2000, most: 60_000, jitter: 0.2 };

/** A transfer whose pipeline lives on its source host: it goes on while nobody looks. */
export class SourceTransfer {
  private link: AbortController | undefined;
  private over = false;

  /** @param frame the word of its pipeline, by which it is found */
  constructor(
    private readonly source: Host,
    private readonly frame: string,
    private readonly context: Pick<RunContext, "emit" | "say">,
  ) {}

  /**
   * Starts it. @param about whose it is, one line
   * @throws ZfsrError failed when there is no place for it; of the connection
   */
  async start(pipeline: string, about: string, signal: AbortSignal): Promise<void> {
    const { source, frame } = this;
    const { code, stdout, stderr } = await source.script(startScript(frame, printable(about)), {
      stdin: goFile(source.id, pipeline),
      signal,
    });
    if (code !== 0) {
      throw new ZfsrError({
        reason: "failed",
        object: source.id,
        because: `the transfer could not be started there: ${stderr.trim().split("\n")[0] || "no reason given"}`,
        nextStep: "see that the user may write to ~/.local/state, or leave --on-source out",
        output: stderr,
      });
    }
    for (const line of stdout.split("\n")) this.tell(line);
  }

  /** It is known to run no more. */
  get isOver(): boolean {
    return this.over;
  }

  /** Its reports, read from its files. It outlives what follows it: only `signal` ends it. @param name its way */
  pipeline(name: "direct" | "local"): Pipeline {
    return {
      name,
      run: async (listener, signal) => {
        const reports = new Reports(this.frame, listener);
        try {
          await this.follow(reports, signal);
        } catch (error) {
          if (signal.aborted) await this.end(reports);
          throw error;
        }
      },
    };
  }

  /**
   * Whether its host answers; where it does not, nothing can be said about the transfer, and the connection is made anew.
   */
  async answers(): Promise<boolean> {
    try {
      await this.source.script(":", { signal: AbortSignal.timeout(patience), background: true });
      return true;
    } catch {
      this.link?.abort(); // what is known then is told by the next look
      return false;
    }
  }

  /** Takes its files away: it is over. */
  async remove(): Promise<void> {
    try {
      await this.source.script(removeScript(this.frame), { signal: AbortSignal.timeout(patience), background: true });
    } catch (error) {
      const { because } = ZfsrError.from(error, this.source.id);
      this.warn(`the files of the transfer could not be removed (${because}); the next run tells of them`);
    }
  }

  private async follow(reports: Reports, signal: AbortSignal): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const link = (this.link = new AbortController());
      reports.again();
      try {
        await this.source.follow(followScript(this.frame), {
          label: this.frame,
          signal: AbortSignal.any([signal, link.signal]),
          background: attempt > 1,
          onStderrLine: (line) => {
            attempt = 1;
            reports.sender(line);
          },
          onStdoutLine: reports.receiver,
        });
        reports.catchUp();
        this.over = true;
        return;
      } catch (error) {
        if (signal.aborted) throw error;
        const { because } = ZfsrError.from(error, this.source.id);
        this.context.say(
          `${this.source.id} cannot be reached now (${because}); the transfer lives there and goes on, and is looked for again`,
        );
      }
      await delay(backoff(attempt + 1, pauses, Math.random), signal);
    }
  }

  /** Ends it on its host, and hears its last words. */
  private async end(reports: Reports): Promise<void> {
    reports.again();
    try {
      const { code, stdout, stderr } = await this.source.script(endScript(this.frame), {
        signal: AbortSignal.timeout(patienceWithEnds),
        background: true,
      });
      for (const line of stderr.split("\n").slice(0, -1)) reports.sender(line);
      for (const line of stdout.split("\n").slice(0, -1)) reports.receiver(line);
      this.over = code === 0 || code === 44;
    } catch {
      this.over = false; // it is told below
    }
    reports.catchUp();
    if (!this.over) this.warn("whether the transfer that lives there has ended is not known: cancel it again later");
  }

  /** A line of `startScript`: whose transfers were found there, and by what this one lives. */
  private tell(line: string): void {
    const [word, name = "", ...rest] = line.split(" ");
    if (word === "old") {
      const [state = "", run = "", ...of] = rest;
      this.warn(
        printable(
          `a transfer of the run ${run} (${of.join(" ")}) has ${state === "ended" ? "ended" : "broken off"} and was not collected: zfsr attach ${run} where it was started, or remove ~/.local/state/zfsr/transfers/${name} there`,
        ),
      );
    } else if (word === "by") {
      const how =
        { systemd: `as the unit zfsr-${this.frame}`, setsid: "in a session of its own" }[name] ?? `by ${name}`;
      this.context.say(`the transfer lives on ${this.source.id} ${how}: it goes on though this machine is away`);
    }
  }

  private warn(message: string): void {
    this.context.emit({ type: "log", level: "warn", message: `${this.source.id}: ${message}` });
  }
}
