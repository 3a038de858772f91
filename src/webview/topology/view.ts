import { html, nothing, type TemplateResult } from "lit";
import type { TopologyAction, TopologyKept, TopologyState } from "../../protocol/topology";
import type { PanelProps } from "../shared/openPanel";
import { button, section, table } from "../shared/parts";
import { formatTime } from "../shared/time";
import { graphPicture } from "./graphPicture";
import { lagWords, stateWords } from "./words";
import { t } from "../shared/t";

/** Hosts and what replicates between them, as a picture and as a table. */
export function topologyView({
  state,
  kept,
  send,
  keep,
}: PanelProps<TopologyState, TopologyAction, TopologyKept>): TemplateResult {
  const { phase, message, edges } = state;
  return html`<main>
    <h1>${t("Topology")}</h1>
    <p class=${phase === "failed" ? "state-failed" : "quiet"} role="status">${message}</p>
    <div class="toolbar" role="toolbar" aria-label=${t("Topology")}>
      ${button(t("Refresh"), () => send({ type: "refresh" }), { enabled: phase !== "looking" })}
    </div>
    ${
      edges.length === 0
        ? html`<p>
            ${t("Nothing replicates yet: neither a job file of the workspace nor a run of this machine tells of a pair.")}
          </p>`
        : html`${graphPicture(state, kept.selected)} ${section(t("What replicates where"), edgesTable())}`
    }
  </main>`;

  function edgesTable(): TemplateResult {
    const columns = [
      t("Job"),
      t("From"),
      t("To"),
      t("State"),
      { label: t("Behind"), number: true },
      t("Newest run"),
      t("Actions"),
    ] as const;
    const rows = edges.map(
      (edge) =>
        html`<tr
          class=${edge.id === kept.selected ? "chosen" : ""}
          @focusin=${() => {
            if (edge.id !== kept.selected) keep({ ...kept, selected: edge.id });
          }}
        >
          <th scope="row">${edge.job}</th>
          <td>${edge.from.host}<br /><code>${edge.from.dataset}</code></td>
          <td>${edge.to.host}<br /><code>${edge.to.dataset}</code></td>
          <td>
            <span class="state-${edge.late ? "late" : edge.state}">${stateWords(edge)}</span>
            ${edge.failure === undefined ? nothing : html`<div class="quiet">${edge.failure}</div>`}
          </td>
          <td class="number">${lagWords(edge)}</td>
          <td>${edge.lastRun === undefined ? t("none") : formatTime(edge.lastRun)}</td>
          <td>
            <button class="link" @click=${() => send({ type: "showLineage", edge: edge.id })}>${t("Lineage")}</button> ·
            <button class="link" @click=${() => send({ type: "replicate", edge: edge.id })}>${t("Replicate…")}</button>
          </td>
        </tr>`,
    );
    return table(t("What replicates where"), columns, rows);
  }
}
