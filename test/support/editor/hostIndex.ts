/**
 * What VS Code calls inside the extension host (extensionTestsPath): runs mocha over the bundled tests beside it,
 * reports on the terminal, and writes the counts where the runner asked for them.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { format } from "node:util";
import Mocha from "mocha";
import { hookVariable } from "./hookVariable.ts";
import { mapStack } from "./mapStack.ts";
import { post } from "./page.ts";

/** Tests fail by a rejection: VS Code then ends with a code other than 0. */
export async function run(): Promise<void> {
  const printed = process.env[hookVariable] === undefined ? undefined : printThroughHook();
  const grep = process.env["ZFSR_TEST_GREP"];
  const mocha = new Mocha({
    ui: "bdd",
    timeout: 60_000,
    slow: 2000,
    color: process.env["ZFSR_TEST_COLOR"] === "1",
    ...(grep === undefined ? {} : { grep }),
  });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith(".test.js")) mocha.addFile(join(__dirname, name));
  }
  const failed: Failure[] = [];
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on("fail", (test: Mocha.Runnable, error: unknown) => {
      mapStack(error);
      failed.push({ file: `test/editor/${basename(test.file ?? "", ".js")}.ts`, title: test.fullTitle() });
    });
    runner.once("end", () => writeResult(runner.stats, failed));
  });
  await printed?.();
  if (failures > 0) throw new Error(`${failures} failed`);
}

interface Failure {
  readonly file: string;
  readonly title: string;
}

function writeResult(stats: Mocha.Stats | undefined, failed: readonly Failure[]): void {
  const file = process.env["ZFSR_TEST_RESULT"];
  if (file === undefined || stats === undefined) return;
  mkdirSync(dirname(file), { recursive: true });
  const { passes, failures, pending, duration = 0 } = stats;
  writeFileSync(file, `${JSON.stringify({ passed: passes, failed: failures, pending, duration, failures: failed })}\n`);
}

/** Sends what is printed to the terminal, line after line; the returned function waits until all has arrived. */
function printThroughHook(): () => Promise<unknown> {
  let last: Promise<unknown> = Promise.resolve();
  const print = (...args: unknown[]): void => {
    const text = `${format(...args)}\n`;
    last = last.then(() => post("/print", text)).catch(() => undefined);
  };
  console.log = console.info = console.warn = console.error = print;
  // The reporters took their console.log when mocha was loaded.
  (Mocha.reporters.Base as unknown as { consoleLog: typeof print }).consoleLog = print;
  return () => last;
}
