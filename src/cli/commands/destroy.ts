import type { AdministrationRequest } from "../../core/administration/request";
import { ZfsrError } from "../../core/base/errors";
import { bookmarkName } from "../../core/zfs/names";
import { parseObjectPlace } from "../../core/zfs/objectPlace";
import { administer, type AdministerOptions } from "../administer";
import type { Environment } from "../environment";

export interface DestroyOptions extends AdministerOptions {
  readonly recursive: boolean;
  readonly clones: boolean;
  readonly defer: boolean;
  readonly force: boolean;
}

/** `zfsr destroy PLACE…`: datasets, snapshots by names and ranges, bookmarks. @throws ZfsrError usage */
export async function destroy(places: string[], options: DestroyOptions, environment: Environment): Promise<number> {
  return administer(
    places.map((place) => requestFor(place, options)),
    options,
    environment,
  );
}

function requestFor(place: string, { recursive, clones, defer, force }: DestroyOptions): AdministrationRequest {
  const { host, dataset, mark, behind } = parseObjectPlace(place);
  const foreign = (given: boolean, word: string, of: string): void => {
    if (!given) return;
    throw new ZfsrError({
      reason: "usage",
      object: `${word} ${place}`,
      because: `${word} is for ${of}`,
      nextStep: `leave ${word} out`,
    });
  };
  if (mark === undefined) {
    foreign(defer, "--defer", "snapshots");
    return { verb: "destroy-dataset", host, dataset, recursive, clones, force };
  }
  foreign(clones, "--clones", "datasets");
  foreign(force, "--force", "datasets");
  if (mark === "@") return { verb: "destroy-snapshots", host, dataset, names: behind, recursive, defer };
  foreign(defer, "--defer", "snapshots");
  foreign(recursive, "--recursive", "datasets and snapshots");
  return { verb: "destroy-bookmarks", host, bookmarks: [bookmarkName(dataset, behind)] };
}
