#!/usr/bin/env node
// `npm run test:editor [-- --grep TEXT]`. What it does is in run.ts.
import { createRequire } from "node:module";
import "tsx";

const { main } = createRequire(import.meta.url)("./run.ts");
try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
