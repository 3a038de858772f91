// How the pages of the panels are bundled: one script a panel, what they share in chunks, one style sheet for all.
// The tests of the pages build by the same options.
import { rmSync } from "node:fs";

const panels = ["planReview", "transfers", "lineage", "topology", "doctor", "measure"];

/**
 * @param {{ production: boolean, outdir?: string }} how
 * @returns {import("esbuild").BuildOptions}
 */
export function webviewBuild({ production, outdir = "dist/webview" }) {
  // chunks are named by what they hold: those of an earlier build would stay
  rmSync(outdir, { recursive: true, force: true });
  return {
    entryPoints: [
      ...panels.map((name) => ({ in: `src/webview/${name}/main.ts`, out: name })),
      { in: "src/webview/shared/panel.css", out: "panel" },
    ],
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    // VS Code 1.100 is built on Electron 34, which has Chromium 132
    target: "chrome132",
    chunkNames: "shared-[hash]",
    sourcemap: production ? false : "linked",
    minify: production,
    metafile: true,
    logLevel: "warning",
  };
}
