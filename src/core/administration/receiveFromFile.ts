import { shellCommand } from "../base/shellQuote";
import { excludedUnseen } from "../replication/properties";
import { zfsrCommand } from "../base/zfsrCommand";
import type { Plan, Warning } from "../plan/plan";
import { type DatasetName, datasetName, parentOf, printable } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { Observation } from "./observation";
import { missing, note, planOf, stop } from "./plans";
import type { ReceiveFromFileRequest } from "./request";
import { pathFault } from "./sendToFile";

/** What `zfs receive -nv` says of a stream that it would take. */
const announced = /^would receive (full|incremental) stream of (\S.*) into (\S.*)$/m;

/**
 * Receives a stream from a file of the host that has the target: unmounted, never with `-F`, without the properties of
 * `excludedUnseen`, resumable by giving the file again. What the file holds is what `zfs receive -nv` has said of its
 * beginning. @throws ZfsrError invalid-name
 */
export function planReceiveFromFile({ host, dataset, file }: ReceiveFromFileRequest, observation: Observation): Plan {
  const name = datasetName(dataset);
  const title = `receive ${host}:${printable(file)} into ${formatPlace(host, name)}`;
  const hindrance = hindranceOf(host, name, file, observation);
  if (hindrance) return planOf(title, [], [hindrance]);
  const said = announced.exec(observation.stream ?? "");
  if (!said) return planOf(title, [], [unfit(host, file, observation.stream ?? "")]);
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
          ...excludedUnseen(),
          ...(observation.datasets.has(name) ? [] : ["-o", "readonly=on"]),
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
        `mount it when you want its files: ${zfsrCommand("mount", formatPlace(host, name))}`,
      ),
    ],
  );
}

/** Why nothing can be received there, whatever the file holds. */
function hindranceOf(host: string, name: DatasetName, file: string, observation: Observation): Warning | undefined {
  if (!observation.pool) return missing(observation, name);
  const fault = pathFault(file);
  if (fault !== undefined) return stop(host, file, fault, "name a file by its whole path");
  const own = observation.datasets.get(name);
  const parent = parentOf(name);
  if (!own && parent !== undefined && !observation.datasets.has(parent))
    return stop(
      host,
      name,
      `its parent ${parent} does not exist`,
      `create it: ${shellCommand(["zfs", "create", "-o", "canmount=off", parent])}`,
    );
  if (own?.receiveResumeToken === undefined) return undefined;
  return stop(
    host,
    name,
    "a partial receive is saved there",
    `resume it, or give it up: ${zfsrCommand("abort", formatPlace(host, name))}`,
  );
}

/** That `zfs receive -nv` would not take what the file holds, with its own words. */
function unfit(host: string, file: string, said: string): Warning {
  const because = said.trim().split("\n")[0] ?? "";
  return stop(
    host,
    file,
    `it cannot be received there${because === "" ? "" : `: ${printable(because)}`}`,
    "see that it is a whole stream, and fits what is there",
  );
}
