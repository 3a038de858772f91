import type { Disposable } from "../../../core/base/disposable";
import { Emitter } from "../../../core/base/emitter";
import { ZfsrError } from "../../../core/base/errors";
import { type Consent, consentFor } from "../../../core/plan/consent";
import type { Plan } from "../../../core/plan/plan";
import { formatPlace } from "../../../core/zfs/place";
import type { PlanReviewAction, PlanReviewState } from "../../../protocol/planReview";
import type { ReviewSubject } from "../../plans/review";
import { outcomeText } from "../../runs/outcomeText";
import type { Transfer } from "../../runs/transfers";
import { withOptions } from "./reviewOptions";
import { reviewState } from "./reviewState";
import { t } from "../../l10n/t";

/** What a review works with. */
export interface PlanReviewServices {
  /** Looks at the hosts and plans; changes nothing. */
  readonly plan: (subject: ReviewSubject, signal: AbortSignal) => Promise<Plan>;
  readonly isProduction: (host: string) => boolean;
  /** Asks for the consent that the plan needs, outside of the page. */
  readonly agreed: (plan: Plan) => Promise<boolean>;
  readonly start: (subject: ReviewSubject, plan: Plan) => Promise<Transfer>;
  readonly resume: (run: Transfer) => Promise<Transfer>;
  readonly cancel: (run: Transfer) => Promise<boolean>;
  /** Hears all that is followed. */
  readonly onDidChange: (listener: (transfer: Transfer) => void) => Disposable;
  /** Bytes a second of earlier runs between the hosts of a plan. */
  readonly usualRate: (plan: Plan) => Promise<number | undefined>;
  readonly saveAsJob: (subject: ReviewSubject) => Promise<string | undefined>;
  readonly copyCommand: (subject: ReviewSubject) => Promise<string>;
  readonly showScript: (plan: Plan) => Promise<void>;
  readonly showLog: (run: Transfer) => Promise<void>;
  readonly showTransfer: (run: Transfer) => void;
  /** The subject has changed: it is kept for the next window. */
  readonly remember: (id: string, subject: ReviewSubject, plan: Plan | undefined) => void;
}

/** One review from the first plan to the end of its run. It knows nothing of pages. */
export class PlanReview implements Disposable {
  private phase: PlanReviewState["phase"] = "planning";
  private revision = 0;
  private current: Plan | undefined;
  private consent: Consent | undefined;
  private rate: number | undefined;
  private run: Transfer | undefined;
  private message: PlanReviewState["message"];
  private planning: AbortController | undefined;
  private readonly changed = new Emitter<undefined>();
  private readonly following: Disposable;
  private settle: (transfer: Transfer | undefined) => void = () => undefined;
  readonly onDidChange = this.changed.listen;
  /** The first run that was started from here; undefined when it was left without one. */
  readonly started = new Promise<Transfer | undefined>((resolve) => (this.settle = resolve));

  /** @param kept a plan of a window before this: it is shown, and no more */
  constructor(
    readonly id: string,
    private subject: ReviewSubject,
    private readonly services: PlanReviewServices,
    private readonly kept?: Plan,
  ) {
    this.following = services.onDidChange((transfer) => {
      if (transfer.files.id !== this.run?.files.id) return;
      this.run = transfer;
      this.changed.fire(undefined);
    });
  }

  /** The first plan. */
  async begin(): Promise<void> {
    if (!this.kept) {
      await this.replan();
      return;
    }
    this.current = this.kept;
    this.phase = "ready";
    this.message = {
      level: "warning",
      text: t(
        "This plan was made before the window was reloaded, and may no longer fit. Make it again from where it came.",
      ),
    };
    this.changed.fire(undefined);
  }

  get title(): string {
    if (this.current) return this.current.title;
    if (this.subject.kind === "plan") return t("Plan");
    const { source, target } = this.subject.request;
    return t("{0} to {1}", formatPlace(source.host, source.dataset), formatPlace(target.host, target.dataset));
  }

  get state(): PlanReviewState {
    const { id, title, phase, revision, subject, current, consent, rate, run, message, kept } = this;
    return reviewState({
      ...{ id, title, phase, revision, subject, plan: current, consent, usualRate: rate },
      ...{ run: run?.state, message, bereft: kept !== undefined },
    });
  }

