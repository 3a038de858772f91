import assert from "node:assert/strict";
import type { Plan } from "../../../src/core/plan/plan";
import { defaultReceive, defaultSend } from "../../../src/core/replication/request";
import type { Asked, Happening } from "./histories";
import { copy, ModelPair, root } from "./pair";
import { Refused } from "./refused";
import { runOnModel } from "./runOnModel";

/** Two machines, and what is planned between them. */
export class World extends ModelPair {
  /** @param planned is told of each plan of the history */
  constructor(
    encrypted: boolean,
    private readonly planned: (plan: Plan) => void,
  ) {
    super();
    this.source.create(root, "filesystem", encrypted ? "aes-256-gcm" : "off");
    this.source.snapshot(root, "0");
  }

  planFor(how: Asked): Plan {
    return this.plan(
      {
        job: "beta:backup/demo",
        recursive: how.recursive,
        send: { ...defaultSend, intermediates: how.intermediates, raw: how.raw, replicate: how.replicate },
        receive: { ...defaultReceive, resumable: how.resumable },
        hold: how.hold,
        bookmark: how.bookmark,
        onDiverged: how.onDiverged,
        select: {
          include: [],
          exclude: how.exclude === undefined ? [] : [how.exclude],
          snapshots: how.snapshots === undefined ? [] : [how.snapshots],
        },
        keep: {
          source: how.keep === undefined ? undefined : { last: how.keep },
          target: how.keep === undefined ? undefined : { last: how.keep + 1 },
          match: [],
        },
      },
      how.snapshot,
    );
  }

  /** Guids of all that the target holds. */
  held(): Set<string> {
    return new Set(
      [...this.target.datasets.values()].flatMap((dataset) =>
        dataset.snapshots.map((snapshot) => snapshot.guid.toString()),
      ),
    );
  }

  /** Guids of all snapshots by their whole names, `beta:backup/demo@1`, as they are called now. */
  names(): Map<string, string> {
    const names = new Map<string, string>();
    for (const host of this.hosts.values())
      for (const [name, { snapshots }] of host.datasets)
        for (const snapshot of snapshots)
          names.set(`${host.id}:${name}@${snapshot.short}`, `${host.id} ${snapshot.guid}`);
    return names;
  }

  happens(event: Happening): void {
    if (event.does === "replicate") {
      const plan = this.planFor(event.asked);
      this.planned(plan);
      const failures = runOnModel(plan, this.hosts, event.broken);
      if (!event.broken) assert.deepEqual([...failures], [], "a step of a plan failed");
      for (const failure of failures.values())
        assert.match(failure.message, /incomplete stream/, "a step failed that was not to break");
      return;
    }
    try {
      this.changes(event);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  private changes(event: Exclude<Happening, { does: "replicate" }>): void {
    const there = root + event.dataset;
    const onTarget = copy + event.dataset;
    switch (event.does) {
      case "snapshot":
        this.source.dataset(there);
        this.source.snapshot(there, event.short, event.recursive);
        return;
      case "destroy-snapshot":
        return void this.source.destroySnapshot(there, event.short);
      case "bookmark": {
        const newest = this.source.dataset(there).snapshots.at(-1)?.short ?? "";
        this.source.bookmark(there, newest, newest);
        if (event.instead) this.source.destroySnapshot(there, newest);
        return;
      }
      case "create":
        return void this.source.create(there, event.type, event.encrypted ? "aes-256-gcm" : "off");
      case "rename":
        this.source.dataset(there);
        if (event.dataset !== "") this.source.rename(there, `${there}x`);
        return;
      case "clone": {
        const newest = this.source.dataset(there).snapshots.at(-1)?.short ?? "";
        this.source.clone(there, newest, root + event.as);
        return;
      }
      case "key":
        if (this.source.dataset(there).encryption !== "off") this.source.dataset(there).keyLoaded = event.loaded;
        return;
      case "target-write":
        // what has been received in part only cannot be mounted
        if (this.target.dataset(onTarget).snapshots.length > 0) this.target.dataset(onTarget).written += 4096;
        return;
      case "target-snapshot":
        if (this.target.dataset(onTarget).snapshots.length > 0) this.target.snapshot(onTarget, event.short);
        return;
      case "target-create":
        return void this.target.create(onTarget, event.type);
      case "target-destroy-snapshot":
        return void this.target.destroySnapshot(onTarget, event.short);
    }
  }
}
