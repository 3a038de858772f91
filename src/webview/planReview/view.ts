import { html, nothing, type TemplateResult } from "lit";
import { formatBytes, formatRate } from "../../core/base/bytes";
import { formatDuration } from "../../core/base/duration";
import type { PlanReviewAction, PlanReviewKept, PlanReviewState, ReviewOptions } from "../../protocol/planReview";
import type { PanelProps } from "../shared/openPanel";
import { button, facts, section } from "../shared/parts";
import { optionsForm, optionsShown } from "./optionsForm";
import { stepsTable } from "./stepsTable";
import { t } from "../shared/t";

/** The panel: what will run, what it costs, what it destroys, and what can be done with the plan. */
export function planReviewView({
  state,
  send,
}: PanelProps<PlanReviewState, PlanReviewAction, PlanReviewKept>): TemplateResult {
  const { options, can, steps } = state;
  return html`<main>
    <h1>${state.title}</h1>
    <p class="quiet" role="status">${phaseText(state)}</p>
    ${
      state.message
        ? html`<div class="note ${state.message.level}" role=${state.message.level === "error" ? "alert" : "status"}>
            ${state.message.text.split("\n").map((line) => html`<p>${line}</p>`)}
          </div>`
        : nothing
    }
    <div class="toolbar" role="toolbar" aria-label=${t("Plan")}>
      ${button(t("Run"), () => send({ type: "run", revision: state.revision }), { enabled: can.run, primary: true })}
      ${button(t("Dry Run"), () => send({ type: "dryRun" }), {
        enabled: can.dryRun,
        title: t("Looks at the hosts again and lets zfs estimate every stream. Changes nothing."),
      })}
      ${button(t("Resume"), () => send({ type: "resume" }), {
        enabled: can.resume,
        title: t("Goes on from what was received"),
      })}
      ${button(t("Cancel"), () => send({ type: "cancel" }), {
        enabled: can.cancel,
        title: t("What was received is kept for a resume"),
      })}
      ${button(t("Save as Job…"), () => send({ type: "saveAsJob" }), { enabled: can.saveAsJob })}
      ${button(t("Copy as zfsr Command"), () => send({ type: "copyCommand" }), { enabled: can.copyCommand })}
      ${button(t("Show as Script"), () => send({ type: "showScript" }), { enabled: steps.length > 0 })}
    </div>
    ${progress(state, send)} ${totals(state)} ${destroyed(state)} ${warnings(state)}
    ${options ? optionsOf(state, options, send) : nothing}
    ${steps.length > 0 ? section(t("Steps"), stepsTable(state)) : nothing}
  </main>`;
}

/** Once it runs, its options are what they are. */
function optionsOf(
  { phase }: PlanReviewState,
  options: ReviewOptions,
  send: (action: PlanReviewAction) => void,
): TemplateResult {
  const changeable = phase === "planning" || phase === "ready" || phase === "failed";
  if (!changeable) return optionsShown(options);
  return optionsForm(options, (changed) => send({ type: "change", options: changed }));
}

function phaseText({ phase, steps }: PlanReviewState): string {
  switch (phase) {
    case "planning":
      return t("Looking at the hosts; nothing is changed by that.");
    case "ready":
      return steps.length === 0 ? t("There is nothing to do.") : t("Nothing has been changed so far.");
    case "failed":
      return t("The plan could not be made. Nothing was changed.");
    case "starting":
      return t("The run is being started.");
    case "running":
      return t("The run is under way. It goes on when this panel or the window is closed.");
    case "ended":
      return t("The run has ended.");
  }
}

function progress({ progress: now, phase }: PlanReviewState, send: (action: PlanReviewAction) => void): unknown {
  if (phase !== "running" && phase !== "ended") return nothing;
  const links = html`<p>
    <button class="link" @click=${() => send({ type: "showTransfer" })}>${t("Show its throughput")}</button>
    · <button class="link" @click=${() => send({ type: "showLog" })}>${t("Show its report")}</button>
  </p>`;
  if (!now || phase === "ended") return links;
  const { bytes, total, rate, eta } = now;
  const parts = [
    total === undefined ? formatBytes(bytes) : t("{0} of {1}", formatBytes(bytes), formatBytes(total)),
    ...(rate > 0 ? [formatRate(rate)] : []),
    ...(eta === undefined ? [] : [t("{0} left", formatDuration(eta))]),
  ];
  return html`<vscode-progress-bar
      aria-label=${t("Progress")}
      .value=${total ? Math.min(100, (bytes / total) * 100) : 0}
      ?indeterminate=${!total}
    ></vscode-progress-bar>
    <p>${parts.join(", ")}</p>
    ${links}`;
}

function totals({ totals: sum, steps, hidden, destroys, consent }: PlanReviewState): TemplateResult {
  return facts([
    [t("Steps"), steps.length + hidden],
    [t("Streams"), sum.streams],
    [
      t("To send"),
      sum.streams === 0 ? t("nothing") : sum.bytes === undefined ? t("not known") : formatBytes(sum.bytes),
    ],
    ...(sum.streams === 0
      ? []
      : [
          [
            t("Takes about"),
            html`${sum.duration === undefined ? t("not known") : formatDuration(sum.duration)}
              <span class="quiet">${sum.basis}</span>`,
          ] as const,
        ]),
    [t("Destroys"), destroys.length === 0 ? t("nothing") : destroys.length],
    [t("Consent"), consent],
  ]);
}

function destroyed({ destroys }: PlanReviewState): unknown {
  if (destroys.length === 0) return nothing;
  return section(
    t("Destroyed by this plan"),
    html`<ul tabindex="0" role="list" aria-label=${t("Destroyed by this plan")}>
      ${destroys.map((item) => html`<li>${item}</li>`)}
    </ul>`,
    "danger",
  );
}

function warnings({ warnings: list }: PlanReviewState): unknown {
  return list.map(
    (warning) =>
      html`<div class="note ${warning.level === "person" ? "warning" : ""}">
        <p>
          <strong>${warning.level === "person" ? t("Left for you") : t("Note")}: ${warning.object}:</strong>
          ${warning.message}.
        </p>
        <p>${t("Next: {0}", warning.nextStep)}</p>
      </div>`,
  );
}
