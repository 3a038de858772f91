import { zfsrCommand } from "../base/zfsrCommand";
import type { Plan, Warning } from "../plan/plan";
import { printable } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { type Observation, propertyIn } from "./observation";
import { already, missing, note, planOf, stop } from "./plans";
import type { DatasetRequest, UnmountRequest } from "./request";

/** Mounts a filesystem where its mountpoint says. */
export function planMount({ host, dataset }: DatasetRequest, observation: Observation): Plan {
  const title = `mount ${formatPlace(host, dataset)}`;
  const own = observation.datasets.get(dataset);
  if (!own) return planOf(title, [], [missing(observation, dataset)]);
  const mountpoint = propertyIn(observation, "mountpoint")?.value ?? "-";
  const refuse = (message: string, nextStep: string): Plan =>
    planOf(title, [], [stop(host, dataset, message, nextStep)]);
  if (own.type === "volume") return refuse("it is a volume, which is a device and is not mounted", "use /dev/zvol");
  if (own.mounted)
    return planOf(title, [], [already(host, dataset, `it is mounted at ${printable(mountpoint)} already`)]);
  if (own.keystatus === "unavailable")
    return refuse(
      "its encryption key is not loaded",
      `load it: ${zfsrCommand("load-key", formatPlace(host, own.encryptionroot ?? dataset))}`,
    );
  if (propertyIn(observation, "canmount")?.value === "off")
    return refuse(
      "its canmount is off",
      `allow it: ${zfsrCommand("set", "canmount=noauto", formatPlace(host, dataset))}`,
    );
  if (mountpoint === "none" || mountpoint === "legacy")
    return refuse(
      `its mountpoint is ${mountpoint}`,
      `give it one: ${zfsrCommand("set", "mountpoint=PATH", formatPlace(host, dataset))}`,
    );
  const warnings: Warning[] = own.readonly
    ? []
    : [
        note(
          host,
          dataset,
          "it is not readonly: what is written to the target of a replication makes it diverge",
          `where it is a target: ${zfsrCommand("set", "readonly=on", formatPlace(host, dataset))}`,
        ),
      ];
  return planOf(
    title,
    [
      {
        id: `mount:${dataset}`,
        kind: "mount",
        host,
        dataset,
        argv: ["zfs", "mount", dataset],
        destroys: [],
        needs: [],
        reason: `its files appear at ${printable(mountpoint)}`,
      },
    ],
    warnings,
  );
}

/** Unmounts a filesystem, and with it those that are mounted below it. */
export function planUnmount({ host, dataset, force }: UnmountRequest, observation: Observation): Plan {
  const title = `unmount ${formatPlace(host, dataset)}`;
  const own = observation.datasets.get(dataset);
  if (!own) return planOf(title, [], [missing(observation, dataset)]);
  if (!own.mounted) return planOf(title, [], [already(host, dataset, "it is not mounted")]);
  return planOf(
    title,
    [
      {
        id: `unmount:${dataset}`,
        kind: "unmount",
        host,
        dataset,
        argv: ["zfs", "unmount", ...(force ? ["-f"] : []), dataset],
        destroys: [],
        needs: [],
        reason: "its files can no longer be reached until it is mounted again",
      },
    ],
    force ? [note(host, dataset, "programs with open files there get errors", "end them first where you can")] : [],
  );
}
