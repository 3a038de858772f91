/** Brings single hosts up and down. The callers hold the lab's lock. */
import { readFileSync } from "node:fs";
import { ensureDisks, rootDisk } from "./disks.js";
import { type HostName, address, hostNames, hostSpec } from "./hosts.js";
import type { Image } from "./image/cache.js";
import { power } from "./machine.js";
import { plugIn } from "./network.js";
import { consoleLog, hostFolder } from "./places.js";
import { poll } from "./poll.js";
import { endSession, isAlive } from "./processes.js";
import { type HostRecord, type LabRecord, readRecord, writeRecord } from "./record.js";
import { greets, hangUp, onHost } from "./remote.js";
import { say } from "./say.js";

/** Milliseconds. A boot takes 7 s; beside much other work it may take its time, and one that has died is seen at once. */
const bootLimit = 600_000;

/** Takes a host and its image, starts it with the disks as they are, and writes it into the record. */
export async function startHost(name: HostName, image: Image): Promise<void> {
  await ensureDisks(name, image);
  await plugIn(name);
  const leader = await power({
    name,
    kernel: image.kernel,
    folder: hostFolder(name),
    root: rootDisk(name, image),
    args: ["init=/lib/systemd/systemd"],
    links: true,
    log: consoleLog(name),
  });
  const spec = hostSpec(name);
  const port = readRecord()?.forwarders?.ports[hostNames.indexOf(name)] ?? 0;
  const host = { ...leader, address: address(spec), port, pool: spec.pool, zfs: image.zfs, image: image.folder };
  change((record) => ({ ...record, hosts: { ...record.hosts, [name]: host } }));
}

/** Waits until the host has told on its console that its boot is over, and its sshd greets. */
export async function waitForBoot(name: HostName, host: HostRecord): Promise<void> {
  const state = await poll(`the boot of ${name} (its console is in ${consoleLog(name)})`, bootLimit, 50, () => {
    const log = readFileSync(consoleLog(name), "utf8");
    if (!isAlive(host)) throw new Error(`${name} died while it booted; its console said:\n${log.slice(-2000)}`);
    return Promise.resolve(/lab-ready: (.*)/.exec(log)?.[1]?.trim());
  });
  if (state !== "running") say(`${name} is up, but systemd calls it ${state}.`);
  await poll(`the ssh server of ${name} on port ${host.port}`, 120_000, 50, async () =>
    (await greets(host.port, 5000)) ? true : undefined,
  );
  await onHost(name, "true"); // the connection that is kept for all that follow
}

/** Switches a host's power off, at once, and takes it out of the record unless it shall stay there as one that is off. */
export async function stopHost(name: HostName, keep: boolean): Promise<void> {
  const host = readRecord()?.hosts[name];
  if (!host) return;
  await endSession(host);
  await hangUp(name);
  if (keep) return;
  change((record) => ({
    ...record,
    hosts: Object.fromEntries(Object.entries(record.hosts).filter(([n]) => n !== name)),
  }));
}

function change(edit: (record: LabRecord) => LabRecord): void {
  const record = readRecord();
  if (record) writeRecord(edit(record));
}
