import { hostname, userInfo } from "node:os";
import { ZfsrError } from "../base/errors";
import type { Host } from "../hosts/host";
import { runAll } from "../hosts/run";
import { listPools } from "../zfs/commands/listPools";
import { listWriters, writersScript } from "../zfs/commands/listWriters";
import { type DatasetName, poolOf, printable } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { markedDataset, overlaps, readMark, type SeenWriter, type Writer, writerMark } from "../zfs/writer";
import type { DatasetTree } from "../zfs/tree";
import type { RunId } from "./runDirectory";

/*
 * The lock between controllers on several machines is the receiving process itself: its words show whose it is, and whoever
 * would write beside it looks at the processes first. A lock file or a property of the dataset would stay behind when its
 * owner loses its power, and a lease needs clocks that agree; a process is there as long as it writes and no longer. It
 * needs no permission, and no round trip of its own: the look goes along with the listing of the target, and the receiving
 * half looks again by itself before it takes the first byte, which settles who was first. Processes of root, of the
 * user who looks, and of users who may receive there count: any other one could block a pool by made-up words.
 */

/** Who is at work here: `root@laptop`. */
function thisController(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return `${process.getuid?.() ?? "user"}@${hostname()}`; // a user without an entry in passwd(5)
  }
}

/** What a run shows of itself where it writes. */
export function writerOf(run: RunId, dataset: Writer["dataset"]): Writer {
  return { run, who: thisController(), dataset };
}

/**
 * For the receiving half: shows the mark, and gives way to another run that has begun to write there before.
 * Needs `mark` of the half.
 */
export function guardLines(pool: string, writer: Writer): string[] {
  const program = [
    `$1 == me { mine = $2 }`,
    `{ split($4, f, ":"); d = f[5]`,
    `if (f[2] == pool && f[3] != run && (d == own || index(d, own "/") == 1 || index(own, d "/") == 1)) { n++; pid[n] = $1; user[n] = $3; old[n] = $2; text[n] = $4 } }`,
    `END { for (i = 1; i <= n; i++) if (mine == "" || old[i] > mine || (old[i] == mine && pid[i] + 0 < me + 0)) { print pid[i] " " user[i] " " text[i]; exit } }`,
  ].join("; ");
  const words = `-v me=$$ -v pool=${pool} -v run=${writer.run} -v own=${markedDataset(writer.dataset)}`;
  return [
    `: ${writerMark(pool, writer)}`,
    `w=$(${writersScript} | awk ${words} '${program}')`,
    `[ -z "$w" ] || { mark locked "$w"; exit 1; }`,
  ];
}

/** What the mark `locked` of a half tells: whose process was there before. */
export function lockedBy(value: string, host: string, dataset: Writer["dataset"]): ZfsrError {
  const [pid = "", user = "", mark = ""] = value.split(" ");
  const read = readMark(mark);
  return locked(read && { ...read, pid: Number(pid), user }, formatPlace(host, dataset));
}

/** @throws ZfsrError `locked` where another run writes to the root of `target`, above it or below it */
export function refuseOtherWriter(target: Pick<DatasetTree, "host" | "root" | "pool" | "writers">, run: RunId): void {
  const other = target.writers.find(
    (seen) => seen.pool === target.pool?.guid && seen.run !== run && overlaps(seen.dataset, target.root),
  );
  if (other) throw locked(other, formatPlace(target.host, target.root));
}

/**
 * The same, before anything is looked at: one round trip. A target that does not answer is no reason to refuse here.
 * @throws ZfsrError `locked`
 */
export async function lookForWriter(host: Host, root: DatasetName, run: RunId, signal: AbortSignal): Promise<void> {
  const seen = await runAll(host, [listPools(), listWriters()], { signal }).catch(() => undefined);
  if (!seen) return; // what is wrong is told by the listing
  const [pools, writers] = seen;
  if ("error" in pools || "error" in writers) return;
  const pool = pools.value.find(({ name }) => name === poolOf(root));
  refuseOtherWriter({ host: host.id, root, pool, writers: writers.value }, run);
}

function locked(other: (Writer & Partial<Pick<SeenWriter, "pid" | "user">>) | undefined, object: string): ZfsrError {
  const pid = other?.pid === undefined ? "" : `, by process ${other.pid} of ${printable(other.user ?? "?")} there`;
  return new ZfsrError({
    reason: "locked",
    object,
    because:
      other === undefined
        ? "another run writes to it"
        : `the run ${other.run} of ${other.who} writes to ${other.dataset} since ${began(other.run)}${pid}`,
    nextStep: `wait for it, or end it where it was started${other === undefined ? "" : `: zfsr cancel ${other.run}`}`,
  });
}

/** When a run began, from its name: `2026-11-23 20:51:24 UTC`. */
function began(run: string): string {
  return run.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*$/, "$1-$2-$3 $4:$5:$6 UTC");
}
