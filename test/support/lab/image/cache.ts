/** The folders of the image cache: what is in them, which of them fits, which may go. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Release } from "../hosts.js";
import { cacheFolder } from "../places.js";
import { hashOf } from "./recipe.js";

/** What image.json says of an image: one release's kernel and its hosts' disks. */
export interface Image {
  readonly folder: string;
  readonly kernel: string;
  readonly release: Release;
  /** Version of OpenZFS's modules. */
  readonly zfs: string;
  /** Hash of the recipe and of the ssh keys it was built with. */
  readonly recipe: string;
  /** The Debian packages that decided what it is. */
  readonly packages: string;
}

export const keysFolder = join(cacheFolder, "keys");
export const buildLock = join(cacheFolder, "lock");
export const buildLog = join(cacheFolder, "log");

/** The hash that an image must have to be of use to this checkout; undefined when the cache has no keys yet. */
export function currentRecipe(): string | undefined {
  const keys = join(keysFolder, "known_hosts");
  return existsSync(keys) ? hashOf(["."], readFileSync(keys, "utf8")) : undefined;
}

/** Gives the newest whole image of a release that this checkout's recipe made, if there is one. */
export function findImage(release: Release): Image | undefined {
  const recipe = currentRecipe();
  return foldersOf(`image-${release}`)
    .map(readImage)
    .find((image) => recipe !== undefined && image?.recipe === recipe);
}

/** Marks an image as used now, which keeps it from being pruned. */
export function touchImage(image: Image): void {
  utimesSync(join(image.folder, "image.json"), new Date(), new Date());
}

/** Writes an image's description, the last file of it to be written. */
export function writeImage(folder: string, image: Omit<Image, "folder" | "kernel">): void {
  writeFileSync(join(folder, "image.json"), `${JSON.stringify(image, null, 2)}\n`);
}

/** Takes 'image-2.1' or 'modules-2.1'; removes what neither is among the newest two nor was used for three days. */
export function prune(kind: string): void {
  const threeDays = 3 * 24 * 3600 * 1000;
  for (const folder of foldersOf(kind).slice(2)) {
    if (Date.now() - lastUse(folder) > threeDays) rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes an image's folder, gives what its description says; undefined when there is none. */
export function readImage(folder: string): Image | undefined {
  try {
    const written = JSON.parse(readFileSync(join(folder, "image.json"), "utf8")) as Omit<Image, "folder" | "kernel">;
    return { ...written, folder, kernel: join(folder, "linux.uml") };
  } catch {
    return undefined; // from another version of the lab
  }
}

function foldersOf(kind: string): string[] {
  mkdirSync(cacheFolder, { recursive: true });
  const folders = readdirSync(cacheFolder).filter((entry) => entry.startsWith(`${kind}-`));
  return folders.map((entry) => join(cacheFolder, entry)).sort((a, b) => lastUse(b) - lastUse(a));
}

function lastUse(folder: string): number {
  const mark = join(folder, "image.json");
  return statSync(existsSync(mark) ? mark : folder).mtimeMs;
}
