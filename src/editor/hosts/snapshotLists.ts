import { ZfsrError } from "../../core/base/errors";
import { SingleFlight } from "../../core/base/singleFlight";
import type { DatasetName } from "../../core/zfs/names";
import type { SnapshotTable } from "../../core/zfs/snapshotTable";
import { listOf, type SnapshotsState } from "./hostState";

/** Lists the snapshots of one dataset. Rejects with a ZfsrError. */
export type ListSnapshots = (host: string, dataset: DatasetName) => Promise<SnapshotTable>;

/** The lists of snapshots that were asked for, by host and dataset. Nothing here rejects: a failure is a state. */
export class SnapshotLists {
  private readonly lists = new Map<string, Map<DatasetName, SnapshotsState>>();
  private readonly flights = new SingleFlight<SnapshotsState>();
  /** The datasets of each host whose lists are being read, and whether they were to be forgotten meanwhile. */
  private readonly reading = new Map<string, Map<DatasetName, "as it is" | "again">>();
  /** The guids of each host's lists together, in ascending order; made when first asked for. */
  private readonly guids = new Map<string, BigUint64Array>();

  /** @param kept is told each list, or the failure to read it, that is now known */
  constructor(
    private readonly list: ListSnapshots,
    private readonly kept: (host: string, dataset: DatasetName) => void,
  ) {}

  get(host: string, dataset: DatasetName): SnapshotsState {
    return this.lists.get(host)?.get(dataset) ?? { kind: "idle", before: undefined };
  }

  /** @param generation what is asked for in another one is not waited for. @param wanted whether the answer is still to be kept when it comes */
  load(host: string, dataset: DatasetName, generation: string, wanted: () => boolean): Promise<SnapshotsState> {
    return this.flights.run(`${generation}\0${host}\0${dataset}`, async () => {
      const state = await this.read(host, dataset, wanted);
      if (wanted()) this.set(host, dataset, state);
      return state;
    });
  }

  /** Reads a list once more when it was to be forgotten before it was there: it may be of before the change. */
  private async read(host: string, dataset: DatasetName, wanted: () => boolean): Promise<SnapshotsState> {
    const reading = this.reading.get(host) ?? new Map<DatasetName, "as it is" | "again">();
    this.reading.set(host, reading.set(dataset, "as it is"));
    const state = await this.list(host, dataset).then(
      (list): SnapshotsState => ({ kind: "ready", list }),
      (error: unknown): SnapshotsState => ({ kind: "failed", error: ZfsrError.from(error, `${host}:${dataset}`) }),
    );
    if (wanted() && reading.get(dataset) === "again") return this.read(host, dataset, wanted);
    reading.delete(dataset);
    return state;
  }

  /** Forgets the lists of a host. */
  forget(host: string): void {
    this.outdate(host, () => true);
    this.lists.delete(host);
  }

  /**
   * Lists are to be read again: they are no longer what is known, and can be shown until then. Of what could not be read
   * there is nothing to show, and nothing is kept.
   * @returns the datasets whose lists these are, but those that were to be read again already
   */
  outdate(host: string, of: (dataset: DatasetName) => boolean): DatasetName[] {
    const lists = this.lists.get(host);
    const outdated = [...(lists ?? [])].filter(([dataset, { kind }]) => kind !== "idle" && of(dataset));
    for (const [dataset, state] of outdated) {
      const before = listOf(state);
      if (before) lists?.set(dataset, { kind: "idle", before });
      else lists?.delete(dataset);
    }
    const reading = this.reading.get(host);
    for (const dataset of [...(reading?.keys() ?? [])].filter(of)) reading?.set(dataset, "again");
    this.guids.delete(host);
    return outdated.map(([dataset]) => dataset);
  }

  /** Forgets the lists of all datasets but those that are `there`. */
  keep(host: string, there: (dataset: DatasetName) => boolean): void {
    const lists = this.lists.get(host);
    for (const dataset of [...(lists?.keys() ?? [])]) if (!there(dataset)) lists?.delete(dataset);
    this.guids.delete(host);
  }

  /** The hosts of which lists are known. */
  hosts(): string[] {
    return [...this.lists.keys()];
  }

  /** The hosts but `except` on which a snapshot is known to be, by its guid. */
  hostsWith(guid: bigint, except: string): string[] {
    return this.hosts().filter((host) => host !== except && includes(this.guidsOf(host), guid));
  }

  /** The other datasets, of all lists that are known, that have snapshots of these guids, and how many of them. */
  copies(host: string, dataset: DatasetName): { host: string; dataset: DatasetName; shared: number }[] {
    const own = this.get(host, dataset);
    if (own.kind !== "ready") return [];
    const guids = new Set(own.list.snapshotGuids());
    const others = [...this.lists].flatMap(([id, lists]) => [...lists].map(([name, state]) => ({ id, name, state })));
    return others.flatMap(({ id, name, state }) => {
      if (state.kind !== "ready" || (id === host && name === dataset)) return [];
      const shared = state.list.snapshotGuids().reduce((sum, guid) => sum + Number(guids.has(guid)), 0);
      return shared === 0 ? [] : [{ host: id, dataset: name, shared }];
    });
  }

  private set(host: string, dataset: DatasetName, state: SnapshotsState): void {
    const lists = this.lists.get(host) ?? new Map<DatasetName, SnapshotsState>();
    this.lists.set(host, lists.set(dataset, state));
    this.guids.delete(host);
    this.kept(host, dataset);
  }

  private guidsOf(host: string): BigUint64Array {
    const known = this.guids.get(host);
    if (known) return known;
    const lists = [...(this.lists.get(host)?.values() ?? [])].flatMap((state) =>
      state.kind === "ready" ? [state.list.snapshotGuids()] : [],
    );
    const all = new BigUint64Array(lists.reduce((sum, list) => sum + list.length, 0));
    let end = 0;
    for (const list of lists) {
      all.set(list, end);
      end += list.length;
    }
    this.guids.set(host, all.sort());
    return all;
  }
}

/** Looks for a number in a list in ascending order. */
function includes(sorted: BigUint64Array, wanted: bigint): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0n) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}
