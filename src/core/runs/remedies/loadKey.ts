import { shellQuote } from "../../base/shellQuote";
import type { Remedy } from "../../diagnosis/finding";
import { byHost } from "../../diagnosis/remedy";
import { runAll, run } from "../../hosts/run";
import { parseNothing } from "../../zfs/command";
import { getProperties } from "../../zfs/commands/getProperties";
import { listDatasets } from "../../zfs/commands/listDatasets";
import { type DatasetName, printable } from "../../zfs/names";
import { planned } from "./planned";
import { datasetIn, optionsOf, type Scene, type Told } from "./told";

/** Encryption roots that are told of at most, where the text does not say which one it is about. */
const most = 3;

/** Where the key that is missing is kept, whether it is there and is the right one, and the plan that loads it. */
export async function loadKey(told: Told, scene: Scene): Promise<Remedy[]> {
  const dataset = datasetIn(told);
  const depth = dataset === undefined ? {} : { depth: 0 };
  const datasets = await run(scene.host, listDatasets(dataset, depth), optionsOf(scene));
  const roots = new Set(
    datasets.flatMap(({ keystatus, encryptionroot: root }) => (keystatus === "unavailable" && root ? [root] : [])),
  );
  const remedies = await Promise.all([...roots].slice(0, most).map((root) => keyOf(root, scene)));
  return remedies.flat();
}

async function keyOf(root: DatasetName, scene: Scene): Promise<Remedy[]> {
  const { host } = scene;
  const properties = await run(host, getProperties(root, ["keylocation"]), optionsOf(scene));
  const location = properties[0]?.value ?? "prompt";
  const file = /^file:\/\/(\/.*)$/s.exec(location)?.[1];
  const load = (how: string): Promise<readonly Remedy[]> =>
    planned(`Load the key of ${root}${how}`, { verb: "load-key", host: host.id, dataset: root }, scene);
  // one that is typed, or comes from a server, is tried when it is loaded
  if (file === undefined)
    return [...(await load(location === "prompt" ? ", which is asked for" : ` from ${printable(location)}`))];
  const [there, fits] = await runAll(
    host,
    [
      { argv: ["test", "-r", file], object: file, parse: parseNothing },
      { argv: ["zfs", "load-key", "-n", root], object: root, parse: parseNothing },
    ],
    optionsOf(scene),
  );
  const look = (title: string): Remedy => byHost(title, "none", host.id, `ls -l ${shellQuote(file)}`);
  if ("error" in there)
    return [look(`Bring back the key of ${root}: ${printable(file)} is not there, or cannot be read`)];
  if ("error" in fits) return [look(`Bring back the key of ${root}: what is in ${printable(file)} is another one`)];
  return [...(await load(`: the one in ${printable(file)} fits`))];
}
