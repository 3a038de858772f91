import { parseWholeDataset } from "../../core/zfs/objectPlace";
import { administer, type AdministerOptions } from "../administer";
import type { Environment } from "../environment";

/** `zfsr abort HOST:DATASET`: gives up what a partial receive has saved there. It destroys that, so it asks for consent. */
export async function abort(place: string, options: AdministerOptions, environment: Environment): Promise<number> {
  return administer([{ verb: "abort", ...parseWholeDataset(place) }], options, environment);
}
