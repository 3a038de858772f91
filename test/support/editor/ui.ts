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
import { outPictures } from "./paths.ts";

export type Label = string | RegExp;

export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 for the rows at the root. */
  readonly level: number;
  /** undefined for a row without children. */
  readonly expanded: boolean | undefined;
}

export interface Problem {
  /** The name of the file, without its folder. */
  readonly file: string;
  readonly message: string;
  readonly severity: "error" | "warning" | "info";
  /** "[Ln 1, Col 10]" */
  readonly place: string;
}

export interface Ui {
  /** Runs a command from the palette by its title ("Category: Title"), with a click on its row. */
  palette(title: string): Promise<void>;
  /** Opens a view container by the label of its icon in the activity bar. */
  openViewContainer(label: Label): Promise<void>;

  /** The rows of a view's tree that are drawn. */
  treeRows(view: Label): Promise<TreeRow[]>;
  /** Waits for a row of a view's tree. */
  waitForTreeRow(view: Label, row: Label): Promise<void>;
  clickTreeRow(view: Label, row: Label): Promise<void>;
  expandTreeRow(view: Label, row: Label): Promise<void>;
  collapseTreeRow(view: Label, row: Label): Promise<void>;
  /** Clicks one of the icons at the end of a row. */
  clickTreeRowAction(view: Label, row: Label, action: Label): Promise<void>;
  /** Chooses from the menu behind the right button. */
  chooseFromTreeRowMenu(view: Label, row: Label, item: Label): Promise<void>;
  /** Clicks one of the icons in the title of a view. */
  clickViewAction(view: Label, action: Label): Promise<void>;

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
  /** Fills the input box and presses Enter. */
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
  /** Writes out/pictures/NAME.png and returns the path. */
  screenshot(name: string): Promise<string>;
}

export function openUi(page: Page): Ui {
  const quickInput = page.locator(".quick-input-widget");
  const quickPickRow = (row: Label): Locator =>
    quickInput.locator(".quick-input-list .monaco-list-row").filter({ has: labelled(page, ".label-name", row) });
  const tree = (view: Label): Locator =>
    page.getByRole("tree", typeof view === "string" ? { name: view, exact: true } : { name: view });
  const treeRow = (view: Label, row: Label): Locator =>
    tree(view)
      .getByRole("treeitem")
      .filter({ has: labelled(page, ".label-name", row) })
      .first();
  const menuItem = (item: Label): Locator =>
    page
      .locator(".monaco-menu")
      .getByRole("menuitem")
      .filter({ has: labelled(page, ".action-label", item) });
  const notification = (text: Label): Locator =>
    page.locator(".notification-toast").filter({ has: labelled(page, ".notification-list-item-message", text) });
  const modal = page.locator(".monaco-dialog-box");

  const setExpanded = async (view: Label, row: Label, wanted: boolean): Promise<void> => {
    const found = treeRow(view, row);
    await found.waitFor();
    if ((await found.getAttribute("aria-expanded")) !== String(wanted))
      await found.locator(".monaco-tl-twistie").click();
    await tree(view)
      .locator(`[role=treeitem][aria-expanded=${wanted}]`)
      .filter({ has: labelled(page, ".label-name", row) })
      .first()
      .waitFor();
  };

  return {
    palette: async (title) => {
      await page.locator(".monaco-workbench .statusbar").waitFor();
      // The list does not grow while it is open, and extensions register their commands late: so it is opened anew.
      for (const deadline = Date.now() + 20_000; ;) {
        await page.keyboard.press("F1");
        await quickInput.locator("input[type=text]").first().fill(`>${title}`);
        try {
          // Enter would run the nearest command if there is none with this title.
          await quickPickRow(title).first().click({ timeout: 1500 });
          return;
        } catch (error) {
          if (Date.now() > deadline) throw error;
          await page.keyboard.press("Escape");
        }
      }
    },
    openViewContainer: async (label) => {
      const tab = page.locator(".activitybar").getByRole("tab", { name: nameOf(label) });
      await tab.waitFor();
      if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
    },

    treeRows: async (view) => {
      await tree(view).waitFor();
      return tree(view).getByRole("treeitem").evaluateAll(readTreeRows);
    },
    waitForTreeRow: (view, row) => treeRow(view, row).waitFor(),
    clickTreeRow: (view, row) => treeRow(view, row).locator(".label-name").first().click(),
    expandTreeRow: (view, row) => setExpanded(view, row, true),
    collapseTreeRow: (view, row) => setExpanded(view, row, false),
    clickTreeRowAction: async (view, row, action) => {
      await treeRow(view, row).hover();
      await treeRow(view, row)
        .getByRole("button", { name: nameOf(action) })
        .click();
    },
    chooseFromTreeRowMenu: async (view, row, item) => {
      await treeRow(view, row).locator(".label-name").first().click({ button: "right" });
      await menuItem(item).click();
    },
    clickViewAction: async (view, action) => {
      const pane = page
        .locator(".pane, .part.sidebar, .part.auxiliarybar, .part.panel")
        .filter({ has: tree(view) })
        .last();
      await pane.hover();
      await pane
        .getByRole("button", { name: nameOf(action) })
        .first()
        .click();
    },

    quickPickRows: async () => {
      await quickInput.locator(".monaco-list-row").first().waitFor();
      return quickInput
        .locator(
          ".monaco-list-row .quick-input-list-label .label-name, .monaco-list-row .quick-input-list-row .label-name",
        )
        .allInnerTexts();
    },
    typeInQuickPick: (text) => quickInput.locator("input[type=text]").first().fill(text),
    pick: (row) => quickPickRow(row).first().click(),
    tick: (row) =>
      quickPickRow(row)
        .first()
        .locator("input[type=checkbox], .monaco-checkbox, .quick-input-list-checkbox")
        .first()
        .click(),
    confirmPicks: () => quickInput.getByRole("button", { name: "OK", exact: true }).click(),
    fillInputBox: async (text) => {
      const input = quickInput.locator(".quick-input-box input").first();
      await input.fill(text);
      await input.press("Enter");
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
      const path = join(outPictures, `${name}.png`);
      await page.screenshot({ path });
      return path;
    },
  };
}

/** An element of a kind whose whole text is the label, or whose text the expression matches. */
function labelled(page: Page, selector: string, label: Label): Locator {
  const text = typeof label === "string" ? new RegExp(`^\\s*${escapeRegExp(label)}\\s*$`) : label;
  return page.locator(selector, { hasText: text });
}

/** The accessible name of a button or tab: its label, after which VS Code may put a key ("Refresh (Ctrl+R)"). */
function nameOf(label: Label): RegExp {
  return typeof label === "string" ? new RegExp(`^${escapeRegExp(label)}(\\s\\(.*\\))?$`) : label;
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// The two below run in the page.

function readTreeRows(elements: Element[]): TreeRow[] {
  const text = (element: Element, selector: string): string =>
    element.querySelector(selector)?.textContent.trim() ?? "";
  return elements.map((element) => {
    const expanded = element.getAttribute("aria-expanded");
    return {
      label: text(element, ".label-name"),
      description: text(element, ".label-description"),
      level: Number(element.getAttribute("aria-level")),
      expanded: expanded === null ? undefined : expanded === "true",
    };
  });
}

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
