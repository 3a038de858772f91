/** Trees of many small datasets on the lab's hosts. */
import type { HostName } from "../support/lab/hosts";
import { onHost } from "../support/lab/remote";
import { removeData } from "../support/labData";

const hour = { limit: 3_600_000 };

/** While trees are made: zed starts a process for each event, and each snapshot is one; what is measured has it again. */
const withoutZed = "systemctl stop zfs-zed; trap 'systemctl start zfs-zed' EXIT";

/** Makes a tree anew: `root` and datasets below it, so many together, each with so many snapshots of a small change each. */
export async function makeTree(host: HostName, root: string, datasets: number, snapshots: number): Promise<void> {
  await removeTree(host, root);
  await onHost(
    host,
    `set -e
     ${withoutZed}
     zfs create -p ${root}
     for d in $(seq -w 1 ${datasets - 1}); do zfs create ${root}/d$d; done
     ${Array.from({ length: snapshots }, (_, i) => change(root, `s${i + 1}`)).join("\n")}`,
    hour,
  );
}

/** One small change in each dataset of a tree, and a snapshot of all. */
export async function changeTree(host: HostName, root: string, snapshot: string): Promise<void> {
  await onHost(host, change(root, snapshot), hour);
}

/** So many more snapshots of all datasets of a tree, `t1` and on, without a change between them. */
export async function snapshotTree(host: HostName, root: string, snapshots: number): Promise<void> {
  await onHost(
    host,
    `${withoutZed}; for s in $(seq ${snapshots}); do zfs snapshot -r ${root}@t$s || exit 1; done`,
    hour,
  );
}

/** Takes a tree away, in as few commands as a big one allows. */
export async function removeTree(host: HostName, root: string): Promise<void> {
  await onHost(
    host,
    `zfs list ${root} >/dev/null 2>&1 || exit 0
     zfs list -H -o userrefs,name -t snapshot -r ${root} | awk '$1 > 0 {print $2}' | xargs -r -n 200 zfs holds -H | while IFS="\t" read -r name tag time; do zfs release "$tag" "$name"; done
     ${withoutZed}
     zfs destroy -r ${root}`,
    hour,
  ).catch(() => removeData(host, root));
}

function change(root: string, snapshot: string): string {
  return `for d in /${root} /${root}/d*; do echo ${snapshot} >>$d/changes; done; zfs snapshot -r ${root}@${snapshot}`;
}
