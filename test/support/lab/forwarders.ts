/** Starts the two forwarders (forward.ts) and finds ports that are free in both networks. */
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Forwarding } from "./forward.js";
import { address, hostNames, hostSpec } from "./hosts.js";
import { inNamespace } from "./network.js";
import { checkout, labFolder, socketFolder } from "./places.js";
import { type Leader, leaderOf } from "./processes.js";

export interface Forwarders {
  /** The port of each host, in the order of hostNames. */
  readonly ports: readonly number[];
  readonly machine: Leader;
  readonly namespace: Leader;
}

/** Takes the ports to have if they are free (0 for any), starts both forwarders, gives them. */
export async function startForwarders(wish: readonly number[]): Promise<Forwarders> {
  const socket = (name: string): string => join(socketFolder, `${name}.sock`);
  const outer = (port: number, name: string): Forwarding["routes"][number] => ({ port, to: { path: socket(name) } });
  const first = await start(
    [],
    hostNames.map((name, i) => outer(wish[i] ?? 0, name)),
  ).catch(() =>
    start(
      [],
      hostNames.map((name) => outer(0, name)),
    ),
  );
  const second = await start(
    inNamespace([]),
    hostNames.map((name, i) => ({
      port: first.ports[i] ?? 0,
      socket: socket(name),
      to: { host: address(hostSpec(name)) },
    })),
  );
  return { ports: first.ports, machine: first.leader, namespace: second.leader };
}

async function start(
  prefix: readonly string[],
  routes: Forwarding["routes"],
): Promise<{ ports: number[]; leader: Leader }> {
  mkdirSync(labFolder, { recursive: true });
  const program = join(import.meta.dirname, "forward.ts");
  const forwarding: Forwarding = { routes };
  const command = [...prefix, process.execPath, "--import", "tsx", program, JSON.stringify(forwarding)];
  const [file = "", ...args] = command;
  const logFile = join(labFolder, "forward.log");
  const log = openSync(logFile, "a");
  const child = spawn(file, args, { cwd: checkout, detached: true, stdio: ["ignore", "pipe", log] });
  closeSync(log);
  const answer = await new Promise<string>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      reject(new Error(`The port forwarder ended at once, with exit code ${String(code)}: see ${logFile}.`));
    });
    if (child.stdout) createInterface({ input: child.stdout }).once("line", resolve);
  });
  child.stdout?.destroy();
  child.unref();
  if (!child.pid) throw new Error(`The port forwarder has no process id: see ${logFile}.`);
  return { ports: JSON.parse(answer) as number[], leader: leaderOf(child.pid) };
}
