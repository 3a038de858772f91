import { formatRate } from "../../../core/base/bytes";
import { shellCommand } from "../../../core/base/shellQuote";
import type { Consent } from "../../../core/plan/consent";
import { bytesOf, destroyedBy, type Plan } from "../../../core/plan/plan";
import { describeDestroyed } from "../../../core/plan/renderText";
import { isTransfer, type Step } from "../../../core/plan/step";
import type { RunState } from "../../../core/runs/runState";
import { overallProgress } from "../../../core/runs/runState";
import { printable } from "../../../core/zfs/names";
import type { PlanReviewState, ReviewStep } from "../../../protocol/planReview";
import type { ReviewSubject } from "../../plans/review";
import { optionsOf } from "./reviewOptions";
import { t } from "../../l10n/t";

/** Steps that are listed; the script has all. */
const mostListed = 500;

/** What is known of a review. */
export interface Review {
  readonly id: string;
  readonly title: string;
  readonly phase: PlanReviewState["phase"];
  readonly revision: number;
  readonly subject: ReviewSubject;
  /** Undefined until the first could be made. */
  readonly plan: Plan | undefined;
  readonly consent: Consent | undefined;
  /** Bytes a second of earlier runs between the hosts; undefined where there were none. */
  readonly usualRate: number | undefined;
  readonly run: RunState | undefined;
  readonly message: PlanReviewState["message"];
  /** It was found again after a reload; what made it is gone with the window before. */
  readonly bereft: boolean;
}

/** What the panel shows of a review. Pure. */
export function reviewState(review: Review): PlanReviewState {
  const { plan, phase, subject, run, bereft } = review;
  const steps = plan?.steps ?? [];
  const snapshot = subject.kind === "replication" && subject.snapshot;
  const ready = phase === "ready" && !bereft;
  const replication = subject.kind === "replication";
  const progress = run && phase === "running" ? overallProgress(run) : undefined;
  return {
    ...{ id: review.id, title: printable(review.title), phase, revision: review.revision },
    options: replication ? optionsOf(subject) : undefined,
    steps: steps.slice(0, mostListed).map((step) => stepState(step, review)),
    hidden: Math.max(0, steps.length - mostListed),
    totals: totalsOf(plan, review.usualRate),
    destroys: plan ? destroyedBy(plan).map((item) => printable(describeDestroyed(item))) : [],
    warnings: (plan?.warnings ?? []).map(({ object, message, nextStep, level }) => ({
      ...{ object: printable(object), message: printable(message), nextStep: printable(nextStep), level },
    })),
    consent: consentText(review.consent),
    message: review.message && { ...review.message, text: printableLines(review.message.text) },
    progress: progress && {
      ...{ bytes: progress.bytes, total: progress.total, rate: progress.rate, eta: progress.eta },
    },
    can: {
      run: ready && (steps.length > 0 || snapshot),
      dryRun: (phase === "ready" || phase === "failed") && !bereft,
      resume: phase === "ended" && run?.request !== undefined && run.outcome !== "done",
      cancel: phase === "running",
      saveAsJob: replication,
      copyCommand: replication || subject.words !== undefined,
    },
  };
}

function stepState(step: Step, { run, usualRate }: Review): ReviewStep {
  const transfer = isTransfer(step) ? step : undefined;
  const bytes = transfer?.bytes;
  return {
    ...{ id: step.id, kind: step.kind, host: printable(step.host), command: printable(shellCommand(step.argv)) },
    target: transfer && {
      host: printable(transfer.target.host),
      command: printable(shellCommand(transfer.target.argv)),
    },
    ...{ reason: printable(step.reason), bytes },
    duration: bytes === undefined || usualRate === undefined ? undefined : (bytes / usualRate) * 1000,
    destroys: step.destroys.map((item) => printable(describeDestroyed(item))),
    state: run?.steps.get(step.id) ?? "waiting",
    sent: run?.bytesOf.get(step.id),
  };
}

function totalsOf(plan: Plan | undefined, usualRate: number | undefined): PlanReviewState["totals"] {
  const streams = plan?.steps.filter(isTransfer).length ?? 0;
  if (!plan || streams === 0) return { streams, basis: "" };
  const bytes = bytesOf(plan);
  if (usualRate === undefined) return { streams, bytes, basis: t("no run between these hosts has been measured yet") };
  const basis = t("at {0}, as in earlier runs between these hosts", formatRate(usualRate));
  return { streams, bytes, duration: bytes === undefined ? undefined : (bytes / usualRate) * 1000, basis };
}

function consentText(consent: Consent | undefined): string {
  switch (consent?.kind) {
    case undefined:
      return t("not known yet");
    case "none":
      return t("none needed: nothing is destroyed");
    case "click":
      return consent.destroys.length > 0
        ? t("a click, after what is lost was named")
        : t("a click: it changes what is in use");
    case "type":
      return consent.what === "host"
        ? t("the name of the production host {0}, typed", printable(consent.typed))
        : t("the name {0}, typed", printable(consent.typed));
  }
}

function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}
