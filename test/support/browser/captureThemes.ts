/**
 * Reads the colours of the four kinds of theme out of the real workbench and writes them to themes.json, for pages that
 * tests open without a workbench: `node --import tsx test/support/browser/captureThemes.ts`, after a new code-server.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Theme, themes } from "../editor/profile.ts";
import { openSession } from "../editor/session.ts";

/** Parts of the workbench that no webview of ours looks like; without them the file has half the size. */
const elsewhere =
  /^--vscode-(agent|breadcrumb|chat|comment|commandCenter|debug|editor(Bracket|Comment|CursorLine|Gutter|Lightbulb|Marker|Multi|Overview|Unicode|StickyScroll|Suggest|Inlay|InlineEdit)|inline|interactive|mcp|merge|minimap|multiDiff|notebook|ports|profile|scm|search|simpleFind|symbolIcon|testing|titleBar|walkThrough|welcome|markdownAlert|outputView|peekView|quickInput|statusBar-|tab-|activity|banner|editorGroup|editorTitle|extension|gauge|snippet|sash|panelInput|panelStickyScroll|panelTitle|panelSection|remote|aiCustom|browser|session|surface|shadow|motion|spacing|radius|corner|z-)/;

async function capture(theme: Theme): Promise<Record<string, string>> {
  const session = await openSession({ theme });
  try {
    const style = session.page.locator("style.contributedColorTheme");
    await style.waitFor({ state: "attached" });
    await session.page.locator(`.monaco-workbench.${classOf[theme]}`).first().waitFor();
    const css = (await style.allTextContents()).join("\n");
    const found = [...css.matchAll(/(--vscode-[\w-]+):\s*([^;}]+)/g)].map(([, name = "", value = ""]) => [
      name,
      value.trim(),
    ]);
    const kept = found.filter(([name = ""]) => !elsewhere.test(name)).sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
    return Object.fromEntries(kept) as Record<string, string>;
  } finally {
    await session.close();
  }
}

const classOf: Readonly<Record<Theme, string>> = {
  dark: "vs-dark",
  light: "vs",
  "hc-dark": "hc-black",
  "hc-light": "hc-light",
};

async function main(): Promise<void> {
  const all: Partial<Record<Theme, Record<string, string>>> = {};
  for (const theme of Object.keys(themes) as Theme[]) {
    all[theme] = await capture(theme);
    console.log(theme, Object.keys(all[theme]).length);
  }
  writeFileSync(join(__dirname, "themes.json"), `${JSON.stringify(all, null, 2)}\n`);
}

void main();
