import type { PlanReviewState } from "../../../src/protocol/planReview";

const MiB = 2 ** 20;

/** A replication with an increment and a new dataset, ready to run. */
export const readyReview: PlanReviewState = {
  id: "review-1",
  title: "alpha:tank/demo to beta:backup/demo",
  phase: "ready",
  revision: 3,
  options: { recursive: true, snapshot: false, raw: "auto", intermediates: true, hold: true, transport: "auto" },
  steps: [
    {
      id: "hold",
      kind: "hold",
      host: "alpha",
      command: "zfs hold zfsr:beta:backup/demo tank/demo@rep_2026-01-03T000000Z",
      reason: "the next increment starts from them, so they must stay until it has arrived",
      destroys: [],
      state: "waiting",
    },
    {
      id: "send:a",
      kind: "send",
      host: "alpha",
      command: "zfs send -L -e -c -I tank/demo@rep_2026-01-01T000000Z tank/demo@rep_2026-01-03T000000Z",
      target: { host: "beta", command: "zfs receive -s -u backup/demo" },
      reason: "the target has @rep_2026-01-01T000000Z; all snapshots up to @rep_2026-01-03T000000Z go along",
      bytes: 734 * MiB,
      duration: 19_000,
      destroys: [],
      state: "waiting",
    },
    {
      id: "send:b",
      kind: "send",
      host: "alpha",
      command: "zfs send -w tank/demo/secret@rep_2026-01-03T000000Z",
      target: { host: "beta", command: "zfs receive -s -u -o readonly=on backup/demo/secret" },
      reason: "the target does not have it yet",
      bytes: 96 * MiB,
      duration: 2500,
      destroys: [],
      state: "waiting",
    },
  ],
  hidden: 0,
  totals: {
    ...{ streams: 2, bytes: 830 * MiB, duration: 21_500 },
    basis: "at 38.6 MiB/s, as in earlier runs between these hosts",
  },
  destroys: [],
  warnings: [
    {
      object: "beta:backup/demo/scratch",
      message: "its source has no snapshot, so nothing can be sent",
      nextStep: "take one: zfsr snapshot alpha:tank/demo/scratch@NAME",
      level: "person",
    },
  ],
  consent: "none needed: nothing is destroyed",
  can: { run: true, dryRun: true, resume: false, cancel: false, saveAsJob: true, copyCommand: true },
};

/** A plan that destroys, on a production host. */
export const destroyingReview: PlanReviewState = {
  ...readyReview,
  id: "review-2",
  title: "Destroy backup/demo/old and its snapshots on beta",
  options: undefined,
  steps: [
    {
      id: "destroy",
      kind: "destroy",
      host: "beta",
      command: "zfs destroy -r backup/demo/old",
      reason: "it was asked for",
      destroys: ["beta:backup/demo/old (dataset, 1.20 GiB)", "beta:backup/demo/old@monday (snapshot, 12.0 MiB)"],
      state: "waiting",
    },
  ],
  totals: { streams: 0, basis: "" },
  destroys: ["beta:backup/demo/old (dataset, 1.20 GiB)", "beta:backup/demo/old@monday (snapshot, 12.0 MiB)"],
  warnings: [],
  consent: "the name of the production host beta, typed",
  can: { ...readyReview.can, saveAsJob: false },
};

/** The same replication under way. */
export const runningReview: PlanReviewState = {
  ...readyReview,
  phase: "running",
  steps: readyReview.steps.map((step, i) =>
    i === 0 ? { ...step, state: "done" } : i === 1 ? { ...step, state: "running", sent: 312 * MiB } : step,
  ),
  progress: { bytes: 312 * MiB, total: 830 * MiB, rate: 38 * MiB, eta: 13_600 },
  warnings: [],
  can: { run: false, dryRun: false, resume: false, cancel: true, saveAsJob: true, copyCommand: true },
};
