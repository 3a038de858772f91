/**
 * What a test does with the workbench by mouse and keyboard, in VS Code's own words. Every method waits for what it
 * needs and fails with a playwright error that names what was missing. Arguments and results are plain data: a test
 * inside the extension host calls the same methods through page.ts.
 *
 * A label given as text has to match wholly; a regular expression may match a part.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { type Label, labelled, nameOf } from "./labels.ts";
import { outPictures } from "./paths.ts";
import type { Theme } from "./profile.ts";
import { type TreeUi, treeUi } from "./treeUi.ts";

export interface Problem {
  /** The name of the file, without its folder. */
  readonly file: string;
  readonly message: string;
  readonly severity: "error" | "warning" | "info";
  /** "[Ln 1, Col 10]" */
  readonly place: string;
}

export interface Ui extends TreeUi {
  /** Runs a command from the palette by its title ("Category: Title"), with a click on its row. */
  palette(title: string): Promise<void>;
  /** Opens a view container by the label of its icon in the activity bar. */
  openViewContainer(label: Label): Promise<void>;

  /** The labels that a quick pick shows. */
  quickPickRows(): Promise<string[]>;
  /** Types into the quick pick's filter. */
  typeInQuickPick(text: string): Promise<void>;
  /** Chooses a row of the quick pick. */
  pick(row: Label): Promise<void>;
  /** Ticks a row of a quick pick with many choices. */
  tick(row: Label): Promise<void>;
  /** Ends a quick pick with many choices. */
  confirmPicks(): Promise<void>;
  /** Types into the input box, once it has taken the place of a quick pick before it. */
  typeInInputBox(text: string): Promise<void>;
  /** The same, and Enter; returns when what follows is there, or the text was refused. */
  fillInputBox(text: string): Promise<void>;
  /** What the input box says below its field (prompt, or why the value is refused). */
  inputBoxMessage(): Promise<string>;
  /** Escape. */
  dismiss(): Promise<void>;

  /** The texts of the notifications that are shown. */
  notifications(): Promise<string[]>;
  /** Waits for a notification with that text. */
  waitForNotification(text: Label): Promise<void>;
  clickNotificationButton(text: Label, button: Label): Promise<void>;
  /** The text of the modal dialog. VS Code shows none in the test run of an extension, only in openWorkbench(). */
  modalText(): Promise<string>;
  clickModalButton(button: Label): Promise<void>;

  /** Opens the Problems panel and reads its rows. */
  problems(): Promise<Problem[]>;
  clickStatusBarItem(text: Label): Promise<void>;
  /** The label of the editor tab in front. */
  activeTab(): Promise<string>;
  /** Writes out/pictures/NAME.png, or NAME-THEME.png where the window was opened with a theme, and returns the path. */
  screenshot(name: string): Promise<string>;
}

