/** Runs the recipe's shell scripts, and tells what they are made of. */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { recipeFolder } from "../places.js";
import { run } from "../run.js";

/** Takes a script's name, its arguments and the work folder; what it prints goes to the user as it comes. */
export async function runScript(name: string, args: readonly string[], work: string): Promise<void> {
  await run([join(recipeFolder, name), ...args], { env: { LAB_WORK: work }, output: process.stderr });
}

/** As runScript, but gives what the script prints. */
export async function readScript(name: string, args: readonly string[], work: string): Promise<string> {
  const { stdout } = await run([join(recipeFolder, name), ...args], { env: { LAB_WORK: work } });
  return stdout;
}

/** Takes the names of recipe files (or folders), gives a short hash of their contents. */
export function hashOf(paths: readonly string[], ...more: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of filesUnder(path)) hash.update(`${file}\0`).update(readFileSync(join(recipeFolder, file)));
  }
  for (const text of more) hash.update(`\0${text}`);
  return hash.digest("hex").slice(0, 12);
}

function filesUnder(path: string): string[] {
  try {
    const entries = readdirSync(join(recipeFolder, path), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath.slice(recipeFolder.length + 1), entry.name))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return [path];
    throw error;
  }
}
