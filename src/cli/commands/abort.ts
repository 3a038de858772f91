import { run } from "../../core/hosts/run";
import { readTokens } from "../../core/hosts/readTokens";
import { planAbort } from "../../core/replication/planAbort";
import { listDatasets } from "../../core/zfs/commands/listDatasets";
import { parseDatasetPlace } from "../../core/zfs/place";
import { unreadable } from "../../core/zfs/rows";
import type { Environment } from "../environment";
import { runShown } from "../runShown";

/** `zfsr abort HOST:DATASET`: gives up what a partial receive has saved there. It destroys that, so it asks for consent. */
export async function abort(
  place: string,
  options: { readonly yes: boolean },
  environment: Environment,
): Promise<number> {
  const { host: id, dataset: name } = parseDatasetPlace(place);
  const host = environment.host(id);
  const signal = environment.cancel.signal;
  const [dataset] = await run(host, listDatasets(name, { depth: 0 }), { signal });
  if (!dataset) throw unreadable("", "'zfs list' said nothing of the dataset it was asked for");
  const token = dataset.receiveResumeToken;
  const contents =
    token === undefined ? undefined : (await readTokens(host, [{ dataset: name, token }], signal)).get(name);
  return runShown(planAbort(id, dataset, contents), options, environment);
}
