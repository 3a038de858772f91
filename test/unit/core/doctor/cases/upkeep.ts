import { datasetName, snapshotName } from "../../../../../src/core/zfs/names";
import { type Case, dataset, day } from "../support/changes";

export const upkeepCases: readonly Case[] = [
  {
    id: "services",
    of: "target",
    change: ({ units }) => ({ units: new Map([...(units ?? []), ["zfs-import-cache.service", "disabled"]]) }),
    state: "warn",
    title: /not enabled/,
    remedy: /systemctl enable/,
  },
  {
    id: "services",
    of: "target",
    change: ({ units }) => ({ units: new Map([...(units ?? []), ["zfs-mount.service", "failed"]]) }),
    state: "fail",
    title: /has failed/,
    remedy: /journalctl/,
  },
  {
    id: "schedules",
    of: "source",
    change: () => ({
      schedules: ["a", "b"].map((from) => ({ from, when: "0 * * * *", command: `syncoid tank/${from} beta:x` })),
    }),
    state: "warn",
    title: /2 replications start/,
  },
  {
    id: "schedules",
    of: "source",
    change: () => ({
      schedules: [
        { from: "a", when: "0 * * * *", command: "syncoid x y" },
        { from: "b", when: "5 * * * *", command: "zrepl" },
      ],
    }),
    state: "warn",
    title: /more than one tool/,
  },
  {
    id: "pruning",
    of: "source",
    change: () => ({ snapshots: [{ dataset: datasetName("tank/demo"), count: 2000, oldest: 0, newest: 1 }] }),
    state: "warn",
    title: /2000 snapshots/,
  },
  {
    id: "holds",
    of: "source",
    change: ({ now = 0 }) => ({
      holds: [{ snapshot: snapshotName("tank/demo", "old"), tag: "backup job", since: now - 90 * day }],
    }),
    state: "warn",
    title: /a hold 'backup job'/,
    remedy: /zfs release 'backup job' tank\/demo@old/,
  },
  {
    id: "partial-receives",
    of: "target",
    change: dataset("backup/demo", { partialReceive: true }),
    state: "warn",
    title: /partially received/,
    remedy: /zfsr resume beta:backup\/demo/,
  },
];
