import type { Command } from "../../zfs/command";
import type { DatasetName, SnapshotName } from "../../zfs/names";
import { count, listedName, optional, rows } from "../../zfs/rows";
import type { DatasetFacts, HoldFacts, KeyFile, SnapshotCount } from "../facts";
import { linesIn, question } from "../../hosts/question";

const columns =
  "name,type,recordsize,volblocksize,compression,atime,relatime,readonly,mountpoint,canmount,mounted,encryption,keystatus,dnodesize,version,available,used,referenced,written,receive_resume_token";

/** Every filesystem and volume of the host: mountpoints clash across pools. */
export function listDatasetFacts(): Command<DatasetFacts[]> {
  return {
    argv: ["zfs", "list", "-Hp", "-t", "filesystem,volume", "-o", columns],
    object: "datasets",
    parse: (stdout) => [...rows(stdout, columns.split(",").length)].map(datasetFacts),
  };
}

/** Snapshots at and below a dataset, counted there: a list of a million of them would be long on the way. */
export function countSnapshots(dataset: DatasetName): Command<SnapshotCount[]> {
  return question(
    "snapshots",
    `zfs list -Hp -t snapshot -o name,creation -r -- "$1" | awk -F '\\t' '
       { name = $1; sub(/@.*/, "", name); n[name]++;
         if (!(name in first) || $2 < first[name]) first[name] = $2; if ($2 > last[name]) last[name] = $2 }
       END { for (name in n) printf "%s\\t%d\\t%d\\t%d\\n", name, n[name], first[name], last[name] }'`,
    (stdout) =>
      [...rows(stdout, 4)].map(([name, number, oldest, newest]) => ({
        dataset: listedName(name) as DatasetName,
        count: count(number),
        oldest: count(oldest) * 1000,
        newest: count(newest) * 1000,
      })),
    [dataset],
  );
}

/** Holds at and below a dataset, of 300 snapshots at most. */
export function readHolds(dataset: DatasetName): Command<HoldFacts[]> {
  return question(
    "holds",
    `zfs list -Hp -t snapshot -o name,userrefs -r -- "$1" | awk -F '\\t' '$2 > 0 { print $1 }' | head -n 300
     | tr '\\n' '\\0' | xargs -0 -r zfs holds -H`,
    (stdout) =>
      [...rows(stdout, 3)].map(([snapshot, tag = "", since = ""]) => {
        const time = Date.parse(`${since} UTC`);
        return {
          snapshot: listedName(snapshot) as SnapshotName,
          tag,
          since: Number.isNaN(time) ? undefined : time,
        };
      }),
    [dataset],
  );
}

/** The key files that the datasets at and below one name, with their modes. */
export function readKeyFiles(dataset: DatasetName | undefined): Command<KeyFile[]> {
  return question(
    "key files",
    `zfs get -Hpr -t filesystem,volume -o value keylocation \${1:+"$1"} | sort -u | sed -n 's,^file://,,p' | while IFS= read -r f; do
       d=$(dirname "$f");
       printf '%s\\t%s\\t%s\\n' "$f" "$(stat -c '%a %U' "$f" 2>&1)" "$(stat -c '%a' "$d" 2>&1)"; done`,
    (stdout) =>
      [...rows(stdout, 3)].map(([path = "", file = "", folder = ""]) => {
        const [, mode, owner] = /^([0-7]{1,4}) (\S+)$/.exec(file) ?? [];
        return { path, mode, owner, folderMode: /^[0-7]{1,4}$/.test(folder) ? folder : undefined };
      }),
    dataset === undefined ? [] : [dataset],
  );
}

/** What `zfs allow` prints of the dataset, or of the nearest one above that exists, whose name is the first line. */
export function readAllowed(dataset: DatasetName): Command<string> {
  return question(
    "delegated permissions",
    `d=$1; while ! zfs list -H -o name -- "$d" >/dev/null 2>&1; do case $d in */*) d=\${d%/*};; *) break;; esac; done; echo "$d"; zfs allow "$d"`,
    (stdout) => stdout,
    [dataset],
  );
}

/** Reads `zfs allow`: sections for each dataset up to the pool; a descendent's own section, or one that reaches down. */
export function allowedIn(text: string, dataset: string, user: string, groups: readonly string[]): ReadonlySet<string> {
  const sets = new Map<string, string[]>();
  const allowed = new Set<string>();
  let at = "";
  let scope = "";
  for (const line of linesIn(text)) {
    const head = /^---- Permissions on (.+?) -+$/.exec(line)?.[1];
    if (head !== undefined) at = head;
    else if (/^\S/.test(line)) scope = line;
    else if (scope.startsWith("Permission sets")) {
      const [name = "", permissions = ""] = line.trim().split(/\s+/);
      sets.set(name, permissions.split(","));
    } else if (
      !scope.startsWith("Create time") &&
      (at === dataset ? !scope.startsWith("Descendent") : !scope.startsWith("Local permissions"))
    ) {
      const [, kind, who = "", permissions = ""] = /^\s+(user|group|everyone) (?:(\S+) )?(\S+)$/.exec(line) ?? [];
      const mine =
        kind === "everyone" || (kind === "user" && who === user) || (kind === "group" && groups.includes(who));
      if (mine) for (const permission of permissions.split(",")) allowed.add(permission);
    }
  }
  for (const [name, permissions] of sets) if (allowed.has(name)) for (const one of permissions) allowed.add(one);
  return allowed;
}

function datasetFacts(row: readonly string[]): DatasetFacts {
  const [name, type, recordsize, volblocksize, compression = "", atime, relatime, readonly, mountpoint, canmount] = row;
  const [mounted, encryption, keystatus, dnodesize, version, available, used, referenced, written, token] =
    row.slice(10);
  return {
    name: listedName(name) as DatasetName,
    type: type === "volume" ? "volume" : "filesystem",
    recordsize: count(type === "volume" ? volblocksize : recordsize, 0),
    compression,
    atime: atime === "on",
    relatime: relatime === "on",
    readonly: readonly === "on",
    mountpoint: optional(mountpoint) ?? "",
    canmount: optional(canmount) ?? "",
    mounted: mounted === "yes",
    encryption: optional(encryption) ?? "off",
    keystatus: keystatus === "available" || keystatus === "unavailable" ? keystatus : "none",
    dnodesize: optional(dnodesize),
    version: optional(version) === undefined ? undefined : count(version),
    available: count(available),
    used: count(used),
    referenced: count(referenced),
    written: count(written, 0),
    partialReceive: optional(token) !== undefined,
  };
}
