/** The half of a webview that VS Code puts into its page, and the extension's end of the line. */
import type { Page } from "playwright-core";
import type { Theme } from "../editor/profile.ts";

export interface WebviewHost {
  /** What the page has posted, oldest first. */
  received(): Promise<unknown[]>;
  /** Waits until the page has posted a message that looks like this: each of these keys, with that value. */
  waitForMessage(like: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Sends a message to the page. */
  send(message: unknown): Promise<void>;
  /** What the page has kept with setState(). */
  state(): Promise<unknown>;
}

/** What VS Code's own pages of webviews begin with; written anew, with the same variables. */
const style = `
html { background-color: var(--vscode-editor-background); scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
body { margin: 0; padding: 0 20px; color: var(--vscode-editor-foreground); overscroll-behavior-x: none;
  font-family: var(--vscode-font-family); font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size); }
img, video { max-width: 100%; max-height: 100%; }
a, a code { color: var(--vscode-textLink-foreground); }
a:hover { color: var(--vscode-textLink-activeForeground); }
a:focus, input:focus, select:focus, textarea:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
code { font-family: var(--monaco-monospace-font); color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px; }
blockquote { background: var(--vscode-textBlockQuote-background); border-color: var(--vscode-textBlockQuote-border); }
kbd { background-color: var(--vscode-keybindingLabel-background); color: var(--vscode-keybindingLabel-foreground); border: 1px solid var(--vscode-keybindingLabel-border); border-radius: 3px; padding: 1px 3px; }
`;

const fonts = {
  "--vscode-font-family": 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
  "--vscode-font-weight": "normal",
  "--vscode-font-size": "13px",
  "--vscode-editor-font-family": '"Droid Sans Mono", monospace',
  "--vscode-editor-font-weight": "normal",
  "--vscode-editor-font-size": "14px",
  "--monaco-monospace-font": "monospace",
};

const bodyClasses: Readonly<Record<Theme, readonly string[]>> = {
  dark: ["vscode-dark"],
  light: ["vscode-light"],
  "hc-dark": ["vscode-high-contrast"],
  "hc-light": ["vscode-high-contrast", "vscode-high-contrast-light"],
};

interface Given {
  readonly style: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly classes: readonly string[];
  readonly state: unknown;
}

/** What the script below leaves in the page for the tests. */
interface TestedWindow extends Window {
  webviewTest: { received: unknown[]; state: unknown };
}

/** To be called before the page is opened. A page's Content-Security-Policy does not stop any of it. */
export async function installWebviewHost(
  page: Page,
  theme: Theme,
  colours: Readonly<Record<string, string>>,
  state: unknown,
): Promise<WebviewHost> {
  await page.addInitScript("globalThis.__name = (target) => target");
  await page.addInitScript(prepareDocument, {
    style,
    variables: { ...colours, ...fonts },
    classes: bodyClasses[theme],
    state,
  });
  return {
    received: () => page.evaluate(() => (window as unknown as TestedWindow).webviewTest.received),
    waitForMessage: async (like) => {
      const found = await page.waitForFunction(
        (wanted) =>
          (window as unknown as TestedWindow).webviewTest.received.find(
            (message) =>
              typeof message === "object" &&
              message !== null &&
              Object.entries(wanted).every(
                ([key, value]) => JSON.stringify((message as Record<string, unknown>)[key]) === JSON.stringify(value),
              ),
          ),
        like,
      );
      return found.jsonValue();
    },
    send: (message) => page.evaluate((data) => window.postMessage(data, "*"), message),
    state: () => page.evaluate(() => (window as unknown as TestedWindow).webviewTest.state),
  };
}

/** Runs in the page, before anything of its own. */
function prepareDocument(given: Given): void {
  const test = { received: [] as unknown[], state: given.state };
  let acquired = false;
  Object.assign(window, {
    webviewTest: test,
    acquireVsCodeApi: () => {
      if (acquired) throw new Error("An instance of the VS Code API has already been acquired");
      acquired = true;
      return {
        postMessage: (message: unknown) => void test.received.push(structuredClone(message)),
        getState: () => test.state,
        setState: (state: unknown) => (test.state = structuredClone(state)),
      };
    },
  });
  const sheet = new CSSStyleSheet();
  const variables = Object.entries(given.variables).map(([name, value]) => `${name}: ${value};`);
  // @layer: what the page says itself wins, as with VS Code's own style, which comes first.
  sheet.replaceSync(`:root { ${variables.join(" ")} } @layer vscode { ${given.style} }`);
  document.adoptedStyleSheets = [sheet];
  document.addEventListener("readystatechange", () => {
    if (document.readyState !== "interactive") return;
    document.body.classList.add(...given.classes);
    document.body.dataset["vscodeThemeKind"] = given.classes.at(-1);
  });
}
