import { html, type TemplateResult } from "lit";
import { type ReviewOptions, reviewOptions } from "../../protocol/planReview";
import { facts } from "../shared/parts";

type Change = (options: ReviewOptions) => void;
type Tick = "recursive" | "snapshot" | "intermediates" | "hold";
type Select = "raw" | "transport";

const ticks: Readonly<Record<Tick, { readonly label: string; readonly meaning: string }>> = {
  recursive: { label: "Everything below it, too", meaning: "each dataset by streams of its own" },
  snapshot: { label: "Take a new snapshot first", meaning: "it is sent along with those that are there" },
  intermediates: { label: "All snapshots between", meaning: "without it, the newest alone is sent" },
  hold: { label: "Hold the newest on the source", meaning: "so that the next increment finds its base" },
};

const selects: {
  readonly [K in Select]: { readonly label: string; readonly choices: Record<ReviewOptions[K], string> };
} = {
  raw: {
    label: "Raw streams",
    choices: { auto: "where the source is encrypted", yes: "always, as stored", no: "never" },
  },
  transport: {
    label: "Way of the stream",
    choices: {
      auto: "direct, else through this machine",
      direct: "direct from host to host",
      relay: "through this machine",
      tcp: "TCP, not encrypted by ssh",
      local: "within one host",
    },
  },
};

/** The options that can be changed while the plan is reviewed, each with what it means. */
export function optionsForm(options: ReviewOptions, change: Change): TemplateResult {
  return html`<fieldset>
    <legend>Options; the plan follows</legend>
    ${names(ticks).map((key) => tick(key, options, change))}
    ${names(selects).map((key) => select(key, options, change))}
  </fieldset>`;
}

/** The options of a plan that runs, or has run. */
export function optionsShown(options: ReviewOptions): TemplateResult {
  return facts([
    ...names(ticks).map((key) => [ticks[key].label, options[key] ? "yes" : "no"] as const),
    [selects.raw.label, selects.raw.choices[options.raw]],
    [selects.transport.label, selects.transport.choices[options.transport]],
  ]);
}

function tick(key: Tick, options: ReviewOptions, change: Change): TemplateResult {
  const { label, meaning } = ticks[key];
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
  const { label, choices } = selects[key];
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
