/**
 * What a real VS Code on a bare Linux machine needs: code-server (the only build of VS Code with a Node extension host
 * that package registries carry), the Node it is made for, and Debian's Chromium to show its workbench.
 * Everything but the Debian packages lives in one folder of the cache, named after its versions.
 */
import { constants, accessSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { installDebianPackages } from "./debian.ts";
import { editorCache } from "./paths.ts";
import { runLogged } from "./logged.ts";

/** code-server's version is VS Code's, with 4 for its 1; each is built for one version of Node. */
interface Versions {
  readonly codeServer: string;
  readonly node: string;
}
const newest: Versions = { codeServer: "4.139.1", node: "24.21.0" };
/** The oldest that package.json's `engines` allows. */
export const oldest: Versions = { codeServer: "4.100.3", node: "20.19.5" };

/** What the tests are run in: the newest that was tried, or the oldest where `ZFSR_EDITOR_VERSION` says so. */
export const versions = process.env["ZFSR_EDITOR_VERSION"] === "oldest" ? oldest : newest;

export interface Tools {
  /** The Node that code-server is built for. */
  readonly node: string;
  /** code-server's entry point, to be run with that Node. */
  readonly server: string;
  readonly chromium: string;
}

const arch = process.arch === "arm64" ? "arm64" : "x64";
const nodePackage = `node-linux-${arch}`;
/** The name says all that decides about the content, so that a CI can use it as a cache key. */
export const toolsKey = `code-server-${versions.codeServer}-node-${versions.node}-linux-${arch}`;

const nodeIn = (folder: string): string => join(folder, "node/node_modules", nodePackage);
const serverIn = (folder: string): string => join(folder, "server/node_modules/code-server/out/node/entry.js");

/** Returns the tools, and installs first what is missing. With everything there it only looks at a few files. */
export async function ensureTools(say: (line: string) => void = sayOnStderr): Promise<Tools> {
  if (process.platform !== "linux") {
    throw new Error("code-server stands in for VS Code on Linux only; elsewhere the tests use VS Code itself.");
  }
  const folder = join(editorCache, toolsKey);
  const chromium = await ensureChromium(say);
  if (inPath("ip") === undefined) await installDebianPackages(["iproute2"]);
  if (!existsSync(join(folder, "complete"))) {
    await whileNobodyElseBuilds(folder, async () => {
      await timed(say, `Installing code-server ${versions.codeServer} and Node ${versions.node} into ${folder}`, () =>
        build(folder),
      );
    });
  }
  return { node: join(nodeIn(folder), "bin/node"), server: serverIn(folder), chromium };
}

/** Chromium alone, for the tests of webviews. */
export async function ensureChromium(say: (line: string) => void = sayOnStderr): Promise<string> {
  const found = findChromium();
  if (found !== undefined) return found;
  const names = ["chromium-headless-shell", "fonts-dejavu-core", "fonts-liberation"];
  await timed(say, `Installing Debian packages: ${names.join(" ")}`, () => installDebianPackages(names));
  const installed = findChromium();
  if (installed === undefined)
    throw new Error("chromium-headless-shell is installed, but not to be found in the PATH.");
  return installed;
}

function findChromium(): string | undefined {
  const chosen = process.env["ZFSR_CHROMIUM"];
  if (chosen !== undefined) {
    if (existsSync(chosen)) return chosen;
    throw new Error(`ZFSR_CHROMIUM names ${chosen}, which is not there.`);
  }
  const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];
  return names.map(inPath).find((path) => path !== undefined);
}

/** The path of a program, or undefined. */
export function inPath(name: string): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Builds in a folder of its own and renames: a folder with the final name is complete. */
async function build(folder: string): Promise<void> {
  await installDebianPackages(["libkrb5-dev", "libx11-dev", "libxkbfile-dev", "make", "g++", "python3"]);
  const log = join(editorCache, "install.log");
  const temporary = `${folder}.building-${process.pid}`;
  try {
    for (const part of ["node", "server"]) {
      mkdirSync(join(temporary, part), { recursive: true });
      writeFileSync(join(temporary, part, "package.json"), '{ "private": true }\n');
    }
    const npm = ["install", "--no-audit", "--no-fund", "--no-save", "--ignore-scripts=false", "--loglevel=error"];
    await runLogged("npm", [...npm, `${nodePackage}@${versions.node}`], { cwd: join(temporary, "node"), log });
    const node = nodeIn(temporary);
    // The headers that native modules are compiled against come with that Node; without nodedir npm would go and look
    // for them on a download host.
    const env = {
      ...cleanEnv(),
      PATH: `${join(node, "bin")}${delimiter}${process.env["PATH"] ?? ""}`,
      npm_config_nodedir: node,
    };
    await runLogged("npm", [...npm, `code-server@${versions.codeServer}`], {
      cwd: join(temporary, "server"),
      log,
      env,
    });
    if (!existsSync(serverIn(temporary))) throw new Error(`code-server was installed without ${serverIn(temporary)}`);
    writeFileSync(join(temporary, "complete"), "");
    renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * npm hands its own settings down as variables; a second npm below it must not take them for its own. By the user agent
 * code-server tells which Node it is installed for.
 */
function cleanEnv(): NodeJS.ProcessEnv {
  const passed = Object.entries(process.env).filter(
    ([name]) =>
      !/^(NODE|npm_(config_(prefix|local_prefix|global_prefix|ignore_scripts|omit.*|save.*|user_agent)|package_.*|lifecycle_.*|(node_)?execpath))$/.test(
        name,
      ),
  );
  return Object.fromEntries(passed);
}

/** Two builds at once would be twice the work: the second one waits, and a dead one's folder is cleared away. */
async function whileNobodyElseBuilds(folder: string, work: () => Promise<void>): Promise<void> {
  mkdirSync(editorCache, { recursive: true });
  const prefix = `${toolsKey}.building-`;
  for (;;) {
    if (existsSync(join(folder, "complete"))) return;
    const builders = readdirSync(editorCache).filter((name) => name.startsWith(prefix));
    for (const dead of builders.filter((name) => !isAlive(Number(name.slice(prefix.length))))) {
      rmSync(join(editorCache, dead), { recursive: true, force: true });
    }
    if (!builders.some((name) => isAlive(Number(name.slice(prefix.length))))) return work();
    await pause(500);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function timed(say: (line: string) => void, what: string, work: () => Promise<void>): Promise<void> {
  const start = performance.now();
  say(`${what} …`);
  await work();
  say(`  done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

function sayOnStderr(line: string): void {
  process.stderr.write(`[editor tools] ${line}\n`);
}
