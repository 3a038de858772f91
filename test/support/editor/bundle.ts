/** Bundles the tests for the extension host: a file for each of them, and the index that runs them. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { outTests, projectRoot } from "./paths.ts";

/** Bundles the tests of a folder; returns the module to give VS Code as extensionTestsPath. */
export async function bundleTests(folder: string): Promise<string> {
  const tests = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"))
    : [];
  if (tests.length === 0) throw new Error(`There is no *.test.ts in ${folder}.`);
  rmSync(outTests, { recursive: true, force: true });
  await build({
    entryPoints: [
      { in: join(projectRoot, "test/support/editor/hostIndex.ts"), out: "index" },
      ...tests.map((name) => ({ in: join(folder, name), out: name.replace(/\.ts$/, "").replaceAll(/[\\/]/g, ".") })),
    ],
    outdir: outTests,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // vscode is the host's own; mocha has to be one and the same for the index and the tests.
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  return join(outTests, "index.js");
}
