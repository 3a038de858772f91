import type { Plan } from "../plan/plan";
import { datasetName, parentOf, printable } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { Observation } from "./observation";
import { missing, note, planOf, stop } from "./plans";
import type { ReceiveFromFileRequest } from "./request";
import { pathFault } from "./sendToFile";

/**
 * Receives a stream from a file of the host that has the target: unmounted, never with `-F`, resumable by giving the
 * file again. What the file holds is what `zfs receive -nv` has said of its beginning. @throws ZfsrError invalid-name
 */
export function planReceiveFromFile({ host, dataset, file }: ReceiveFromFileRequest, observation: Observation): Plan {
  const name = datasetName(dataset);
  const title = `receive ${host}:${printable(file)} into ${formatPlace(host, name)}`;
  if (!observation.pool) return planOf(title, [], [missing(observation, name)]);
  const fault = pathFault(file);
  if (fault !== undefined) return planOf(title, [], [stop(host, file, fault, "name a file by its whole path")]);
  const own = observation.datasets.get(name);
  const parent = parentOf(name);
  if (!own && parent !== undefined && !observation.datasets.has(parent))
    return planOf(
      title,
      [],
      [stop(host, name, `its parent ${parent} does not exist`, `create it: zfs create -o canmount=off ${parent}`)],
    );
  if (own?.receiveResumeToken !== undefined)
    return planOf(
      title,
      [],
      [
        stop(
          host,
          name,
          "a partial receive is saved there",
          `resume it, or give it up: zfsr abort ${formatPlace(host, name)}`,
        ),
      ],
    );
  const said = /^would receive (full|incremental) stream of (\S.*) into (\S.*)$/m.exec(observation.stream ?? "");
  if (!said) {
    const because = (observation.stream ?? "").trim().split("\n")[0] ?? "";
    return planOf(
      title,
      [],
      [
        stop(
          host,
          file,
          `it cannot be received there${because === "" ? "" : `: ${printable(because)}`}`,
          "see that it is a whole stream, and fits what is there",
        ),
      ],
    );
  }
  const [, kind = "", of = ""] = said;
  return planOf(
    title,
    [
      {
        id: `receive-from-file:${name}`,
        kind: "receive-from-file",
        host,
        dataset: name,
        argv: [
          "sh",
          "-c",
          'exec zfs receive "$@" <"$0"',
          file,
          "-s",
          "-u",
          ...(own ? [] : ["-o", "readonly=on"]),
          name,
        ],
        destroys: [],
        needs: [],
        reason: `the file holds a ${kind} stream of ${printable(of)}`,
      },
    ],
    [
      note(
        host,
        name,
        "it is received unmounted",
        `mount it when you want its files: zfsr mount ${formatPlace(host, name)}`,
      ),
    ],
  );
}
