/** How tests name what they see: text has to match wholly, a regular expression may match a part. */
import type { Locator, Page } from "playwright-core";

export type Label = string | RegExp;

/** An element of a kind with that text. */
export function labelled(page: Page, selector: string, label: Label): Locator {
  const text = typeof label === "string" ? new RegExp(`^\\s*${escapeRegExp(label)}\\s*$`) : label;
  return page.locator(selector, { hasText: text });
}

/** The accessible name of a button or tab: its label, after which VS Code may put a key ("Refresh (Ctrl+R)"). */
export function nameOf(label: Label): RegExp {
  return typeof label === "string" ? new RegExp(`^${escapeRegExp(label)}(\\s\\(.*\\))?$`) : label;
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
