import type { Command } from "../command";
import type { SnapshotName } from "../names";
import { unreadable } from "../rows";

/**
 * How many bytes a send would make, by `zfs send -nvP`.
 * @param argv the words of the send itself (`zfs send …`), to which `-nvP` is added.
 * The answer is zfs's estimate: compressed blocks, holes and bookmarks make it differ from what is sent. It is for
 * progress and never tells whether a send is complete.
 */
export function estimateSend(argv: readonly string[], object: SnapshotName): Command<number> {
  return {
    argv: [...argv.slice(0, 2), "-nvP", ...argv.slice(2)],
    object,
    parse: (stdout) => {
      const size = /^size\t(\d+)$/m.exec(stdout)?.[1];
      if (size === undefined) throw unreadable(stdout, "it is not what 'zfs send -nvP' prints");
      return Number(size);
    },
  };
}
