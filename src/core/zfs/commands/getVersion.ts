import { unreadable } from "../rows";
import type { Command } from "../command";
import type { ZfsVersion } from "../model";

/** `zfs version`: two lines, `zfs-2.1.11-1` and `zfs-kmod-2.1.11-1`; the second is missing while the module is not loaded. */
export function getVersion(): Command<ZfsVersion> {
  return {
    argv: ["zfs", "version"],
    object: "OpenZFS",
    parse: (stdout) => {
      const userland = /^zfs-(\d\S*)$/m.exec(stdout)?.[1];
      if (userland === undefined) throw unreadable(stdout, "it is not what 'zfs version' prints");
      return { userland, kernel: /^zfs-kmod-(\d\S*)$/m.exec(stdout)?.[1] };
    },
  };
}
