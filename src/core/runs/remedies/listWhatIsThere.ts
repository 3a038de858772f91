import { shellQuote } from "../../base/shellQuote";
import type { Remedy } from "../../diagnosis/finding";
import { byHost, byZfsr } from "../../diagnosis/remedy";
import { shortNameOf } from "../../zfs/names";
import { formatPlace } from "../../zfs/place";
import { stateOf } from "./stateOf";
import { datasetIn, type Scene, snapshotIn, type Told } from "./told";

/** Which snapshots there are in place of one that is not, and the bookmark that can be a base all the same. */
export async function listWhatIsThere(told: Told, scene: Scene): Promise<Remedy[]> {
  const dataset = datasetIn(told);
  if (dataset === undefined) return [];
  const { host, source } = scene;
  if (told.id === "receive-target-missing" && source)
    return [
      byZfsr("send in full first", "changes", [
        "replicate",
        formatPlace(source.host.id, source.dataset),
        formatPlace(host.id, dataset),
      ]),
    ];
  const { snapshots, bookmarks } = await stateOf(host, dataset, scene);
  const short = shortNameOf(snapshotIn(told) ?? "");
  const bookmark = bookmarks.find(({ name }) => short !== "" && shortNameOf(name) === short);
  const newest = snapshots.at(-1);
  const list = `zfs list -t snapshot,bookmark -o name,creation -s createtxg -d 1 ${shellQuote(dataset)}`;
  return [
    ...(bookmark
      ? [
          byHost(
            `Its bookmark #${short} is there: an increment can start from that`,
            "none",
            host.id,
            `zfs list -t bookmark ${shellQuote(bookmark.name)}`,
          ),
        ]
      : []),
    byHost(
      newest === undefined
        ? "It has no snapshots at all: look at what there is"
        : `It has ${snapshots.length} snapshots, the newest @${shortNameOf(newest.name)}: look at them`,
      "none",
      host.id,
      list,
    ),
  ];
}
