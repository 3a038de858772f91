import type { LineageCellView, LineageState } from "../../../src/protocol/lineage";

const plain = { holds: [], clones: [], bookmarked: false };
const gap: LineageCellView = { kind: "gap", ...plain };
const absent: LineageCellView = { kind: "absent", ...plain };
const bookmark: LineageCellView = { kind: "bookmark", ...plain };
const snapshot = (
  kind: "safe" | "kept" | "last",
  because: string,
  more: Partial<LineageCellView> = {},
): LineageCellView => ({
  ...{ kind: "snapshot", ...plain, verdict: { kind, because } },
  ...more,
});
const day = (number: number): number => Date.UTC(2026, 10, number, 2, 0, 0);
const also = (place: string): string => `${place} has it, too, and newer ones`;

/** A source with two targets, one of them behind. */
export const family: LineageState = {
  ...{ host: "alpha", dataset: "tank/demo", phase: "ready", older: 1200, safe: 3 },
  message: "Places: 3. Snapshots: 1206; of those shown, 3 can be destroyed somewhere. Looked at 20:51:24.",
  columns: [
    { host: "alpha", dataset: "tank/demo" },
    { host: "beta", dataset: "backup/demo" },
    { host: "gamma", dataset: "vault/demo" },
  ],
  rows: [
    {
      ...{ guid: "6", name: "rep_2026-11-23T020000Z", otherNames: [], creation: day(23), baseOf: [] },
      cells: [snapshot("last", "no other place has it"), absent, absent],
    },
    {
      ...{ guid: "5", name: "rep_2026-11-22T020000Z", otherNames: [], creation: day(22), baseOf: [[0, 1]] },
      cells: [
        snapshot("kept", "held by zfsr:beta:backup/demo", { holds: ["zfsr:beta:backup/demo"], bookmarked: true }),
        snapshot("kept", "the newest in common with alpha:tank/demo"),
        absent,
      ],
    },
    {
      ...{ guid: "4", name: "rep_2026-11-21T020000Z", otherNames: ["nightly-21"], creation: day(21) },
      baseOf: [
        [0, 2],
        [1, 2],
      ],
      cells: [
        snapshot("kept", "held by zfsr:gamma:vault/demo", { holds: ["zfsr:gamma:vault/demo"] }),
        snapshot("kept", "the newest in common with gamma:vault/demo"),
        snapshot("kept", "the newest in common with alpha:tank/demo, beta:backup/demo"),
      ],
    },
    {
      ...{ guid: "3", name: "rep_2026-11-20T020000Z", otherNames: [], creation: day(20), baseOf: [] },
      cells: [bookmark, snapshot("safe", also("gamma:vault/demo")), snapshot("safe", also("beta:backup/demo"))],
    },
    {
      ...{ guid: "2", name: "before-upgrade", otherNames: [], creation: day(19), baseOf: [] },
      cells: [
        snapshot("kept", "tank/demo-test is its clone", { clones: ["tank/demo-test"] }),
        gap,
        snapshot("safe", also("alpha:tank/demo")),
      ],
    },
    {
      ...{ guid: "1", name: "rep_2026-11-18T020000Z", otherNames: [], creation: day(18), baseOf: [] },
      cells: [absent, snapshot("last", "no other place has it"), absent],
    },
  ],
  pairs: [
    {
      from: "alpha:tank/demo",
      to: "beta:backup/demo",
      base: "rep_2026-11-22T020000Z",
      text: "beta is 1 snapshot behind",
    },
    {
      from: "alpha:tank/demo",
      to: "gamma:vault/demo",
      base: "rep_2026-11-21T020000Z",
      text: "gamma is 2 snapshots behind",
    },
    {
      from: "beta:backup/demo",
      to: "gamma:vault/demo",
      base: "rep_2026-11-21T020000Z",
      text: "gamma is 1 snapshot behind",
    },
  ],
};
