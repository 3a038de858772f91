/** The trees of views, by mouse. A view is named by its title, a row by its label. */
import { setTimeout as pause } from "node:timers/promises";
import type { Locator, Page } from "playwright-core";
import { type Label, labelled, nameOf } from "./labels.ts";

export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 for the rows at the root. */
  readonly level: number;
  /** undefined for a row without children. */
  readonly expanded: boolean | undefined;
}

export interface TreeUi {
  /** The rows that are drawn: those in sight, and a few more. */
  treeRows(view: Label): Promise<TreeRow[]>;
  /** Waits for a row, and scrolls to it if need be; so do all the others below. */
  waitForTreeRow(view: Label, row: Label): Promise<void>;
  /** Waits for the row with this accessible name, and scrolls until it is drawn: a tree draws only what is in sight. */
  revealTreeRow(view: Label, name: RegExp): Promise<void>;
  clickTreeRow(view: Label, row: Label): Promise<void>;
  expandTreeRow(view: Label, row: Label): Promise<void>;
  collapseTreeRow(view: Label, row: Label): Promise<void>;
  /** Clicks one of the icons at the end of a row. */
  clickTreeRowAction(view: Label, row: Label, action: Label): Promise<void>;
  /** Chooses from the menu behind the right button. */
  chooseFromTreeRowMenu(view: Label, row: Label, item: Label): Promise<void>;
  /** Clicks one of the icons in the title of a view. */
  clickViewAction(view: Label, action: Label): Promise<void>;
}

/** How long a row may take to come: an extension may have to ask a host for it. */
const patience = 120_000;

/** The methods of Ui that are about trees. */
export function treeUi(page: Page): TreeUi {
  const treeOf = (view: Label): Locator =>
    page.getByRole("tree", typeof view === "string" ? { name: view, exact: true } : { name: view });

  const find = (view: Label, row: Label): Promise<Locator> =>
    scrollTo(view, row, (rows) => rows.filter({ has: labelled(page, ".label-name", row) }).first());

  const scrollTo = async (view: Label, row: Label, of: (rows: Locator) => Locator): Promise<Locator> => {
    const tree = treeOf(view);
    await tree.waitFor();
    const found = of(tree.getByRole("treeitem"));
    const deadline = Date.now() + patience;
    for (let last: Turn = { place: "", down: true }; Date.now() < deadline;) {
      if (await found.isVisible()) return found;
      last = await scroll(page, tree, last);
      await pause(50);
    }
    const drawn = (await tree.getByRole("treeitem").evaluateAll(readRows)).map(
      ({ label, description, expanded }) => `${label} (${description || "-"}${expanded === true ? ", expanded" : ""})`,
    );
    throw new Error(`The view ${String(view)} has no row ${String(row)}. In sight: ${drawn.join(", ") || "none"}`);
  };

  const setExpanded = async (view: Label, row: Label, wanted: boolean): Promise<void> => {
    const reached = treeOf(view)
      .locator(`[role=treeitem][aria-expanded=${wanted}]`)
      .filter({ has: labelled(page, ".label-name", row) })
      .first();
    // a row that moves under the mouse, since another one was opened, is missed: it is clicked again
    for (const deadline = Date.now() + patience; Date.now() < deadline;) {
      const found = await find(view, row);
      if ((await found.getAttribute("aria-expanded")) !== String(wanted))
        await found.locator(".monaco-tl-twistie").click();
      if (
        await reached.waitFor({ timeout: 3000 }).then(
          () => true,
          () => false,
        )
      )
        return;
    }
    await reached.waitFor({ timeout: 1 });
  };

  return {
    treeRows: async (view) => {
      await treeOf(view).waitFor();
      return treeOf(view).getByRole("treeitem").evaluateAll(readRows);
    },
    waitForTreeRow: async (view, row) => {
      await find(view, row);
    },
    revealTreeRow: async (view, name) => {
      await scrollTo(view, name, (rows) => rows.and(page.getByRole("treeitem", { name })).first());
    },
    clickTreeRow: async (view, row) => {
      await (await find(view, row)).locator(".label-name").first().click();
    },
    expandTreeRow: (view, row) => setExpanded(view, row, true),
    collapseTreeRow: (view, row) => setExpanded(view, row, false),
    clickTreeRowAction: async (view, row, action) => {
      const found = await find(view, row);
      await found.hover();
      await found.getByRole("button", { name: nameOf(action) }).click();
    },
    chooseFromTreeRowMenu: async (view, row, item) => {
      await (await find(view, row)).locator(".label-name").first().click({ button: "right" });
      const items = page.locator(".monaco-menu").getByRole("menuitem");
      const chosen = items.filter({ has: labelled(page, ".action-label", item) });
      await chosen.click();
      // For 100 ms a new menu ignores the mouse, lest the click that opened it also chooses. It closes once it obeys.
      while (await stays(chosen)) await chosen.click({ timeout: 500 }).catch(() => undefined);
    },
    clickViewAction: async (view, action) => {
      const parts = page.locator(".pane, .part.sidebar, .part.auxiliarybar, .part.panel");
      const pane = parts.filter({ has: treeOf(view) }).last();
      await pane.hover();
      await pane
        .getByRole("button", { name: nameOf(action) })
        .first()
        .click();
    },
  };
}

async function stays(element: Locator): Promise<boolean> {
  return element.waitFor({ state: "hidden", timeout: 300 }).then(
    () => false,
    () => true,
  );
}

/** Where the wheel was turned, and which way. */
interface Turn {
  readonly place: string;
  readonly down: boolean;
}

/** Scrolls by a little less than what is in sight; the other way where the last turn changed nothing. */
async function scroll(page: Page, tree: Locator, last: Turn): Promise<Turn> {
  const box = await tree.boundingBox();
  if (box === null) return last;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const place = await tree
    .getByRole("treeitem")
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-index")).join());
  const down = place === last.place ? !last.down : last.down;
  // VS Code takes each turn for one notch of the wheel, some 55 pixels, however far it is said to go.
  for (let notch = 0; notch < Math.max(1, (box.height - 66) / 55); notch += 1) {
    await page.mouse.wheel(0, down ? 100 : -100);
  }
  return { place, down };
}

/** Runs in the page. */
function readRows(elements: Element[]): TreeRow[] {
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
