import { html, nothing, type TemplateResult } from "lit";
import { formatBytes } from "../../core/base/bytes";
import { formatDuration } from "../../core/base/duration";
import type { PlanReviewState, ReviewStep } from "../../protocol/planReview";
import { table } from "../shared/parts";

/** The steps in their order: what runs where, why, how much, how long, what is destroyed, and how far it is. */
export function stepsTable({ steps, hidden }: PlanReviewState): TemplateResult {
  const columns = [
    { label: "#", number: true },
    "Host",
    "What runs, and why",
    { label: "Size", number: true },
    { label: "Takes", number: true },
    "State",
  ] as const;
  return html`${table("Steps of the plan", columns, steps.map(row))}
  ${hidden > 0 ? html`<p class="quiet">And ${hidden} more: the script has all of them.</p>` : nothing}`;
}

function row(step: ReviewStep, index: number): TemplateResult {
  const { host, target, command, reason, destroys, bytes, duration, state, sent } = step;
  return html`<tr>
    <td class="number">${index + 1}</td>
    <th scope="row">${host}${target && target.host !== host ? html`<br />to ${target.host}` : nothing}</th>
    <td>
      <code>${command}</code>
      ${target ? html`<br /><code>| ${target.command}</code>` : nothing}
      <div class="quiet">${reason}</div>
      ${destroys.map((item) => html`<div class="state-failed">destroys ${item}</div>`)}
    </td>
    <td class="number">
      ${bytes === undefined ? "" : formatBytes(bytes)}
      ${state === "running" && sent !== undefined ? html`<div class="quiet">${formatBytes(sent)} sent</div>` : nothing}
    </td>
    <td class="number">${duration === undefined ? "" : formatDuration(duration)}</td>
    <td class="state-${state}">${state}</td>
  </tr>`;
}
