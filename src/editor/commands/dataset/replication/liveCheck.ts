import type { Disposable } from "../../../../core/base/disposable";
import { Emitter } from "../../../../core/base/emitter";
import { ZfsrError } from "../../../../core/base/errors";
import type { Plan } from "../../../../core/plan/plan";
import type { ReplicationRequest } from "../../../../core/replication/request";
import { withDeadline } from "../../../hosts/deadline";
import type { Live, Said } from "../../../prompts/quickInputs";
import { verdictOn } from "./verdict";
import { t } from "../../../l10n/t";

/** Milliseconds: of typing that stops, and that both hosts are waited for. */
const times = { pause: 350, patience: 30_000 };

export interface LiveCheckOptions {
  /** The plan as things stand. Changes nothing. */
  readonly plan: (request: ReplicationRequest, signal: AbortSignal) => Promise<Plan>;
  /** What the users of both hosts may not do, in a sentence; undefined where nothing is missing. */
  readonly missing: (request: ReplicationRequest, signal: AbortSignal) => Promise<string | undefined>;
  /** A person is being asked something; that time does not count. */
  readonly asking: () => boolean;
}

/**
 * Plans in the background what has been answered so far, so that a person sees what stands in the way while it can still
 * be answered otherwise. Nobody waits for it: what it has not found out yet, the review finds out.
 */
export class LiveCheck implements Live, Disposable {
  private readonly known = new Map<string, Said>();
  private readonly changed = new Emitter<undefined>();
  readonly onDidChange = this.changed.listen;
  private key = "";
  private timer: NodeJS.Timeout | undefined;
  private abort = new AbortController();

  constructor(private readonly options: LiveCheckOptions) {}

  get said(): Said | undefined {
    return this.known.get(this.key);
  }

  /** This is what is answered by now. @param takeNew a snapshot is taken before */
  look(request: ReplicationRequest, takeNew: boolean): void {
    const key = JSON.stringify([request, takeNew]);
    if (key === this.key) return;
    this.stop();
    this.key = key;
    // what stood in the way may have been mended meanwhile
    if (this.said?.level !== "info" || this.said.text.endsWith("…")) {
      this.known.set(key, { level: "info", text: t("Looking at {0}…", hostsOf(request)) });
      this.timer = setTimeout(() => void this.ask(key, request, takeNew), times.pause);
    }
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.stop();
    this.changed.dispose();
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.abort.abort();
    this.abort = new AbortController();
  }

  private async ask(key: string, request: ReplicationRequest, takeNew: boolean): Promise<void> {
    const { plan, missing, asking } = this.options;
    const given = this.abort.signal;
    const deadline = { ms: times.patience, paused: asking, object: hostsOf(request) };
    const said = await withDeadline(deadline, async (late): Promise<Said> => {
      const signal = AbortSignal.any([late, given]);
      const [made, lacking] = await Promise.all([plan(request, signal), missing(request, signal)]);
      const verdict = verdictOn(made, takeNew);
      if (lacking === undefined || verdict.level === "error") return verdict;
      return { level: "error", text: lacking };
    }).catch((error: unknown): Said => {
      const { message } = ZfsrError.from(error, hostsOf(request));
      return { level: "warning", text: t("You can go on: the review looks again. Not checked: {0}", message) };
    });
    if (given.aborted) {
      this.known.delete(key);
      return;
    }
    this.known.set(key, said);
    this.changed.fire(undefined);
  }
}

function hostsOf({ source, target }: ReplicationRequest): string {
  return source.host === target.host ? source.host : t("{0} and {1}", source.host, target.host);
}
