import type { ExecOptions, Host } from "../../hosts/host";
import { type Outcome, runAll } from "../../hosts/run";
import { getPoolProperties } from "../../zfs/commands/getPoolProperties";
import { getVersion } from "../../zfs/commands/getVersion";
import { listPools } from "../../zfs/commands/listPools";
import type { DatasetName } from "../../zfs/names";
import type { HostFacts } from "../facts";
import { allowedIn, countSnapshots, listDatasetFacts, readAllowed, readHolds, readKeyFiles } from "./datasets";
import * as machine from "./machine";
import { readPeer } from "./peer";
import { readAshifts, readModule, readPoolStatus } from "./pools";
import { question } from "../../hosts/question";

export interface HostQuestion {
  /** Undefined where only a host is asked about. */
  readonly dataset: DatasetName | undefined;
  /** The other end, as places name it; undefined where there is none, or it is this host. */
  readonly peer: string | undefined;
}

type Commands = ReturnType<typeof commandsFor>;
type Answer<N extends keyof Commands> = ReturnType<Commands[N]["parse"]>;

/** All that is asked, in this order. */
function commandsFor({ dataset, peer }: HostQuestion) {
  const nothing = question("nothing", "true", () => undefined);
  return {
    seconds: machine.readSeconds(),
    // before any zfs(8), which opens /dev/zfs, and by that the kernel loads the module
    module: readModule(),
    user: machine.readUser(),
    system: machine.readSystem(),
    programs: machine.readPrograms(),
    version: getVersion(),
    pools: listPools(),
    poolProperties: getPoolProperties(),
    poolStatus: readPoolStatus(),
    ashifts: readAshifts(),
    datasets: listDatasetFacts(),
    snapshots: dataset === undefined ? nothing : countSnapshots(dataset),
    holds: dataset === undefined ? nothing : readHolds(dataset),
    keyFiles: readKeyFiles(dataset),
    allowed: dataset === undefined ? nothing : readAllowed(dataset),
    cores: machine.readCores(),
    aes: machine.readAes(),
    virtual: machine.readVirtual(),
    memory: machine.readMemory(),
    ecc: machine.readEcc(),
    firewall: machine.readFirewall(),
    schedules: machine.readSchedules(),
    units: machine.readUnits(),
    peer: peer === undefined ? nothing : readPeer(peer),
  };
}

/**
 * Looks at a host in one round trip. What cannot be seen is undefined in the answer, with the reason.
 * @param now milliseconds since 1970 by this machine's clock, for the host's
 * @throws ZfsrError of the connection alone
 */
export async function gatherHost(
  host: Host,
  asked: HostQuestion,
  now: () => number,
  options: ExecOptions = {},
): Promise<HostFacts> {
  // connected first, so that the clock is not read late by the time that connecting takes
  await host.connect(options.signal);
  const before = now();
  const commands = commandsFor(asked);
  const names = Object.keys(commands) as (keyof Commands)[];
  const outcomes = await runAll(
    host,
    names.map((name) => commands[name]),
    options,
  );
  const unseen = new Map<string, string>();
  const answer = <N extends keyof Commands>(name: N): Answer<N> | undefined => {
    const outcome: Outcome<unknown> | undefined = outcomes[names.indexOf(name)];
    if (outcome && "value" in outcome) return outcome.value as Answer<N>;
    unseen.set(name, outcome?.error.because ?? "nothing was printed");
    return undefined;
  };
  const seconds = answer("seconds");
  const user = answer("user");
  const allowText: string | undefined = answer<"allowed">("allowed");
  return {
    ...clockOf(seconds, before, now()),
    user,
    system: answer("system"),
    programs: answer("programs"),
    version: answer("version"),
    module: answer("module"),
    pools: answer("pools"),
    poolProperties: answer("poolProperties"),
    poolStatus: answer("poolStatus"),
    ashifts: answer("ashifts"),
    datasets: answer("datasets"),
    snapshots: answer("snapshots"),
    holds: answer("holds"),
    keyFiles: answer("keyFiles"),
    allowed:
      user && allowText !== undefined
        ? allowedIn(allowText, allowText.slice(0, allowText.indexOf("\n")), user.name, user.groups)
        : undefined,
    peer: answer("peer"),
    cores: answer("cores"),
    aes: answer("aes"),
    virtual: answer("virtual"),
    memory: answer("memory"),
    ecc: answer("ecc"),
    firewall: answer("firewall"),
    schedules: answer("schedules"),
    units: answer("units"),
    unseen,
  };
}

/** The host read its clock, in whole seconds, soon after `before`: its question is the first of the script. */
function clockOf(seconds: number | undefined, before: number, after: number): Pick<HostFacts, "clock" | "now"> {
  if (seconds === undefined) return { clock: undefined, now: undefined };
  const at = seconds * 1000 + 500;
  const within = 500 + Math.min(after - before, 2000);
  return { clock: { ahead: at - before, within }, now: at };
}
