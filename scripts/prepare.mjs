// What has to be there before anything of the project can run. Uses nothing but Node itself.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Says one line on the terminal. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Runs `work`, and says what it was and how long it took. */
export async function timed(what, work) {
  const from = Date.now();
  const result = await work();
  say(`${what}: ${((Date.now() - from) / 1000).toFixed(1)} s`);
  return result;
}

/** Runs a program to its end, its output on the terminal. Throws when it does not end with 0. */
export function runToEnd(program, argv, options = {}) {
  const { status, signal, error } = spawnSync(program, argv, { cwd: root, stdio: "inherit", ...options });
  if (error) throw new Error(`${program} could not be started: ${error.message}`);
  if (status !== 0) throw new Error(`${program} ${argv.slice(0, 3).join(" ")} ended with ${signal ?? status}.`);
}

/** Installs the npm packages of package-lock.json where they are missing or older than it. */
export async function ensurePackages() {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs) return;
  await timed("Installing the npm packages", () =>
    runToEnd("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]),
  );
}

/**
 * Installs Debian packages that are missing, as root; elsewhere says which programs are needed.
 * @param wanted pairs of a program that shows that the package is there, and the package.
 */
export async function ensureDebianPackages(wanted) {
  const missing = wanted.filter(([program]) => !onPath(program)).map(([, name]) => name);
  if (missing.length === 0) return;
  if (!existsSync("/usr/bin/apt-get") || process.getuid?.() !== 0) {
    throw new Error(`These programs are needed and missing: ${missing.join(", ")}. Install them, then run this again.`);
  }
  await timed(`Installing ${missing.join(", ")}`, () => {
    const quiet = {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    };
    // sshd and the like are for tests that start their own: nothing is started by being installed
    const policy = ["-o", "Dpkg::Options::=--force-confold"];
    runToEnd("apt-get", ["update", "-qq"], quiet);
    runToEnd(
      "sh",
      [
        "-c",
        `${noServices}; apt-get install -y -qq --no-install-recommends ${policy.join(" ")} "$@"`,
        "sh",
        ...missing,
      ],
      quiet,
    );
  });
}

/** policy-rc.d keeps Debian from starting services; it is removed again, also after a failure. */
const noServices =
  "if [ ! -e /usr/sbin/policy-rc.d ]; then printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d; chmod +x /usr/sbin/policy-rc.d; trap 'rm -f /usr/sbin/policy-rc.d' EXIT; fi";

function onPath(program) {
  return `${process.env.PATH}:/usr/sbin:/sbin`
    .split(":")
    .some((folder) => folder !== "" && existsSync(join(folder, program)));
}

/** Builds dist/ where a source is newer than it. */
export async function ensureBuilt() {
  const built = join(root, "dist", "meta.json");
  const manifest = ["package.json", "package.nls.json", "l10n/bundle.l10n.json"].map((name) => join(root, name));
  const sources = [join(root, "esbuild.mjs"), ...manifest, ...filesBelow(join(root, "src"))];
  if (existsSync(built) && sources.every((file) => statSync(file).mtimeMs <= statSync(built).mtimeMs)) return;
  await timed("Building", () =>
    runToEnd(process.execPath, ["esbuild.mjs"], { stdio: ["ignore", "ignore", "inherit"] }),
  );
}

/** Packs the extension where the packed one is older than the build. @returns its path */
export async function ensureVsix() {
  const vsix = join(root, "dist", "zfs-replication.vsix");
  if (existsSync(vsix) && statSync(vsix).mtimeMs >= statSync(join(root, "dist", "meta.json")).mtimeMs) return vsix;
  await timed("Packing the extension", () => packVsix(vsix, { stdio: ["ignore", "ignore", "inherit"] }));
  return vsix;
}

/** Packs what stands in dist/ by the list of .vscodeignore. Links of the README stay as they are: they lead into docs/. */
export function packVsix(vsix, options = {}) {
  const vsce = join("node_modules", "@vscode", "vsce", "vsce");
  const flags = ["--no-dependencies", "--no-rewrite-relative-links", "--allow-missing-repository"];
  runToEnd(process.execPath, [vsce, "package", ...flags, "--out", vsix], options);
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
