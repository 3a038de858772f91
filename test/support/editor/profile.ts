/** A user's folder of VS Code, with settings that keep it quiet. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

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

/**
 * Writes the user's settings, unless there are some from an earlier session. The given ones go into the machine's
 * settings, too: in a window whose extension host is on a server, settings of scope "machine" count only there.
 */
export function prepareProfile(
  userData: string,
  settings: Readonly<Record<string, unknown>> = {},
  theme: Theme = "dark",
): void {
  const write = (file: string, content: object): void => {
    if (existsSync(file)) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(content, null, 2));
  };
  write(join(userData, "User/settings.json"), { ...quiet, "workbench.colorTheme": themes[theme], ...settings });
  if (Object.keys(settings).length > 0) write(join(userData, "Machine/settings.json"), settings);
}
