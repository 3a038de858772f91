/**
 * The real workbench for tests outside of the extension host, with the mouse and the keyboard. VS Code does not know
 * that it is being tested, so it also shows what it refuses to show in a test run: modal dialogs.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { outEditor, projectRoot } from "./paths.ts";
import { type Theme, themes } from "./profile.ts";
import { type Session, type SessionOptions, openSession } from "./session.ts";
import { type Ui, openUi } from "./ui.ts";

export interface WorkbenchOptions extends Pick<
  SessionOptions,
  "folder" | "settings" | "namespace" | "env" | "theme" | "userData" | "browserProfile" | "port" | "context"
> {
  /** The folder of the extension; the project by default. */
  readonly extension?: string;
}

export interface Workbench {
  readonly page: Page;
  readonly ui: Ui;
  /** For an afterEach: keeps a screenshot and the logs in out/editor/ when the test has failed. */
  keepEvidenceOf(test: Mocha.Test | undefined): Promise<void>;
  /** Ends the editor and all it has started; with `keepDetached`, processes that detached themselves live on. */
  close(options?: { keepDetached?: boolean }): Promise<void>;
}

/** Milliseconds in which hosts of the lab have done what a test waits for, on a busy machine, too: it says what is missing then. */
export const patience = 180_000;

/** Opens a window, and returns when its parts are drawn. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const { extension = projectRoot, theme = usualTheme(), ...rest } = options;
  const { main } = JSON.parse(readFileSync(join(extension, "package.json"), "utf8")) as { main?: string };
  if (main === undefined || !existsSync(join(extension, main))) {
    throw new Error(`The extension in ${extension} is not built (npm run build).`);
  }
  let broken: string | undefined;
  const session = await openSession({
    ...rest,
    theme,
    developed: [extension],
    onBroken: (reason) => (broken = reason),
  });
  try {
    await session.page.locator(".monaco-workbench .activitybar .action-item").first().waitFor({ timeout: 60_000 });
    await session.page.locator(".monaco-workbench .statusbar-item").first().waitFor();
  } catch (error) {
    await giveUp(session);
    throw new Error(broken ?? `The workbench was not drawn; see ${outEditor}.`, { cause: error });
  }
  return {
    page: session.page,
    ui: openUi(session.page, theme),
    keepEvidenceOf: async (test) => {
      if (test?.state === "failed") await session.keepEvidence(test.fullTitle().replace(/[^\w]+/g, "-"));
    },
    close: (how) => session.close(how),
  };
}

/** `$ZFSR_TEST_THEME`, so that pictures are made in another theme than the dark one. */
function usualTheme(): Theme {
  const name = process.env["ZFSR_TEST_THEME"] ?? "dark";
  if (!Object.hasOwn(themes, name))
    throw new Error(`ZFSR_TEST_THEME is '${name}': give ${Object.keys(themes).join(", ")}.`);
  return name as Theme;
}

async function giveUp(session: Session): Promise<void> {
  await session.keepEvidence("workbench");
  await session.close();
}
