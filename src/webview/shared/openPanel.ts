import { html, render, type TemplateResult } from "lit";
import type * as z from "zod/mini";
import { stateMessage } from "../../protocol/message";
import { vscodeApi } from "./vscodeApi";
import { t } from "./t";

/** What a panel draws with. */
export interface PanelProps<State, Action, Kept> {
  readonly state: State;
  readonly kept: Kept;
  readonly send: (action: Action) => void;
  /** Keeps over a reload, and draws anew. */
  readonly keep: (kept: Kept) => void;
}

export interface PanelDefinition<State, Action, Kept> {
  /** What the extension may send. Anything else is not drawn. */
  readonly state: z.ZodMiniType<State>;
  readonly kept: z.ZodMiniType<Kept>;
  /** What is kept when nothing was, or something of another shape, given the first state. */
  readonly initial: (state: State) => Kept;
  readonly view: (props: PanelProps<State, Action, Kept>) => TemplateResult;
  /** After the page was drawn: for pictures that are no templates. */
  readonly drawn?: (state: State) => void;
}

/** Draws a panel into `#root` whenever its state comes, and says that it is there. */
export function openPanel<State, Action extends { type: string }, Kept>(
  definition: PanelDefinition<State, Action, Kept>,
): void {
  const root = document.getElementById("root");
  if (!root) throw new Error("The page has no place for the panel.");
  const message = stateMessage(definition.state);
  const before = definition.kept.safeParse(vscodeApi.getState());
  let kept: Kept | undefined = before.success ? before.data : undefined;
  let state: State | undefined;

  const draw = (): void => {
    if (state === undefined) return;
    const current = (kept ??= definition.initial(state));
    render(definition.view({ state, kept: current, send: (action) => vscodeApi.postMessage(action), keep }), root);
    definition.drawn?.(state);
  };
  const keep = (next: Kept): void => {
    kept = next;
    vscodeApi.setState(next);
    draw();
  };
  addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    const parsed = message.safeParse(data);
    if (!parsed.success) {
      if (state === undefined) render(otherVersion(), root);
      return;
    }
    const first = state === undefined;
    state = parsed.data.state;
    if (first) keep(kept ?? definition.initial(state));
    else draw();
  });
  vscodeApi.postMessage({ type: "ready" });
}

function otherVersion(): TemplateResult {
  return html`<main>
    <h1>${t("This panel was made by another version")}</h1>
    <p>${t("Close it and open it again.")}</p>
  </main>`;
}
