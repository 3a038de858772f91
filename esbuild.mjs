// Builds everything that runs: dist/extension.js with dist/chunks/*.js, dist/cli.js, dist/vendor/*.js, and
// dist/webview/* for the panels, and the JSON schema of job files.
//
// dist/extension.js is what starting the editor needs; what is behind an `import()` in src/ is loaded with its first use.
//
// Third-party libraries that are heavy to load (see docs/development.md for the figures) become files of their own in
// dist/vendor, shared by the extension and the command line, and are loaded when first used: a dynamic
// `import("ssh2")` in src/ becomes `require("./vendor/ssh2.js")`.
// The command line is built without `vscode` as an external, so an import of it anywhere below src/cli.ts fails here.
import { build, context } from "esbuild";
import { rmSync, writeFileSync } from "node:fs";
import { commonjsChunks } from "./esbuild.chunks.mjs";
import { writeJobSchema } from "./esbuild.jobSchema.mjs";
import { webviewBuild } from "./esbuild.webview.mjs";

const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");
const vendored = ["ssh2", "execa", "yaml", "zod"];

/** @type {import("esbuild").Plugin} */
const vendorFiles = {
  name: "vendor-files",
  setup(b) {
    b.onResolve({ filter: new RegExp(`^(${vendored.join("|")})$`) }, (args) => ({
      path: `./vendor/${args.path}.js`,
      external: true,
    }));
  },
};

/** @type {import("esbuild").Plugin} ssh2 loads native accelerators when they are there; it is as fast without them. */
const withoutNativeAddons = {
  name: "without-native-addons",
  setup(b) {
    b.onResolve({ filter: /\.node$|^cpu-features$/ }, (args) => ({ path: args.path, external: true }));
  },
};

/** @type {import("esbuild").BuildOptions} */
const common = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  sourcemap: production ? "linked" : true,
  minify: production,
  metafile: true,
  logLevel: "warning",
};

if (production) rmSync("dist", { recursive: true, force: true });

const builds = [
  {
    ...common,
    entryPoints: vendored.map((name) => ({ in: name, out: name })),
    outdir: "dist/vendor",
    plugins: [withoutNativeAddons],
  },
  {
    ...common,
    entryPoints: { cli: "src/cli.ts" },
    outdir: "dist",
    plugins: [vendorFiles],
    banner: { js: "#!/usr/bin/env node" },
  },
  {
    ...common,
    entryPoints: { extension: "src/extension.ts" },
    outdir: "dist",
    chunkNames: "chunks/[name]-[hash]",
    format: "esm",
    splitting: true,
    write: false,
    // the plugin does this, and needs to read what is imported
    minify: false,
    sourcemap: "inline",
    external: ["vscode"],
    plugins: [vendorFiles, commonjsChunks({ minify: production, chunks: "dist/chunks" })],
  },
  webviewBuild({ production }),
];

await writeJobSchema("dist/replication.schema.json");

if (watch) {
  for (const options of builds) await (await context({ ...options, logLevel: "info" })).watch();
} else {
  const results = await Promise.all(builds.map((options) => build(options)));
  const outputs = Object.assign({}, ...results.map((r) => r.metafile.outputs));
  const inputs = Object.assign({}, ...results.map((r) => r.metafile.inputs));
  writeFileSync("dist/meta.json", JSON.stringify({ inputs, outputs }));
  for (const [file, { bytes }] of Object.entries(outputs)) {
    if (file.endsWith(".js"))
      process.stdout.write(`${file.padEnd(36)} ${String(Math.round(bytes / 1024)).padStart(6)} KiB\n`);
  }
}
