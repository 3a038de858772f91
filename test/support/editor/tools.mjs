#!/usr/bin/env node
/**
 * Makes sure that what a real VS Code needs is there, and prints where: `node test/support/editor/tools.mjs`.
 * `--key` prints the name of the cache folder only (for a CI's cache).
 */
import { createRequire } from "node:module";
import "tsx";

const { ensureTools, toolsKey } = createRequire(import.meta.url)("./tools.ts");
if (process.argv.includes("--key")) {
  console.log(toolsKey);
} else {
  try {
    console.log(JSON.stringify(await ensureTools(), null, 2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
