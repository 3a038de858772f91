import { formatBytes } from "../base/bytes";
import { zfsrCommand } from "../base/zfsrCommand";
import { datasetOf, shortNameOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { ResumeTokenContents } from "../zfs/commands/decodeToken";
import type { DatasetState } from "../zfs/tree";
import type { Obstacle } from "./obstacles";

/**
 * A snapshot that is there and is called otherwise than a token says. `zfs send -t` looks for it by the name that it had
 * (OpenZFS libzfs_sendrecv.c, zfs_send_resume_impl), so that it has to be named back.
 * @param host of the source
 * @param place of the partial receive
 */
export function obstacleOfRename(
  host: string,
  source: DatasetState,
  token: ResumeTokenContents | undefined,
  place: string,
): Obstacle | undefined {
  if (!token || source.snapshots.some(({ name }) => name === token.toname)) return undefined;
  const now = source.snapshots.find(({ guid }) => guid === token.toguid)?.name;
  if (now === undefined) return undefined;
  const [dataset, former] = [datasetOf(now), datasetOf(token.toname)];
  const back =
    dataset === former
      ? zfsrCommand("rename", formatPlace(host, now), `@${shortNameOf(token.toname)}`)
      : zfsrCommand("rename", formatPlace(host, dataset), former);
  return {
    message: `a partial receive is saved there (${formatBytes(token.received)}), of ${token.toname}, which is called ${now} now, and a resume finds it by its former name alone`,
    nextStep: `name it back, then run again: ${back}; or give up what is saved: ${zfsrCommand("abort", place)}`,
  };
}
