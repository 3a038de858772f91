/** axe-core over a page. */
import { readFileSync } from "node:fs";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/** The rules of WCAG 2.2 up to AA, and axe's own good practice. */
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What is wrong with the page, a line for each place: "color-contrast (serious): … — button.primary". */
export async function violations(page: Page, { except = [] }: { except?: readonly string[] } = {}): Promise<string[]> {
  await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
  const { violations: found } = await page.evaluate(
    async ({ values, rules }) => {
      const { axe } = window as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } };
      return axe.run(document, { runOnly: { type: "tag", values }, rules, resultTypes: ["violations"] });
    },
    { values: tags, rules: Object.fromEntries(except.map((rule) => [rule, { enabled: false }])) },
  );
  return found.flatMap(({ id, impact, help, nodes }) =>
    nodes.map((node) => `${id} (${impact ?? "?"}): ${help} — ${node.target.join(" ")}`),
  );
}
