import { Emitter } from "../../core/base/emitter";
import { ZfsrError } from "../../core/base/errors";
import { SingleFlight } from "../../core/base/singleFlight";
import type { Host } from "../../core/hosts/host";
import { type Outcome, run, runAll, unwrap } from "../../core/hosts/run";
import { getVersion } from "../../core/zfs/commands/getVersion";
import { listDatasets } from "../../core/zfs/commands/listDatasets";
import { listPools } from "../../core/zfs/commands/listPools";
import { listSnapshots } from "../../core/zfs/commands/listSnapshots";
import type { DatasetName } from "../../core/zfs/names";
import { type Change, changesBetween } from "./changes";
import { withDeadline } from "./deadline";
import { contentsOf, type HostContents, type HostState, type SnapshotsState } from "./hostState";

export interface InventoryOptions {
  readonly host: (id: string) => Host;
  /** Milliseconds a host may take to answer. */
  readonly deadline: number;
  /** A person is being asked something; that time does not count. */
  readonly asking: () => boolean;
  readonly now: () => number;
}

/**
 * What the hosts hold, as far as it was asked for: pools and datasets of a host in one round trip, snapshots of a dataset
 * in another, only when they are to be seen. Each host is on its own; none waits for another. Nothing here rejects: a
 * failure is a state.
 */
export class Inventory {
  private readonly hosts = new Map<string, HostState>();
  private readonly snapshotLists = new Map<string, SnapshotsState>();
  /** How often each host was forgotten, and all of them: what was asked for before is not kept, whatever comes. */
  private readonly generations = new Map<string, number>();
  private forgotten = 0;
  private readonly hostFlights = new SingleFlight<HostState>();
  private readonly snapshotFlights = new SingleFlight<SnapshotsState>();
  private readonly changed = new Emitter<Change>();
  readonly onDidChange = this.changed.listen;

  constructor(private readonly options: InventoryOptions) {}

  state(host: string): HostState {
    return this.hosts.get(host) ?? { kind: "idle" };
  }

  /** The state once it is known: what is known already, or what the host answers. */
  async ensure(host: string): Promise<HostState> {
    const state = this.state(host);
    return state.kind === "ready" || state.kind === "failed" ? state : this.load(host);
  }

  /** Asks the host again and tells what is to be drawn anew. */
  async refresh(host: string): Promise<HostState> {
    const before = contentsOf(this.state(host));
    const loading = this.load(host);
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
    for (const key of [...this.hosts.keys()]) if (host === undefined || key === host) this.hosts.delete(key);
    for (const key of [...this.snapshotLists.keys()]) {
      if (host === undefined || key.startsWith(`${host}\0`)) this.snapshotLists.delete(key);
    }
  }

  snapshots(host: string, dataset: DatasetName): SnapshotsState {
    return this.snapshotLists.get(listKey(host, dataset)) ?? { kind: "idle" };
  }

  async ensureSnapshots(host: string, dataset: DatasetName): Promise<SnapshotsState> {
    const state = this.snapshots(host, dataset);
    return state.kind === "ready" ? state : this.loadSnapshots(host, dataset);
  }

  /** Forgets the lists of the datasets that `of` takes, and tells so: those that are open are read again. */
  refreshSnapshots(host: string, of: (dataset: DatasetName) => boolean): void {
    for (const key of [...this.snapshotLists.keys()]) {
      const dataset = key.slice(host.length + 1) as DatasetName;
      if (!key.startsWith(`${host}\0`) || !of(dataset)) continue;
      this.snapshotLists.delete(key);
      this.changed.fire({ kind: "snapshots", host, dataset });
    }
  }

  private load(host: string): Promise<HostState> {
    const generation = this.generation(host);
    return this.hostFlights.run(`${generation}\0${host}`, async () => {
      this.hosts.set(host, { kind: "loading", contents: contentsOf(this.state(host)) });
      const state = await this.ask(host).then(
        (contents): HostState => ({ kind: "ready", contents }),
        (error: unknown): HostState => ({ kind: "failed", error: ZfsrError.from(error, host) }),
      );
      if (this.generation(host) === generation) this.hosts.set(host, state);
      return state;
    });
  }

  private async ask(id: string): Promise<HostContents> {
    const host = this.options.host(id);
    const commands = [listPools(), listDatasets(), getVersion()] as const;
    const [pools, datasets, version] = await this.inTime(id, (signal) => runAll(host, commands, { signal }));
    return {
      pools: unwrap(pools),
      datasets: new Map(orNothing(datasets).map((dataset) => [dataset.name, dataset])),
      version: "value" in version ? version.value : undefined,
      facts: host.facts,
      at: this.options.now(),
    };
  }

  private loadSnapshots(id: string, dataset: DatasetName): Promise<SnapshotsState> {
    const key = listKey(id, dataset);
    const generation = this.generation(id);
    return this.snapshotFlights.run(`${generation}\0${key}`, async () => {
      const command = listSnapshots(dataset, { recursive: false });
      const state = await this.inTime(id, (signal) => run(this.options.host(id), command, { signal })).then(
        (items): SnapshotsState => ({ kind: "ready", items: items.reverse() }),
        (error: unknown): SnapshotsState => ({ kind: "failed", error: ZfsrError.from(error, `${id}:${dataset}`) }),
      );
      if (this.generation(id) === generation) this.snapshotLists.set(key, state);
      return state;
    });
  }

  private generation(host: string): string {
    return `${this.forgotten}.${this.generations.get(host) ?? 0}`;
  }

  private inTime<T>(object: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return withDeadline({ ms: this.options.deadline, paused: this.options.asking, object }, work);
  }
}

function listKey(host: string, dataset: DatasetName): string {
  return `${host}\0${dataset}`;
}

/** A host without a pool has no datasets; zfs calls that an error. */
function orNothing<T>(outcome: Outcome<T[]>): T[] {
  if ("error" in outcome && ZfsrError.is(outcome.error, "not-found")) return [];
  return unwrap(outcome);
}
