import type { RunRow, TransfersState } from "../../../src/protocol/transfers";

const MiB = 2 ** 20;
const begun = Date.UTC(2026, 10, 23, 20, 51, 24);
const hour = 3_600_000;

function run(number: number, more: Partial<RunRow> = {}): RunRow {
  return {
    id: `20261123T2051${String(10 + number)}Z-00000${number}`,
    title: "alpha:tank/demo to beta:backup/demo",
    startedAt: begun - number * hour,
    duration: 21_000 + number * 900,
    bytes: (830 - number * 96) * MiB,
    outcome: "done",
    ...more,
  };
}

const seconds = Array.from({ length: 90 }, (_, i) => i);
const history = [
  run(0, { outcome: "running", bytes: 2900 * MiB, duration: 90_000 }),
  run(1),
  run(2, { outcome: "interrupted", bytes: 120 * MiB, duration: 4000 }),
  run(3),
  run(4),
];

/** One run under way, with the runs of its job before. */
export const transferring: TransfersState = {
  runs: [
    ...history.slice(0, 1),
    run(7, { title: "alpha:tank/vm to gamma:vault/vm", outcome: "failed", bytes: 0 }),
    ...history.slice(1),
  ],
  shown: {
    ...{ id: history[0]?.id ?? "", title: "alpha:tank/demo to beta:backup/demo", outcome: "running" },
    text: "2.83 GiB of 4.10 GiB, 38.4 MiB/s, 0:34 left",
    ...{ bytes: 2900 * MiB, total: 4200 * MiB, rate: 38.4 * MiB, eta: 34_000, elapsed: 90_000 },
    streams: [
      { id: "a", label: "tank/demo@rep_2026-01-03T000000Z", state: "done", bytes: 734 * MiB, total: 734 * MiB },
      {
        ...{ id: "b", label: "tank/demo/projects@rep_2026-01-03T000000Z", state: "running" },
        ...{ bytes: 2166 * MiB, total: 3400 * MiB, rate: 38.4 * MiB },
      },
    ],
    hiddenStreams: 0,
    stages: [
      { name: "read", rate: 38.4 * MiB, share: 0.05, source: "zfs send counts it", slowest: false },
      {
        ...{ name: "network", rate: 38.1 * MiB, share: 0.92, slowest: true },
        source: "what the target's kernel has acknowledged; the connection is busy 99 % of the time",
      },
      { name: "write", rate: 38 * MiB, share: 0.03, source: "what zfs receive has taken in", slowest: false },
    ],
    curve: {
      seconds,
      rates: seconds.map((i) => (i < 4 ? i * 9 : i > 40 && i < 48 ? 6 : 36 + 6 * Math.sin(i / 3)) * MiB),
    },
    findings: [{ severity: "warning", text: "beta:backup/demo: the pool is 84 % full." }],
    can: { cancel: true, resume: false },
    history,
  },
};
