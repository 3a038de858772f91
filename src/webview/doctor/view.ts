import { html, nothing, type TemplateResult } from "lit";
import type { CheckView, DoctorAction, DoctorKept, DoctorState } from "../../protocol/doctor";
import type { PanelProps } from "../shared/openPanel";
import { button, section, table } from "../shared/parts";
import { t } from "../shared/t";

type Props = PanelProps<DoctorState, DoctorAction, DoctorKept>;

function mark(state: CheckView["state"]): string {
  return { fail: `✗ ${t("fails")}`, warn: `! ${t("look at it")}`, unknown: `? ${t("not seen")}`, ok: `✓ ${t("well")}` }[
    state
  ];
}

/** Every check of two hosts, by what it is about: what was seen, why it matters, what to do. */
export function doctorView({ state, kept, send, keep }: Props): TemplateResult {
  const { source, target, phase, checks } = state;
  const shown = kept.only === "all" ? checks : checks.filter((check) => check.state !== "ok");
  const groups = [...new Set(shown.map(({ group }) => group))];
  const place = target === undefined ? source : t("{0} to {1}", source, target);
  const idle = phase !== "looking";
  return html`<main>
    <h1>${t("Doctor: {0}", place)}</h1>
    <p class=${phase === "failed" ? "state-failed" : "quiet"} role="status">${state.message}</p>
    <div class="toolbar" role="toolbar" aria-label=${t("Doctor")}>
      ${button(t("Look Again"), () => send({ type: "refresh" }), { enabled: idle })}
      ${button(t("Open as Text"), () => send({ type: "showText" }), { enabled: checks.length > 0 })}
      <vscode-checkbox
        label=${t("Also what is well")}
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
          [t("State"), t("What was seen"), t("Why it matters"), t("What to do")],
          shown.filter((check) => check.group === group).map((check) => row(check, send)),
          "checks",
        ),
      ),
    )}
    ${phase === "ready" && shown.length === 0 ? html`<p>${t("Nothing is wrong, and everything could be seen.")}</p>` : nothing}
  </main>`;
}

function row({ id, state, host, title, detail, why, remedy, planned }: CheckView, send: Props["send"]): TemplateResult {
  return html`<tr>
    <td class=${`check-${state}`}>${mark(state)}</td>
    <th scope="row">${host}: ${title}<br /><span class="quiet">${detail}</span></th>
    <td>${why}</td>
    <td>
      ${
        remedy === undefined
          ? html`<span class="quiet">${t("nothing")}</span>`
          : html`<code>${remedy}</code>
              <div class="toolbar">
                ${
                  planned
                    ? button(t("Review Plan…"), () => send({ type: "fix", check: id }), {
                        primary: true,
                        title: t("Review the plan for: {0}", title),
                      })
                    : nothing
                }
                ${button(t("Copy"), () => send({ type: "copy", check: id }), { title: t("Copy the remedy for: {0}", title) })}
              </div>`
      }
    </td>
  </tr>`;
}
