import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The checkout. */
export const projectRoot = resolve(__dirname, "../../..");

/** What a run leaves behind for a person: the screenshot of a failure, the server's log. */
export const outEditor = join(projectRoot, "out/editor");

/** Screenshots that tests take on purpose. */
export const outPictures = join(projectRoot, "out/pictures");

/** Bundled tests, as the extension host loads them. */
export const outTests = join(projectRoot, "out/editor-tests");

/** Counts of each part of `npm test`, one JSON file each. */
export const outResults = join(projectRoot, "out/results");

/** Where the tools are kept: outside the checkout, so that a fresh clone finds them. */
export const editorCache =
  process.env["ZFSR_EDITOR_CACHE"] ??
  join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "zfs-replication", "editor");