/** @param theme the theme that the window was opened with, for the names of its pictures */
export function openUi(page: Page, theme?: Theme): Ui {
  const quickInput = page.locator(".quick-input-widget");
  const quickPickRow = (row: Label): Locator =>
    quickInput.locator(".quick-input-list .monaco-list-row").filter({ has: labelled(page, ".label-name", row) });
  const notification = (text: Label): Locator =>
    page.locator(".notification-toast").filter({ has: labelled(page, ".notification-list-item-message", text) });
  const modal = page.locator(".monaco-dialog-box");
  const typeInBox = async (text: string): Promise<Locator> => {
    await quickInput.locator(".quick-input-list").waitFor({ state: "hidden" });
    const input = quickInput.locator(".quick-input-box input").first();
    await input.fill(text);
    return input;
  };

  return {
    palette: async (title) => {
      await page.locator(".monaco-workbench .statusbar").waitFor();
      const row = quickPickRow(title).first();
      // The list does not grow while it is open, and extensions register their commands late: so it is opened anew.
      for (const deadline = Date.now() + 20_000; ;) {
        await page.keyboard.press("F1");
        await quickInput.locator("input[type=text]").first().fill(`>${title}`);
        try {
          await row.waitFor({ timeout: 1500 });
          break;
        } catch (error) {
          if (Date.now() > deadline) throw error;
          await page.keyboard.press("Escape");
        }
      }
      // Not Enter: it would run the nearest command if there were none with this title.
      await row.click();
      await row.waitFor({ state: "hidden" });
    },
    openViewContainer: async (label) => {
      const tab = page.locator(".activitybar").getByRole("tab", { name: nameOf(label) });
      await tab.waitFor();
      if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
    },

    ...treeUi(page),

    quickPickRows: async () => {
      await quickInput.locator(".monaco-list-row").first().waitFor();
      return quickInput
        .locator(
          ".monaco-list-row .quick-input-list-label .label-name, .monaco-list-row .quick-input-list-row .label-name",
        )
        .allInnerTexts();
    },
    typeInQuickPick: (text) => quickInput.locator("input[type=text]").first().fill(text),
    pick: async (row) => {
      // the hover of a row that the pointer rests on lies over those below it
      await page.mouse.move(0, 0);
      await quickPickRow(row).first().click();
    },
    tick: (row) =>
      quickPickRow(row)
        .first()
        .locator("input[type=checkbox], .monaco-checkbox, .quick-input-list-checkbox")
        .first()
        .click(),
    confirmPicks: () => quickInput.getByRole("button", { name: "OK", exact: true }).click(),
    typeInInputBox: async (text) => {
      await typeInBox(text);
    },
    fillInputBox: async (text) => {
      const input = await typeInBox(text);
      const title = await quickInput.locator(".quick-input-title").innerText();
      await input.press("Enter");
      const deadline = Date.now() + 2000;
      while (
        Date.now() < deadline &&
        (await input.isVisible()) &&
        (await input.inputValue()) === text &&
        (await quickInput.locator(".quick-input-title").innerText()) === title
      ) {
        await page.waitForTimeout(50);
      }
    },
    inputBoxMessage: () => quickInput.locator(".quick-input-message").first().innerText(),
    dismiss: () => page.keyboard.press("Escape"),

    notifications: () => page.locator(".notification-toast .notification-list-item-message").allInnerTexts(),
    waitForNotification: (text) => notification(text).first().waitFor(),
    clickNotificationButton: async (text, button) => {
      const found = notification(text).first();
      await found.hover();
      await found
        .getByRole("button", { name: nameOf(button) })
        .first()
        .click();
    },
    modalText: async () => (await modal.locator(".dialog-message-container").innerText()).trim(),
    clickModalButton: (button) => modal.getByRole("button", { name: nameOf(button) }).click(),

    problems: async () => {
      const panel = page.locator(".markers-panel");
      if (!(await panel.isVisible())) await page.keyboard.press("Control+Shift+M");
      await panel.locator(".monaco-list-row .marker-icon").first().waitFor();
      return panel.getByRole("treeitem").evaluateAll(readProblems);
    },
    clickStatusBarItem: (text) =>
      page.locator(".statusbar-item").filter({ hasText: text }).locator(".statusbar-item-label").first().click(),
    activeTab: () => page.locator(".editor-group-container.active .tab.active .label-name").first().innerText(),
    screenshot: async (name) => {
      mkdirSync(outPictures, { recursive: true });
      const path = join(outPictures, `${theme === undefined ? name : `${name}-${theme}`}.png`);
      await page.screenshot({ path });
      return path;
    },
  };
}

/** Runs in the page. */
function readProblems(elements: Element[]): Problem[] {
  const text = (element: Element, selector: string): string =>
    [...element.querySelectorAll(selector)].map((line) => line.textContent.trim()).join("\n");
  let file = "";
  const problems: Problem[] = [];
  for (const element of elements) {
    const icon = element.querySelector(".marker-icon")?.className;
    if (icon === undefined) {
      file = text(element, ".label-name");
    } else {
      const severity = icon.includes("error") ? "error" : icon.includes("warning") ? "warning" : "info";
      problems.push({
        file,
        message: text(element, ".marker-message"),
        severity,
        place: text(element, ".marker-line"),
      });
    }
  }
  return problems;
}
