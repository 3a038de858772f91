/** Every command that package.json contributes; test/unit/editor/manifest.test.ts compares the two. */
export const commandIds = [
  "zfsReplication.host.add",
  "zfsReplication.host.remove",
  "zfsReplication.host.refresh",
  "zfsReplication.host.retry",
  "zfsReplication.snapshot.take",
  "zfsReplication.snapshot.loadMore",
  "zfsReplication.dataset.replicate",
  "zfsReplication.dataset.resume",
  "zfsReplication.dataset.abortPartialReceive",
  "zfsReplication.transfer.cancel",
  "zfsReplication.transfer.show",
  "zfsReplication.transfer.showLog",
  "zfsReplication.transfer.retry",
  "zfsReplication.problem.runInTerminal",
  "zfsReplication.problem.copyCommand",
  "zfsReplication.log.show",
] as const;

export type CommandId = (typeof commandIds)[number];

export const hostsViewId = "zfsReplication.hosts";
