/** Debian packages: which are missing, and their installation where this user may do it. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { runLogged } from "./logged.ts";
import { editorCache } from "./paths.ts";

/** Installs those of the packages that are missing; does nothing where nothing is. */
export async function installDebianPackages(names: readonly string[]): Promise<void> {
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const apt = ["apt-get", "install", "-y", "--no-install-recommends", ...missing];
  const command = becomeRoot(apt);
  mkdirSync(editorCache, { recursive: true });
  const log = join(editorCache, "install.log");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    await run(command, log, env);
  } catch {
    // A fresh image has no package lists, an old one has lists that name files which are gone.
    await run(becomeRoot(["apt-get", "update"]), log, env);
    await run(command, log, env);
  }
}

function isInstalled(name: string): boolean {
  const { stdout, error } = spawnSync("dpkg-query", ["-W", "-f=${db:Status-Status}", name], { encoding: "utf8" });
  if (error !== undefined) throw new Error(`${name} is needed, and this is no Debian that could install it.`);
  return stdout === "installed";
}

function becomeRoot(command: readonly string[]): readonly string[] {
  if (process.getuid?.() === 0) return command;
  if (spawnSync("sudo", ["-n", "true"]).status === 0) return ["sudo", "-n", ...command];
  throw new Error(`Debian packages are missing, and only root can install them. Run: sudo ${command.join(" ")}`);
}

async function run([program = "", ...args]: readonly string[], log: string, env: NodeJS.ProcessEnv): Promise<void> {
  await runLogged(program, args, { log, env });
}
