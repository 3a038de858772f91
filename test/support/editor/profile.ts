/** A user's folder of VS Code, with settings that keep it quiet. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The four kinds of theme that VS Code knows, and the theme that stands for each. */
export const themes = {
  dark: "Default Dark Modern",
  light: "Default Light Modern",
  "hc-dark": "Default High Contrast",
  "hc-light": "Default High Contrast Light",
} as const;

export type Theme = keyof typeof themes;

const quiet = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "window.commandCenter": false,
  "window.autoDetectColorScheme": false,
  "window.autoDetectHighContrast": false,
  "git.enabled": false,
};

/** Writes the user's settings, unless there are some from an earlier session. */
export function prepareProfile(
  userData: string,
  settings: Readonly<Record<string, unknown>> = {},
  theme: Theme = "dark",
): void {
  const file = join(userData, "User/settings.json");
  if (existsSync(file)) return;
  mkdirSync(join(userData, "User"), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...quiet, "workbench.colorTheme": themes[theme], ...settings }, null, 2));
}
