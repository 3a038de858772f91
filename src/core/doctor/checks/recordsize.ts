import { shellCommand } from "../../base/shellQuote";
import { type Check, fine, type Seen, sidesOf, treeOf, unseen } from "../check";

/** A dataset's name tells what it holds; nothing else does without reading it. */
const kinds = [
  {
    holds: "a database",
    pattern:
      /(^|[/_.-])(db|dbs|database|databases|postgres|postgresql|pgdata|mysql|mariadb|innodb|oracle|mongo|mongodb|sqlite)([/_.-]|\d|$)/i,
    best: 16_384,
    most: 65_536,
    least: 4096,
  },
  {
    holds: "large files",
    pattern: /(^|[/_.-])(media|video|videos|movies|photos|backups?|iso|isos|images|archives?)([/_.-]|$)/i,
    best: 1_048_576,
    most: Infinity,
    least: 1_048_576,
  },
] as const;

/** recordsize suits what a dataset's name says it holds. */
export const recordsize: Check = {
  id: "recordsize",
  group: "datasets",
  why: "1M suits large files and 16K databases: otherwise every small write reads and writes a large block, or large files are many small ones",
  look: (facts) =>
    sidesOf(facts)
      .slice(0, 1)
      .flatMap((side): Seen[] => {
        const tree = treeOf(side);
        if (!tree) return [unseen(side, "datasets", "recordsize")];
        const wrong = tree.flatMap((dataset): Seen[] => {
          if (dataset.type === "volume" || dataset.used < 1_048_576) return [];
          const last = dataset.name.slice(dataset.name.indexOf("/") + 1);
          const kind = kinds.find(({ pattern }) => pattern.test(last));
          if (!kind || (dataset.recordsize <= kind.most && dataset.recordsize >= kind.least)) return [];
          const best = kind.best === 16_384 ? "16K" : "1M";
          return [
            {
              host: side.host,
              state: "warn",
              title: `${dataset.name} has recordsize ${formatSize(dataset.recordsize)}`,
              detail: `its name says it holds ${kind.holds}, for which ${best} is right`,
              remedy: `${shellCommand(["zfs", "set", `recordsize=${best}`, dataset.name])} (for files written from then on)`,
            },
          ];
        });
        return wrong.length > 0
          ? wrong
          : [fine(side.host, "record sizes suit what the names say", `${tree.length} datasets`)];
      }),
};

/** `131072` to `128K` */
function formatSize(bytes: number): string {
  return bytes >= 1_048_576 ? `${bytes / 1_048_576}M` : bytes >= 1024 ? `${bytes / 1024}K` : String(bytes);
}
