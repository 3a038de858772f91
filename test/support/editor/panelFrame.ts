import type { FrameLocator, Page } from "playwright-core";

/** The page of the webview panel that is seen: VS Code puts it into a frame within a frame. */
export function panelFrame(page: Page): FrameLocator {
  const outer = page.locator("iframe.webview:visible").last().contentFrame();
  return outer.locator("iframe#active-frame").contentFrame();
}
