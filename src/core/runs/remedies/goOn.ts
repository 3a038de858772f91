import { formatBytes } from "../../base/bytes";
import type { Remedy } from "../../diagnosis/finding";
import { byZfsr } from "../../diagnosis/remedy";
import { readTokens } from "../../hosts/readTokens";
import { run } from "../../hosts/run";
import { listDatasets } from "../../zfs/commands/listDatasets";
import type { ResumeTokenContents } from "../../zfs/commands/decodeToken";
import type { DatasetName } from "../../zfs/names";
import { formatPlace } from "../../zfs/place";
import { planned } from "./planned";
import { datasetIn, optionsOf, type Scene, type Told } from "./told";

/** Partial receives that are told of at most, where the text does not say which one it is about. */
const most = 3;

/** What is saved of receives that were cut: how far they are, to resume or, last, to give up. */
export async function goOn(told: Told, scene: Scene): Promise<Remedy[]> {
  const { host, signal } = scene;
  const dataset = datasetIn(told);
  const datasets = await run(host, listDatasets(dataset, dataset === undefined ? {} : { depth: 0 }), optionsOf(scene));
  const partial = datasets
    .flatMap(({ name, receiveResumeToken: token }) => (token === undefined ? [] : [{ dataset: name, token }]))
    .slice(0, most);
  if (partial.length === 0) return [];
  const contents = await readTokens(host, partial, signal);
  const texts = partial.map(({ dataset: name }) => ({ name, what: partOf(contents.get(name)) }));
  const from = dataset === undefined ? undefined : scene.source;
  const resumes = texts.map(({ name, what }) => resume(name, what, host.id, from));
  // what the text does not name may be somebody else's: it is resumed at most
  if (dataset === undefined) return resumes;
  const aborts = await Promise.all(
    texts.map(({ name, what }) =>
      planned(`Give up what ${name} has received: ${what}`, { verb: "abort", host: host.id, dataset: name }, scene),
    ),
  );
  return [...resumes, ...aborts.flat()];
}

function partOf(contents: ResumeTokenContents | undefined): string {
  return contents ? `${formatBytes(contents.received)} of ${contents.toname}` : "a part";
}

function resume(dataset: DatasetName, what: string, host: string, source: Scene["source"]): Remedy {
  const from = source ? ["--from", formatPlace(source.host.id, source.dataset)] : [];
  const words = ["resume", formatPlace(host, dataset), ...from];
  return byZfsr(`resume ${dataset}: it has ${what}, which is kept`, "changes", words);
}
