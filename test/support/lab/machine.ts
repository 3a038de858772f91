/** Starts user-mode Linux processes, each of which is a host. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import { dirname, join } from "node:path";
import { type HostName, hostSpec } from "./hosts.js";
import { hardwareAddress, inNamespace, lineTapName, tapName } from "./network.js";
import { labName, labNumber, socketFolder } from "./places.js";
import { type Leader, leaderOf } from "./processes.js";

export interface Boot {
  readonly name: HostName;
  /** The kernel, an executable, with `preloaded` beside it. */
  readonly kernel: string;
  /** Where its disks are; the process works in it. */
  readonly folder: string;
  /** The root disk: a file, or a file of changes and the file they are changes of, with a comma between. */
  readonly root: string;
  /** First program and further kernel arguments. */
  readonly args: readonly string[];
  /** Without links a host needs no namespace; so it is at its first boot. */
  readonly links: boolean;
  readonly log: string;
}

/** Lets the user-mode kernel run on processors with more registers than it knows (recipe/xstate.c). */
export const preloaded = "xstate.so";

/** Starts a host's kernel, detached from this process, and gives the leader of its session. It has not booted yet. */
export async function power(boot: Boot): Promise<Leader> {
  mkdirSync(socketFolder, { recursive: true });
  const command = ["taskset", "--cpu-list", String(processorOf(boot.name)), ...kernelCommand(boot)];
  const [file = "", ...args] = boot.links ? inNamespace(command) : command;
  const log = openSync(boot.log, "w");
  try {
    const child = spawn(file, args, {
      cwd: boot.folder,
      detached: true,
      stdio: ["ignore", log, log],
      env: {
        ...process.env,
        TMPDIR: existsSync("/dev/shm") ? "/dev/shm" : "/tmp",
        LD_PRELOAD: join(dirname(boot.kernel), preloaded),
      },
    });
    await once(child, "spawn");
    child.unref();
    if (!child.pid) throw new Error(`The kernel of ${boot.name} could not be started: see ${boot.log}.`);
    if (labNumber > 1) standBack(child.pid);
    return leaderOf(child.pid);
  } finally {
    closeSync(log);
  }
}

/** As nice(1) counts: a third of what a host of the first lab gets when both want all; enough to answer before a timeout. */
const behind = 5;

/**
 * Puts a host of a second lab behind those of the first. Each host is a session of its own, and between sessions Linux
 * goes by the session's number (sched(7), autogroup), where that is turned on.
 */
function standBack(pid: number): void {
  setPriority(pid, behind);
  const autogroup = `/proc/${pid}/autogroup`;
  if (existsSync(autogroup)) writeFileSync(autogroup, String(behind));
}

function kernelCommand(boot: Boot): string[] {
  const memory = process.env["ZFSR_LAB_MEMORY"] ?? "768M";
  const links = [
    `vec0:transport=tap,ifname=${tapName(boot.name)},mac=${hardwareAddress(boot.name, "net")},depth=128,gro=1`,
    `vec1:transport=tap,ifname=${lineTapName(boot.name)},mac=${hardwareAddress(boot.name, "line")}`,
  ];
  return [
    boot.kernel,
    `mem=${memory}`,
    `umid=${boot.name}`,
    `uml_dir=${join(socketFolder, "uml")}/`,
    `ubda=${boot.root}`,
    "ubdb=pool.img",
    "ubdc=spare.img",
    "root=/dev/ubda",
    "rw",
    ...(boot.links ? links : []),
    "con=null",
    "con0=null,fd:1",
    "ssl=null",
    "quiet",
    "net.ifnames=0",
    "random.trust_cpu=on",
    "pty.legacy_count=0",
    "audit=0",
    `lab.name=${labName}`,
    `lab.host=${boot.name}`,
    `lab.number=${hostSpec(boot.name).number}`,
    ...boot.args,
  ];
}

/**
 * Takes a host's name, gives the processor to run it on: one and the same for its kernel and its processes, which wake each
 * other at each system call. Spread over two processors they mostly wait for each other (measured: three to ten times
 * slower). A second lab has them the other way round, so that both keep all processors at work.
 */
export function processorOf(name: HostName): number {
  const list = /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  const allowed = list.split(",").flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  return allowed[(hostSpec(name).processor + labNumber - 1) % allowed.length] ?? 0;
}
