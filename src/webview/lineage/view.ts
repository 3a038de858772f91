import { html, nothing, type TemplateResult } from "lit";
import type { LineageAction, LineageKept, LineageState } from "../../protocol/lineage";
import type { PanelProps } from "../shared/openPanel";
import { button, section, table } from "../shared/parts";
import { snapshotRows } from "./snapshotRows";
import { t } from "../shared/t";

/** Which snapshots exist where: a row for each, a column for each place. */
export function lineageView({
  state,
  kept,
  send,
  keep,
}: PanelProps<LineageState, LineageAction, LineageKept>): TemplateResult {
  const { host, dataset, phase, columns, pairs, older } = state;
  const rows =
    kept.only === "all"
      ? state.rows
      : state.rows.filter(({ cells }) => cells.some((cell) => cell.verdict?.kind === "safe"));
  const heads = columns.map((column) =>
    column.failure === undefined
      ? `${column.host}: ${column.dataset}`
      : `${column.host}: ${column.dataset} (${column.failure})`,
  );
  return html`<main>
    <h1>${t("Lineage of {0}", `${host}:${dataset}`)}</h1>
    <p class=${phase === "failed" ? "state-failed" : "quiet"} role="status">${state.message}</p>
    <div class="toolbar" role="toolbar" aria-label=${t("Lineage")}>
      ${button(t("Refresh"), () => send({ type: "refresh" }), { enabled: phase !== "looking" })}
      <vscode-checkbox
        label=${t("Only what is safe to destroy somewhere ({0})", state.safe)}
        .checked=${kept.only === "safe"}
        @change=${(event: Event) =>
          keep({ ...kept, only: (event.target as HTMLInputElement).checked ? "safe" : "all" })}
      ></vscode-checkbox>
    </div>
    ${pairs.length > 0 ? section(t("In common"), pairsTable(state)) : nothing}
    ${
      columns.length > 0
        ? section(
            t("Snapshots"),
            html`${legend()}
            ${table(t("Snapshots by time, newest first"), [t("Taken"), t("Snapshot"), ...heads], snapshotRows(rows, columns), "lineage")}
            ${
              older > 0
                ? html`<div class="toolbar">
                    ${button(t("Show older ({0})", older), () => send({ type: "showOlder" }), { enabled: phase !== "looking" })}
                  </div>`
                : nothing
            }`,
          )
        : nothing
    }
  </main>`;
}

function legend(): TemplateResult {
  return html`<p class="quiet">
    ${t("● snapshot, ⚑ held snapshot, ◦ bookmark only, ▨ gap: older and newer ones are there.")}
    ${t("A blue line over a row: the newest in common of two places.")}
  </p>`;
}

function pairsTable({ pairs }: LineageState): TemplateResult {
  const rows = pairs.map(
    ({ from, to, base, text }) =>
      html`<tr>
        <th scope="row">${from}<br />${to}</th>
        <td>${base === undefined ? t("nothing") : html`<code>@${base}</code>`}</td>
        <td>${text}</td>
      </tr>`,
  );
  return table(t("What two places have in common"), [t("Between"), t("Newest in common"), t("Meaning")], rows);
}
