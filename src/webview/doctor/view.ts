import { html, nothing, type TemplateResult } from "lit";
import type { CheckView, DoctorAction, DoctorKept, DoctorState } from "../../protocol/doctor";
import type { PanelProps } from "../shared/openPanel";
import { button, section, table } from "../shared/parts";

type Props = PanelProps<DoctorState, DoctorAction, DoctorKept>;

const marks: Readonly<Record<CheckView["state"], string>> = {
  fail: "✗ fails",
  warn: "! look at it",
  unknown: "? not seen",
  ok: "✓ well",
};

/** Every check of two hosts, by what it is about: what was seen, why it matters, what to do. */
export function doctorView({ state, kept, send, keep }: Props): TemplateResult {
  const { source, target, phase, checks } = state;
  const shown = kept.only === "all" ? checks : checks.filter((check) => check.state !== "ok");
  const groups = [...new Set(shown.map(({ group }) => group))];
  const place = target === undefined ? source : `${source} to ${target}`;
  const idle = phase !== "looking";
  return html`<main>
    <h1>Doctor: ${place}</h1>
    <p class=${phase === "failed" ? "state-failed" : "quiet"} role="status">${state.message}</p>
    <div class="toolbar" role="toolbar" aria-label="Doctor">
      ${button("Look Again", () => send({ type: "refresh" }), { enabled: idle })}
      ${button("Open as Text", () => send({ type: "showText" }), { enabled: checks.length > 0 })}
      <vscode-checkbox
        label="Also what is well"
        .checked=${kept.only === "all"}
        @change=${(event: Event) =>
          keep({ ...kept, only: (event.target as HTMLInputElement).checked ? "all" : "wrong" })}
      ></vscode-checkbox>
    </div>
    ${groups.map((group) =>
      section(
        group,
        table(
          group,
          ["State", "What was seen", "Why it matters", "What to do"],
          shown.filter((check) => check.group === group).map((check) => row(check, send)),
          "checks",
        ),
      ),
    )}
    ${phase === "ready" && shown.length === 0 ? html`<p>Nothing is wrong, and everything could be seen.</p>` : nothing}
  </main>`;
}

function row({ id, state, host, title, detail, why, remedy, planned }: CheckView, send: Props["send"]): TemplateResult {
  return html`<tr>
    <td class=${`check-${state}`}>${marks[state]}</td>
    <th scope="row">${host}: ${title}<br /><span class="quiet">${detail}</span></th>
    <td>${why}</td>
    <td>
      ${
        remedy === undefined
          ? html`<span class="quiet">nothing</span>`
          : html`<code>${remedy}</code>
              <div class="toolbar">
                ${
                  planned
                    ? button("Review Plan…", () => send({ type: "fix", check: id }), {
                        primary: true,
                        title: `Review the plan for: ${title}`,
                      })
                    : nothing
                }
                ${button("Copy", () => send({ type: "copy", check: id }), { title: `Copy the remedy for: ${title}` })}
              </div>`
      }
    </td>
  </tr>`;
}
