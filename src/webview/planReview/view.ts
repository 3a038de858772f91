import { html, nothing, type TemplateResult } from "lit";
import { formatBytes, formatRate } from "../../core/base/bytes";
import { formatDuration } from "../../core/base/duration";
import type { PlanReviewAction, PlanReviewKept, PlanReviewState, ReviewOptions } from "../../protocol/planReview";
import type { PanelProps } from "../shared/openPanel";
import { button, facts, section } from "../shared/parts";
import { optionsForm, optionsShown } from "./optionsForm";
import { stepsTable } from "./stepsTable";

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
    <div class="toolbar" role="toolbar" aria-label="Plan">
      ${button("Run", () => send({ type: "run", revision: state.revision }), { enabled: can.run, primary: true })}
      ${button("Dry Run", () => send({ type: "dryRun" }), {
        enabled: can.dryRun,
        title: "Looks at the hosts again and lets zfs estimate every stream. Changes nothing.",
      })}
      ${button("Resume", () => send({ type: "resume" }), {
        enabled: can.resume,
        title: "Goes on from what was received",
      })}
      ${button("Cancel", () => send({ type: "cancel" }), {
        enabled: can.cancel,
        title: "What was received is kept for a resume",
      })}
      ${button("Save as Job…", () => send({ type: "saveAsJob" }), { enabled: can.saveAsJob })}
      ${button("Copy as zfsr Command", () => send({ type: "copyCommand" }), { enabled: can.copyCommand })}
      ${button("Show as Script", () => send({ type: "showScript" }), { enabled: steps.length > 0 })}
    </div>
    ${progress(state, send)} ${totals(state)} ${destroyed(state)} ${warnings(state)}
    ${options ? optionsOf(state, options, send) : nothing}
    ${steps.length > 0 ? section("Steps", stepsTable(state)) : nothing}
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
      return "Looking at the hosts; nothing is changed by that.";
    case "ready":
      return steps.length === 0 ? "There is nothing to do." : "Nothing has been changed so far.";
    case "failed":
      return "The plan could not be made. Nothing was changed.";
    case "starting":
      return "The run is being started.";
    case "running":
      return "The run is under way. It goes on when this panel or the window is closed.";
    case "ended":
      return "The run has ended.";
  }
}

function progress({ progress: now, phase }: PlanReviewState, send: (action: PlanReviewAction) => void): unknown {
  if (phase !== "running" && phase !== "ended") return nothing;
  const links = html`<p>
    <button class="link" @click=${() => send({ type: "showTransfer" })}>Show its throughput</button>
    · <button class="link" @click=${() => send({ type: "showLog" })}>Show its log</button>
  </p>`;
  if (!now || phase === "ended") return links;
  const { bytes, total, rate, eta } = now;
  const parts = [
    total === undefined ? formatBytes(bytes) : `${formatBytes(bytes)} of ${formatBytes(total)}`,
    ...(rate > 0 ? [formatRate(rate)] : []),
    ...(eta === undefined ? [] : [`${formatDuration(eta)} left`]),
  ];
  return html`<vscode-progress-bar
      aria-label="Progress"
      .value=${total ? Math.min(100, (bytes / total) * 100) : 0}
      ?indeterminate=${!total}
    ></vscode-progress-bar>
    <p>${parts.join(", ")}</p>
    ${links}`;
}

function totals({ totals: sum, steps, hidden, destroys, consent }: PlanReviewState): TemplateResult {
  return facts([
    ["Steps", steps.length + hidden],
    ["Streams", sum.streams],
    ["To send", sum.streams === 0 ? "nothing" : sum.bytes === undefined ? "not known" : formatBytes(sum.bytes)],
    ...(sum.streams === 0
      ? []
      : [
          [
            "Takes about",
            html`${sum.duration === undefined ? "not known" : formatDuration(sum.duration)}
              <span class="quiet">${sum.basis}</span>`,
          ] as const,
        ]),
    ["Destroys", destroys.length === 0 ? "nothing" : destroys.length],
    ["Consent", consent],
  ]);
}

function destroyed({ destroys }: PlanReviewState): unknown {
  if (destroys.length === 0) return nothing;
  return section(
    "Destroyed by this plan",
    html`<ul tabindex="0" role="list" aria-label="Destroyed by this plan">
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
          <strong>${warning.level === "person" ? "Left for you" : "Note"}: ${warning.object}:</strong>
          ${warning.message}.
        </p>
        <p>Next: ${warning.nextStep}.</p>
      </div>`,
  );
}
