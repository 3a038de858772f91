import type { CommandStep, TransferStep } from "../../../src/core/plan/step";
import { type DatasetName, datasetName, type Guid, type SnapshotName } from "../../../src/core/zfs/names";

/** A transfer of alpha:tank/NAME@b, from @a, to beta:backup/NAME. */
export function transferStep(name = "demo", change: Partial<TransferStep> = {}): TransferStep {
  const to = `tank/${name}@b` as SnapshotName;
  return {
    id: `send:${to}`,
    kind: "send",
    host: "alpha",
    dataset: datasetName(`tank/${name}`),
    argv: ["zfs", "send", "-i", "@a", to],
    destroys: [],
    needs: [],
    reason: "the target has @a",
    target: {
      host: "beta",
      dataset: datasetName(`backup/${name}`),
      argv: ["zfs", "receive", "-s", "-u", `backup/${name}`],
    },
    from: `tank/${name}@a` as SnapshotName,
    to,
    expected: { name: to, guid: "1" as Guid },
    raw: false,
    bytes: 1000,
    ...change,
  };
}

/** A hold on alpha. */
export function commandStep(id: string, change: Partial<CommandStep> = {}): CommandStep {
  return {
    id,
    kind: "hold",
    host: "alpha",
    dataset: "tank/demo" as DatasetName,
    argv: ["zfs", "hold", "zfsr:job", `tank/demo@${id}`],
    destroys: [],
    needs: [],
    reason: "it must stay",
    ...change,
  };
}
