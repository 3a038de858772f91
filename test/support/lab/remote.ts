/** Runs commands on the lab's hosts. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import type { HostName } from "./hosts.js";
import { inNamespace } from "./network.js";
import { files, lineSocket, sharedSockets } from "./places.js";
import { type Outcome, type RunOptions, run } from "./run.js";

/**
 * Runs a command on a host as root, by the lab's own line, which works whatever fault is on the network. The first command
 * makes a connection that is kept for the others: each with one of its own would cost the host up to a second.
 * Takes the host's name and a line for its shell, gives the outcome; throws what it said when it fails, unless accepted.
 */
export async function onHost(name: HostName, command: string, options: RunOptions = {}): Promise<Outcome> {
  const ssh = ["ssh", "-F", files.lineConfig, "-o", "BatchMode=yes", "-o", "ConnectTimeout=60", name, command];
  return run(inNamespace(ssh), { limit: 180_000, ...options });
}

/** Ends the connections to a host that are kept, `onHost`'s and those of `shared_config`: one to a host that is off hangs. */
export async function hangUp(name: HostName): Promise<void> {
  const sockets = [lineSocket(name), ...sharedSockets(name)].filter((socket) => existsSync(socket));
  for (const socket of sockets)
    await run(["ssh", "-F", files.lineConfig, "-S", socket, "-O", "exit", name], { limit: 10_000, accept: "any" });
}

/** Runs ssh as a person would: with the terminal, by .lab/ssh_config. Takes its arguments, gives its exit code. */
export async function ssh(args: readonly string[]): Promise<number> {
  const child = spawn("ssh", ["-F", files.sshConfig, ...args], { stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 255));
  });
}

/** Tells whether an ssh server greets on a port of 127.0.0.1 within so many milliseconds. */
export async function greets(port: number, limit: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(limit, () => end(false));
    socket.on("data", (data) => end(data.toString("latin1").startsWith("SSH-2.0-")));
    socket.on("error", () => end(false));
    socket.on("close", () => resolve(false));
  });
}
