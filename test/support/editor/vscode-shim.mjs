#!/usr/bin/env node
// The executable that @vscode/test-electron gets as vscodeExecutablePath. What it does is in shim.ts.
import { createRequire } from "node:module";
import "tsx";

const { main } = createRequire(import.meta.url)("./shim.ts");
try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
