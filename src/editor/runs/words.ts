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
  return [...pairWords(request, snapshot), ...detached(reach)];
}

/** The words that run a plan as it was approved. What it destroys has been agreed to. @param path of its file */
export function applyWords(path: string, reach: ReachOptions): string[] {
  return ["apply", path, "--yes", ...detached(reach)];
}

/** The words behind `zfsr` for a request, as a person would type them. @param snapshot take one first */
export function pairWords(request: ReplicationRequest, snapshot: boolean): string[] {
  const transport = request.transfer?.transport ?? "auto";
  const { source, target, send } = request;
  const dataset = source.snapshot === undefined ? source.dataset : `${source.dataset}@${source.snapshot}`;
  return [
    "replicate",
    formatPlace(source.host, dataset),
    formatPlace(target.host, target.dataset),
    ...(request.recursive ? ["--recursive"] : []),
    ...request.select.include.flatMap((glob) => ["--include", glob]),
    ...request.select.exclude.flatMap((glob) => ["--exclude", glob]),
    ...request.select.snapshots.flatMap((glob) => ["--use", glob]),
    ...(send.raw === "auto" ? [] : [send.raw ? "--raw" : "--no-raw"]),
    ...(send.intermediates ? [] : ["--no-intermediates"]),
    ...(request.hold ? [] : ["--no-hold"]),
    ...(request.bookmark ? ["--bookmark"] : []),
    ...(request.receive.createParents ? ["--create-parents"] : []),
    ...(request.onDiverged === "stop" ? [] : ["--on-diverged", request.onDiverged]),
    ...(snapshot ? ["--snapshot"] : []),
    ...(transport === "auto" ? [] : ["--transport", transport]),
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

/** The words that run a job of a job file. @param file its path on this machine */
export function runJobWords(file: string, job: string, reach: ReachOptions): string[] {
  return ["run", "-f", file, job, ...detached(reach)];
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
