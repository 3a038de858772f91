import { zfsrCommand } from "../base/zfsrCommand";
import { ZfsrError } from "../base/errors";
import type { ExecOptions, Host } from "../hosts/host";
import { question } from "../hosts/question";
import { run } from "../hosts/run";
import { listSnapshots } from "../zfs/commands/listSnapshots";
import { type DatasetName, datasetOf, type SnapshotName, snapshotName } from "../zfs/names";
import { type DatasetPlace, formatPlace } from "../zfs/place";
import { count, listedName, rows } from "../zfs/rows";
import type { Sample } from "./measurement";

interface Candidate {
  readonly name: DatasetName;
  readonly type: "filesystem" | "volume";
  readonly referenced: number;
  readonly encrypted: boolean;
  readonly blocksize: number;
}

/**
 * What is measured with: the newest snapshot of the dataset, at or below the place, that holds the most, sent in full as
 * a replication would; or the snapshot that was named.
 * @throws ZfsrError not-found, snapshot-not-found
 */
export async function chooseSample(host: Host, place: DatasetPlace, options: ExecOptions): Promise<Sample> {
  const { dataset, snapshot } = place;
  const candidates = await run(host, listCandidates(dataset, snapshot === undefined), options);
  const named = snapshot === undefined ? undefined : snapshotName(dataset, snapshot);
  for (const candidate of [...candidates].sort((a, b) => b.referenced - a.referenced)) {
    const found = named ?? (await newestOf(host, candidate.name, options));
    if (found === undefined) continue;
    const flags = candidate.encrypted ? ["-w"] : ["-L", "-c", "-e"];
    return {
      snapshot: found,
      argv: ["zfs", "send", ...flags, found],
      recordsize: candidate.blocksize,
      encrypted: candidate.encrypted,
    };
  }
  throw new ZfsrError({
    reason: "snapshot-not-found",
    object: formatPlace(host.id, dataset),
    because: "it has no snapshot that could be sent",
    nextStep: `take one, and measure again: ${zfsrCommand("snapshot", `${formatPlace(host.id, dataset)}@NAME`)}`,
  });
}

/** Filesystems and volumes that hold something. */
function listCandidates(dataset: DatasetName, recursive: boolean): ReturnType<typeof question<Candidate[]>> {
  return question(
    dataset,
    `zfs list -Hp -t filesystem,volume ${recursive ? "-r" : "-d 0"} -o name,type,referenced,encryption,recordsize,volblocksize "$1"`,
    (stdout) =>
      [...rows(stdout, 6)].map(([name, type, referenced, encryption, recordsize, volblocksize]) => ({
        name: listedName(name) as DatasetName,
        type: type === "volume" ? "volume" : "filesystem",
        referenced: count(referenced, 0),
        encrypted: encryption !== undefined && encryption !== "off" && encryption !== "-",
        blocksize: count(type === "volume" ? volblocksize : recordsize, 0),
      })),
    [dataset],
  );
}

async function newestOf(host: Host, dataset: DatasetName, options: ExecOptions): Promise<SnapshotName | undefined> {
  const listed = await run(host, listSnapshots(dataset, { recursive: false }), options);
  return listed.filter(({ kind, name }) => kind === "snapshot" && datasetOf(name) === dataset).at(-1)?.name as
    SnapshotName | undefined;
}
