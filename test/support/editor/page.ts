/**
 * The page for tests inside the extension host: `import { page } from "../support/editor/page"`.
 * It is driven by the harness, in another process; see hook.ts. In a desktop VS Code there is nothing to drive: tests
 * that click start with `requirePage(this)`.
 */
import { request } from "node:http";
import type { Page } from "playwright-core";
import { hookVariable } from "./hookVariable.ts";
import type { Ui } from "./ui.ts";
import { replaceRegExps } from "./wire.ts";

export interface PageOfTests extends Ui {
  /**
   * Runs a function with playwright's page, in the harness. The function travels as source: it sees its two arguments
   * and nothing of what is around it. Argument and result travel as JSON.
   */
  run<T>(work: (page: Page) => Promise<T>): Promise<T>;
  run<T, A>(work: (page: Page, arg: A) => Promise<T>, arg: A): Promise<T>;
}

const socket = process.env[hookVariable];

/** Skips the test, or all tests of the suite, where no page can be driven. */
export function requirePage(context: Mocha.Context): void {
  if (socket === undefined) context.skip();
}

export const page = new Proxy({} as PageOfTests, {
  get: (_, method: string) =>
    method === "run"
      ? (work: (page: Page, arg: unknown) => unknown, arg?: unknown) => call("/run", { source: work.toString(), arg })
      : (...args: unknown[]) => call("/ui", { method, args }),
});

async function call(path: string, body: object): Promise<unknown> {
  const answer = JSON.parse(await post(path, JSON.stringify(body, replaceRegExps))) as {
    value?: unknown;
    error?: string;
  };
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer.value;
}

/** Sends text to the harness and gives its answer. */
export async function post(path: string, body: string): Promise<string> {
  if (socket === undefined) throw new Error("There is no page to drive: these tests were not started by the shim.");
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: socket, path, method: "POST" }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => (text += part));
      response.on("end", () => resolve(text));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
