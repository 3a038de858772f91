// npm run bench [PART…]: what must be there, then test/bench/main.ts with the same words.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureBuilt, ensureDebianPackages, ensurePackages, root } from "./prepare.mjs";

await ensureDebianPackages([["ssh", "openssh-client"]]);
await ensurePackages();
await ensureBuilt();
const main = join("test", "bench", "main.ts");
const { status } = spawnSync(process.execPath, ["--expose-gc", "--import", "tsx", main, ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
