import type { Plan, Warning } from "../plan/plan";
import { datasetOf, printable, shortNameOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { type Observation, snapshotIn } from "./observation";
import { missing, note, planOf, stop } from "./plans";
import type { SendToFileRequest } from "./request";

/** What is wrong with a path on a host; undefined for an absolute one. */
export function pathFault(path: string): string | undefined {
  if (!path.startsWith("/")) return "it is not absolute";
  if (path.endsWith("/")) return "it names a folder";
  return /[\0\n\r]/.test(path) ? "it has a line break or a NUL in it" : undefined;
}

/**
 * Writes a stream to `$0`, which must not exist, for its owner alone. The name appears when all of it is there: until
 * then it is `.partial`, so that half a stream is never taken for a whole one.
 */
const writeFile =
  'umask 077; set -C; if [ -e "$0" ]; then echo "$0: File exists" >&2; exit 1; fi; zfs send "$@" >"$0.partial" && sync && mv "$0.partial" "$0"';

/** Sends a snapshot into a file of the host that has it: the stream goes over no network. */
export function planSendToFile({ host, snapshot, file, from, raw }: SendToFileRequest, observation: Observation): Plan {
  const title = `send ${formatPlace(host, snapshot)} to ${host}:${printable(file)}`;
  const own = observation.states.get(datasetOf(snapshot));
  const point = snapshotIn(observation, snapshot);
  if (!own || !point) return planOf(title, [], [missing(observation, snapshot)]);
  const fault = pathFault(file);
  if (fault !== undefined) return planOf(title, [], [stop(host, file, fault, "name a file by its whole path")]);
  const base = from && [...own.snapshots, ...own.bookmarks].find(({ name }) => name === from);
  if (from !== undefined && !base) return planOf(title, [], [missing(observation, from)]);
  if (base && base.createtxg >= point.createtxg)
    return planOf(
      title,
      [],
      [stop(host, base.name, `it is not older than @${shortNameOf(snapshot)}`, "choose an older base")],
    );
  const encrypted = own.dataset.encryption !== "off";
  const isRaw = raw === "auto" ? encrypted : raw;
  if (!isRaw && own.dataset.keystatus === "unavailable")
    return planOf(
      title,
      [],
      [stop(host, snapshot, "its encryption key is not loaded", "send it raw, or load the key")],
    );
  const flags = isRaw ? ["-w"] : ["-L", "-e", "-c"];
  const words = [...flags, ...(base ? ["-i", base.name] : []), snapshot];
  const warnings: Warning[] = [
    ...(encrypted && !isRaw
      ? [note(host, snapshot, "the file holds what is encrypted in the pool, in the clear", "send it raw")]
      : []),
    ...(base
      ? [note(host, snapshot, `the file is of use only where ${base.name} is`, "keep the files of a chain together")]
      : []),
  ];
  return planOf(
    title,
    [
      {
        id: `send-to-file:${snapshot}`,
        kind: "send-to-file",
        host,
        dataset: datasetOf(snapshot),
        argv: ["sh", "-c", writeFile, file, ...words],
        destroys: [],
        needs: [],
        reason: `the whole stream in one file; while it grows it is ${printable(file)}.partial`,
      },
    ],
    warnings,
  );
}
