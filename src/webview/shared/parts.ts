import { html, nothing, type TemplateResult } from "lit";

/** A button of a panel; it stays in its place when it can't be used, so that nothing moves under the mouse. */
export function button(
  label: string,
  run: () => void,
  options: { readonly enabled?: boolean; readonly primary?: boolean; readonly title?: string } = {},
): TemplateResult {
  const { enabled = true, primary = false, title } = options;
  return html`<vscode-button
    ?secondary=${!primary}
    ?disabled=${!enabled}
    aria-disabled=${enabled ? "false" : "true"}
    title=${title ?? nothing}
    @click=${() => {
      if (enabled) run();
    }}
    >${label}</vscode-button
  >`;
}

/** Names and values, side by side. */
export function facts(pairs: readonly (readonly [string, unknown])[]): TemplateResult {
  return html`<dl class="facts">
    ${pairs.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** A part of a panel under its heading. */
export function section(heading: string, content: unknown, className = ""): TemplateResult {
  return html`<section class=${className}>
    <h2>${heading}</h2>
    ${content}
  </section>`;
}

/** A table that scrolls by itself where it is too wide; the keyboard can scroll it, too. */
export function table(
  caption: string,
  columns: readonly (string | { readonly label: string; readonly number: true })[],
  rows: readonly TemplateResult[],
  className = "",
): TemplateResult {
  const head = columns.map((column) =>
    typeof column === "string"
      ? html`<th scope="col">${column}</th>`
      : html`<th scope="col" class="number">${column.label}</th>`,
  );
  return html`<div class="scrolled ${className}" tabindex="0" role="region" aria-label=${caption}>
    <table>
      <caption class="unseen">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
