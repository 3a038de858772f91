/** For people who have asked their system for less motion: nothing in a panel moves by itself. */
import assert from "node:assert/strict";
import { openPanelPage } from "../support/browser/panelPage";
import { runningReview } from "./states/planReview";
import { transferring } from "./states/transfers";

/** Runs in the page: the tags and classes of what is animated or moves when it changes, in components, too. */
function moving(): string[] {
  const found: string[] = [];
  const look = (root: Document | ShadowRoot): void => {
    for (const element of root.querySelectorAll("*")) {
      const { animationName, transitionDuration } = getComputedStyle(element);
      const moves = /[1-9]/.test(transitionDuration) || animationName !== "none";
      if (moves) found.push(`${element.localName}.${element.className}`);
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(document);
  return found;
}

describe("less motion", function () {
  this.timeout(60_000);

  for (const [panel, state] of [
    ["planReview", runningReview],
    ["transfers", transferring],
  ] as const) {
    it(`is what ${panel} has while something runs, where it was asked for`, async () => {
      const opened = await openPanelPage(panel, state);
      const { page } = opened;
      const seen = async (reducedMotion: "reduce" | "no-preference"): Promise<string[]> => {
        await page.emulateMedia({ reducedMotion });
        return page.evaluate(moving);
      };
      try {
        await page.locator("vscode-progress-bar").first().waitFor();
        assert.deepEqual(await seen("reduce"), []);
        assert.ok((await seen("no-preference")).length > 0, "there is motion to be reduced");
      } finally {
        await opened.close();
      }
    });
  }
});
