import { shellCommand } from "../../core/base/shellQuote";
import {
  type BookmarkState,
  bookmarkStates,
  type HoldState,
  holdStates,
  jobsThatHold,
  type Purpose,
} from "../../core/administration/holdStates";
import { observeTree } from "../../core/hosts/observeTree";
import { ZfsrError } from "../../core/base/errors";
import { groupBy } from "../../core/base/groupBy";
import { bookmarkPrefix, holdTag, type KnownJob } from "../../core/replication/holdTag";
import { knownJobs } from "../../core/runs/knownJobs";
import { lookForTargets } from "../../core/runs/lookForTargets";
import { runsFolder } from "../../core/runs/runDirectory";
import { shortNameOf } from "../../core/zfs/names";
import type { DatasetTree } from "../../core/zfs/tree";
import { formatPlace, parseDatasetPlace } from "../../core/zfs/place";
import type { Environment } from "../environment";
import { exitCode } from "../exitCodes";
import { printJson, printTable, writeText } from "../output";

/**
 * `zfsr holds PLACE [-r]`: who keeps which snapshots, and which of zfsr's own holds and bookmarks are left over. Targets
 * are looked for on their own hosts; what cannot be seen there is taken for needed, and so is what is not found by a tag's
 * text alone, since another machine may mean another target by it.
 * @returns 3 when there is one that is
 */
export async function holds(place: string, recursive: boolean, environment: Environment): Promise<number> {
  const { host, dataset } = parseDatasetPlace(place);
  const tree = await observeTree(environment.host(host), dataset, {
    ...{ recursive, holds: true, signal: environment.cancel.signal },
  });
  if (tree.datasets.size === 0) {
    throw new ZfsrError({
      reason: "not-found",
      object: place,
      because: "it does not exist",
      nextStep: `list what is there: zfsr ls ${host}:`,
    });
  }
  const remembered = await knownJobs(runsFolder(environment.env), host);
  const jobs = jobsThatHold(tree.holds, remembered).filter(isSeen(tree));
  const seen = await lookForTargets(jobs, environment.host, environment.cancel.signal);
  const rows = holdStates(tree.holds, tree.datasets.values(), seen);
  const bookmarks = bookmarkStates(tree.datasets.values(), seen);
  const left = [...leftOver(host, rows), ...leftOverBookmarks(host, bookmarks)];
  if (environment.options.json) printJson(environment, [...rows, ...bookmarks].map(withTarget));
  else {
    printTable(
      environment,
      ["NAME", "TAG", "SINCE", "STATE", "TARGET"],
      [
        ...rows.map(({ snapshot, tag, timestamp, state, target = "-" }) => [snapshot, tag, timestamp, state, target]),
        ...bookmarks.map(({ bookmark, state, target = "-" }) => [bookmark, "-", "-", state, target]),
      ],
    );
    for (const line of left) writeText(environment.stdout, `Left over: ${line}\n`);
  }
  return left.length > 0 ? exitCode.attention : exitCode.done;
}

/** JSON knows no undefined. */
function withTarget<T extends HoldState | BookmarkState>(row: T): Omit<T, "target"> & { target: string | null } {
  return { ...row, target: row.target ?? null };
}

/** Whether a job has anything here: what no hold and no bookmark is for need not be looked for. */
function isSeen({ holds: held, datasets }: DatasetTree): (job: KnownJob) => boolean {
  const tags = new Set(held.map(({ tag }) => tag));
  const shorts = [...datasets.values()].flatMap(({ bookmarks }) => bookmarks.map(({ name }) => shortNameOf(name)));
  return ({ job }) => tags.has(holdTag(job)) || shorts.some((short) => short.startsWith(bookmarkPrefix(job)));
}

/** A command for each tag that lets go what is left over, and why where that is not its successor. */
function leftOver(host: string, rows: readonly HoldState[]): string[] {
  const left = rows.filter(({ state }) => state === "superseded" || state === "gone");
  return [...groupBy(left, ({ tag, state }) => `${state} ${tag}`).values()].map((group) => {
    const [{ tag, state, target }] = group;
    const words = ["zfsr", "release", tag, ...group.map(({ snapshot }) => formatPlace(host, snapshot))];
    return shellCommand(words) + because(state, target);
  });
}

function leftOverBookmarks(host: string, rows: readonly BookmarkState[]): string[] {
  const left = rows.filter(({ state }) => state === "superseded" || state === "gone");
  return [...groupBy(left, ({ state, target }) => `${state} ${target ?? ""}`).values()].map((group) => {
    const [{ state, target }] = group;
    const words = ["zfsr", "destroy", ...group.map(({ bookmark }) => formatPlace(host, bookmark))];
    return shellCommand(words) + because(state, target);
  });
}

function because(state: Purpose, target: string | undefined): string {
  return state === "gone" ? ` # ${target ?? "its target"} does not exist; was it renamed, rename it back first` : "";
}
