import { datasetOf, isWithin, shortNameOf, type SnapshotName } from "../zfs/names";

/** Tells whether the words of `zfs hold`, `zfs release` or `zfs bookmark` mean a snapshot: by its name, or by `-r` from above. */
export function namesSnapshot(argv: readonly string[], name: SnapshotName): boolean {
  if (argv.includes(name)) return true;
  const whole = argv.includes("-r") ? argv.at(-1) : undefined;
  return whole !== undefined && shortNameOf(whole) === shortNameOf(name) && isWithin(datasetOf(name), datasetOf(whole));
}
