/** The disks of the checkout's hosts: changes of, or copies of, those in the image. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HostName } from "./hosts.js";
import { copySparse } from "./image/bake.js";
import { type Image, readImage } from "./image/cache.js";
import { hostFolder } from "./places.js";
import { say } from "./say.js";

/**
 * Takes a host and its image; makes its disks unless they are there and belong to that image. Only the root disk is a file
 * of changes: the pool's disk is a few megabytes in a sparse file, copied in a moment, and as a plain file it can be
 * written to from outside where ZFS's blocks are.
 */
export async function ensureDisks(name: HostName, image: Image): Promise<void> {
  const origin = originOf(name);
  if (origin === image.folder) return;
  if (origin) say(`The disks of ${name} belong to an older image: they are made anew.`);
  removeDisks(name);
  const folder = hostFolder(name);
  mkdirSync(folder, { recursive: true });
  for (const disk of ["pool.img", "spare.img"]) await copySparse(join(image.folder, name, disk), join(folder, disk));
  writeFileSync(originFile(name), image.folder);
}

/** Throws the host's disks away, with all that was done to them; the next boot finds it as it was built. */
export function removeDisks(name: HostName): void {
  rmSync(hostFolder(name), { recursive: true, force: true });
}

/** Gives the image that a host's disks are changes of, or throws when it has no disks or the image is gone. */
export function diskImage(name: HostName): Image {
  const origin = originOf(name);
  if (!origin) throw new Error(`${name} has never been up in this checkout: run 'npm run lab -- up ${name}'.`);
  const image = readImage(origin);
  if (!image) throw new Error(`The image of ${name}, ${origin}, is gone: run 'npm run lab -- reset ${name}'.`);
  return image;
}

/** The kernel's argument for the root disk: the file of changes, made at the first boot, and what they are changes of. */
export function rootDisk(name: HostName, image: Image): string {
  return `root.cow,${join(image.folder, name, "root.ext4")}`;
}

function originFile(name: HostName): string {
  return join(hostFolder(name), "image");
}

function originOf(name: HostName): string | undefined {
  return existsSync(originFile(name)) ? readFileSync(originFile(name), "utf8") : undefined;
}
