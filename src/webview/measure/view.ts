import { html, nothing, type TemplateResult } from "lit";
import type { BarView, MeasureAction, MeasureKept, MeasureState } from "../../protocol/measure";
import type { PanelProps } from "../shared/openPanel";
import { button, section, table } from "../shared/parts";
import { t } from "../shared/t";

/** Where the time of a replication goes: a bar for each stage, what limits, and what would help. */
export function measureView({ state, send }: PanelProps<MeasureState, MeasureAction, MeasureKept>): TemplateResult {
  const { source, target, phase, bars, limit, advice, readings } = state;
  const busy = phase === "measuring";
  return html`<main>
    <h1>${t("Throughput of {0} to {1}", source, target)}</h1>
    <p class=${phase === "failed" ? "state-failed" : "quiet"} role="status">${state.message}</p>
    <div class="toolbar" role="toolbar" aria-label=${t("Measurement")}>
      ${button(t("Measure…"), () => send({ type: "start" }), {
        enabled: !busy,
        primary: true,
        title: t("All stages; the receive needs your consent"),
      })}
      ${button(t("Measure Without Receive"), () => send({ type: "startReading" }), {
        enabled: !busy,
        title: t("Nothing is made on the target"),
      })}
      ${button(t("Cancel"), () => send({ type: "cancel" }), { enabled: busy })}
    </div>
    ${limit === undefined ? nothing : html`<p class="note warning">${limit}</p>`}
    ${
      bars.length > 0
        ? section(
            t("Stages"),
            table(
              t("Stages, each by itself"),
              [t("Stage"), { label: t("Rate"), number: true }, t("Picture"), t("How")],
              bars.map(barRow),
            ),
          )
        : nothing
    }
    ${
      advice.length > 0
        ? section(
            t("What would help"),
            table(
              t("What would help, the most first"),
              [t("Gain"), t("What"), t("Option or command"), t("Because")],
              advice.map(
                ({ gain, title, command, because }) =>
                  html`<tr>
                    <td>${gain}</td>
                    <th scope="row">${title}</th>
                    <td>
                      ${command === undefined ? html`<span class="quiet">${t("none")}</span>` : html`<code>${command}</code>`}
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
            t("What was seen meanwhile"),
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
    <td class="number">${rate ?? html`<span class="quiet">${t("not measured")}</span>`}${beyond ? " »" : ""}</td>
    <td>
      <svg class="bar wide" viewBox="0 0 ${length} 10" preserveAspectRatio="none" aria-hidden="true">
        <rect width=${Math.round(share * length)} height="10"></rect>
      </svg>
    </td>
    <td>${note}</td>
  </tr>`;
}
