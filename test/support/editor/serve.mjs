#!/usr/bin/env node
// serve({vsix, folder, settings, env}) for scripts without TypeScript; run by itself it serves until Ctrl-C. See serve.ts.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import "tsx";

const { main, serve } = createRequire(import.meta.url)("./serve.ts");
export { serve };

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exit(await main(process.argv.slice(2)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
