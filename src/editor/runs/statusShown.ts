import type { RunState } from "../../core/runs/runState";
import { t } from "../l10n/t";
import { statusText } from "./progressText";

/** What the status bar item shows. */
export interface StatusShown {
  /** A codicon in words of VS Code: `$(error)`. */
  readonly icon: string;
  readonly text: string;
  readonly tooltip: string;
  /** On the background of errors. */
  readonly failed: boolean;
}

/**
 * What is being transferred, else that replications have failed and nobody has looked yet. Pure.
 * @returns undefined where there is nothing to show
 */
export function statusShown(running: readonly RunState[], failed: readonly RunState[]): StatusShown | undefined {
  const tooltip = (states: readonly RunState[]): string => states.map(({ title }) => title).join("\n");
  if (running.length > 0)
    return { icon: "$(sync~spin)", text: statusText(running), tooltip: tooltip(running), failed: false };
  if (failed.length === 0) return undefined;
  const text = failed.length === 1 ? t("1 replication failed") : t("{0} replications failed", failed.length);
  return { icon: "$(error)", text, tooltip: tooltip(failed), failed: true };
}
