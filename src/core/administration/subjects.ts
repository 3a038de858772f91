import { datasetOf, type DatasetName, isSnapshotName, type SnapshotName } from "../zfs/names";
import type { AdministrationRequest } from "./request";

/** What has to be looked at for a request. */
export interface Subjects {
  /** Any name in the pool. */
  readonly root: DatasetName;
  /** The datasets whose snapshots and bookmarks are needed; parents that cover others stand alone. */
  readonly trees: readonly { readonly dataset: DatasetName; readonly recursive: boolean }[];
  readonly holds: boolean;
  /** Also the snapshots of the clones that depend on it, or those of the dataset that it is a clone of. */
  readonly clones: "dependents" | "origin" | undefined;
  readonly properties: { readonly of: DatasetName | SnapshotName; readonly names: readonly string[] } | undefined;
}

/** What has to be looked at for `request`: nothing more than its planner goes by. */
export function subjectsOf(request: AdministrationRequest): Subjects {
  const look = (root: DatasetName, more: Partial<Subjects> = {}): Subjects => ({
    ...{ root, trees: [], holds: false, clones: undefined, properties: undefined },
    ...more,
  });
  const tree = (dataset: DatasetName, recursive: boolean) => [{ dataset, recursive }];
  switch (request.verb) {
    case "snapshot":
      return look(request.datasets[0], {
        trees: request.datasets.map((dataset) => ({ dataset, recursive: request.recursive })),
      });
    case "hold":
    case "release": {
      const datasets = [...new Set(request.snapshots.map(datasetOf))];
      const trees = datasets.map((dataset) => ({ dataset, recursive: request.recursive }));
      return look(datasets[0] ?? ("" as DatasetName), { trees, holds: true });
    }
    case "bookmark":
    case "clone":
    case "send": {
      const dataset = datasetOf(request.snapshot);
      return look(dataset, { trees: tree(dataset, false) });
    }
    case "destroy-snapshots":
      return look(request.dataset, { trees: tree(request.dataset, request.recursive), holds: true });
    case "destroy-bookmarks": {
      const datasets = [...new Set(request.bookmarks.map(datasetOf))];
      const trees = datasets.map((dataset) => ({ dataset, recursive: false }));
      return look(datasets[0] ?? ("" as DatasetName), { trees });
    }
    case "destroy-dataset":
      return look(request.dataset, {
        trees: tree(request.dataset, true),
        holds: true,
        clones: request.clones ? "dependents" : undefined,
      });
    case "rollback": {
      const dataset = datasetOf(request.snapshot);
      return look(dataset, {
        trees: tree(dataset, request.recursive || request.clones),
        holds: true,
        clones: request.clones ? "dependents" : undefined,
      });
    }
    case "promote":
      return look(request.dataset, { trees: tree(request.dataset, false), holds: true, clones: "origin" });
    case "rename":
      return look(request.dataset, { trees: tree(request.dataset, true), holds: true });
    case "rename-snapshot": {
      const dataset = datasetOf(request.snapshot);
      return look(dataset, { trees: tree(dataset, request.recursive) });
    }
    case "set": {
      const dataset = datasetOf(request.object);
      const trees = isSnapshotName(request.object) ? tree(dataset, false) : [];
      return look(dataset, {
        trees,
        properties: { of: request.object, names: request.properties.map(({ name }) => name) },
      });
    }
    case "inherit":
      return look(request.object, { properties: { of: request.object, names: [request.property] } });
    case "mount":
      return look(request.dataset, { properties: { of: request.dataset, names: ["mountpoint", "canmount"] } });
    case "load-key":
      return look(request.dataset, { properties: { of: request.dataset, names: ["keylocation", "keyformat"] } });
    case "scrub":
      return look(request.pool);
    case "unmount":
    case "unload-key":
    case "receive":
    case "allow":
    case "unallow":
    case "abort":
      return look(request.dataset);
  }
}
