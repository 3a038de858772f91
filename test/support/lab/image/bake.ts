/** Turns a release's root image into the disks of one host, by that host's first boot. */
import { copyFileSync, constants, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../run.js";
import { type HostName, hostSpec } from "../hosts.js";
import { power } from "../machine.js";
import { recipeFolder } from "../places.js";
import { poll } from "../poll.js";
import { endSession, isAlive } from "../processes.js";

/** Takes a host's name, the kernel, the root image and a folder; leaves the host's three disks in the folder. */
export async function bake(name: HostName, kernel: string, root: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await copySparse(root, join(folder, "root.ext4"));
  await run([join(recipeFolder, "disks.sh"), folder]);
  const log = join(folder, "bake.log");
  const leader = await power({
    name,
    kernel,
    folder,
    root: "root.ext4",
    args: ["init=/usr/lib/lab/bake", `lab.pool=${hostSpec(name).pool}`],
    links: false,
    log,
  });
  try {
    await poll(`the first boot of ${name} (its console is in ${log})`, 900_000, 100, () =>
      Promise.resolve(isAlive(leader) ? undefined : true),
    );
  } finally {
    await endSession(leader);
  }
  const said = readFileSync(log, "utf8");
  if (!said.includes("lab-bake: done")) {
    throw new Error(`The first boot of ${name} failed; its console said:\n${said.split("\n").slice(-25).join("\n")}`);
  }
}

/** Copies a file of which most may be holes. */
export async function copySparse(from: string, to: string): Promise<void> {
  try {
    copyFileSync(from, to, constants.COPYFILE_FICLONE_FORCE);
  } catch {
    await run(["cp", "--sparse=always", from, to]);
  }
}
