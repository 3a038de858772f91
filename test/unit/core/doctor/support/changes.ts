/** What a case of the doctor changes in what a real host printed. */
import assert from "node:assert/strict";
import type { CheckState } from "../../../../../src/core/doctor/check";
import type {
  DatasetFacts,
  HostFacts,
  KeyFile,
  PeerFacts,
  PoolStatus,
  Side,
} from "../../../../../src/core/doctor/facts";
import { datasetName } from "../../../../../src/core/zfs/names";

/** What is to be otherwise among what was seen of a host. */
export type Change = (facts: HostFacts, side: Side) => Partial<HostFacts>;

export const day = 86_400_000;

export function peer(change: Partial<PeerFacts>): Change {
  return ({ peer: recorded }) => {
    assert.ok(recorded);
    return { peer: { ...recorded, ...change } };
  };
}

export function dataset(name: string, change: Partial<DatasetFacts>): Change {
  return ({ datasets = [] }) => {
    const like = datasets.find((entry) => entry.name === name) ?? datasets[0];
    assert.ok(like);
    const rest = datasets.filter((entry) => entry.name !== name);
    return { datasets: [...rest, { ...like, name: datasetName(name), ...change }] };
  };
}

export function pool(change: object): Change {
  return ({ pools = [] }) => ({ pools: pools.map((entry) => ({ ...entry, ...change })) });
}

export function status(change: Partial<PoolStatus>): Change {
  return ({ poolStatus = new Map<never, never>() }) => ({
    poolStatus: new Map([...poolStatus].map(([name, entry]) => [name, { ...entry, ...change }])),
  });
}

export function key(change: Partial<KeyFile>): Change {
  return () => ({
    keyFiles: [{ path: "/etc/zfs/keys/k", mode: "400", owner: "root", folderMode: "700", ...change }],
  });
}

/** One thing that is changed, and what a check then says. */
export interface Case {
  readonly id: string;
  readonly of: "source" | "target" | "both";
  readonly change: Change;
  readonly state: CheckState;
  readonly title: RegExp;
  /** What the remedy has in it. */
  readonly remedy?: RegExp;
}
