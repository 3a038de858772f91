#!/usr/bin/env node
/**
 * Makes sure that what a real VS Code needs is there, and prints where: `node test/support/editor/tools.mjs`.
 * `--key` prints the name of the cache folder only (for a CI's cache).
 */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import "tsx";

const { ensureTools, toolsKey } = createRequire(import.meta.url)("./tools.ts");

/** Installs what is missing; see ensureTools() in tools.ts. */
export const installTools = ensureTools;

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();

async function main() {
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
}
