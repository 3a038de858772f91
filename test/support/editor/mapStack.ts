/** Stacks of failed tests in terms of the sources: VS Code's own hook for stacks keeps Node from doing it. */
import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";

const maps = new Map<string, SourceMap | undefined>();

/** Rewrites the places in an error's stack that lie in bundled tests. */
export function mapStack(error: unknown): void {
  if (!(error instanceof Error) || error.stack === undefined) return;
  try {
    error.stack = mapped(error.stack);
  } catch (reason) {
    // A listener of mocha's that throws would leave the run without an end.
    error.message += ` (its stack could not be mapped: ${String(reason)})`;
  }
}

function mapped(stack: string): string {
  // mocha made the paths relative; all bundles lie beside this one.
  return stack.replace(/[^\s():]+\.test\.js:\d+:\d+/g, (whole) => {
    const [path = "", line, column] = whole.split(":");
    const file = join(__dirname, basename(path));
    const entry = mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (entry === undefined || !("originalSource" in entry)) return whole;
    const source = relative(process.env["ZFSR_TEST_ROOT"] ?? "", resolve(dirname(file), entry.originalSource));
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

/** The map that esbuild put at the end of the file. */
function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) {
    const encoded = /sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(readFileSync(file, "utf8"))?.[1];
    const payload = encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString("utf8");
    maps.set(file, payload === undefined ? undefined : new SourceMap(JSON.parse(payload) as SourceMapPayload));
  }
  return maps.get(file);
}
