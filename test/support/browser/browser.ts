/**
 * A page of a webview in a real browser, without a workbench around it: with acquireVsCodeApi, the colours of a theme
 * and the style that VS Code gives every webview. Nothing is answered but the page itself and the files it is given.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import { type Chromium, launchChromium } from "../editor/chromium.ts";
import { outPictures } from "../editor/paths.ts";
import type { Theme } from "../editor/profile.ts";
import { ensureChromium } from "../editor/tools.ts";
import { type WebviewHost, installWebviewHost } from "./webviewHost.ts";
import themes from "./themes.json";

export type { Theme };
export const allThemes = Object.keys(themes) as Theme[];

export interface PageOptions {
  /** The document as the panel would make it. Its own Content-Security-Policy holds. */
  readonly html?: string;
  /** Instead of html: a module of the webview, bundled into a document with an empty `<div id="root">`. */
  readonly bundle?: string;
  /** Files that the document asks for lie here; "dist/webview/x.js" is then asked for as `${origin}/x.js` or "x.js". */
  readonly files?: string;
  readonly theme?: Theme;
  /** What getState() gives, as after a reload of the window. */
  readonly state?: unknown;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The user asked for less motion; true by default, so that tests do not wait for animations. */
  readonly reducedMotion?: boolean;
}

export interface OpenedPage {
  readonly page: Page;
  /** The other side: what the extension would send and receive. */
  readonly host: WebviewHost;
  /** Errors of scripts, of the Content-Security-Policy, and requests that nobody answered. A good page has none. */
  readonly complaints: readonly string[];
  /** Writes out/pictures/NAME.png. */
  screenshot(name: string): Promise<string>;
  close(): Promise<void>;
}

/** Where pages live; the panel may name it in `cspSource` and in addresses of resources. */
export const origin = "https://webview.invalid";

/** Opens a page and waits until it is loaded. */
export async function openPage(options: PageOptions): Promise<OpenedPage> {
  const { theme = "dark", viewport = { width: 900, height: 700 }, reducedMotion = true } = options;
  const html = options.html ?? (await bundled(options.bundle));
  const scratch = mkdtempSync(join(tmpdir(), "zfsr-browser-"));
  const removeScratch = (): void => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  process.once("exit", removeScratch);
  let chromium: Chromium | undefined;
  const close = async (): Promise<void> => {
    await chromium?.close();
    process.off("exit", removeScratch);
    removeScratch();
  };
  try {
    chromium = await launchChromium({
      executable: await ensureChromium(),
      enter: [],
      scratch,
      switches: ["--host-resolver-rules=MAP * ~NOTFOUND", "--no-proxy-server"],
      context: {
        viewport,
        colorScheme: theme.endsWith("light") ? "light" : "dark",
        reducedMotion: reducedMotion ? "reduce" : "no-preference",
      },
    });
    const page = await chromium.context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    await page.route("**/*", (route) => {
      const { pathname, href } = new URL(route.request().url());
      if (!href.startsWith(`${origin}/`)) return route.abort();
      if (pathname === "/") return route.fulfill({ contentType: "text/html", body: html });
      return route.fulfill(file(options.files, pathname));
    });
    const host = await installWebviewHost(page, theme, themes[theme], options.state);
    await page.goto(`${origin}/`, { waitUntil: "load" });
    return {
      page,
      host,
      complaints,
      screenshot: async (name) => {
        const path = join(outPictures, `${name}.png`);
        await page.screenshot({ path });
        return path;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function bundled(entry: string | undefined): Promise<string> {
  if (entry === undefined) throw new Error("A page needs html or a bundle.");
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    outdir: "out",
    format: "iife",
    target: "es2022",
    loader: { ".svg": "dataurl", ".ttf": "dataurl" },
  });
  const text = (extension: string): string => outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? "";
  const script = text(".js").replaceAll("</script", "<\\/script");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Webview</title><style>${text(".css")}</style></head>
<body><div id="root"></div><script>${script}</script></body></html>`;
}

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".png": "image/png",
};

function file(folder: string | undefined, pathname: string): { status: number; contentType?: string; body?: Buffer } {
  if (folder === undefined) return { status: 404 };
  try {
    const path = join(folder, normalize(decodeURIComponent(pathname)));
    return { status: 200, contentType: types[extname(path)] ?? "application/octet-stream", body: readFileSync(path) };
  } catch {
    return { status: 404 };
  }
}
