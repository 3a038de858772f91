import { html, nothing, type TemplateResult } from "lit";
import type { LineageCellView, LineageRowView, LineageState } from "../../protocol/lineage";
import { formatTime } from "../shared/time";
import { t } from "../shared/t";

/** A row for each snapshot. Marks are for the eye; what they mean stands beside them in words. */
export function snapshotRows(rows: readonly LineageRowView[], columns: LineageState["columns"]): TemplateResult[] {
  return rows.map(
    ({ name, otherNames, creation, cells, baseOf }) =>
      html`<tr class=${baseOf.length > 0 ? "base" : ""}>
        <td>${formatTime(creation)}</td>
        <th scope="row">
          <code>@${name}</code>
          ${otherNames.length > 0 ? html`<div class="quiet">${t("elsewhere {0}", otherNames.map((other) => `@${other}`).join(", "))}</div>` : nothing}
          ${baseOf.map(
            ([a, b]) =>
              html`<div>
                <vscode-badge>${t("base")}</vscode-badge>
                ${t("{0} and {1}", columns[a]?.host ?? "?", columns[b]?.host ?? "?")}
              </div>`,
          )}
        </th>
        ${cells.map(cell)}
      </tr>`,
  );
}

function cell({ kind, holds, bookmarked, verdict }: LineageCellView): TemplateResult {
  switch (kind) {
    case "snapshot":
      return html`<td>
        <span class="mark" aria-hidden="true">${holds.length > 0 ? "⚑" : "●"}</span>${
          verdict
            ? html`<span class="verdict-${verdict.kind}">${verdictWord(verdict.kind)}</span>
                <div class="quiet">${verdict.because}</div>`
            : nothing
        }
        ${bookmarked ? html`<div><span aria-hidden="true">◦</span> ${t("bookmarked, too")}</div>` : nothing}
      </td>`;
    case "bookmark":
      return html`<td><span class="mark" aria-hidden="true">◦</span>${t("bookmark only")}</td>`;
    case "gap":
      return html`<td class="gap"><span class="mark" aria-hidden="true">▨</span>${t("gap")}</td>`;
    case "absent":
      return html`<td><span class="quiet">${t("not there")}</span></td>`;
  }
}

function verdictWord(kind: "safe" | "kept" | "last"): string {
  return { safe: t("safe to destroy"), kept: t("needed"), last: t("the only copy") }[kind];
}
