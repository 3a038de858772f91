import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { program, until, type Workspace } from "./sshServer";

/** An ssh-agent of the test's own. */
export class Agent {
  private constructor(
    readonly socket: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(workspace: Workspace, name: string): Promise<Agent> {
    const socket = join(workspace.path, `${name}.agent`);
    const child = spawn(program("ssh-agent", "openssh-client"), ["-D", "-a", socket], { stdio: "ignore" });
    await until("the agent listens", () => existsSync(socket));
    return new Agent(socket, child);
  }

  /** Gives it a private key without a passphrase. */
  add(key: string): void {
    const result = spawnSync(program("ssh-add", "openssh-client"), ["-q", key], {
      env: { ...process.env, SSH_AUTH_SOCK: this.socket },
      encoding: "utf8",
    });
    if (result.status !== 0) throw new Error(`ssh-add: ${result.stderr}`);
  }

  stop(): void {
    this.child.kill("SIGTERM");
  }
}
