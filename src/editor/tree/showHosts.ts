import type { TreeView } from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import { Throttle } from "../../core/base/throttle";
import type { ContextKeys } from "../contextKeys";
import type { HostConnections } from "../hosts/hostConnections";
import type { Inventory } from "../hosts/inventory";
import type { JobFiles } from "../jobs/jobFiles";
import type { JobRuns } from "../jobs/jobRuns";
import { sshMissing } from "../hosts/sshMissing";
import { plainText } from "../plainText";
import type { RunHistory } from "../runs/runHistory";
import type { Settings } from "../settings";
import type { HostsFilter } from "./hostsFilter";
import type { HostsTree } from "./hostsTree";
import type { TreeNode } from "./nodes/node";

/** Milliseconds; many hosts may answer at once. */
const drawEvery = 250;

export interface HostsViewParts {
  readonly view: TreeView<TreeNode>;
  readonly tree: HostsTree;
  readonly filter: HostsFilter;
  readonly settings: Settings;
  readonly inventory: Inventory;
  readonly connections: HostConnections;
  readonly history: RunHistory;
  readonly jobFiles: JobFiles;
  readonly jobRuns: JobRuns;
  readonly contextKeys: ContextKeys;
}

/** Keeps the view in step with the settings, and says above it what it is narrowed to. */
export function showHosts(parts: HostsViewParts): DisposableStore {
  const { view, tree, filter, settings, inventory, connections, history, jobFiles, jobRuns } = parts;
  const store = new DisposableStore();
  store.add(
    settings.onDidChange(({ connection }) => {
      if (connection) {
        connections.reset();
        inventory.forget();
      }
      tree.drawAll();
    }),
  );
  const say = store.add(
    new Throttle(drawEvery, () => {
      const message = filter.message();
      // undefined takes the line away; the type has it as left out
      Object.assign(view, { message: message === undefined ? undefined : plainText(message) });
    }),
  );
  store.add(inventory.onDidChange(say.trigger));
  store.add(tree.onDidChangeTreeData(say.trigger));
  // runs of terminals and of other windows change what is shown here, too
  const begin = (): void => {
    if (!view.visible) return;
    void history.start();
    void jobFiles.start();
    // what the empty view says depends on it
    void sshMissing(process.env["PATH"] ?? "", process.platform).then((missing) =>
      parts.contextKeys.set("zfsReplication.sshMissing", missing),
    );
  };
  // rows of sources and targets tell how their jobs stand
  const jobs = store.add(
    new Throttle(drawEvery, () => {
      for (const { job } of jobFiles.files.flatMap((file) => file.jobs))
        for (const { host, dataset } of [job.source, ...job.targets]) tree.drawDataset(host, dataset);
    }),
  );
  store.add(jobFiles.onDidChange(jobs.trigger));
  store.add(jobRuns.onDidChange(jobs.trigger));
  store.add(history.onDidChange(jobs.trigger));
  store.add(view.onDidChangeVisibility(begin));
  begin();
  return store;
}
