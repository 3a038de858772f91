import { html, nothing, svg, type TemplateResult } from "lit";
import type { TopologyEdge, TopologyState } from "../../protocol/topology";
import { drawingOf } from "./layout";
import { lagWords, stateWord, stateWords } from "./words";
import { t } from "../shared/t";

/** The graph. It is one picture to a screen reader: the table below it has the same in words, and the actions. */
export function graphPicture(state: TopologyState, selected: string | undefined): TemplateResult {
  const words = new Map(state.edges.map((edge) => [edge.id, edgeWords(edge)]));
  const drawing = drawingOf(state, words);
  const said = t(
    "{0} hosts and {1} replications between them; the table below has each of them.",
    state.hosts.length,
    state.edges.length,
  );
  return html`<div class="graph" tabindex="0" role="region" aria-label=${t("Graph of hosts")}>
    <svg width=${drawing.width} height=${drawing.height} role="img" aria-label=${said}>
      ${svg`<defs>
        <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="11" markerHeight="11" orient="auto-start-reverse">
          <path d="M0 0 L8 4 L0 8 Z"></path>
        </marker>
      </defs>`}
      ${state.edges.map((edge) => {
        const drawn = drawing.edges.get(edge.id);
        if (!drawn) return nothing;
        const { label, points } = drawn;
        const path = points.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join(" ");
        const classes = ["edge", edge.state, edge.late ? "late" : "", edge.id === selected ? "chosen" : ""].join(" ");
        return svg`<g class=${classes}>
          <path d=${path} marker-end="url(#arrow)"></path>
          <g class="label">
            <rect x=${label.x - label.width / 2} y=${label.y - 10} width=${label.width} height="20"></rect>
            <text x=${label.x} y=${label.y} text-anchor="middle" dominant-baseline="central">${words.get(edge.id) ?? ""}</text>
          </g>
        </g>`;
      })}
      ${state.hosts.map(({ name, production }) => {
        const box = drawing.hosts.get(name);
        if (!box) return nothing;
        const { x, y, width, height } = box;
        return svg`<g class=${production ? "host production" : "host"}>
          <rect x=${x - width / 2} y=${y - height / 2} width=${width} height=${height} rx="6"></rect>
          <text x=${x} y=${production ? y - 7 : y} text-anchor="middle" dominant-baseline="central">${name}</text>
          ${production ? svg`<text class="quiet" x=${x} y=${y + 11} text-anchor="middle" dominant-baseline="central">${t("production")}</text>` : nothing}
        </g>`;
      })}
    </svg>
  </div>`;
}

function edgeWords(edge: TopologyEdge): string {
  const lag = lagWords(edge);
  return `${edge.job}: ${edge.state === "current" ? stateWord(edge.state) : lag === "" ? stateWords(edge) : t("{0} behind", lag)}`;
}
