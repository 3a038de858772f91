import { zfsrCommand } from "../base/zfsrCommand";
import type { Plan, Warning } from "../plan/plan";
import type { CommandStep } from "../plan/step";
import { datasetOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { type Observation, snapshotsNamed, tagsOf } from "./observation";
import { already, chunked, counted, left, missing, note, planOf, stop } from "./plans";
import type { HoldRequest } from "./request";

/** What is wrong with the tag of a hold; undefined when zfs(8) takes it (ZAP_MAXNAMELEN is 256 with the NUL). */
export function tagFault(tag: string): string | undefined {
  if (tag === "") return "it is empty";
  if (new TextEncoder().encode(tag).length > 255) return "it is longer than 255 bytes";
  if (tag.startsWith("-")) return "it begins with -, which zfs(8) takes for an option";
  if (tag.startsWith(".")) return "it begins with a dot, which ZFS keeps for itself";
  return /[\s\p{Cc}]/u.test(tag) ? "it has a blank or a control character in it" : undefined;
}

/** Holds snapshots, so that nothing destroys them until the tag is released. Those that it holds already are left out. */
export function planHold(request: HoldRequest, observation: Observation): Plan {
  const { host, tag } = request;
  const title = `hold ${subjectOf(request)} by '${tag}'`;
  const fault = tagFault(tag);
  if (fault !== undefined)
    return planOf(title, [], [stop(host, tag, `the tag will not do: ${fault}`, "choose another")]);
  const { wanted, warnings } = wantedSnapshots(request, observation);
  const free = wanted.filter((snapshot) => !tagsOf(observation, snapshot.name).includes(tag));
  const steps = chunked(free).map((names, i): CommandStep => ({
    id: i === 0 ? "hold" : `hold:${i + 1}`,
    kind: "hold",
    host,
    dataset: datasetOf(names[0].name),
    argv: ["zfs", "hold", tag, ...names.map(({ name }) => name)],
    destroys: [],
    needs: [],
    reason: `${names.length === 1 ? "it" : "they"} must stay until '${tag}' is released`,
  }));
  const [held] = wanted;
  if (steps.length === 0 && held)
    return planOf(title, [], [...warnings, already(host, held.name, `it is held by '${tag}' already`)]);
  return planOf(title, steps, warnings);
}

/** The snapshots of a request that are there, and a warning for each that is not. */
export function wantedSnapshots(
  { host, snapshots, recursive }: HoldRequest,
  observation: Observation,
): { readonly wanted: ReturnType<typeof snapshotsNamed>; readonly warnings: readonly Warning[] } {
  const warnings: Warning[] = [];
  const wanted = snapshots.flatMap((name) => {
    const found = snapshotsNamed(observation, name, recursive);
    if (found.length === 0)
      warnings.push(
        snapshots.length === 1
          ? missing(observation, name)
          : left(host, name, "it does not exist", "refresh: it may have been destroyed or renamed"),
      );
    return found;
  });
  return { wanted, warnings };
}

/** `alpha:tank/demo@a`, or how many. */
export function subjectOf({ host, snapshots, recursive }: HoldRequest): string {
  const [first = ""] = snapshots;
  const what =
    snapshots.length === 1 ? formatPlace(host, first) : `${counted(snapshots.length, "snapshot")} of ${host}`;
  return recursive ? `${what} and those below` : what;
}

/** Said of a hold that zfsr has put there itself. */
export function ourHold(host: string, snapshot: string, job: string): Warning {
  return note(
    host,
    snapshot,
    `zfsr holds it for ${job}: the next increment starts from it, and without it the next run may have to send everything`,
    `replicate to ${job} first, or keep a bookmark: ${zfsrCommand("bookmark", formatPlace(host, snapshot), "NAME")}`,
  );
}
