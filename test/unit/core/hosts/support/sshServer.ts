import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Programs that the tests of connections can't do without; a missing one fails the test that asks for it. */
export function program(name: string, packageName: string): string {
  const found = ["/usr/sbin", "/usr/bin", "/bin", "/sbin", "/usr/local/bin"]
    .map((folder) => join(folder, name))
    .find(existsSync);
  if (found === undefined)
    throw new Error(`${name} is not installed; install the package ${packageName} to run these tests`);
  return found;
}

/** A folder for one test file, removed by `remove`. */
export class Workspace {
  readonly path = mkdtempSync(join(tmpdir(), "zfsr-test-"));

  file(name: string, text: string, mode = 0o600): string {
    const path = join(this.path, name);
    writeFileSync(path, text, { mode });
    return path;
  }

  /** Makes a key pair with ssh-keygen. @returns the private key's path */
  key(name: string, ...options: string[]): string {
    const path = join(this.path, name);
    keygen(
      "-q",
      "-f",
      path,
      "-C",
      name,
      ...(options.includes("-N") ? [] : ["-N", ""]),
      ...(options.includes("-t") ? [] : ["-t", "ed25519"]),
      ...options,
    );
    return path;
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), "utf8");
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Runs ssh-keygen. @returns what it printed */
export function keygen(...words: string[]): string {
  const result = spawnSync(program("ssh-keygen", "openssh-client"), words, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (result.status !== 0) throw new Error(`ssh-keygen ${words.join(" ")}: ${result.stderr}`);
  return result.stdout;
}

/** The public half of a key. */
export function publicKey(path: string): string {
  return readFileSync(`${path}.pub`, "utf8").trim();
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Tries until `check` gives something, or the deadline passes. */
export async function until<T>(
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
  ms = 10_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const result = await check();
    if (result !== undefined && result !== false) return result;
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms in vain: ${what}`);
    await sleep(20);
  }
}

/** A real sshd on a loopback port, with keys, config and authorized_keys of its own. */
export class SshServer {
  private child: ChildProcess | undefined;
  readonly log: string;

  private constructor(
    readonly folder: string,
    readonly port: number,
  ) {
    this.log = join(folder, "sshd.log");
  }

  /** @param lines added to sshd_config, before the defaults of these tests (the first value of a keyword counts) */
  static async start(workspace: Workspace, name: string, lines: readonly string[] = []): Promise<SshServer> {
    const sshd = program("sshd", "openssh-server");
    if (userInfo().uid === 0) mkdirSync("/run/sshd", { recursive: true });
    const folder = join(workspace.path, name);
    mkdirSync(folder, { recursive: true });
    const server = new SshServer(folder, await freePort());
    const ownKey = lines.some((line) => /^HostKey\b/.test(line));
    if (!ownKey) keygen("-q", "-t", "ed25519", "-N", "", "-C", name, "-f", join(folder, "host_key"));
    const config = [
      ...lines,
      ...(ownKey ? [] : [`HostKey ${join(folder, "host_key")}`]),
      `ListenAddress 127.0.0.1:${server.port}`,
      `PidFile ${join(folder, "sshd.pid")}`,
      `AuthorizedKeysFile ${join(folder, "authorized_keys")}`,
      "StrictModes no",
      "UsePAM no",
      "PasswordAuthentication no",
      "KbdInteractiveAuthentication no",
      "PermitRootLogin yes",
      "MaxStartups 100:30:200",
      "AcceptEnv ZFSR_TEST_*",
      // bash reads the account's .bashrc under sshd in the outermost shell alone: whatever stands there is no part of a test
      "SetEnv SHLVL=1",
      "PrintMotd no",
      "LogLevel VERBOSE",
    ];
    writeFileSync(join(folder, "sshd_config"), `${config.join("\n")}\n`);
    writeFileSync(join(folder, "authorized_keys"), "", { mode: 0o600 });
    await server.run(sshd);
    return server;
  }

  /** Lets a key in. @param options what stands before the key in authorized_keys: `command="…"` */
  authorize(key: string, options = ""): void {
    appendFileSync(join(this.folder, "authorized_keys"), `${options}${options && " "}${publicKey(key)}\n`);
  }

  /** `[127.0.0.1]:PORT ssh-ed25519 AAAA…` */
  knownHost(key = join(this.folder, "host_key"), name = `[127.0.0.1]:${this.port}`): string {
    return `${name} ${publicKey(key).split(" ").slice(0, 2).join(" ")}\n`;
  }

  get pid(): number {
    return this.child?.pid ?? -1;
  }

  /** The processes that serve connections: children of the listener, direct and further. */
  sessions(): number[] {
    return descendants(this.pid)
      .filter(({ command }) => command.startsWith("sshd"))
      .map(({ pid }) => pid);
  }

  stop(): void {
    const all = descendants(this.pid).map(({ pid }) => pid);
    this.child?.kill("SIGTERM");
    for (const pid of all) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended.
      }
    }
  }

  private async run(sshd: string): Promise<void> {
    const child = spawn(sshd, ["-D", "-f", join(this.folder, "sshd_config"), "-E", this.log], { stdio: "ignore" });
    this.child = child;
    await until("sshd listens", async () => {
      if (child.exitCode !== null) throw new Error(`sshd ended: ${readFileSync(this.log, "utf8")}`);
      return await answers(this.port);
    });
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Every process below `root`, which itself is left out. */
export function descendants(root: number): Process[] {
  const all = processes();
  const found: Process[] = [];
  const known = new Set([root]);
  for (let more = true; more;) {
    more = false;
    for (const process of all) {
      if (known.has(process.pid) || !known.has(process.parent)) continue;
      known.add(process.pid);
      found.push(process);
      more = true;
    }
  }
  return found;
}

/** All processes of this machine that are not zombies. */
export function processes(): Process[] {
  const { stdout } = spawnSync(program("ps", "procps"), ["-A", "-ww", "-o", "pid=,ppid=,stat=,args="], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return stdout.split("\n").flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line);
    if (!match || match[3]?.startsWith("Z")) return [];
    return [{ pid: Number(match[1]), parent: Number(match[2]), command: match[4] ?? "" }];
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
