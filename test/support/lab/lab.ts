/** The lab as tests and the command line use it: real OpenZFS on up to three hosts. */
import { startHost, stopHost, waitForBoot } from "./boot.js";
import { removeDisks } from "./disks.js";
import { clear, makeReady } from "./ground.js";
import { type HostName, type Release, hostNames, hostSpec } from "./hosts.js";
import { images } from "./image/build.js";
import { type Image, touchImage } from "./image/cache.js";
import { withLock } from "./lock.js";
import { processorOf } from "./machine.js";
import { plugIn } from "./network.js";
import { files, labName } from "./places.js";
import { isAlive, pinSession, signalSession } from "./processes.js";
import { type LabRecord, readRecord } from "./record.js";
import { greets, onHost } from "./remote.js";
import { say, stage } from "./say.js";

/** Takes hosts' names (all without any), makes them run and answer, building their images first if need be. */
export async function up(names: readonly HostName[] = hostNames): Promise<LabRecord> {
  const found = await images(releasesOf(names));
  return locked(async () => {
    await makeReady();
    const record = readRecord();
    const off: HostName[] = [];
    for (const name of names) if (!(await isUp(name, record, found))) off.push(name);
    await boot(off, found);
    return readRecord() ?? { namespace: labName, hosts: {} };
  });
}

/** Ends the whole lab, keeping the hosts' disks; nothing of it is left running. */
export async function down(): Promise<void> {
  await locked(async () => {
    const record = readRecord();
    await Promise.all(hostNames.map((name) => flush(name, record)));
    await clear(record);
  });
}

/** Takes hosts' names (all that are up without any), puts them back into the state in which they were built. */
export async function reset(names: readonly HostName[] = running()): Promise<void> {
  const found = await images(releasesOf(names));
  await locked(async () => {
    await makeReady();
    for (const name of names) {
      await stopHost(name, false);
      removeDisks(name);
    }
    await boot(names, found);
  });
}

/** Gives the names of the hosts that are up, powered off ones not among them. */
export function running(): HostName[] {
  const record = readRecord();
  return hostNames.filter((name) => {
    const host = record?.hosts[name];
    return host !== undefined && isAlive(host);
  });
}

/** Starts hosts with their disks as they are, and waits for them. For callers that hold the lock. */
export async function boot(names: readonly HostName[], found: readonly Image[]): Promise<void> {
  for (const name of names) {
    const image = found.find((one) => one.release === hostSpec(name).release);
    if (!image) throw new Error(`There is no image for ${name}: run 'npm run lab -- build ${name}'.`);
    touchImage(image);
    await stopHost(name, false);
    await startHost(name, image);
  }
  await waitForBoots(names);
}

/**
 * Waits for hosts that were started at once. Each has its processor, but there may be more hosts than processors: one that
 * shares its own with a host still booting finishes its boot on a processor that has become idle.
 */
async function waitForBoots(names: readonly HostName[]): Promise<void> {
  const hosts = readRecord()?.hosts ?? {};
  const booting = new Set(names);
  const wait = async (name: HostName): Promise<void> => {
    const host = hosts[name];
    if (!host) return;
    await waitForBoot(name, host);
    booting.delete(name);
    await pinSession(host, processorOf(name));
    const left = [...booting];
    const guest = left.find((one, i) => left.slice(0, i).some((other) => processorOf(one) === processorOf(other)));
    const moved = guest && hosts[guest];
    if (moved) await pinSession(moved, processorOf(name));
  };
  await Promise.all(names.map((name) => stage(`boot-${name}`, () => wait(name))));
}

/** Runs work that changes the lab, one at a time in a checkout. */
export async function locked<T>(work: () => Promise<T>): Promise<T> {
  return withLock(files.lock, "Waiting for another command of this checkout's lab…", work);
}

async function isUp(name: HostName, record: LabRecord | undefined, found: readonly Image[]): Promise<boolean> {
  const host = record?.hosts[name];
  if (!host || !isAlive(host) || !found.some((image) => image.folder === host.image)) return false;
  signalSession(host, "SIGCONT");
  await plugIn(name);
  return greets(host.port, 5000);
}

/** Gives the pool a moment to write what it holds: what comes after is a power cut. */
async function flush(name: HostName, record: LabRecord | undefined): Promise<void> {
  const host = record?.hosts[name];
  if (!host || !isAlive(host)) return;
  signalSession(host, "SIGCONT");
  const { code } = await onHost(name, "zpool sync; sync", { limit: 10_000, accept: "any" });
  if (code !== 0) say(`${name} did not answer any more; it was ended without writing its caches.`);
}

function releasesOf(names: readonly HostName[]): Release[] {
  return [...new Set(names.map((name) => hostSpec(name).release))];
}
