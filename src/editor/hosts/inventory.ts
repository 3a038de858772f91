import { Emitter } from "../../core/base/emitter";
import { ZfsrError } from "../../core/base/errors";
import { Turns } from "../../core/base/turns";
import type { Host } from "../../core/hosts/host";
import { run } from "../../core/hosts/run";
import { listSnapshotTable } from "../../core/zfs/commands/listSnapshotTable";
import type { DatasetName } from "../../core/zfs/names";
import { type Change, changesBetween } from "./changes";
import { withDeadline } from "./deadline";
import { contentsOf, type HostContents, type HostState, type SnapshotsState } from "./hostState";
import { listAgain, listHost } from "./listHost";
import { SnapshotLists } from "./snapshotLists";

/** Milliseconds that hosts are waited for. */
export interface Deadlines {
  /** Until a connection stands; a person's time to answer questions does not count. */
  readonly connect: number;
  /** Until pools and datasets are listed. A pool that hangs keeps zfs(8) from answering for ever. */
  readonly list: number;
  /** Until the snapshots of one dataset are listed: 100,000 of them may take minutes. */
  readonly snapshots: number;
}

export interface InventoryOptions {
  readonly host: (id: string) => Host;
  readonly deadlines: Deadlines;
  /** A person is being asked something; that time does not count. */
  readonly asking: () => boolean;
  readonly now: () => number;
}

/** How a host is looked at again. */
export interface RefreshOptions {
  /** Only what is at or below these has changed; left out: anything may have. */
  readonly within?: readonly DatasetName[];
  /** Nobody is asked anything, and a failure leaves what was known as it was. */
  readonly background?: boolean;
}

/** One look at a host. */
interface Listing {
  readonly host: string;
  readonly generation: string;
  readonly options: RefreshOptions;
}

/** One look in place of two: at all that either is about, and with a person to ask if either has one. */
function joined(one: Listing, other: Listing): Listing {
  const [a, b] = [one.options, other.options];
  const within = a.within && b.within ? [...new Set([...a.within, ...b.within])] : undefined;
  const background = Boolean(a.background && b.background);
  return { ...other, options: within ? { within, background } : { background } };
}

/**
 * What the hosts hold, as far as it was asked for: pools and datasets of a host in one round trip, snapshots of a dataset
 * in another, only when they are to be seen. Each host is on its own; none waits for another. Nothing here rejects: a
 * failure is a state.
 */
export class Inventory {
  private readonly hosts = new Map<string, HostState>();
  private readonly lists = new SnapshotLists(
    (id, dataset) => this.listSnapshots(id, dataset),
    (host, dataset) => this.changed.fire({ kind: "snapshots", host, dataset }),
  );
  /** How often each host was forgotten, and all of them: what was asked for before is not kept, whatever comes. */
  private readonly generations = new Map<string, number>();
  private forgotten = 0;
  private readonly listings = new Turns<Listing, HostState>((_, listing) => this.list(listing), joined);
  private readonly changed = new Emitter<Change>();
  readonly onDidChange = this.changed.listen;

  constructor(private readonly options: InventoryOptions) {}

  state(host: string): HostState {
    return this.hosts.get(host) ?? { kind: "idle" };
  }

  /** The state once it is known: what is known already, or what the host answers, of which the change is told. */
  async ensure(host: string): Promise<HostState> {
    const state = this.state(host);
    if (state.kind === "ready" || state.kind === "failed") return state;
    return this.listings.underWay(this.turn(host)) ?? this.refresh(host);
  }

  /** Asks the host again and tells what is to be drawn anew. */
  async refresh(host: string, options: RefreshOptions = {}): Promise<HostState> {
    const before = contentsOf(this.state(host));
    const loading = this.load(host, options);
    if (!before) this.changed.fire({ kind: "host", host });
    const state = await loading;
    if (state.kind !== "ready") this.changed.fire({ kind: "host", host });
    else for (const change of changesBetween(host, before, state.contents)) this.changed.fire(change);
    return state;
  }

  /** Forgets a host, or all: its connection settings changed, or it was taken out. */
  forget(host?: string): void {
    if (host === undefined) this.forgotten += 1;
    else this.generations.set(host, (this.generations.get(host) ?? 0) + 1);
    const gone = host === undefined ? new Set([...this.hosts.keys(), ...this.lists.hosts()]) : [host];
    for (const id of gone) {
      this.hosts.delete(id);
      this.lists.forget(id);
      this.changed.fire({ kind: "forgotten", host: id });
    }
  }

