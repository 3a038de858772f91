import { html, nothing, type TemplateResult } from "lit";
import type { LineageCellView, LineageRowView, LineageState } from "../../protocol/lineage";
import { formatTime } from "../shared/time";

/** A row for each snapshot. Marks are for the eye; what they mean stands beside them in words. */
export function snapshotRows(rows: readonly LineageRowView[], columns: LineageState["columns"]): TemplateResult[] {
  return rows.map(
    ({ name, otherNames, creation, cells, baseOf }) =>
      html`<tr class=${baseOf.length > 0 ? "base" : ""}>
        <td>${formatTime(creation)}</td>
        <th scope="row">
          <code>@${name}</code>
          ${otherNames.length > 0 ? html`<div class="quiet">elsewhere @${otherNames.join(", @")}</div>` : nothing}
          ${baseOf.map(
            ([a, b]) =>
              html`<div>
                <vscode-badge>base</vscode-badge> ${columns[a]?.host ?? "?"} and ${columns[b]?.host ?? "?"}
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
            ? html`<span class="verdict-${verdict.kind}">${verdictWords[verdict.kind]}</span>
                <div class="quiet">${verdict.because}</div>`
            : nothing
        }
        ${bookmarked ? html`<div><span aria-hidden="true">◦</span> bookmarked, too</div>` : nothing}
      </td>`;
    case "bookmark":
      return html`<td><span class="mark" aria-hidden="true">◦</span>bookmark only</td>`;
    case "gap":
      return html`<td class="gap"><span class="mark" aria-hidden="true">▨</span>gap</td>`;
    case "absent":
      return html`<td><span class="quiet">not there</span></td>`;
  }
}

const verdictWords = { safe: "safe to destroy", kept: "needed", last: "the only copy" } as const;
