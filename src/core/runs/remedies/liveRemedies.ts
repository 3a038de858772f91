import { ZfsrError } from "../../base/errors";
import type { Category, Remedy } from "../../diagnosis/finding";
import type { Host } from "../../hosts/host";
import { allowUser } from "./allowUser";
import { chooseWhereExists } from "./chooseWhereExists";
import { compareHostKey } from "./compareHostKey";
import { enableFeature } from "./enableFeature";
import { findBase } from "./findBase";
import { findMemory } from "./findMemory";
import { findRoom } from "./findRoom";
import { findUsers } from "./findUsers";
import { goOn } from "./goOn";
import { listWhatIsThere } from "./listWhatIsThere";
import { loadKey } from "./loadKey";
import { loadModule } from "./loadModule";
import { lookAtKernel } from "./lookAtKernel";
import { lookAtLogin } from "./lookAtLogin";
import { lookAtWay } from "./lookAtWay";
import { mendPool } from "./mendPool";
import { mountAgain } from "./mountAgain";
import { releaseHolds } from "./releaseHolds";
import { sendAgain } from "./sendAgain";
import { startUnit } from "./startUnit";
import type { Scene, Told } from "./told";

const byCategory: Partial<Readonly<Record<Category, (told: Told, scene: Scene) => Promise<Remedy[]>>>> = {
  busy: findUsers,
  "hold-clone": releaseHolds,
  "missing-snapshot": listWhatIsThere,
  diverged: findBase,
  exists: chooseWhereExists,
  space: findRoom,
  permission: allowUser,
  "feature-version": enableFeature,
  "stream-corrupt": sendAgain,
  resume: goOn,
  encryption: loadKey,
  mount: mountAgain,
  network: lookAtWay,
  "pool-health": mendPool,
  "data-corruption": mendPool,
  device: mendPool,
  service: startUnit,
  module: loadModule,
  memory: findMemory,
  "kernel-bug": lookAtKernel,
  "ssh-auth": lookAtLogin,
  "ssh-hostkey": compareHostKey,
};

/**
 * Remedies worked out from the real state of the host that a finding is about: who holds a snapshot and since when, what
 * a rollback would lose, which file has the key, which device to bring back. They come before those of the catalogue,
 * which know the text alone. Looks, and changes nothing; what changes is a plan or a command to be reviewed, and what
 * takes data away comes last and never alone.
 * @param more `source`: where a target's data comes from, when it is known
 * @returns none where the text names nothing that is there, or the category has no state to look at
 * @throws ZfsrError of the host
 */
export async function liveRemedies(
  told: Told,
  host: Host,
  more: Pick<Scene, "source" | "signal"> = {},
): Promise<Remedy[]> {
  try {
    const found = (await byCategory[told.category]?.(told, { host, ...more })) ?? [];
    return [...found.filter(({ risk }) => risk !== "destroys"), ...found.filter(({ risk }) => risk === "destroys")];
  } catch (error) {
    // the text may be old: what it names is gone, or never could be
    if (ZfsrError.is(error, "not-found", "snapshot-not-found", "pool-not-found", "invalid-name")) return [];
    throw error;
  }
}
