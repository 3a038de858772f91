import { datasetOf, isWithin, shortNameOf } from "../../../src/core/zfs/names";
import type { ModelDatasets, ModelSnapshot } from "./datasets";
import { Refused } from "./refused";

/** Runs one command of a plan that is no transfer. */
export function runCommand(host: ModelDatasets, argv: readonly string[]): void {
  const [zfs, verb = "", ...rest] = argv;
  if (zfs !== "zfs") throw new Refused(`${zfs ?? ""}: not found`);
  if (verb === "hold" || verb === "release") {
    const recursive = rest[0] === "-r";
    const [tag = "", ...snapshots] = recursive ? rest.slice(1) : rest;
    const all = snapshots.flatMap((name) => (recursive ? named(host, name) : [host.find(name)]));
    // `release -r` passes over snapshots without the tag, unless none has it
    const tagged = all.filter((snapshot) => snapshot.holds.has(tag));
    const found = recursive && verb === "release" && tagged.length > 0 ? tagged : all;
    if (snapshots.length === 0) throw new Refused("missing snapshot argument");
    if (found.some((snapshot) => snapshot.holds.has(tag) === (verb === "hold")))
      throw new Refused(verb === "hold" ? "tag already exists" : "no such tag");
    for (const snapshot of found) {
      if (verb === "hold") snapshot.holds.add(tag);
      else snapshot.holds.delete(tag);
    }
  } else if (verb === "snapshot") {
    const name = rest.at(-1) ?? "";
    host.snapshot(datasetOf(name), shortNameOf(name), rest[0] === "-r");
  } else if (verb === "receive" && rest[0] === "-A") {
    const name = rest[1] ?? "";
    const dataset = host.dataset(name);
    if (!dataset.partial) throw new Refused("does not have any resumable receive state to abort");
    dataset.partial = undefined;
    host.destroyed += 1;
    if (dataset.snapshots.length === 0) host.datasets.delete(name);
  } else if (verb === "rollback") host.rollback(rest.at(-1) ?? "", rest[0] === "-r");
  else if (verb === "destroy") host.destroy(rest[0] ?? "");
  else if (verb === "bookmark") {
    const [from = "", to = ""] = rest;
    host.find(from);
    if (host.dataset(datasetOf(from)).bookmarks.some((bookmark) => bookmark.short === shortNameOf(to)))
      throw new Refused("bookmark exists");
    host.bookmark(datasetOf(from), shortNameOf(from), shortNameOf(to));
  } else if (verb === "create") host.create(rest.at(-1) ?? "");
  else if (verb === "rename") {
    const [from = "", to = ""] = rest.filter((word) => word !== "-u");
    host.dataset(from);
    host.rename(from, to);
  } else throw new Refused(`unrecognized command '${verb}'`);
}

/** The snapshots of this name of a dataset and all below it. */
function named(host: ModelDatasets, name: string): ModelSnapshot[] {
  return [...host.datasets].flatMap(([dataset, { snapshots }]) =>
    isWithin(dataset, datasetOf(name)) ? snapshots.filter(({ short }) => short === shortNameOf(name)) : [],
  );
}
