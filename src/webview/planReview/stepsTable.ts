import { html, nothing, type TemplateResult } from "lit";
import { formatBytes } from "../../core/base/bytes";
import { formatDuration } from "../../core/base/duration";
import type { PlanReviewState, ReviewStep } from "../../protocol/planReview";
import { table } from "../shared/parts";
import { t } from "../shared/t";
import { stepWord } from "../../protocol/stateWords";

/** The steps in their order: what runs where, why, how much, how long, what is destroyed, and how far it is. */
export function stepsTable({ steps, hidden }: PlanReviewState): TemplateResult {
  const columns = [
    { label: "#", number: true },
    t("Host"),
    t("What runs, and why"),
    { label: t("Size"), number: true },
    { label: t("Takes"), number: true },
    t("State"),
  ] as const;
  return html`${table(t("Steps of the plan"), columns, steps.map(row))}
  ${hidden > 0 ? html`<p class="quiet">${t("And {0} more: the script has all of them.", hidden)}</p>` : nothing}`;
}

function row(step: ReviewStep, index: number): TemplateResult {
  const { host, target, command, reason, destroys, bytes, duration, state, sent } = step;
  return html`<tr>
    <td class="number">${index + 1}</td>
    <th scope="row">${host}${target && target.host !== host ? html`<br />${t("to {0}", target.host)}` : nothing}</th>
    <td>
      <code>${command}</code>
      ${target ? html`<br /><code>| ${target.command}</code>` : nothing}
      <div class="quiet">${reason}</div>
      ${destroys.map((item) => html`<div class="state-failed">${t("destroys {0}", item)}</div>`)}
    </td>
    <td class="number">
      ${bytes === undefined ? "" : formatBytes(bytes)}
      ${state === "running" && sent !== undefined ? html`<div class="quiet">${t("{0} sent", formatBytes(sent))}</div>` : nothing}
    </td>
    <td class="number">${duration === undefined ? "" : formatDuration(duration)}</td>
    <td class="state-${state}">${stepWord(state, t)}</td>
  </tr>`;
}
