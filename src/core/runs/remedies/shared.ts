import { ZfsrError } from "../../base/errors";
import { type CommonBase, commonBase } from "../../replication/commonBase";
import type { DatasetState } from "../../zfs/tree";
import { stateOf } from "./stateOf";
import type { Scene } from "./told";

/** What a target shares with its source; undefined where the source is not known, is gone, or shares nothing. */
export async function shared(target: DatasetState, scene: Scene): Promise<CommonBase | undefined> {
  if (!scene.source) return undefined;
  try {
    return commonBase(await stateOf(scene.source.host, scene.source.dataset, scene), target);
  } catch (error) {
    if (ZfsrError.is(error, "not-found", "pool-not-found")) return undefined;
    throw error;
  }
}
