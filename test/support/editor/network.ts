/**
 * The network that the editor's processes see: the lab's when the lab is up, else one with nothing but a loopback.
 * Either way nothing they start can leave the machine. The harness itself stays outside; it talks to Chromium through a
 * pipe and to the tests through a Unix socket, and both cross the border.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { once } from "node:events";
import { projectRoot } from "./paths.ts";
import { inPath } from "./tools.ts";

export interface Network {
  /** For people. */
  readonly description: string;
  /** What to put in front of a command line, so that it runs in that network. */
  readonly enter: readonly string[];
  /** Lets go of the network; what still runs in it keeps it alive. */
  close(): void;
}

/** `namespace`: the name of a network namespace; "none" for the machine's own network. */
export async function openNetwork(namespace = process.env["ZFSR_EDITOR_NETWORK"] ?? labNamespace()): Promise<Network> {
  if (namespace === "none") {
    return { description: "the machine's own network", enter: [], close: () => undefined };
  }
  if (inPath("ip") === undefined) throw new Error("The program `ip` is missing (Debian: iproute2).");
  if (namespace === undefined) return ownNetwork();
  if (!isThere(namespace)) throw new Error(`There is no network namespace ${namespace}: is the lab up?`);
  return {
    description: `network namespace ${namespace}`,
    enter: ["ip", "netns", "exec", namespace],
    close: () => undefined,
  };
}

const isThere = (namespace: string): boolean => existsSync(join("/run/netns", namespace));

/** The lab's namespace, if the lab is up and this user may enter it. */
function labNamespace(): string | undefined {
  const file = join(projectRoot, ".lab/lab.json");
  if (!existsSync(file) || process.getuid?.() !== 0) return undefined;
  const { namespace } = JSON.parse(readFileSync(file, "utf8")) as { namespace?: unknown };
  return typeof namespace === "string" && isThere(namespace) ? namespace : undefined;
}

/** A namespace without a name. It lives as long as a process in it: here a `cat` that ends when its input closes. */
async function ownNetwork(): Promise<Network> {
  const root = process.getuid?.() === 0;
  const keeper = spawn(
    "unshare",
    [...(root ? [] : ["--map-root-user"]), "--net", "sh", "-c", "ip link set lo up && echo up && exec cat"],
    { stdio: ["pipe", "pipe", "pipe"] },
  );
  let complaint = "";
  keeper.stderr.on("data", (data: Buffer) => (complaint += data.toString()));
  const [said] = (await Promise.race([
    once(keeper.stdout, "data"),
    once(keeper, "close"),
    once(keeper, "error"),
  ])) as unknown[];
  if (!(said instanceof Buffer) || keeper.pid === undefined) {
    throw new Error(
      `This user may not make a network namespace (${complaint.trim() || String(said)}). ` +
        "Run as root, or set ZFSR_EDITOR_NETWORK=none to let the editor use the machine's network.",
    );
  }
  keeper.unref();
  return {
    description: "a network of its own, loopback only",
    enter: ["nsenter", `--target=${keeper.pid}`, "--net", ...(root ? [] : ["--user", "--preserve-credentials"])],
    close: () => {
      keeper.stdin.destroy();
      keeper.kill();
    },
  };
}
