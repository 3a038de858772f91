import * as vscode from "vscode";
import type { AdministrationRequest } from "../../core/administration/request";
import { zfsrWords } from "../../core/administration/zfsrWords";
import { shellCommand } from "../../core/base/shellQuote";
import { consentFor } from "../../core/plan/consent";
import type { Plan } from "../../core/plan/plan";
import { notDone } from "../../core/runs/runAdministration";
import { planRequests } from "../../core/runs/planRequests";
import { hostsViewId } from "../commandIds";
import type { Services } from "./services";

export type Administering = Pick<
  Services,
  "inventory" | "settings" | "connections" | "planRuns" | "reviewPlan" | "notify"
>;

/** Verbs that take nothing away and are undone by their opposite: asked for by name, they run at once. */
const harmless: ReadonlySet<AdministrationRequest["verb"]> = new Set([
  ...(["snapshot", "hold", "bookmark", "mount", "load-key"] as const),
]);

/**
 * Does what was asked for: harmless verbs at once, with their command in the status bar; all others by the review of their
 * plan, which asks for the consent that fits. Whatever stands in the way is shown by the review, too. Afterwards the same
 * is planned again, and what it would still do is told.
 */
export async function administer(services: Administering, requests: readonly AdministrationRequest[]): Promise<void> {
  const [first] = requests;
  if (!first) return;
  const { connections, settings, planRuns, reviewPlan, notify } = services;
  const make = (signal?: AbortSignal): Promise<Plan> => planRequests(requests, connections.host, signal);
  const inView = { location: { viewId: hostsViewId } };
  const quick = requests.every(({ verb }) => harmless.has(verb));
  const plan = quick ? await vscode.window.withProgress(inView, () => make()) : undefined;
  if (plan && runsAtOnce(plan, settings.isProduction)) {
    await vscode.window.withProgress({ ...inView, title: plan.title }, () => planRuns.run(plan, make));
    const commands = plan.steps.map(({ host, argv }) => `${host}: ${shellCommand(argv)}`);
    vscode.window.setStatusBarMessage(commands.join("; "), 6000);
    return;
  }
  const words = requests.length === 1 ? { words: zfsrWords(first).slice(1) } : {};
  const run = await reviewPlan({ kind: "plan", make, ...words });
  if (!run || (await run.ended).state.outcome !== "done") return;
  const signal = new AbortController().signal;
  const [left] = await notDone(requests, { host: connections.host, signal });
  if (left) notify.error(left, plan?.title ?? first.host);
}

function runsAtOnce(plan: Plan, isProduction: (host: string) => boolean): boolean {
  const told = plan.warnings.some(({ level }) => level === "person");
  return plan.steps.length > 0 && !told && consentFor(plan, isProduction).kind === "none";
}
