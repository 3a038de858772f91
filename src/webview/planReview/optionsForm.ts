import { html, type TemplateResult } from "lit";
import { type ReviewOptions, reviewOptions } from "../../protocol/planReview";
import { facts } from "../shared/parts";
import { t } from "../shared/t";

type Change = (options: ReviewOptions) => void;
type Tick = "recursive" | "snapshot" | "intermediates" | "hold";
type Select = "raw" | "transport";

interface TickWords {
  readonly label: string;
  readonly meaning: string;
}

function ticks(): Readonly<Record<Tick, TickWords>> {
  return {
    recursive: { label: t("Everything below it, too"), meaning: t("each dataset by streams of its own") },
    snapshot: { label: t("Take a new snapshot first"), meaning: t("it is sent along with those that are there") },
    intermediates: { label: t("All snapshots between"), meaning: t("without it, the newest alone is sent") },
    hold: { label: t("Hold the newest on the source"), meaning: t("so that the next increment finds its base") },
  };
}

type SelectWords = {
  readonly [K in Select]: { readonly label: string; readonly choices: Record<ReviewOptions[K], string> };
};

function selects(): SelectWords {
  return {
    raw: {
      label: t("Raw streams"),
      choices: { auto: t("where the source is encrypted"), yes: t("always, as stored"), no: t("never") },
    },
    transport: {
      label: t("Way of the stream"),
      choices: {
        auto: t("direct, else through this machine"),
        direct: t("direct from host to host"),
        relay: t("through this machine"),
        tcp: t("TCP, not encrypted by ssh"),
        local: t("within one host"),
      },
    },
  };
}

/** The options that can be changed while the plan is reviewed, each with what it means. */
export function optionsForm(options: ReviewOptions, change: Change): TemplateResult {
  return html`<fieldset>
    <legend>${t("Options; the plan follows")}</legend>
    ${names(ticks()).map((key) => tick(key, options, change))}
    ${names(selects()).map((key) => select(key, options, change))}
  </fieldset>`;
}

/** The options of a plan that runs, or has run. */
export function optionsShown(options: ReviewOptions): TemplateResult {
  const words = ticks();
  const { raw, transport } = selects();
  return facts([
    ...names(words).map((key) => [words[key].label, options[key] ? t("yes") : t("no")] as const),
    [raw.label, raw.choices[options.raw]],
    [transport.label, transport.choices[options.transport]],
  ]);
}

function tick(key: Tick, options: ReviewOptions, change: Change): TemplateResult {
  const { label, meaning } = ticks()[key];
  return html`<div class="choice">
    <vscode-checkbox
      label=${label}
      .checked=${options[key]}
      @change=${(event: Event) => change({ ...options, [key]: (event.target as HTMLInputElement).checked })}
    ></vscode-checkbox>
    <p class="quiet">${meaning}</p>
  </div>`;
}

function select(key: Select, options: ReviewOptions, change: Change): TemplateResult {
  const { label, choices } = selects()[key];
  const pick = (event: Event): void => {
    const parsed = reviewOptions.safeParse({ ...options, [key]: (event.target as HTMLInputElement).value });
    if (parsed.success) change(parsed.data);
  };
  // the list itself has the label; what stands above it is for the eye
  return html`<div class="choice">
    <div class="above" aria-hidden="true">${label}</div>
    <vscode-single-select label=${label} .value=${options[key]} @change=${pick}>
      ${Object.entries(choices).map(
        ([value, text]) =>
          html`<vscode-option value=${value} ?selected=${value === options[key]}>${text}</vscode-option>`,
      )}
    </vscode-single-select>
  </div>`;
}

function names<K extends string>(of: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(of) as K[];
}
