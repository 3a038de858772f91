// The JSON schema of job files is made from the schema that reads them, so that the two cannot differ.
import { build } from "esbuild";
import { Buffer } from "node:buffer";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes the schema that package.json gives to editors of YAML.
 * @param {string} path
 */
export async function writeJobSchema(path) {
  const { outputFiles } = await build({
    entryPoints: ["src/core/jobs/jsonSchema.ts"],
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
    logLevel: "warning",
  });
  const code = Buffer.from(outputFiles[0].contents).toString("base64");
  const { jobFileJsonSchema } = await import(`data:text/javascript;base64,${code}`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(jobFileJsonSchema(), null, 2)}\n`);
}
