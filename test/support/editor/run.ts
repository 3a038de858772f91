/** `npm run test:editor`: bundles test/editor/**, runs it inside the extension host of a real VS Code, counts. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runTests } from "@vscode/test-electron";
import { bundleTests } from "./bundle.ts";
import { chooseEditor } from "./choose.ts";
import { writeFixtureExtension } from "./fixture.ts";
import { outResults, projectRoot } from "./paths.ts";
import { prepareProfile } from "./profile.ts";
import { ensureTools } from "./tools.ts";

/** Returns the exit code: 0 when all tests passed. */
export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { grep: { type: "string", short: "g" }, extension: { type: "string" } },
  });
  // @vscode/test-electron passes SIGINT on, and only that.
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.emit("SIGINT"));
  const editor = chooseEditor();
  print(`Editor: ${editor.description}`);
  if (editor.executable?.endsWith("vscode-shim.mjs") === true) await ensureTools();

  const temporary = mkdtempSync(join(tmpdir(), "zfsr-run-"));
  try {
    const extension = values.extension ?? builtExtension() ?? writeFixtureExtension(join(temporary, "extension"));
    print(`Extension: ${extension}`);
    const userData = join(temporary, "user");
    prepareProfile(userData);
    const result = process.env["ZFSR_TEST_RESULT"] ?? join(outResults, "editor.json");
    rmSync(result, { force: true });
    await runTests({
      ...(editor.executable === undefined ? {} : { vscodeExecutablePath: editor.executable }),
      extensionDevelopmentPath: extension,
      extensionTestsPath: await bundleTests(join(projectRoot, positionals[0] ?? "test/editor")),
      launchArgs: [
        workspace(temporary),
        `--user-data-dir=${userData}`,
        `--extensions-dir=${join(temporary, "extensions")}`,
      ],
      extensionTestsEnv: {
        ZFSR_TEST_RESULT: result,
        ZFSR_TEST_ROOT: projectRoot,
        ZFSR_TEST_COLOR: process.stdout.isTTY && process.env["NO_COLOR"] === undefined ? "1" : "0",
        ...(values.grep === undefined ? {} : { ZFSR_TEST_GREP: values.grep }),
      },
    });
    if (!existsSync(result)) throw new Error("The editor ended well, but no test reported.");
    return 0;
  } catch (error) {
    print(`test:editor: ${error instanceof Error ? error.message : String(error)}`);
    if (existsSync(join(projectRoot, "out/editor"))) print("A screenshot and the logs are in out/editor/.");
    return 1;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** The project's root, when the extension is built. */
function builtExtension(): string | undefined {
  return existsSync(join(projectRoot, "dist/extension.js")) ? projectRoot : undefined;
}

/** A folder to open: a copy of the sample workspace. */
function workspace(temporary: string): string {
  const folder = join(temporary, "workspace");
  const sample = join(projectRoot, "test/fixtures/workspace");
  mkdirSync(folder);
  if (existsSync(sample)) cpSync(sample, folder, { recursive: true });
  return folder;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
