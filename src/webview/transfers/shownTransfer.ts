import { html, nothing, svg, type TemplateResult } from "lit";
import { formatBytes, formatRate } from "../../core/base/bytes";
import { formatDuration } from "../../core/base/duration";
import type { RunRow, ShownTransfer, TransfersAction } from "../../protocol/transfers";
import { button, facts, table } from "../shared/parts";
import { formatTime } from "../shared/time";
import { outcomeWords } from "./outcomeWords";

/** One run in full: numbers, curve, stages, streams, and the runs of its job before. */
export function shownTransfer(
  shown: ShownTransfer,
  select: (run: string) => void,
  send: (action: TransfersAction) => void,
): TemplateResult {
  const { id, can, total, bytes, rate, eta, outcome, elapsed } = shown;
  return html`<section aria-label="The run">
    <h2>${shown.title}</h2>
    <p role="status">${shown.text}</p>
    <div class="toolbar" role="toolbar" aria-label="Run">
      ${button("Cancel", () => send({ type: "cancel", run: id }), {
        enabled: can.cancel,
        title: "What was received is kept for a resume",
      })}
      ${button("Resume", () => send({ type: "resume", run: id }), { enabled: can.resume, primary: can.resume })}
      ${button("Show Log", () => send({ type: "showLog", run: id }))}
    </div>
    ${
      outcome === "running" && total
        ? html`<vscode-progress-bar
            aria-label="Progress"
            .value=${Math.min(100, (bytes / total) * 100)}
          ></vscode-progress-bar>`
        : nothing
    }
    ${facts([
      ["Sent", total === undefined ? formatBytes(bytes) : `${formatBytes(bytes)} of ${formatBytes(total)}`],
      [outcome === "running" ? "Rate" : "Mean rate", formatRate(outcome === "running" ? rate : mean(bytes, elapsed))],
      ["Elapsed", formatDuration(elapsed)],
      ...(outcome === "running"
        ? ([["Time left", eta === undefined ? "not known" : formatDuration(eta)]] as const)
        : []),
    ])}
    ${shown.findings.map(({ severity, text }) => html`<div class="note ${severity}"><p>${text}</p></div>`)}
    ${curve(shown)}
    <h3>Where the time goes</h3>
    ${stages(shown)} ${streams(shown)} ${history(shown, select)}
  </section>`;
}

function mean(bytes: number, elapsed: number): number {
  return elapsed > 0 ? (bytes * 1000) / elapsed : 0;
}

function curve({ curve: { seconds, rates } }: ShownTransfer): TemplateResult {
  if (seconds.length < 2)
    return html`<h3>Throughput</h3>
      <p class="quiet">It was too short, or has only begun: nothing has been measured yet.</p>`;
  const most = rates.reduce((a, b) => Math.max(a, b), 0);
  const last = rates.at(-1) ?? 0;
  const said = `Throughput over ${formatDuration((seconds.at(-1) ?? 0) * 1000)}: at most ${formatRate(most)}, at last ${formatRate(last)}. The table below has the numbers.`;
  const rows = seconds.map(
    (second, i) =>
      html`<tr>
        <th scope="row">${formatDuration(second * 1000)}</th>
        <td class="number">${formatRate(rates[i] ?? 0)}</td>
      </tr>`,
  );
  return html`<h3>Throughput</h3>
    <div id="curve" class="curve" role="img" aria-label=${said}></div>
    <details>
      <summary>Throughput as a table</summary>
      ${table("Throughput", ["After", { label: "Rate", number: true }], rows.slice(-600))}
    </details>`;
}

/** The bars are parts of the time; a number stands beside each. */
function stages({ stages: list, outcome }: ShownTransfer): TemplateResult {
  if (list.length === 0)
    return html`<p class="quiet">
      ${
        outcome === "running"
          ? "Both hosts are looked at for the first time when a stream has run for ten seconds."
          : "It was over before the stages were looked at, or none of its hosts told."
      }
    </p>`;
  const rows = list.map(
    ({ name, rate, share, source, slowest }) =>
      html`<tr class=${slowest ? "chosen" : ""}>
        <th scope="row">${name}${slowest ? html` <strong>(the slowest)</strong>` : nothing}</th>
        <td class="number">${rate === undefined ? "not known" : formatRate(rate)}</td>
        <td class="number">${share === undefined ? "not known" : `${Math.round(share * 100)} %`}</td>
        <td>${bar((share ?? 0) * 100)}</td>
        <td class="quiet">${source}</td>
      </tr>`,
  );
  const columns = [
    "Stage",
    { label: "Rate", number: true },
    { label: "Waited for it", number: true },
    "Compared",
    "Measured by",
  ] as const;
  return html`${table("What the stream waited for of late", columns, rows)}
    <p class="quiet">
      In one pipe all stages keep one pace; the one that the others wait for sets it. Measure Throughput… tells what
      each could do alone.
    </p>`;
}

function bar(width: number): TemplateResult {
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<rect width=${width} height="10"></rect>`}
  </svg>`;
}

function streams({ streams: list, hiddenStreams }: ShownTransfer): unknown {
  if (list.length === 0) return nothing;
  const rows = list.map(
    ({ label, state, bytes, total, rate }) =>
      html`<tr>
        <th scope="row"><code>${label}</code></th>
        <td class="state-${state}">${state}</td>
        <td class="number">${bytes === undefined ? "" : formatBytes(bytes)}</td>
        <td class="number">${total === undefined ? "" : formatBytes(total)}</td>
        <td class="number">${rate === undefined ? "" : formatRate(rate)}</td>
      </tr>`,
  );
  const number = (label: string): { label: string; number: true } => ({ label, number: true });
  return html`<h3>Streams</h3>
    ${table("Streams of the run", ["Stream", "State", number("Sent"), number("Size"), number("Rate")], rows)}
    ${hiddenStreams > 0 ? html`<p class="quiet">And ${hiddenStreams} more.</p>` : nothing}`;
}

/** The bars are drawn to the largest run of the job. */
function history({ history: runs, id }: ShownTransfer, select: (run: string) => void): TemplateResult {
  const most = runs.reduce((sum, run) => Math.max(sum, run.bytes), 0);
  const rows = runs.map((run) => historyRow(run, run.id === id, most, select));
  const number = (label: string): { label: string; number: true } => ({ label, number: true });
  const columns = ["Begun", "Outcome", number("Size"), "Compared", number("Took"), number("Mean rate")];
  return html`<h3>Runs of this job</h3>
    ${table("Runs of this job, newest first", columns, rows)}`;
}

function historyRow(run: RunRow, chosen: boolean, most: number, select: (run: string) => void): TemplateResult {
  const { duration, bytes } = run;
  const width = most === 0 ? 0 : (bytes / most) * 100;
  return html`<tr class=${chosen ? "chosen" : ""}>
    <th scope="row">
      <button class="link" @click=${() => select(run.id)}>${formatTime(run.startedAt)}</button>
    </th>
    <td><span class="state-${run.outcome}">${outcomeWords[run.outcome]}</span></td>
    <td class="number">${formatBytes(bytes)}</td>
    <td>${bar(width)}</td>
    <td class="number">${duration === undefined ? "" : formatDuration(duration)}</td>
    <td class="number">${duration === undefined || bytes === 0 ? "" : formatRate(mean(bytes, duration))}</td>
  </tr>`;
}
