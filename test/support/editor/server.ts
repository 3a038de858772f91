/** code-server as a child process: VS Code's server half, with a real Node extension host. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Network } from "./network.ts";
import type { Tools } from "./tools.ts";
import { endProcessesOf, sessionVariable } from "./processes.ts";

export interface ServerOptions {
  readonly tools: Tools;
  readonly network: Network;
  /** The name of the session, in the environment of every process below the server. */
  readonly session: string;
  /** A folder for sockets and the like, removed by the caller. */
  readonly scratch: string;
  readonly userData: string;
  readonly extensions: string;
  readonly env?: NodeJS.ProcessEnv;
  /** 0 takes a free port. */
  readonly port?: number;
  /** Listens on a socket file instead of a port. */
  readonly socket?: string;
}

export interface Server {
  /** http://127.0.0.1:PORT, or the path of the socket file. */
  readonly origin: string;
  log(): string;
  /** Settles when the server ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Ends the server, and with it all that ran in its session unless that is to be kept (a detached run). */
  stop(keepDetached?: boolean): Promise<void>;
}

/** The arguments and environment that code-server is always started with. */
export function serverCommand(options: ServerOptions): { argv: string[]; env: NodeJS.ProcessEnv } {
  const { tools, network, scratch, userData, extensions } = options;
  return {
    // If the harness is killed, the kernel tells the server.
    argv: [
      ...[...network.enter, "setpriv", "--pdeathsig", "TERM", tools.node, tools.server],
      ...["--user-data-dir", userData, "--extensions-dir", extensions, "--config", join(scratch, "config.yaml")],
    ],
    env: {
      ...withoutEditorVariables(process.env),
      EXTENSIONS_GALLERY: "{}",
      // The server leaves sockets and caches in the folder for temporary files.
      TMPDIR: join(scratch, "tmp"),
      ...options.env,
      [sessionVariable]: options.session,
    },
  };
}

/** Starts the server and waits until it listens. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { argv, env } = serverCommand(options);
  const [program = "", ...before] = argv;
  const flags = [
    ...[
      "--auth",
      "none",
      ...(options.socket === undefined
        ? ["--bind-addr", `127.0.0.1:${options.port ?? 0}`]
        : ["--socket", options.socket]),
      "--session-socket",
      join(options.scratch, "session"),
    ],
    ...["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override", "--log", "info"],
  ];
  const child = spawn(program, [...before, ...flags], { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let log = "";
  const ended = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      log += String(error);
      resolve();
    });
    child.once("exit", () => resolve());
  });
  const listening = new Promise<string>((resolve) => {
    const read = (data: Buffer): void => {
      log += data.toString();
      const found = /HTTP server listening on (\S+)/.exec(log);
      if (found?.[1] !== undefined) resolve(found[1].replace(/\/$/, ""));
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
  });
  const stop = async (keepDetached = false): Promise<void> => {
    child.kill("SIGTERM");
    const inTime = await Promise.race([ended.then(() => true), timeout(5000)]);
    if (inTime !== true) child.kill("SIGKILL");
    await endProcessesOf(options.session, keepDetached ? { attachedTo: child.pid } : {});
    await ended;
  };
  const origin = await Promise.race([listening, ended, timeout(60_000)]);
  if (origin === undefined) {
    await stop();
    throw new Error(`code-server did not start. It said:\n${log.trim()}`);
  }
  return { origin, log: () => log, ended, stop };
}

const timeout = (ms: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(() => resolve(undefined), ms).unref());

/** Started from a terminal of VS Code, the harness carries that editor's variables; a server would believe them. */
function withoutEditorVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const theirs = /^(VSCODE_|ELECTRON_|PORT$|PASSWORD$|HASHED_PASSWORD$|CODE_SERVER_|XDG_RUNTIME_DIR$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !theirs.test(name)));
}
