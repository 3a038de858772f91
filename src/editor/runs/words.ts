import type { ReplicationRequest } from "../../core/replication/request";
import type { RunId } from "../../core/runs/runDirectory";
import { formatPlace } from "../../core/zfs/place";

/** How the command line is to reach hosts. */
export interface ReachOptions {
  readonly sshConfigFile: string | undefined;
  readonly connector: string;
}

/** The words behind `zfsr` that start a request as a detached run. @param snapshot take one first */
export function replicateWords(request: ReplicationRequest, snapshot: boolean, reach: ReachOptions): string[] {
  const { source, target, send } = request;
  const dataset = source.snapshot === undefined ? source.dataset : `${source.dataset}@${source.snapshot}`;
  return [
    "replicate",
    formatPlace(source.host, dataset),
    formatPlace(target.host, target.dataset),
    ...(request.recursive ? ["--recursive"] : []),
    ...(send.raw === "auto" ? [] : [send.raw ? "--raw" : "--no-raw"]),
    ...(send.intermediates ? [] : ["--no-intermediates"]),
    ...(request.hold ? [] : ["--no-hold"]),
    ...(snapshot ? ["--snapshot"] : []),
    ...detached(reach),
  ];
}

/** The words that go on with what was partially received. @param from where it comes from, when no journal tells */
export function resumeWords(place: string, from: string | undefined, reach: ReachOptions): string[] {
  return ["resume", place, ...(from === undefined ? [] : ["--from", from]), ...detached(reach)];
}

/** The words that run a replication again by the whole request in its journal. */
export function retryWords(run: RunId, reach: ReachOptions): string[] {
  return ["retry", run, ...detached(reach)];
}

function detached({ sshConfigFile, connector }: ReachOptions): string[] {
  return [
    "--detach",
    "--json",
    "--connector",
    connector,
    ...(sshConfigFile === undefined ? [] : ["--ssh-config", sshConfigFile]),
  ];
}
