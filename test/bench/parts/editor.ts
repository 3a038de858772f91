import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { DatasetName } from "../../../src/core/zfs/names";
import { type Change } from "../../../src/editor/hosts/changes";
import { Inventory } from "../../../src/editor/hosts/inventory";
import { askBelow } from "../../../src/editor/tree/askBelow";
import { childrenOf, type Drawing } from "../../../src/editor/tree/children";
import { describe } from "../../../src/editor/tree/describe/describe";
import type { TreeNode } from "../../../src/editor/tree/nodes/node";
import { Paging } from "../../../src/editor/tree/paging";
import { SnapshotRows } from "../../../src/editor/tree/snapshotRows";
import { fakeHost, listing } from "../../unit/editor/fakes";
import type { Bench } from "../bench";
import { type Figure, median } from "../figures";

const snapshots = 100_000;
const datasets = 10_000;
const deadlines = { connect: 60_000, list: 60_000, snapshots: 60_000 };
const silent = { of: () => undefined, counterparts: () => [] };

/** A figure with a limit. */
function limited(what: string, value: number, unit: string, limit: number): Figure {
  const shown = `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${unit}`;
  return { what, ours: shown, peer: "", ratio: "", goal: `≤ ${limit} ${unit}`, met: value <= limit };
}

/** What `zfs list` prints of a dataset with many snapshots, a quarter of an hour apart. */
function listed(): string {
  const line = (i: number): string => {
    const time = 1_600_000_000 + i * 900;
    const name = `autosnap_${new Date(time * 1000).toISOString().slice(0, 19)}_frequently`;
    return `tank/d@${name}\t${10n ** 18n + BigInt(i) * 7919n}\t${i + 10}\t${time}\t${i * 512}\t1048576\t0\n`;
  };
  return Array.from({ length: snapshots }, (_, i) => line(i)).join("");
}

function drawingOf(host: ReturnType<typeof fakeHost>): Drawing {
  const inventory = new Inventory({ host: () => host, deadlines, asking: () => false, now: Date.now });
  return { inventory, paging: new Paging(), rows: new SnapshotRows(), view: { by: "time", filter: undefined } };
}

/** Milliseconds from the answer of the host to the rows of the first page, groups opened down to snapshots. */
async function firstPage(text: string): Promise<{ ms: number; bytes: number }> {
  const names = ["tank", "tank/d"];
  let answered = 0;
  const host = fakeHost("alpha", (words) => {
    if (!words.includes("-t snapshot")) return listing(words, names);
    answered = performance.now();
    return text;
  });
  const drawing = drawingOf(host);
  await drawing.inventory.ensure("alpha");
  let nodes: TreeNode[] = [{ kind: "snapshots", id: "snapshots", host: "alpha", dataset: "tank/d" as DatasetName }];
  while (nodes[0] && nodes[0].kind !== "snapshot") {
    await askBelow(nodes[0], drawing.inventory);
    nodes = childrenOf(nodes[0], drawing);
    for (const node of nodes) describe(node, { ...drawing, replication: silent }, Date.now());
  }
  const ms = performance.now() - answered;
  const state = drawing.inventory.snapshots("alpha", "tank/d" as DatasetName);
  return { ms, bytes: state.kind === "ready" ? state.list.bytes / state.list.length : NaN };
}

/** What is drawn anew when one of 10,000 datasets has changed, and how long that takes to be found. */
async function refresh(): Promise<{ nodes: number; ms: number }> {
  const names = ["tank", ...Array.from({ length: datasets - 1 }, (_, i) => `tank/d${i}`)];
  let token = "-";
  const host = fakeHost("alpha", (words) =>
    listing(words, names).replace(/^(tank\/d500\t.*\t)-$/m, (_, row: string) => row + token),
  );
  const { inventory } = drawingOf(host);
  await inventory.ensure("alpha");
  const changes: Change[] = [];
  inventory.onDidChange((change) => changes.push(change));
  token = "1-abc";
  const start = performance.now();
  await inventory.refresh("alpha");
  return { nodes: changes.length, ms: performance.now() - start };
}

function activation(): { load: number; activate: number } {
  const text = execFileSync(process.execPath, [join(import.meta.dirname, "../activation.cjs")], { encoding: "utf8" });
  return JSON.parse(text) as { load: number; activate: number };
}

/** The editor's trees at scale, without a host: what the editor itself adds to a listing; and how it begins. */
export const editor: Bench = {
  title: "the editor's trees with 100,000 snapshots and 10,000 datasets, and its activation",
  hosts: [],
  run: async ({ rounds }, say) => {
    const text = listed();
    const pages: { ms: number; bytes: number }[] = [];
    const refreshes: { nodes: number; ms: number }[] = [];
    const starts: { load: number; activate: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      say(`round ${round + 1}`);
      pages.push(await firstPage(text));
      refreshes.push(await refresh());
      starts.push(activation());
    }
    const middle = (values: readonly number[]): number => median(values);
    return [
      limited(
        "100,000 snapshots: from the host's answer to the first page",
        middle(pages.map(({ ms }) => ms)),
        "ms",
        300,
      ),
      limited("memory of a snapshot", middle(pages.map(({ bytes }) => bytes)), "bytes", 150),
      limited(
        "nodes drawn anew after a change of one of 10,000 datasets",
        middle(refreshes.map((r) => r.nodes)),
        "node",
        1,
      ),
      limited("reading and comparing these 10,000", middle(refreshes.map(({ ms }) => ms)), "ms", 500),
      limited("the extension's code is loaded in", middle(starts.map(({ load }) => load)), "ms", 60),
      limited("it is active in", middle(starts.map(({ activate }) => activate)), "ms", 40),
    ];
  },
};
