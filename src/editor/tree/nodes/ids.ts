/** Ids of nodes. A host's name has no line break, so parts cannot run into each other. */
export const nodeId = {
  host: (host: string) => `host\n${host}`,
  dataset: (host: string, guid: string) => `dataset\n${host}\n${guid}`,
  snapshots: (host: string, guid: string) => `snapshots\n${host}\n${guid}`,
  /** @param list the list of snapshots, or the group that it is part of. @param key `2026-11`, `2026-11-23`, `autosnap_` */
  group: (list: string, key: string) => `group\n${list}\n${key}`,
  /** A received snapshot has the guid of its source, and a bookmark that of its snapshot: the dataset tells them apart. */
  item: (host: string, dataset: string, kind: string, guid: string, name: string) =>
    `${kind}\n${host}\n${dataset}\n${guid}\n${name}`,
  child: (parent: string, kind: "more" | "failure" | "note") => `${kind}\n${parent}`,
} as const;
