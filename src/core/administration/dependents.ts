import { shellCommand, shellQuote } from "../base/shellQuote";
import { tagPrefix } from "../replication/holdTag";
import type { Snapshot } from "../zfs/model";
import { formatPlace } from "../zfs/place";
import { clonesOf, type Observation, tagsOf } from "./observation";
import { someOf } from "./plans";

/** Why a snapshot cannot be destroyed, and what to do about it. */
export interface Dependency {
  readonly snapshot: Snapshot;
  readonly kind: "hold" | "clone";
  /** A clause. */
  readonly message: string;
  /** An imperative clause. */
  readonly nextStep: string;
}

/** The tag of a job's or a pair's hold, `zfsr:<job>`; undefined for a tag of somebody else. */
export function jobOfTag(tag: string): string | undefined {
  return tag.startsWith(tagPrefix) ? tag.slice(tagPrefix.length) : undefined;
}

/** What keeps a snapshot from being destroyed: its holds by their tags, else its clones by their names. */
export function dependencyOf(observation: Observation, snapshot: Snapshot): Dependency | undefined {
  const place = formatPlace(observation.host, snapshot.name);
  const tags = tagsOf(observation, snapshot.name);
  if (tags.length > 0 || snapshot.userrefs > 0) {
    const ours = tags.map(jobOfTag).find((job) => job !== undefined);
    const because = ours === undefined ? "" : `: the next increment to ${ours} starts from it`;
    const names = tags.length === 0 ? counted(snapshot.userrefs) : someOf(tags.map((tag) => `'${tag}'`));
    const [first] = tags;
    return {
      snapshot,
      kind: "hold",
      message: `it is held by ${names}${because}`,
      nextStep:
        first === undefined
          ? `see who holds it: ${shellCommand(["zfs", "holds", snapshot.name])}`
          : `if nobody needs it, release it: zfsr release ${shellQuote(first)} ${shellQuote(place)}`,
    };
  }
  const clones = clonesOf(observation, snapshot.name);
  const [clone] = clones;
  if (clone === undefined) return undefined;
  return {
    snapshot,
    kind: "clone",
    message: `${someOf(clones)} ${clones.length === 1 ? "is a clone" : "are clones"} of it`,
    nextStep: `promote or destroy ${clones.length === 1 ? "the clone" : "the clones"} first: zfsr promote ${shellQuote(formatPlace(observation.host, clone))}`,
  };
}

function counted(holds: number): string {
  return holds === 1 ? "one hold" : `${holds} holds`;
}
