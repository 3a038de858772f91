/** A panel's page as the extension makes it: its real document with its real policy, and the real bundle, built anew. */
import { join } from "node:path";
import { build } from "esbuild";
import { webviewBuild } from "../../../esbuild.webview.mjs";
import { pageHtml } from "../../../src/editor/panels/pageHtml";
import { protocolVersion } from "../../../src/protocol/message";
import type { PanelName } from "../../../src/protocol/panelName";
import { projectRoot } from "../editor/paths.ts";
import { type OpenedPage, type PageOptions, openPage, origin } from "./browser.ts";

const files = join(projectRoot, "out", "webview");
let built: Promise<unknown> | undefined;

/** @param kept what the page kept before a reload */
export interface PanelPageOptions extends Pick<PageOptions, "theme" | "viewport"> {
  readonly kept?: unknown;
  /** Translations of what the page says. */
  readonly words?: Readonly<Record<string, string>>;
}

/** Opens a panel and, once it is there, gives it its state. */
export async function openPanelPage(
  name: PanelName,
  state: unknown,
  { kept, words = {}, ...options }: PanelPageOptions = {},
): Promise<OpenedPage> {
  await (built ??= build(webviewBuild({ production: true, outdir: files })));
  const html = pageHtml({
    ...{ cspSource: origin, nonce: "bm9uY2U", title: name },
    ...{ script: `${origin}/${name}.js`, style: `${origin}/panel.css` },
    ...{ language: "en", words },
  });
  const opened = await openPage({ html, files, state: kept, ...options });
  await opened.host.waitForMessage({ type: "ready" });
  await sendState(opened, state);
  return opened;
}

/** What the extension sends when something has changed. */
export async function sendState({ host }: OpenedPage, state: unknown): Promise<void> {
  await host.send({ type: "state", version: protocolVersion, state });
}
