import { compareReleases, parseRelease } from "../../zfs/release";
import { type Check, fine, unseen } from "../check";

/** The stream goes from an older OpenZFS to one that is not older. */
export const direction: Check = {
  id: "direction",
  group: "software",
  why: "a newer OpenZFS receives from an older one; the other way round it depends on every feature in use",
  look: ({ source, target }) => {
    if (!target) return [];
    const [from, to] = [source.facts.version?.kernel, target.facts.version?.kernel];
    if (from === undefined) return [unseen(source, "version", "the version of OpenZFS")];
    if (to === undefined) return [unseen(target, "version", "the version of OpenZFS")];
    const [sent, received] = [parseRelease(from), parseRelease(to)];
    if (!sent || !received) return [unseen(target, "version", "the order of the versions")];
    const branch = (numbers: readonly number[]): string => numbers.slice(0, 2).join(".");
    const older = compareReleases(received, sent) < 0 && branch(received.numbers) !== branch(sent.numbers);
    const detail = `${source.host} has ${from}, ${target.host} has ${to}`;
    if (!older) return [fine(target.host, "the target's OpenZFS is not older than the source's", detail)];
    return [
      {
        host: target.host,
        state: "warn",
        title: "the target's OpenZFS is older than the source's",
        detail: `${detail}: what a new feature has stored there cannot be received`,
        remedy: "update the destination first; until then leave newer features on the source alone",
      },
    ];
  },
};