  snapshots(host: string, dataset: DatasetName): SnapshotsState {
    return this.lists.get(host, dataset);
  }

  /** The list once it is known: what is known already, or what the host answers, of which the change is told. */
  async ensureSnapshots(host: string, dataset: DatasetName): Promise<SnapshotsState> {
    const state = this.snapshots(host, dataset);
    if (state.kind === "ready") return state;
    const generation = this.generation(host);
    return this.lists.load(host, dataset, generation, () => this.generation(host) === generation);
  }

  /** The lists of the datasets that `of` takes are to be read again, and this is told once: those that are open are. */
  refreshSnapshots(host: string, of: (dataset: DatasetName) => boolean): void {
    for (const dataset of this.lists.outdate(host, of)) this.changed.fire({ kind: "snapshots", host, dataset });
  }

  /** The other hosts on which a snapshot is, by its guid, as far as their lists are known. */
  otherHosts(host: string, guid: bigint): string[] {
    return this.lists.hostsWith(guid, host);
  }

  /** Datasets with some of the same snapshots, by their guids, as far as their lists are known. Its own list is asked for. */
  async copies(
    host: string,
    dataset: DatasetName,
  ): Promise<readonly { host: string; dataset: DatasetName; shared: number }[]> {
    await this.ensureSnapshots(host, dataset);
    return this.lists.copies(host, dataset);
  }

  /** What the host holds at some time after this was called: a listing under way may have begun before a change. */
  private load(host: string, options: RefreshOptions): Promise<HostState> {
    return this.listings.next(this.turn(host), { host, generation: this.generation(host), options });
  }

  private async list({ host: id, generation, options }: Listing): Promise<HostState> {
    const before = contentsOf(this.state(id));
    const wanted = (): boolean => this.generation(id) === generation;
    if (wanted()) this.hosts.set(id, { kind: "loading", contents: before });
    const state = await this.ask(id, before, options).then(
      (contents): HostState => ({ kind: "ready", contents }),
      (error: unknown): HostState =>
        options.background && before
          ? { kind: "ready", contents: before }
          : { kind: "failed", error: ZfsrError.from(error, id) },
    );
    if (!wanted()) return state;
    this.hosts.set(id, state);
    if (state.kind === "ready" && state.contents !== before) this.keepLists(id, before, state.contents);
    return state;
  }

  /** Lists of datasets that are gone are forgotten, also where another one has the name by now. */
  private keepLists(id: string, before: HostContents | undefined, after: HostContents): void {
    this.lists.keep(id, (name) => {
      const now = after.datasets.get(name);
      return now !== undefined && (before?.datasets.get(name)?.guid ?? now.guid) === now.guid;
    });
  }

  private async ask(id: string, before: HostContents | undefined, options: RefreshOptions): Promise<HostContents> {
    const host = await this.connected(id, options);
    const { now, deadlines } = this.options;
    const start = now();
    const listing = await this.inTime(id, deadlines.list, (signal) => {
      const how = { signal, background: options.background ?? false };
      if (!before || !options.within) return listHost(host, how);
      return listAgain(host, before, options.within, how);
    });
    return { ...listing, facts: host.facts, at: now(), took: now() - start };
  }

  private async listSnapshots(id: string, dataset: DatasetName) {
    const host = await this.connected(id, {});
    return this.inTime(id, this.options.deadlines.snapshots, (signal) =>
      run(host, listSnapshotTable(dataset), { signal }),
    );
  }

  /** In the background nothing connects that would ask: the commands themselves say so. */
  private async connected(id: string, { background }: RefreshOptions): Promise<Host> {
    const host = this.options.host(id);
    if (!background) await this.inTime(id, this.options.deadlines.connect, (signal) => host.connect(signal));
    return host;
  }

  /** Listings of a host take turns until it is forgotten. */
  private turn(host: string): string {
    return `${this.generation(host)}\0${host}`;
  }

  private generation(host: string): string {
    return `${this.forgotten}.${this.generations.get(host) ?? 0}`;
  }

  private inTime<T>(object: string, ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return withDeadline({ ms, paused: this.options.asking, object }, work);
  }
}
