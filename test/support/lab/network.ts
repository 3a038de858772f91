/**
 * The lab's network: a namespace of its own with two switches. On 'net' the hosts talk to each other and the machine to
 * them; faults are put there. 'line' is the lab's own way to a host whose 'net' is cut or slow.
 */
import { run } from "./run.js";
import { type HostName, hostNames, hostSpec } from "./hosts.js";
import { labName } from "./places.js";

/** The network device in the lab's namespace that a host's link ends in. */
export function tapName(name: HostName): string {
  return name;
}

/** The same for the lab's own line to it. */
export function lineTapName(name: HostName): string {
  return `${name}-line`;
}

/** Makes the namespace with its switches and links, unless it's there. */
export async function makeNetwork(): Promise<void> {
  if (await isNetworkThere()) return;
  await run(["ip", "netns", "add", labName]);
  const links = hostNames.flatMap((name) => [tap(tapName(name), "net"), tap(lineTapName(name), "line")]);
  const commands = ["link set lo up", bridge("net", "10.99.0.254"), bridge("line", "10.98.0.254"), ...links];
  try {
    await run(["ip", "-n", labName, "-batch", "-"], { input: commands.join("\n") });
  } catch (error) {
    await removeNetwork();
    throw error;
  }
}

/** Removes the namespace and all that's in it. Processes in it must have ended. */
export async function removeNetwork(): Promise<void> {
  if (await isNetworkThere()) await run(["ip", "netns", "delete", labName]);
}

/** Tells whether the lab's namespace exists. */
export async function isNetworkThere(): Promise<boolean> {
  const { stdout } = await run(["ip", "netns", "list"]);
  return stdout.split("\n").some((line) => line.split(" ")[0] === labName);
}

/** Pulls the host's plug out of the switch: nothing arrives, and nobody is told. */
export async function unplug(name: HostName): Promise<void> {
  await run(["ip", "-n", labName, "link", "set", tapName(name), "nomaster"]);
}

/** Puts it back. */
export async function plugIn(name: HostName): Promise<void> {
  await run(["ip", "-n", labName, "link", "set", tapName(name), "master", "net"]);
}

/** Takes a command, gives the one that runs it in the lab's namespace. */
export function inNamespace(command: readonly string[]): string[] {
  return ["ip", "netns", "exec", labName, ...command];
}

/** Takes a host's name, gives the hardware address of its link (line: of the lab's own). */
export function hardwareAddress(name: HostName, link: "net" | "line"): string {
  return `02:7a:66:73:${link === "net" ? "00" : "01"}:0${hostSpec(name).number}`;
}

function bridge(name: string, address: string): string {
  return [
    `link add ${name} type bridge forward_delay 0 mcast_snooping 0`,
    `addr add ${address}/24 dev ${name}`,
    `link set ${name} up`,
  ].join("\n");
}

function tap(name: string, bridgeName: string): string {
  return `tuntap add dev ${name} mode tap\nlink set ${name} master ${bridgeName}\nlink set ${name} up`;
}
