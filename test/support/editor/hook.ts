/**
 * The way from a test inside the extension host to the page that shows the workbench: HTTP over a Unix socket.
 * (A socket file, because the extension host may live in another network than the harness.)
 *
 *   POST /ui     { method, args }   calls a method of Ui
 *   POST /run    { source, arg }    runs a function's source with (page, arg)
 *   POST /print  text               goes to the terminal
 */
import { createServer, type IncomingMessage } from "node:http";
import { once } from "node:events";
import type { Page } from "playwright-core";
import { reviveRegExps } from "./wire.ts";
import { type Ui, openUi } from "./ui.ts";

export interface Hook {
  /** From now on the calls reach this page; those that came earlier waited. */
  attach(page: Page): void;
  close(): void;
}

export async function openHook(socket: string, print: (text: string) => void): Promise<Hook> {
  let attach: (page: Page) => void = () => undefined;
  const attached = new Promise<Page>((resolve) => (attach = resolve));

  const answer = async (path: string | undefined, body: string): Promise<unknown> => {
    if (path === "/print") {
      print(body);
      return null;
    }
    const page = await attached;
    const request = JSON.parse(body, reviveRegExps) as Record<string, unknown>;
    if (path === "/ui") return callUi(openUi(page), String(request["method"]), request["args"] as unknown[]);
    if (path === "/run") return runSource(page, String(request["source"]), request["arg"]);
    throw new Error(`The hook has no ${String(path)}.`);
  };

  const server = createServer((request, response) => {
    void readAll(request)
      .then((body) => answer(request.url, body))
      .then(
        (value) => ({ value: value ?? null }),
        (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
      )
      .then((result) => response.end(JSON.stringify(result)));
  });
  server.listen(socket);
  await once(server, "listening");
  return {
    attach,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

function callUi(ui: Ui, method: string, args: readonly unknown[]): unknown {
  if (!Object.hasOwn(ui, method)) throw new Error(`The page has no ${method}().`);
  return (ui as unknown as Record<string, (...args: readonly unknown[]) => unknown>)[method]?.(...args);
}

/** The source comes from the project's own tests. */
function runSource(page: Page, source: string, arg: unknown): unknown {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function("__name", `return (${source});`) as (
    name: (target: unknown) => unknown,
  ) => (page: Page, arg: unknown) => unknown;
  return make((target) => target)(page, arg);
}
