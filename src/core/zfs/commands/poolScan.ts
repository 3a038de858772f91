import type { Command } from "../command";
import type { PoolName } from "../names";

/** What stands behind `scan:` in `zpool status`, its lines joined: `scrub in progress since …`; empty where nothing does. */
export function poolScan(pool: PoolName): Command<string> {
  return {
    argv: ["zpool", "status", pool],
    object: pool,
    // the next title stands at the start of a line, or is indented less than the text
    parse: (stdout) =>
      (/^ *scan: ([\s\S]*?)(?=^ *\w+:|$(?![\s\S]))/m.exec(stdout)?.[1] ?? "").replace(/\s+/g, " ").trim(),
  };
}
