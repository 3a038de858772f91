/** Debian's Chromium, without a window, in a given network. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContext, type BrowserContextOptions, type LaunchOptions, chromium } from "playwright-core";

export interface ChromiumOptions {
  readonly executable: string;
  /** What to put in front of the command line, see network.ts. */
  readonly enter: readonly string[];
  readonly scratch: string;
  readonly env?: NodeJS.ProcessEnv;
  /** A folder that outlives the session: VS Code keeps half of each secret in the browser. */
  readonly profile?: string;
  readonly context?: BrowserContextOptions;
  /** More switches of Chromium. */
  readonly switches?: readonly string[];
}

export interface Chromium {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

export async function launchChromium(options: ChromiumOptions): Promise<Chromium> {
  const launch: LaunchOptions = {
    executablePath: wrapper(options),
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-dev-shm-usage",
      "--disable-gpu",
      "--disable-background-networking",
      ...(options.switches ?? []),
    ],
    env: definedOnly({ ...process.env, ...options.env }),
    // Whoever starts a session ends it; playwright would end the browser first, and this process with it.
    handleSIGHUP: false,
    handleSIGINT: false,
    handleSIGTERM: false,
  };
  if (options.profile !== undefined) {
    const context = await chromium.launchPersistentContext(options.profile, { ...launch, ...options.context });
    return { context, close: () => context.close() };
  }
  const browser = await chromium.launch(launch);
  return { context: await browser.newContext(options.context), close: () => browser.close() };
}

/** playwright starts one file: a script that enters the network and becomes Chromium. */
function wrapper({ executable, enter, scratch }: ChromiumOptions): string {
  if (enter.length === 0) return executable;
  mkdirSync(scratch, { recursive: true });
  const file = join(scratch, "chromium.sh");
  writeFileSync(file, `#!/bin/sh\nexec ${enter.join(" ")} ${executable} "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