  /** Does what the page asks for, where it can be done just now; else nothing. */
  async act(action: PlanReviewAction): Promise<void> {
    const { can } = this.state;
    switch (action.type) {
      case "ready":
        return;
      case "change":
        if (this.subject.kind !== "replication" || !["planning", "ready", "failed"].includes(this.phase)) return;
        this.subject = withOptions(this.subject, action.options);
        await this.replan();
        return;
      case "run":
        // a page that shows another plan than this cannot run it
        return can.run && action.revision === this.revision ? this.start() : undefined;
      case "dryRun":
        return can.dryRun ? this.dryRun() : undefined;
      case "resume":
        return can.resume && this.run ? this.follow(this.services.resume(this.run)) : undefined;
      case "cancel":
        if (can.cancel && this.run) await this.services.cancel(this.run);
        return;
      case "saveAsJob":
        if (can.saveAsJob) this.say(await this.services.saveAsJob(this.subject));
        return;
      case "copyCommand":
        if (can.copyCommand) this.say(`Copied: ${await this.services.copyCommand(this.subject)}`);
        return;
      case "showScript":
        return this.current && this.services.showScript(this.current);
      case "showLog":
        return this.run && this.services.showLog(this.run);
      case "showTransfer":
        if (this.run) this.services.showTransfer(this.run);
        return;
    }
  }

  dispose(): void {
    this.planning?.abort();
    this.following.dispose();
    this.changed.dispose();
    this.settle(undefined);
  }

  /** Plans anew; one that is still being made is given up. @returns false when it was given up or failed */
  private async replan(): Promise<boolean> {
    this.planning?.abort();
    const abort = (this.planning = new AbortController());
    this.set("planning");
    this.services.remember(this.id, this.subject, undefined);
    try {
      const plan = await this.services.plan(this.subject, abort.signal);
      const rate = await this.services.usualRate(plan);
      if (abort.signal.aborted) return false;
      this.rate = rate;
      this.current = plan;
      this.consent = consentFor(plan, this.services.isProduction);
      this.revision += 1;
      this.services.remember(this.id, this.subject, plan);
      this.set("ready");
      return true;
    } catch (error) {
      if (abort.signal.aborted) return false;
      this.current = undefined;
      this.consent = undefined;
      this.set("failed", { level: "error", text: ZfsrError.from(error, this.title).message });
      return false;
    }
  }

  private async dryRun(): Promise<void> {
    const before = this.current;
    if (!(await this.replan()) || !this.current) return;
    const same = before !== undefined && essence(before) === essence(this.current);
    this.say(
      same
        ? "Dry run: the hosts were looked at again and zfs send -n has estimated every stream. The plan is the same; nothing was changed."
        : "Dry run: the hosts were looked at again. The plan is another one by now: look at its steps. Nothing was changed.",
    );
  }

  private async start(): Promise<void> {
    const { current, subject, revision } = this;
    if (!current || !(await this.services.agreed(current))) return;
    if (revision !== this.revision || this.phase !== "ready") return;
    await this.follow(this.services.start(subject, current));
  }

  private async follow(starting: Promise<Transfer>): Promise<void> {
    this.set("starting");
    try {
      this.run = await starting;
    } catch (error) {
      this.set("ready", { level: "error", text: ZfsrError.from(error, this.title).message });
      return;
    }
    this.settle(this.run);
    this.set("running");
    const { id } = this.run.files;
    void this.run.ended.then((ended) => {
      if (this.run?.files.id !== id) return;
      this.run = ended;
      const level = ended.state.outcome === "done" ? "info" : ended.state.outcome === "failed" ? "error" : "warning";
      this.set("ended", { level, text: outcomeText(ended.state) });
    });
  }

  private say(text: string | undefined): void {
    if (text !== undefined) this.set(this.phase, { level: "info", text });
  }

  private set(phase: PlanReviewState["phase"], message?: PlanReviewState["message"]): void {
    this.phase = phase;
    this.message = message;
    this.changed.fire(undefined);
  }
}

/** What a plan does, without what is only estimated. */
function essence({ steps, warnings }: Plan): string {
  return JSON.stringify([steps.map((step) => ({ ...step, bytes: undefined })), warnings]);
}
