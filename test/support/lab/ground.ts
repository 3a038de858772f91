/** What the hosts stand on: the network, the ways into it, the files that ssh reads. */
import { rmSync } from "node:fs";
import { startForwarders } from "./forwarders.js";
import { hostNames, parseHostName } from "./hosts.js";
import { isNetworkThere, makeNetwork, removeNetwork } from "./network.js";
import { labName, socketFolder } from "./places.js";
import { endSession, isAlive } from "./processes.js";
import { type LabRecord, readRecord, writeRecord } from "./record.js";
import { hangUp } from "./remote.js";
import { writeSshFiles } from "./ssh-files.js";

/** Makes network, forwarders and ssh files be there. What a crash has left goes first; hosts that work on are kept. */
export async function makeReady(): Promise<void> {
  const record = readRecord();
  const forwarders = record?.forwarders;
  const network = await isNetworkThere();
  if (network && forwarders && isAlive(forwarders.machine) && isAlive(forwarders.namespace)) return;
  if (network) await endForwarders(record);
  else await clear(record);
  await makeNetwork();
  const started = await startForwarders(forwarders?.ports ?? []);
  writeSshFiles(started.ports);
  const hosts = Object.entries(network ? (record?.hosts ?? {}) : {}).map(([name, host]) => [
    name,
    { ...host, port: started.ports[hostNames.indexOf(parseHostName(name))] },
  ]);
  writeRecord({ namespace: labName, forwarders: started, hosts: Object.fromEntries(hosts) as LabRecord["hosts"] });
}

/** Ends hosts and forwarders at once, removes the network, and empties the record. */
export async function clear(record: LabRecord | undefined): Promise<void> {
  const hosts = hostNames.map((name) => record?.hosts[name]).filter((host) => host !== undefined);
  await Promise.all(hosts.map(endSession));
  await Promise.all(hostNames.map(hangUp));
  await endForwarders(record);
  await removeNetwork();
  rmSync(socketFolder, { recursive: true, force: true });
  if (record) writeRecord({ ...record, hosts: {} });
}

async function endForwarders(record: LabRecord | undefined): Promise<void> {
  const { machine, namespace } = record?.forwarders ?? {};
  await Promise.all([machine, namespace].filter((leader) => leader !== undefined).map(endSession));
}
