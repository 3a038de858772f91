/** Datasets for tests on the lab's hosts: each test its own, taken away again at its end. */
import type { HostName } from "./lab/hosts";
import { onHost } from "./lab/remote";

/** Runs a line on a host and gives what it printed, without the line break at the end. */
export async function on(host: HostName, line: string): Promise<string> {
  return (await onHost(host, line)).stdout.trim();
}

/** Makes `dataset` anew on a host with so many MiB that do not compress, and a snapshot of it, `@a`. */
export async function makeData(host: HostName, dataset: string, mebibytes: number): Promise<void> {
  await removeData(host, dataset);
  await onHost(
    host,
    `zfs create -p ${dataset} && dd if=/dev/urandom of=/${dataset}/data bs=1M count=${mebibytes} 2>/dev/null && zfs snapshot ${dataset}@a`,
  );
}

/**
 * Takes a dataset and all below it away, with its holds, clones and partial receives, where it is there. A process costs a
 * host much, so that only what is held is released, and only what is partial is given up. What a receive that has just ended
 * keeps busy still is waited for.
 */
export async function removeData(host: HostName, dataset: string): Promise<void> {
  await onHost(
    host,
    `zfs list ${dataset} >/dev/null 2>&1 || exit 0
     zfs list -H -o userrefs,name -t snapshot -r ${dataset} | sed -n '/^[1-9]/s/^[0-9]*\t//p' | xargs -rd '\\n' zfs holds -H |
       while IFS='\t' read -r snapshot tag _; do zfs release "$tag" "$snapshot"; done
     zfs list -H -o receive_resume_token,name -t filesystem,volume -r ${dataset} | sed -n '/^-/!s/^[^\t]*\t//p' |
       while IFS= read -r partial; do zfs receive -A "$partial"; done 2>/dev/null
     for try in $(seq 40); do
       zfs destroy -R ${dataset} 2>/tmp/destroy-said && exit 0
       zfs list ${dataset} >/dev/null 2>&1 || exit 0
       sleep 0.2
     done; cat /tmp/destroy-said >&2; exit 1`,
  );
}

/** `name guid` of every snapshot at and below `dataset`, the dataset's own name cut off, in order. */
export async function snapshotsOf(host: HostName, dataset: string): Promise<string[]> {
  const text = await on(host, `zfs list -Hp -r -t snapshot -s createtxg -o name,guid ${dataset}`);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.slice(dataset.length))
    .sort();
}

/** The value of one property. */
export async function property(host: HostName, name: string, dataset: string): Promise<string> {
  return on(host, `zfs get -Hp -o value ${name} ${dataset}`);
}

/**
 * What `snapshot` of each filesystem at and below `root` holds: a line for each, the name without `root` and a digest of
 * names, kinds, modes, owners, sizes, links and contents. Each is mounted for the look, at a place of its own and
 * read-only, so that the dataset stays as it is.
 */
export async function contentsOf(host: HostName, root: string, snapshot: string): Promise<string[]> {
  const text = await on(
    host,
    `m=$(mktemp -d); zfs list -H -o name -t filesystem -r '${root}' | while IFS= read -r d; do
       mount -t zfs -o ro "$d@${snapshot}" $m || exit 1
       (cd $m && { find . -printf '%P %y %m %U %G %s %l\\0' | sort -z; find . -type f -print0 | sort -z | xargs -0r sha256sum; }) | sha256sum | sed "s|-$|$d|"
       umount $m
     done; rmdir $m`,
  );
  return text.split("\n").map((line) => line.replace(root, ""));
}

/** A digest of the blocks of a volume as it is. The hosts have no udev links, so its device is found by its name. */
export async function blocksOf(host: HostName, volume: string): Promise<string> {
  return on(
    host,
    `for d in /dev/zd*; do [ "$(/lib/udev/zvol_id $d 2>/dev/null)" != ${volume} ] || exec sha256sum <$d; done; echo no device; exit 1`,
  );
}

/** Runs lines on a host that stop at the first failure. */
export async function script(host: HostName, ...lines: string[]): Promise<string> {
  return on(host, ["set -e", ...lines].join("\n"));
}
