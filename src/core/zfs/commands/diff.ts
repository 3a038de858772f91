import type { Command } from "../command";
import { unreadable } from "../rows";

/** One file that differs between two moments of a filesystem. */
export interface Difference {
  readonly change: "added" | "removed" | "modified" | "renamed";
  readonly type: "file" | "directory" | "link" | "device" | "pipe" | "socket" | "other";
  /** As zfs(8) writes it: blanks and what cannot be printed as `\0` and three octal digits. */
  readonly path: string;
  /** The new path of what was renamed. */
  readonly to: string | undefined;
}

const changes: Readonly<Record<string, Difference["change"]>> = {
  "+": "added",
  "-": "removed",
  M: "modified",
  R: "renamed",
};
const types: Readonly<Record<string, Difference["type"]>> = {
  F: "file",
  "/": "directory",
  "@": "link",
  B: "device",
  C: "device",
  "|": "pipe",
  "=": "socket",
};

/** What changed between a snapshot and a later one, or what is there now. @param from `tank/a@b`; @param to the same, or `tank/a` */
export function diff(from: string, to: string): Command<Difference[]> {
  return {
    argv: ["zfs", "diff", "-FH", from, to],
    object: from,
    parse: (stdout) =>
      stdout
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => {
          const [change = "", type = "", path, target] = line.split("\t");
          const known = changes[change];
          if (known === undefined || path === undefined) throw unreadable(line, "it is not what 'zfs diff' prints");
          return { change: known, type: types[type] ?? "other", path, to: target };
        }),
  };
}
