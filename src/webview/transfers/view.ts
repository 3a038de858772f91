import { html, nothing, type TemplateResult } from "lit";
import { formatBytes } from "../../core/base/bytes";
import { formatDuration } from "../../core/base/duration";
import type { RunRow, TransfersAction, TransfersKept, TransfersState } from "../../protocol/transfers";
import type { PanelProps } from "../shared/openPanel";
import { table } from "../shared/parts";
import { formatTime } from "../shared/time";
import { outcomeWord } from "../../protocol/stateWords";
import { shownTransfer } from "./shownTransfer";
import { t } from "../shared/t";

/** The dashboard: all runs on one side, one of them in full on the other. */
export function transfersView({
  state,
  kept,
  send,
  keep,
}: PanelProps<TransfersState, TransfersAction, TransfersKept>): TemplateResult {
  const select = (run: string): void => {
    keep({ ...kept, run });
    send({ type: "select", run });
  };
  const running = state.runs.filter(({ outcome }) => outcome === "running").length;
  const said =
    running === 0
      ? t("Nothing is being transferred.")
      : running === 1
        ? t("1 run under way.")
        : t("{0} runs under way.", running);
  return html`<main>
    <h1>${t("Transfers")}</h1>
    <p class="quiet" role="status">${said}</p>
    ${
      state.runs.length === 0
        ? html`<p>${t("No run is kept on this machine yet. Replicate a dataset, and it is to be seen here.")}</p>`
        : html`<div class="columns">
            <section aria-label=${t("Runs")}>
              <h2>${t("Runs")}</h2>
              ${runsTable(state.runs, state.shown?.id, select)}
            </section>
            ${state.shown ? shownTransfer(state.shown, select, send) : nothing}
          </div>`
    }
  </main>`;
}

function runsTable(runs: readonly RunRow[], shown: string | undefined, select: (run: string) => void): TemplateResult {
  const rows = runs.map(
    (run) =>
      html`<tr class=${run.id === shown ? "chosen" : ""}>
        <td>
          <button class="link" aria-current=${run.id === shown ? "true" : nothing} @click=${() => select(run.id)}>
            ${run.title}
          </button>
          <div class="quiet">
            ${formatTime(run.startedAt)}${run.duration === undefined ? "" : `, ${formatDuration(run.duration)}`}
          </div>
          <div>
            <span class="state-${run.outcome}">${outcomeWord(run.outcome, t)}</span>${
              run.bytes > 0 ? `, ${formatBytes(run.bytes)}` : ""
            }
          </div>
        </td>
      </tr>`,
  );
  return table(t("Runs, those under way first"), [t("Run")], rows);
}
