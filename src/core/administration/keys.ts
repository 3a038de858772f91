import { shellCommand } from "../base/shellQuote";
import { zfsrCommand } from "../base/zfsrCommand";
import type { Plan } from "../plan/plan";
import { printable } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { type Observation, propertyIn } from "./observation";
import { already, missing, note, planOf, stop } from "./plans";
import type { DatasetRequest } from "./request";

/**
 * Loads the key of the encryption root that a dataset belongs to. A key that is kept in a file of the host is read there;
 * one that is typed is asked for when the step runs, and goes to zfs(8) by its standard input alone.
 */
export function planLoadKey({ host, dataset }: DatasetRequest, observation: Observation): Plan {
  const own = observation.datasets.get(dataset);
  const root = own?.encryptionroot ?? dataset;
  const title = `load the key of ${formatPlace(host, root)}`;
  if (!own) return planOf(title, [], [missing(observation, dataset)]);
  if (own.encryptionroot === undefined)
    return planOf(title, [], [stop(host, dataset, "it is not encrypted", "nothing is to be loaded")]);
  if (own.keystatus === "available") return planOf(title, [], [already(host, root, "its key is loaded already")]);
  const location = propertyIn(observation, "keylocation")?.value ?? "prompt";
  const format = propertyIn(observation, "keyformat")?.value ?? "passphrase";
  const typed = location === "prompt" || location === "none";
  if (typed && format !== "passphrase" && format !== "hex")
    return planOf(
      title,
      [],
      [
        stop(
          host,
          root,
          `its key is ${printable(format)}, which cannot be typed`,
          `load it from a file there: ${shellCommand(["zfs", "load-key", "-L", "file:///PATH", root])}`,
        ),
      ],
    );
  return planOf(title, [
    {
      id: `load-key:${root}`,
      kind: "load-key",
      host,
      dataset: root,
      argv: ["zfs", "load-key", root],
      destroys: [],
      needs: [],
      reason: typed
        ? "its key is asked for when this runs"
        : `its key is read from ${printable(location)} of that host`,
      ...(typed ? { key: { encryptionRoot: root, format: format === "hex" ? "hex" : "passphrase" } } : {}),
    },
  ]);
}

/** Forgets the key of an encryption root: what it encrypts can be read again once the key has been loaded. */
export function planUnloadKey({ host, dataset }: DatasetRequest, observation: Observation): Plan {
  const own = observation.datasets.get(dataset);
  const root = own?.encryptionroot ?? dataset;
  const title = `unload the key of ${formatPlace(host, root)}`;
  if (!own) return planOf(title, [], [missing(observation, dataset)]);
  if (own.encryptionroot === undefined)
    return planOf(title, [], [stop(host, dataset, "it is not encrypted", "nothing is to be unloaded")]);
  if (own.keystatus === "unavailable") return planOf(title, [], [already(host, root, "its key is not loaded")]);
  const mounted = [...observation.datasets.values()].find((other) => other.encryptionroot === root && other.mounted);
  if (mounted)
    return planOf(
      title,
      [],
      [
        stop(
          host,
          mounted.name,
          `it is mounted and needs the key of ${root}`,
          `unmount it first: ${zfsrCommand("unmount", formatPlace(host, mounted.name))}`,
        ),
      ],
    );
  return planOf(
    title,
    [
      {
        id: `unload-key:${root}`,
        kind: "unload-key",
        host,
        dataset: root,
        argv: ["zfs", "unload-key", root],
        destroys: [],
        needs: [],
        reason: "what it encrypts can no longer be read there until the key is loaded again",
      },
    ],
    [note(host, root, "while it is unloaded, only raw streams can be sent from it", "see that you have the key")],
  );
}
