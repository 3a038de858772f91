/** The snapshots of one host in the editor's tree, over ssh, against what `zfs list` itself takes over the same. */
import { silentLog } from "../../../src/core/base/log";
import { createHosts } from "../../../src/core/hosts/createHosts";
import { noPrompter } from "../../../src/core/hosts/prompter";
import type { DatasetName } from "../../../src/core/zfs/names";
import { Inventory } from "../../../src/editor/hosts/inventory";
import type { Drawing } from "../../../src/editor/tree/children";
import { Paging } from "../../../src/editor/tree/paging";
import { SnapshotRows } from "../../../src/editor/tree/snapshotRows";
import { files } from "../../support/lab/places";
import { on } from "../../support/labData";
import { type Bench, interleaved } from "../bench";
import { type Figure, median, seconds } from "../figures";
import { openSnapshots } from "../openSnapshots";
import { Shell } from "../shell";
import { makeTree, removeTree, snapshotTree } from "../trees";

const root = "tank/bench-tree";
const datasets = 100;
/** Of each dataset: 100,000 together. One dataset has one snapshot a transaction group, so that a tree of them is made faster. */
const snapshots = 1000;
const limit = 1.2;
const deadlines = { connect: 60_000, list: 600_000, snapshots: 600_000 };

function against(what: string, ours: readonly number[], peer: readonly number[]): Figure {
  const ratio = median(ours) / median(peer);
  return {
    what,
    ours: seconds(median(ours)),
    peer: seconds(median(peer)),
    ratio: `${ratio.toFixed(2)} ×`,
    goal: `≤ ${limit} ×`,
    met: ratio <= limit,
  };
}

export const tree: Bench = {
  title: "the snapshots of one host in the editor's tree, against zfs list over ssh",
  hosts: ["alpha"],
  async run({ rounds }, say) {
    const shell = new Shell(undefined);
    const config = { sshConfigFile: files.sharedConfig, connector: "openssh" } as const;
    const hosts = createHosts({ ...config, prompter: noPrompter, log: silentLog, env: process.env });
    try {
      say(`making ${datasets} datasets × ${snapshots} snapshots`);
      await makeTree("alpha", root, datasets, 1);
      await snapshotTree("alpha", root, snapshots - 1);
      const names = (await on("alpha", `zfs list -Ho name -r ${root}`)).split("\n") as DatasetName[];
      const one = names.slice(0, 1);

      const ours = async (opened: readonly DatasetName[]): Promise<number> => {
        // a new inventory knows nothing; the connection is there, as the peer's is
        const inventory = new Inventory({ host: (id) => hosts.get(id), deadlines, asking: () => false, now: Date.now });
        const paging = new Paging();
        const drawing: Drawing = {
          inventory,
          paging,
          rows: new SnapshotRows(),
          view: { by: "time", filter: undefined },
        };
        await inventory.ensure("alpha");
        const from = performance.now();
        await Promise.all(opened.map((name) => openSnapshots(drawing, "alpha", name)));
        const ms = performance.now() - from;
        const counts = opened
          .map((name) => inventory.snapshots("alpha", name))
          .map((s) => (s.kind === "ready" ? s.list.length : 0));
        if (counts.some((count) => count !== snapshots)) throw new Error(`Not all were listed: ${counts.join(" ")}`);
        say(`ours, ${opened.length} datasets: ${seconds(ms)}`);
        return ms;
      };
      const peer = async (words: string): Promise<number> => {
        const { from, to } = await shell.type(
          `ssh -F ${files.sharedConfig} alpha zfs list ${words} ${root} | cat >/dev/null`,
        );
        say(`zfs list ${words}: ${seconds(to - from)}`);
        return to - from;
      };
      await peer("-d 0");

      const [all = [], listed = [], single = [], listedOne = []] = await interleaved(rounds, [
        () => ours(names),
        () => peer("-t snapshot -r"),
        () => ours(one),
        () => peer("-t snapshot -d 1"),
      ]);
      return [
        against(`${datasets * snapshots} snapshots of ${datasets} datasets, all opened in the tree`, all, listed),
        against(`${snapshots} snapshots of one dataset, opened in the tree`, single, listedOne),
      ];
    } finally {
      shell.close();
      hosts.dispose();
      await removeTree("alpha", root);
    }
  },
};
