import { html, nothing, svg, type TemplateResult } from "lit";
import { formatBytes, formatRate } from "../../core/base/bytes";
import { formatDuration } from "../../core/base/duration";
import type { RunRow, ShownTransfer, TransfersAction } from "../../protocol/transfers";
import { button, facts, table } from "../shared/parts";
import { formatTime } from "../shared/time";
import { outcomeWord, stepWord } from "../../protocol/stateWords";
import { t } from "../shared/t";

/** One run in full: numbers, curve, stages, streams, and the runs of its job before. */
export function shownTransfer(
  shown: ShownTransfer,
  select: (run: string) => void,
  send: (action: TransfersAction) => void,
): TemplateResult {
  const { id, can, total, bytes, rate, eta, outcome, elapsed } = shown;
  return html`<section aria-label=${t("The run")}>
    <h2>${shown.title}</h2>
    <p role="status">${shown.text}</p>
    <div class="toolbar" role="toolbar" aria-label=${t("Run")}>
      ${button(t("Cancel"), () => send({ type: "cancel", run: id }), {
        enabled: can.cancel,
        title: t("What was received is kept for a resume"),
      })}
      ${button(t("Resume"), () => send({ type: "resume", run: id }), { enabled: can.resume, primary: can.resume })}
      ${button(t("Open Report"), () => send({ type: "showLog", run: id }))}
    </div>
    ${
      outcome === "running" && total
        ? html`<vscode-progress-bar
            aria-label=${t("Progress")}
            .value=${Math.min(100, (bytes / total) * 100)}
          ></vscode-progress-bar>`
        : nothing
    }
    ${facts([
      [t("Sent"), total === undefined ? formatBytes(bytes) : t("{0} of {1}", formatBytes(bytes), formatBytes(total))],
      [
        outcome === "running" ? t("Rate") : t("Mean rate"),
        formatRate(outcome === "running" ? rate : mean(bytes, elapsed)),
      ],
      [t("Elapsed"), formatDuration(elapsed)],
      ...(outcome === "running"
        ? ([[t("Time left"), eta === undefined ? t("not known") : formatDuration(eta)]] as const)
        : []),
    ])}
    ${shown.findings.map(({ severity, text }) => html`<div class="note ${severity}"><p>${text}</p></div>`)}
    ${curve(shown)}
    <h3>${t("Where the time goes")}</h3>
    ${stages(shown)} ${streams(shown)} ${history(shown, select)}
  </section>`;
}

function mean(bytes: number, elapsed: number): number {
  return elapsed > 0 ? (bytes * 1000) / elapsed : 0;
}

function curve({ curve: { seconds, rates } }: ShownTransfer): TemplateResult {
  if (seconds.length < 2)
    return html`<h3>${t("Throughput")}</h3>
      <p class="quiet">${t("It was too short, or has only begun: nothing has been measured yet.")}</p>`;
  const most = rates.reduce((a, b) => Math.max(a, b), 0);
  const last = rates.at(-1) ?? 0;
  const said = t(
    "Throughput over {0}: at most {1}, at last {2}. The table below has the numbers.",
    formatDuration((seconds.at(-1) ?? 0) * 1000),
    formatRate(most),
    formatRate(last),
  );
  const rows = seconds.map(
    (second, i) =>
      html`<tr>
        <th scope="row">${formatDuration(second * 1000)}</th>
        <td class="number">${formatRate(rates[i] ?? 0)}</td>
      </tr>`,
  );
  return html`<h3>${t("Throughput")}</h3>
    <div id="curve" class="curve" role="img" aria-label=${said}></div>
    <details>
      <summary>${t("Throughput as a table")}</summary>
      ${table(t("Throughput"), [t("After"), { label: t("Rate"), number: true }], rows.slice(-600))}
    </details>`;
}

/** The bars are parts of the time; a number stands beside each. */
function stages({ stages: list, outcome }: ShownTransfer): TemplateResult {
  if (list.length === 0)
    return html`<p class="quiet">
      ${
        outcome === "running"
          ? t("Both hosts are looked at for the first time when a stream has run for ten seconds.")
          : t("It was over before the stages were looked at, or none of its hosts told.")
      }
    </p>`;
  const rows = list.map(
    ({ name, rate, share, source, slowest }) =>
      html`<tr class=${slowest ? "chosen" : ""}>
        <th scope="row">${name}${slowest ? html` <strong>${t("(the slowest)")}</strong>` : nothing}</th>
        <td class="number">${rate === undefined ? t("not known") : formatRate(rate)}</td>
        <td class="number">${share === undefined ? t("not known") : `${Math.round(share * 100)} %`}</td>
        <td>${bar((share ?? 0) * 100)}</td>
        <td class="quiet">${source}</td>
      </tr>`,
  );
  const columns = [
    t("Stage"),
    { label: t("Rate"), number: true },
    { label: t("Waited for it"), number: true },
    t("Compared"),
    t("Measured by"),
  ] as const;
  return html`${table(t("What the stream waited for of late"), columns, rows)}
    <p class="quiet">
      ${t("In one pipe all stages keep one pace; the one that the others wait for sets it. Measure Throughput… tells what each could do alone.")}
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
        <td class="state-${state}">${stepWord(state, t)}</td>
        <td class="number">${bytes === undefined ? "" : formatBytes(bytes)}</td>
        <td class="number">${total === undefined ? "" : formatBytes(total)}</td>
        <td class="number">${rate === undefined ? "" : formatRate(rate)}</td>
      </tr>`,
  );
  const number = (label: string): { label: string; number: true } => ({ label, number: true });
  return html`<h3>${t("Streams")}</h3>
    ${table(t("Streams of the run"), [t("Stream"), t("State"), number(t("Sent")), number(t("Size")), number(t("Rate"))], rows)}
    ${hiddenStreams > 0 ? html`<p class="quiet">${t("And {0} more.", hiddenStreams)}</p>` : nothing}`;
}

/** The bars are drawn to the largest run of the job. */
function history({ history: runs, id }: ShownTransfer, select: (run: string) => void): TemplateResult {
  const most = runs.reduce((sum, run) => Math.max(sum, run.bytes), 0);
  const rows = runs.map((run) => historyRow(run, run.id === id, most, select));
  const number = (label: string): { label: string; number: true } => ({ label, number: true });
  const columns = [
    t("Begun"),
    t("Outcome"),
    number(t("Size")),
    t("Compared"),
    number(t("Took")),
    number(t("Mean rate")),
  ];
  return html`<h3>${t("Runs of this job")}</h3>
    ${table(t("Runs of this job, newest first"), columns, rows)}`;
}

function historyRow(run: RunRow, chosen: boolean, most: number, select: (run: string) => void): TemplateResult {
  const { duration, bytes } = run;
  const width = most === 0 ? 0 : (bytes / most) * 100;
  return html`<tr class=${chosen ? "chosen" : ""}>
    <th scope="row">
      <button class="link" @click=${() => select(run.id)}>${formatTime(run.startedAt)}</button>
    </th>
    <td><span class="state-${run.outcome}">${outcomeWord(run.outcome, t)}</span></td>
    <td class="number">${formatBytes(bytes)}</td>
    <td>${bar(width)}</td>
    <td class="number">${duration === undefined ? "" : formatDuration(duration)}</td>
    <td class="number">${duration === undefined || bytes === 0 ? "" : formatRate(mean(bytes, duration))}</td>
  </tr>`;
}
