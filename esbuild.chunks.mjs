// esbuild splits what `import()` loads into files of their own only in the form of ES modules. An extension is loaded by
// `require`, so the split files are put into CommonJS here, each by itself; what they are cut into stays as it is.
import { transform } from "esbuild";
import { Buffer } from "node:buffer";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * For a build with `format: "esm"`, `splitting` and `write: false`, not minified: writes what it made, as CommonJS.
 * @param {{ minify: boolean, chunks: string }} how the folder of the chunks, which is emptied first
 * @returns {import("esbuild").Plugin}
 */
export function commonjsChunks({ minify, chunks }) {
  return {
    name: "commonjs-chunks",
    setup(build) {
      build.onEnd(async ({ outputFiles = [], metafile, errors }) => {
        if (errors.length > 0) return;
        rmSync(chunks, { recursive: true, force: true });
        for (const { path, text } of outputFiles) {
          // what is external is named as from the folder above the chunks
          const placed = dirname(path).endsWith(chunks) ? text.replaceAll('"./vendor/', '"../vendor/') : text;
          // esbuild would copy the hundreds of names of vscode once for each file that imports it: the dearest part of loading
          const plain = placed.replaceAll(/^import \* as ([\w$]+) from "vscode";$/gm, 'const $1 = require("vscode");');
          const { code, map } = await transform(plain, {
            format: "cjs",
            platform: "node",
            target: "node20",
            // `require` in its place: a CommonJS file that is loaded by import() has its exports a level deeper
            supported: { "dynamic-import": false },
            minify,
            // the map of the first build stands in the text
            sourcemap: "external",
            sourcefile: basename(path),
          });
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, `${code}//# sourceMappingURL=${basename(path)}.map\n`);
          writeFileSync(`${path}.map`, map);
          const output = Object.entries(metafile?.outputs ?? {}).find(([name]) => join(process.cwd(), name) === path);
          if (output) output[1].bytes = Buffer.byteLength(code);
        }
      });
    },
  };
}
