import type { Command } from "../command";
import type { Hold } from "../model";
import type { SnapshotName } from "../names";
import { listedName, unreadable } from "../rows";

/** The holds of the given snapshots, in one command. zfs(8) wants at least one name; an empty list is a mistake. */
export function listHolds(snapshots: readonly [SnapshotName, ...SnapshotName[]]): Command<Hold[]> {
  return {
    argv: ["zfs", "holds", "-H", ...snapshots],
    object: snapshots[0],
    parse: (stdout) => {
      if (stdout !== "" && !stdout.endsWith("\n")) throw unreadable(stdout.slice(-120), "the last line was cut off");
      return records(stdout).map((record) => {
        const columns = record.split("\t");
        if (columns.length < 3) throw unreadable(record, `it has ${columns.length} columns, not 3`);
        const snapshot = listedName(columns[0]) as SnapshotName;
        return { snapshot, tag: columns.slice(1, -1).join("\t"), timestamp: columns.at(-1) ?? "" };
      });
    },
  };
}

/** `NAME TAG TIME` each. A tag may be any text, with tabs and line breaks in it: what begins with no snapshot goes on. */
function records(stdout: string): string[] {
  const found: string[] = [];
  for (const line of stdout.split("\n").slice(0, -1)) {
    if (found.length > 0 && !/^[^\t@]+@[^\t]+\t/.test(line)) found.push(`${found.pop() ?? ""}\n${line}`);
    else found.push(line);
  }
  return found.filter((record) => record !== "");
}
