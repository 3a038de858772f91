/**
 * A VS Code that runs: code-server, a Chromium without a window, and the workbench in it.
 * The shim for tests inside the extension host and the workbench for tests outside of it are both made of this.
 */
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import { openNetwork } from "./network.ts";
import { outEditor } from "./paths.ts";
import { endProcessesOf, sessionVariable } from "./processes.ts";
import { type Theme, prepareProfile } from "./profile.ts";
import { type Server, startServer } from "./server.ts";
import { ensureTools } from "./tools.ts";

export interface SessionOptions {
  /** The folder that the workbench opens; an empty one by default. */
  readonly folder?: string | undefined;
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  readonly theme?: Theme | undefined;
  /** Folders of extensions under development. */
  readonly developed?: readonly string[];
  /** A module whose run() the extension host calls. VS Code then counts the window as a test run. */
  readonly tests?: string | undefined;
  /** A network namespace, or "none"; see network.ts. */
  readonly namespace?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Kept when given: settings and state (userData), installed extensions, secrets (browserProfile, with the same port). */
  readonly userData?: string | undefined;
  readonly extensions?: string | undefined;
  readonly browserProfile?: string | undefined;
  readonly port?: number | undefined;
  readonly context?: BrowserContextOptions | undefined;
  /** The tests' verdict. */
  readonly onTestsEnded?: (code: number) => void;
  /** The server or the page ended by itself. */
  readonly onBroken?: (reason: string) => void;
}

export interface Session {
  readonly page: Page;
  /** For people: where this runs. */
  readonly description: string;
  /** Keeps a screenshot and the logs in out/editor/ under that name. */
  keepEvidence(name: string): Promise<void>;
  close(options?: { keepDetached?: boolean }): Promise<void>;
}

export async function openSession(options: SessionOptions): Promise<Session> {
  const tools = await ensureTools();
  const undo: (() => unknown)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const name = randomUUID();
    const scratch = mkdtempSync(join(tmpdir(), "zfsr-editor-"));
    const tidy = (): void => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
    process.once("exit", tidy);
    undo.push(() => {
      process.off("exit", tidy);
      tidy();
    });
    const network = await openNetwork(options.namespace);
    undo.push(() => network.close());
    const userData = options.userData ?? join(scratch, "user");
    const extensions = options.extensions ?? join(scratch, "extensions");
    const folder = resolve(options.folder ?? join(scratch, "folder"));
    for (const path of [extensions, folder, join(scratch, "tmp")]) mkdirSync(path, { recursive: true });
    prepareProfile(userData, options.settings, options.theme);

    const starting = startServer({
      ...{ tools, network, scratch, userData, extensions, session: name, env: options.env ?? {} },
      port: options.port ?? 0,
    });
    const launching = launchChromium({
      ...{ executable: tools.chromium, enter: network.enter, scratch, env: { [sessionVariable]: name } },
      ...(options.browserProfile === undefined ? {} : { profile: options.browserProfile }),
      context: { viewport: { width: 1280, height: 900 }, ...options.context },
    });
    const started = await Promise.allSettled([starting, launching] as const);
    const [server, chromium] = started;
    let keepDetached = false;
    let closing = false;
    if (server.status === "fulfilled") undo.push(() => server.value.stop(keepDetached));
    if (chromium.status === "fulfilled") undo.push(() => chromium.value.close().catch(() => endProcessesOf(name)));
    if (server.status === "rejected") throw server.reason;
    if (chromium.status === "rejected") throw chromium.reason;

    const page = chromium.value.context.pages()[0] ?? (await chromium.value.context.newPage());
    const pageLog: string[] = [];
    page.on("console", (message) => pageLog.push(`${message.type()}: ${message.text()}`));
    watch(server.value, page, (reason) => {
      if (!closing) options.onBroken?.(reason);
    });
    await page.exposeFunction("codeAutomationExit", (code: number) => options.onTestsEnded?.(code));
    const authority = new URL(server.value.origin).host;
    await configureWorkbench(page, authority, options.developed ?? [], options.tests);
    await page.goto(`${server.value.origin}/?folder=${encodeURIComponent(folder)}`, { waitUntil: "commit" });

    return {
      page,
      description: `code-server in ${network.description}`,
      keepEvidence: async (evidence) => {
        mkdirSync(outEditor, { recursive: true });
        writeFileSync(join(outEditor, `${evidence}.server.log`), server.value.log());
        writeFileSync(join(outEditor, `${evidence}.page.log`), pageLog.join("\n"));
        await page.screenshot({ path: join(outEditor, `${evidence}.png`), timeout: 5000 }).catch(() => undefined);
      },
      close: async (how = {}) => {
        closing = true;
        keepDetached = how.keepDetached ?? false;
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function watch(server: Server, page: Page, onBroken: (reason: string) => void): void {
  void server.ended.then(() => onBroken(`code-server ended. It said last:\n${server.log().slice(-2000)}`));
  page.on("crash", () => onBroken("the page with the workbench crashed"));
}

/**
 * Tells the workbench about extensions under development and tests, as an embedder of VS Code would: in the
 * configuration that its page carries in a <meta> element. The element is there when the document turns
 * "interactive", and the workbench's module runs only after that.
 * (The URL's `payload` does not do: a built workbench ignores it. Nor does a page rewritten on its way: Chromium
 * then refuses its WebSocket to a loopback address.)
 */
async function configureWorkbench(
  page: Page,
  authority: string,
  developed: readonly string[],
  tests: string | undefined,
): Promise<void> {
  const uri = (path: string): object => ({ scheme: "vscode-remote", authority, path: resolve(path) });
  const developmentOptions = {
    extensions: developed.map(uri),
    ...(tests === undefined ? {} : { extensionTestsPath: uri(existsSync(tests) ? tests : `${tests}.js`) }),
  };
  await page.addInitScript((given) => {
    if (window !== window.top) return;
    document.addEventListener("readystatechange", () => {
      const element = document.getElementById("vscode-workbench-web-configuration");
      if (document.readyState !== "interactive" || element === null) return;
      const configuration = JSON.parse(element.getAttribute("data-settings") ?? "{}") as Record<string, object>;
      configuration["developmentOptions"] = { ...configuration["developmentOptions"], ...given };
      element.setAttribute("data-settings", JSON.stringify(configuration));
    });
  }, developmentOptions);
  // tsx names every function with a helper that functions sent to the page then miss.
  await page.addInitScript("globalThis.__name = (target) => target");
}
