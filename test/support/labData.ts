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

/** Takes a dataset and all below it away, with its holds, clones and partial receives, where it is there. */
export async function removeData(host: HostName, dataset: string): Promise<void> {
  await onHost(
    host,
    `zfs list ${dataset} >/dev/null 2>&1 || exit 0
     zfs list -H -o name -t snapshot -r ${dataset} | while read s; do zfs holds -H "$s" | cut -f2 | while read t; do zfs release "$t" "$s"; done; done
     zfs list -H -o name -r ${dataset} | while read d; do zfs receive -A "$d" 2>/dev/null; done
     zfs destroy -R ${dataset} 2>/dev/null || { sleep 1; ! zfs list ${dataset} >/dev/null 2>&1 || zfs destroy -R ${dataset}; }`,
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
