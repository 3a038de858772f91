import { groupBy } from "../base/groupBy";
import { bookmarkPrefix, holdTag, jobOfTag, jobPrefixOf, type KnownJob, tagPrefix } from "../replication/holdTag";
import type { Hold } from "../zfs/model";
import { type BookmarkName, datasetOf, type Guid, shortNameOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { DatasetState } from "../zfs/tree";

/**
 * What a hold or a bookmark is for. `base`: a replication goes on from it; `superseded`: the target has a newer snapshot that the
 * same replication keeps, so nothing goes on from this one; `unproven`: the same replication keeps a newer one, and whether
 * that has arrived could not be seen; `gone`: its target, which this machine has replicated to, does not exist any more;
 * `foreign`: it is none of zfsr's.
 */
export type Purpose = "base" | "superseded" | "unproven" | "gone" | "foreign";

interface Kept {
  readonly state: Purpose;
  /** `host:dataset`, where that is known. */
  readonly target: string | undefined;
}

/** A hold, and whether its replication still goes on from its snapshot. */
export type HoldState = Hold & Kept;

/** The same of a bookmark that zfsr has made. */
export type BookmarkState = Kept & { readonly bookmark: BookmarkName };

/** A job that holds something. */
export interface HoldingJob extends KnownJob {
  /**
   * Whether a journal of this machine knows it. The text of a tag alone proves nothing of a target: its host may be another
   * one where the tag was made (`local`, an alias of ssh), and a dataset's name is not whole in it.
   */
  readonly remembered: boolean;
}

/** A job, and what its target has. */
export interface SeenJob extends KnownJob {
  /**
   * The guids of its snapshots; `gone` where the target of a job that is remembered does not exist; undefined where that
   * could not be seen.
   */
  readonly has: ReadonlySet<Guid> | "gone" | undefined;
}

/** The jobs that hold something, as far as their tags or `known` tell. @param known jobs that are remembered: of journals */
export function jobsThatHold(holds: readonly Hold[], known: readonly KnownJob[]): HoldingJob[] {
  const tags = new Set(known.map(({ job }) => holdTag(job)));
  const told = holds.flatMap(({ tag }) => (tags.has(tag) ? [] : (jobOfTag(tag) ?? [])));
  const jobs = [
    ...told.map((job) => ({ ...job, remembered: false })),
    // what is remembered comes last, and so replaces what a tag tells
    ...known.map((job) => ({ ...job, remembered: true })),
  ];
  return [...new Map(jobs.map((job) => [job.job, job])).values()];
}

/** Tells the holds that are left over from those that are needed. @param states of the datasets that the holds are in */
export function holdStates(
  holds: readonly Hold[],
  states: Iterable<Pick<DatasetState, "snapshots">>,
  jobs: readonly SeenJob[],
): readonly HoldState[] {
  const byTag = new Map(jobs.map((job) => [holdTag(job.job), job]));
  const snapshots = new Map([...states].flatMap((state) => state.snapshots.map((one) => [one.name, one] as const)));
  const items = holds.map((hold) => ({
    hold,
    group: `${datasetOf(hold.snapshot)} ${hold.tag}`,
    job: byTag.get(hold.tag),
    createtxg: snapshots.get(hold.snapshot)?.createtxg ?? 0,
    guid: snapshots.get(hold.snapshot)?.guid,
  }));
  const purpose = purposes(items);
  return items.map((item) => ({
    ...item.hold,
    state: item.hold.tag.startsWith(tagPrefix) ? purpose(item) : "foreign",
    target: placeOf(item.job),
  }));
}

/** The same of the bookmarks that zfsr has made; those of others are left out. */
export function bookmarkStates(
  states: Iterable<Pick<DatasetState, "bookmarks">>,
  jobs: readonly SeenJob[],
): readonly BookmarkState[] {
  const byPrefix = new Map(jobs.map((job) => [bookmarkPrefix(job.job), job]));
  const items = [...states].flatMap(({ bookmarks }) =>
    bookmarks.flatMap(({ name, guid, createtxg }) => {
      const prefix = jobPrefixOf(shortNameOf(name));
      if (prefix === undefined) return [];
      return [{ name, guid, createtxg, job: byPrefix.get(prefix), group: `${datasetOf(name)} ${prefix}` }];
    }),
  );
  const purpose = purposes(items);
  return items.map((item) => ({ bookmark: item.name, state: purpose(item), target: placeOf(item.job) }));
}

function placeOf(job: SeenJob | undefined): string | undefined {
  return job && formatPlace(job.target.host, job.target.dataset);
}

/** What a job keeps of a dataset. */
interface Item {
  /** The dataset and the job. */
  readonly group: string;
  readonly job: SeenJob | undefined;
  readonly createtxg: number;
  readonly guid: Guid | undefined;
}

/**
 * What each of these is for. A run keeps the newest before it sends it, and lets go of the older one once that has arrived:
 * until then, the older one is the base.
 */
function purposes(items: readonly Item[]): (item: Item) => Purpose {
  const ages = (some: readonly Item[]): number => some.reduce((age, { createtxg }) => Math.max(age, createtxg), 0);
  const groups = new Map(
    [...groupBy(items, ({ group }) => group)].map(([group, all]) => {
      const arrived = all.filter(({ job, guid }) => guid && job?.has instanceof Set && job.has.has(guid));
      return [group, { newest: ages(all), arrived: ages(arrived) }];
    }),
  );
  return ({ group, job, createtxg }) => {
    if (job?.has === "gone") return "gone";
    const { newest = 0, arrived = 0 } = groups.get(group) ?? {};
    if (createtxg < arrived) return "superseded";
    return createtxg < newest && !job?.has ? "unproven" : "base";
  };
}
