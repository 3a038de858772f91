/**
 * VS Code in the browser of whoever works on the project, with the extension installed from its .vsix as a user would:
 * `node --import tsx test/support/editor/serve.ts VSIX [FOLDER]`. The server runs in the same network as in the tests
 * and listens on a socket file; this process forwards a port of 127.0.0.1 to it.
 */
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { type AddressInfo, type Socket, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openNetwork } from "./network.ts";
import { projectRoot } from "./paths.ts";
import { prepareProfile } from "./profile.ts";
import { type ServerOptions, serverCommand, startServer } from "./server.ts";
import { ensureTools } from "./tools.ts";

export interface ServeOptions {
  readonly vsix: string;
  readonly folder: string;
  /** A file of the folder that is opened when the page is. */
  readonly open?: string | undefined;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
  /** 0, the default, takes a free port. */
  readonly port?: number;
}

export interface Served {
  readonly url: string;
  /** Settles when the server ended by itself. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Installs the extension and serves the editor until it is closed. */
export async function serve({ vsix, folder, open, settings = {}, env = {}, port = 0 }: ServeOptions): Promise<Served> {
  const scratch = mkdtempSync(join(tmpdir(), "zfsr-serve-"));
  const removeScratch = (): void => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  const tools = await ensureTools();
  const network = await openNetwork();
  try {
    const userData = join(scratch, "user");
    const extensions = join(scratch, "extensions");
    for (const path of [extensions, join(scratch, "tmp")]) mkdirSync(path);
    prepareProfile(userData, settings);
    const socket = join(scratch, "http");
    const options = { tools, network, scratch, userData, extensions, socket, session: randomUUID(), env };
    install(options, resolve(vsix));
    const server = await startServer(options);
    const door = await openDoor(port, socket);
    return {
      url: addressOf(door.port, resolve(folder), open),
      ended: server.ended,
      close: async () => {
        door.close();
        await server.stop();
        network.close();
        removeScratch();
      },
    };
  } catch (error) {
    network.close();
    removeScratch();
    throw error;
  }
}

/** The page's address. The workbench opens what its payload names. */
function addressOf(port: number, folder: string, open: string | undefined): string {
  const authority = `127.0.0.1:${port}`;
  const payload = open === undefined ? [] : [["openFile", `vscode-remote://${authority}${join(folder, open)}`]];
  const query = new URLSearchParams({ folder, ...(open === undefined ? {} : { payload: JSON.stringify(payload) }) });
  return `http://${authority}/?${query.toString()}`;
}

function install(options: ServerOptions, vsix: string): void {
  const { argv, env } = serverCommand(options);
  const [program = "", ...args] = argv;
  const { status, stdout, stderr } = spawnSync(program, [...args, "--install-extension", vsix], {
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${vsix} could not be installed:\n${stdout}${stderr}`);
}

/** A port of this machine's loopback that leads to the server's socket. */
async function openDoor(port: number, socket: string): Promise<{ port: number; close(): void }> {
  const open = new Set<Socket>();
  const door = createServer((outside) => {
    const inside = connect(socket);
    for (const [from, to] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      open.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  door.listen(port, "127.0.0.1");
  await once(door, "listening");
  return {
    port: (door.address() as AddressInfo).port,
    close: () => {
      door.close();
      for (const end of open) end.destroy();
    },
  };
}

/** Serves until Ctrl-C. Without a folder: a copy of the sample workspace in out/, kept from one start to the next. */
export async function main([vsix = newestVsix(), folder = sampleWorkspace()]: readonly string[]): Promise<number> {
  const sshConfig = process.env["ZFSR_SSH_CONFIG"];
  const settings =
    sshConfig === undefined
      ? {}
      : { "zfsReplication.ssh.configFile": resolve(sshConfig), "zfsReplication.hosts": labHosts() };
  const interrupted = new Promise<undefined>((settle) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => settle(undefined));
  });
  const served = await serve({
    vsix,
    folder,
    open: jobFileIn(folder),
    settings,
    port: Number(process.env["ZFSR_PORT"] ?? 0),
  });
  process.stdout.write(`\nVS Code with the extension: ${served.url}\nCtrl-C ends it.\n`);
  const broken = await Promise.race([interrupted, served.ended.then(() => true)]);
  await served.close();
  if (broken === true) process.stderr.write("The server ended by itself.\n");
  return broken === true ? 1 : 0;
}

/** The hosts of the lab that are up, so that the tree has something to show. */
function labHosts(): string[] {
  const file = join(projectRoot, ".lab/lab.json");
  if (!existsSync(file)) return [];
  return Object.keys((JSON.parse(readFileSync(file, "utf8")) as { hosts?: object }).hosts ?? {});
}

/** The job file to open, where the folder has one. */
function jobFileIn(folder: string): string | undefined {
  return existsSync(join(folder, "replication.yaml")) ? "replication.yaml" : undefined;
}

function newestVsix(): string {
  const dist = join(projectRoot, "dist");
  const [newest] = (existsSync(dist) ? readdirSync(dist) : [])
    .filter((name) => name.endsWith(".vsix"))
    .map((name) => join(dist, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (newest === undefined) throw new Error("There is no .vsix in dist/: run npm run package.");
  return newest;
}

function sampleWorkspace(): string {
  const folder = join(projectRoot, "out/workspace");
  if (!existsSync(folder)) cpSync(join(projectRoot, "test/fixtures/workspace"), folder, { recursive: true });
  return folder;
}

if (process.argv[1] === __filename) {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    },
  );
}
