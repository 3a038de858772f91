/** Faults to put on hosts of the lab that are up, each with its cure. */
import { boot, locked } from "./lab.js";
import { stopHost } from "./boot.js";
import { diskImage } from "./disks.js";
import { type HostName, hostSpec } from "./hosts.js";
import { plugIn, unplug } from "./network.js";
import { isAlive, signalSession } from "./processes.js";
import { type HostRecord, hostRecord } from "./record.js";
import { onHost } from "./remote.js";
import { parseShift } from "./shift.js";

/** Stops all work of a host, as a machine that hangs: connections stay open, and nothing answers. */
export function pause(name: HostName): void {
  signalSession(poweredOn(name), "SIGSTOP");
}

/** Lets a paused host go on. */
export function resume(name: HostName): void {
  signalSession(poweredOn(name), "SIGCONT");
}

/** Switches a host's power off at once. What it had written to its disks is there; what it had not is lost. */
export async function kill(name: HostName): Promise<void> {
  poweredOn(name);
  await locked(() => stopHost(name, true));
}

/** Switches it on again, with the disks as they are, and waits for the end of its boot. */
export async function start(name: HostName): Promise<void> {
  await locked(async () => {
    await boot([name], [diskImage(name)]);
  });
}

/** Pulls a host's plug out of the network. Neither side is told. */
export async function cut(name: HostName): Promise<void> {
  hostRecord(name);
  await unplug(name);
}

/** Puts it in again. */
export async function mend(name: HostName): Promise<void> {
  hostRecord(name);
  await plugIn(name);
}

/**
 * Makes a host's link worse, in both directions, or good again. Takes what tc's netem takes ('delay 50ms loss 1%',
 * 'rate 10mbit'), or 'off'. It replaces what was there, and a boot of the host takes it away. It is put on within the host,
 * for few machines' kernels have netem, and the lab's are all alike.
 */
export async function netem(name: HostName, fault: string): Promise<void> {
  if (!/^[a-z0-9 .%]+$/i.test(fault)) {
    throw new Error(`'${fault}' is no fault of a link: give what tc's netem takes, as 'delay 50ms loss 1%', or 'off'.`);
  }
  const off = "tc qdisc del dev vec0 root; tc qdisc del dev vec0 ingress; ip link del ifb0";
  const on = [
    "ip link add ifb0 type ifb",
    "ip link set ifb0 up",
    `tc qdisc add dev vec0 root netem limit 10000 ${fault}`,
    `tc qdisc add dev ifb0 root netem limit 10000 ${fault}`,
    "tc qdisc add dev vec0 handle ffff: ingress",
    "tc filter add dev vec0 parent ffff: protocol all matchall action mirred egress redirect dev ifb0",
  ].join(" && ");
  await onHost(name, `{ ${off}; } 2>/dev/null; ${fault === "off" ? "true" : on}`);
}

/** Takes a rate as tc does ('10mbit'), or 'off': so much goes over the host's link in each direction, and no more. */
export async function rate(name: HostName, limit: string): Promise<void> {
  await netem(name, limit === "off" ? "off" : `rate ${limit}`);
}

/**
 * Leaves about so many bytes of a host's pool free, by a reservation: in a moment and without writing, and to all datasets
 * it is the same as data. (The pool's own 'free' and 'capacity' don't change.)
 */
export async function fill(name: HostName, free: number): Promise<void> {
  if (!Number.isSafeInteger(free) || free < 0) throw new Error(`'${free}' is no number of bytes to leave free.`);
  const { pool } = hostSpec(name);
  await unfill(name);
  const { stdout } = await onHost(name, `zfs get -Hp -o value available ${pool}`);
  const reservation = Number(stdout) - free;
  if (reservation <= 0) throw new Error(`The pool ${pool} of ${name} has only ${stdout.trim()} bytes free already.`);
  await onHost(name, `zfs create -o canmount=off -o mountpoint=none -o reservation=${reservation} ${pool}/lab-fill`);
}

/** Gives the room back. */
export async function unfill(name: HostName): Promise<void> {
  const filler = `${hostSpec(name).pool}/lab-fill`;
  await onHost(name, `! zfs list ${filler} >/dev/null 2>&1 || zfs destroy ${filler}`);
}

/** Takes a shift ('+1h', '-2d', '+90s'), or 'real' for the machine's own time; sets the host's clock. */
export async function clock(name: HostName, shift: string): Promise<void> {
  const target = shift === "real" ? String(Math.round(Date.now() / 1000)) : `$(($(date +%s) + ${parseShift(shift)}))`;
  await onHost(name, `date -s "@${target}"`);
}

function poweredOn(name: HostName): HostRecord {
  const host = hostRecord(name);
  if (!isAlive(host)) throw new Error(`The lab's host ${name} is powered off: run 'npm run lab -- start ${name}'.`);
  return host;
}
