import type { Command } from "../command";
import type { DatasetName } from "../names";
import { count, rows } from "../rows";

/** All that replication goes by, but for what `snapshots_changed` tells of. */
const columns =
  "name,snapshots_changed,guid,createtxg,origin,encryption,encryptionroot,keystatus,readonly,receive_resume_token";

/** What a tree looks like without its snapshots being listed: equal text, equal snapshots. */
export interface Changes {
  readonly text: string;
  /** The latest second in which a snapshot came or went, since 1970; undefined where none ever did. */
  readonly latest: number | undefined;
}

/**
 * Datasets at and below `root` with the second in which their snapshots last changed: created, destroyed, renamed or
 * received. The property came with OpenZFS 2.2; before, the command fails. Promoting shows in `origin`.
 * @param options.written for a target: bytes that somebody wrote there, too
 */
export function listChanges(
  root: DatasetName,
  options: { readonly recursive: boolean; readonly written: boolean },
): Command<Changes> {
  const asked = options.written ? `${columns},written` : columns;
  const depth = options.recursive ? ["-r"] : ["-d", "0"];
  return {
    argv: ["zfs", "list", "-Hp", ...depth, "-t", "filesystem,volume", "-o", asked, root],
    object: root,
    parse: (stdout) => {
      const seconds = [...rows(stdout, asked.split(",").length)].map(([, changed]) => count(changed, 0));
      const latest = seconds.reduce((most, second) => Math.max(most, second), 0);
      return { text: stdout, latest: latest === 0 ? undefined : latest };
    },
  };
}
