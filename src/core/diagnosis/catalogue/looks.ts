import { look } from "./entry";

/** Looks that many entries offer. */
export const statusOfPool = look("Look at the pool's state and errors", "zpool status -v {pool?}");
export const kernelLog = look("Look at what the kernel said around then", "journalctl -k -n 200 --no-pager");
export const spaceOfDataset = look("See what takes the space", "zfs list -o space -r {dataset?}");
export const holdsOfSnapshot = look("See who holds it, since when", "zfs holds -H {snapshot}");
export const snapshotsOfDataset = look(
  "See its snapshots with their guids",
  "zfs list -Hp -t snapshot -o name,guid,createtxg,creation,userrefs -s createtxg -d 1 {dataset}",
);
export const delegationOf = look("See what is delegated there", "zfs allow {dataset}");
export const versionsHere = look("See the versions of commands and module", "zfs version");
export const smartOf = look("Ask the device itself", "smartctl -x {device}");
export const unitLog = look("Read what the unit said", "journalctl -u {unit} -n 100 --no-pager");
