import { html, nothing, type TemplateResult } from "lit";
import type { BarView, MeasureAction, MeasureKept, MeasureState } from "../../protocol/measure";
import type { PanelProps } from "../shared/openPanel";
import { button, section, table } from "../shared/parts";

/** Where the time of a replication goes: a bar for each stage, what limits, and what would help. */
export function measureView({ state, send }: PanelProps<MeasureState, MeasureAction, MeasureKept>): TemplateResult {
  const { source, target, phase, bars, limit, advice, readings } = state;
  const busy = phase === "measuring";
  return html`<main>
    <h1>Throughput of ${source} to ${target}</h1>
    <p class=${phase === "failed" ? "state-failed" : "quiet"} role="status">${state.message}</p>
    <div class="toolbar" role="toolbar" aria-label="Measurement">
      ${button("Measure…", () => send({ type: "start" }), {
        enabled: !busy,
        primary: true,
        title: "All stages; the receive needs your consent",
      })}
      ${button("Measure Without Receive", () => send({ type: "startReading" }), {
        enabled: !busy,
        title: "Nothing is made on the target",
      })}
      ${button("Cancel", () => send({ type: "cancel" }), { enabled: busy })}
    </div>
    ${limit === undefined ? nothing : html`<p class="note warning">${limit}</p>`}
    ${
      bars.length > 0
        ? section(
            "Stages",
            table(
              "Stages, each by itself",
              ["Stage", { label: "Rate", number: true }, "Picture", "How"],
              bars.map(barRow),
            ),
          )
        : nothing
    }
    ${
      advice.length > 0
        ? section(
            "What would help",
            table(
              "What would help, the most first",
              ["Gain", "What", "Option or command", "Because"],
              advice.map(
                ({ gain, title, command, because }) =>
                  html`<tr>
                    <td>${gain}</td>
                    <th scope="row">${title}</th>
                    <td>
                      ${command === undefined ? html`<span class="quiet">none</span>` : html`<code>${command}</code>`}
                    </td>
                    <td>${because}</td>
                  </tr>`,
              ),
            ),
          )
        : nothing
    }
    ${
      readings.length > 0
        ? section(
            "What was seen meanwhile",
            html`<ul>
              ${readings.map((line) => html`<li>${line}</li>`)}
            </ul>`,
          )
        : nothing
    }
  </main>`;
}

const length = 240;

function barRow({ title, rate, share, beyond, note }: BarView): TemplateResult {
  return html`<tr>
    <th scope="row">${title}</th>
    <td class="number">${rate ?? html`<span class="quiet">not measured</span>`}${beyond ? " »" : ""}</td>
    <td>
      <svg class="bar wide" viewBox="0 0 ${length} 10" preserveAspectRatio="none" aria-hidden="true">
        <rect width=${Math.round(share * length)} height="10"></rect>
      </svg>
    </td>
    <td>${note}</td>
  </tr>`;
}
