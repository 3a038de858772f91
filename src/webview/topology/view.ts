import { html, nothing, type TemplateResult } from "lit";
import type { TopologyAction, TopologyKept, TopologyState } from "../../protocol/topology";
import type { PanelProps } from "../shared/openPanel";
import { button, section, table } from "../shared/parts";
import { formatTime } from "../shared/time";
import { graphPicture } from "./graphPicture";
import { lagWords, stateWords } from "./words";

/** Hosts and what replicates between them, as a picture and as a table. */
export function topologyView({
  state,
  kept,
  send,
  keep,
}: PanelProps<TopologyState, TopologyAction, TopologyKept>): TemplateResult {
  const { phase, message, edges } = state;
  return html`<main>
    <h1>Topology</h1>
    <p class=${phase === "failed" ? "state-failed" : "quiet"} role="status">${message}</p>
    <div class="toolbar" role="toolbar" aria-label="Topology">
      ${button("Refresh", () => send({ type: "refresh" }), { enabled: phase !== "looking" })}
    </div>
    ${
      edges.length === 0
        ? html`<p>
            Nothing replicates yet: neither a job file of the workspace nor a run of this machine tells of a pair.
          </p>`
        : html`${graphPicture(state, kept.selected)} ${section("What replicates where", edgesTable())}`
    }
  </main>`;

  function edgesTable(): TemplateResult {
    const columns = ["Job", "From", "To", "State", { label: "Behind", number: true }, "Newest run", "Actions"] as const;
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
          <td>${edge.lastRun === undefined ? "none" : formatTime(edge.lastRun)}</td>
          <td>
            <button class="link" @click=${() => send({ type: "showLineage", edge: edge.id })}>Lineage</button> ·
            <button class="link" @click=${() => send({ type: "replicate", edge: edge.id })}>Replicate…</button>
          </td>
        </tr>`,
    );
    return table("What replicates where", columns, rows);
  }
}
