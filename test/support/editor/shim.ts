/**
 * Takes the place of the desktop's `code` where @vscode/test-electron starts one: the same arguments, the tests' exit
 * code, their report on standard output. 124 when no verdict came in time, 130 when interrupted.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openHook } from "./hook.ts";
import { hookVariable } from "./hookVariable.ts";
import { type Session, openSession } from "./session.ts";

interface Arguments {
  readonly developed: string[];
  readonly tests: string;
  readonly folder: string | undefined;
  readonly userData: string | undefined;
  readonly extensions: string | undefined;
}

export async function main(args: readonly string[]): Promise<number> {
  const given = readArguments(args);
  const own = mkdtempSync(join(tmpdir(), "zfsr-hook-"));

  let decide: (code: number) => void = () => undefined;
  const verdict = new Promise<number>((resolve) => (decide = resolve));
  const fail = (code: number, reason: string): void => {
    process.stderr.write(`${reason}\n`);
    decide(code);
  };
  // Ctrl-C in a terminal reaches this process twice: from the terminal and from @vscode/test-electron.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => fail(130, `${signal}: ending`));
  // Nobody may be left to read; that is no reason to leave an editor behind.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) fail(130, "The runner is gone: ending");
  }, 1000).unref();
  const patience = Number(process.env["ZFSR_EDITOR_PATIENCE"] ?? 600);
  const silence = setTimeout(
    () => fail(124, `Nothing came from the tests for ${patience} s (ZFSR_EDITOR_PATIENCE).`),
    patience * 1000,
  );
  const hook = await openHook(join(own, "socket"), (text) => {
    silence.refresh();
    process.stdout.write(text);
  });

  const opening = openSession({
    ...given,
    developed: given.developed,
    env: { [hookVariable]: join(own, "socket") },
    onTestsEnded: decide,
    onBroken: (reason) => fail(1, reason),
  });
  opening.then(
    (session) => hook.attach(session.page),
    (error: unknown) => fail(1, error instanceof Error ? error.message : String(error)),
  );
  const code = await verdict;
  const session: Session | undefined = await opening.catch(() => undefined);
  if (code !== 0) await session?.keepEvidence("failed");
  await session?.close();
  hook.close();
  rmSync(own, { recursive: true, force: true });
  return code;
}

const takesValue = /^--(extensionTestsPath|extensionDevelopmentPath|user-data-dir|extensions-dir)$/;

function readArguments(args: readonly string[]): Arguments {
  const all = (name: string): string[] =>
    args.flatMap((arg, i) =>
      arg === `--${name}` ? [args[i + 1] ?? ""] : arg.startsWith(`--${name}=`) ? [arg.slice(name.length + 3)] : [],
    );
  const [tests] = all("extensionTestsPath");
  if (tests === undefined)
    throw new Error("--extensionTestsPath is missing: this stands in for `code` in test runs only.");
  return {
    tests,
    developed: all("extensionDevelopmentPath"),
    folder: args.find((arg, i) => !arg.startsWith("-") && !takesValue.test(args[i - 1] ?? "") && existsSync(arg)),
    userData: all("user-data-dir")[0],
    extensions: all("extensions-dir")[0],
  };
}
