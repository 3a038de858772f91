import { shellCommand } from "../../base/shellQuote";
import { isWithin } from "../../zfs/names";
import { type Check, fine, type Seen, sidesOf, treeOf, unseen } from "../check";
import type { KeyFile, Side } from "../facts";

/** Keys are where they should be, and for root alone. */
export const keyFiles: Check = {
  id: "keys",
  group: "datasets",
  why: "a key that others can read protects nothing, and one that is gone locks the data for good",
  look: (facts) =>
    sidesOf(facts).flatMap((side): Seen[] => {
      const keys = side.facts.keyFiles;
      if (!keys) return [unseen(side, "keyFiles", "key files")];
      const seen = keys.flatMap((key) => faultOf(key, side) ?? []);
      if (seen.length > 0) return seen;
      const locked = (treeOf(side) ?? []).filter(
        (dataset) => dataset.keystatus === "unavailable" && isWithin(dataset.name, side.dataset ?? dataset.name),
      );
      if (side.role === "source" && locked[0])
        return [
          {
            host: side.host,
            state: "warn",
            title: `the key of ${locked[0].name} is not loaded`,
            detail: "it can be sent raw alone",
            remedy: shellCommand(["zfs", "load-key", locked[0].name]),
          },
        ];
      return keys.length === 0
        ? []
        : [
            fine(
              side.host,
              "key files are for root alone",
              keys.map(({ path, mode }) => `${path} ${mode ?? ""}`).join(", "),
            ),
          ];
    }),
};

/** What is wrong with a key file; undefined where nothing is. */
function faultOf({ path, mode, owner, folderMode }: KeyFile, { host, facts }: Side): Seen | undefined {
  if (mode === undefined)
    // without root a folder of mode 700 hides its files
    return facts.user?.uid === 0
      ? {
          host,
          state: "fail",
          title: `the key file ${path} is not there`,
          detail: "its datasets cannot be unlocked after a restart",
          remedy: "put it back from its safe copy; /etc/zfs/keys is the place for keys",
        }
      : {
          host,
          state: "unknown",
          title: `the key file ${path} could not be seen`,
          detail: "only root may",
          remedy: "run the doctor as root there to see it",
        };
  const open = (Number.parseInt(mode, 8) & 0o077) !== 0;
  const folderOpen = folderMode !== undefined && (Number.parseInt(folderMode, 8) & 0o022) !== 0;
  if (!open && !folderOpen && owner === "root") return undefined;
  return {
    host,
    state: "fail",
    title: open
      ? `others can read the key ${path}`
      : folderOpen
        ? `others can replace the key ${path}`
        : `the key ${path} belongs to ${owner ?? "?"}`,
    detail: `mode ${mode}, owner ${owner ?? "?"}, its folder mode ${folderMode ?? "unknown"}`,
    remedy: open
      ? shellCommand(["chmod", "400", path])
      : folderOpen
        ? shellCommand(["chmod", "700", path.replace(/\/[^/]*$/, "")])
        : shellCommand(["chown", "root", path]),
  };
}
