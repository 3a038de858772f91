import * as vscode from "vscode";
import { shellCommand } from "../../../core/base/shellQuote";
import { renderScript } from "../../../core/plan/renderScript";
import { planFor } from "../../../core/runs/replicate";
import { askConsent } from "../../plans/askConsent";
import type { ReviewSubject } from "../../plans/review";
import { openRun } from "../../problems/openRun";
import { pairWords } from "../../runs/words";
import type { PanelServices } from "../panelServices";
import type { PlanReviewServices } from "./planReview";
import type { ReviewMemory } from "./reviewMemory";
import { saveAsJob } from "../../jobs/saveAsJob";
import { usualRate } from "../../../core/runs/usualRate";

/** What a review does outside of itself. @param showTransfer opens the dashboard on a run */
export function reviewServices(
  services: PanelServices,
  memory: ReviewMemory,
  showTransfer: (run: string) => void,
): PlanReviewServices {
  const { host, settings, confirm, transfers, replications, planRuns, planDocuments, recent } = services;
  return {
    plan: (subject, signal) =>
      subject.kind === "plan" ? subject.make(signal) : planFor(subject.request, host, signal),
    isProduction: settings.isProduction,
    agreed: (plan) => askConsent(plan, settings.isProduction, confirm),
    start: (subject, plan) => {
      if (subject.kind === "plan") return planRuns.start(plan, subject.make);
      // a snapshot that is yet to be taken is in no plan: it is planned for again once it is there
      if (subject.snapshot) return replications.start(subject.request, true);
      return replications.startApproved(subject.request, plan);
    },
    resume: ({ files }) => replications.retry(files.id),
    cancel: (run) => transfers.cancel(run),
    onDidChange: transfers.onDidChange,
    usualRate: async (plan) => usualRate(plan, await recent.list()),
    saveAsJob: async (subject) => (subject.kind === "replication" ? saveAsJob(subject) : undefined),
    copyCommand: async (subject) => {
      const text = shellCommand(["zfsr", ...wordsOf(subject)]);
      await vscode.env.clipboard.writeText(text);
      return text;
    },
    showScript: (plan) => planDocuments.show(`${plan.title}.sh`, renderScript(plan)),
    showLog: ({ files }) => openRun(files.id),
    showTransfer: ({ files }) => showTransfer(files.id),
    remember: (id, subject, plan) => memory.keep(id, subject, plan),
  };
}

function wordsOf(subject: ReviewSubject): readonly string[] {
  return subject.kind === "replication" ? pairWords(subject.request, subject.snapshot) : (subject.words ?? []);
}
